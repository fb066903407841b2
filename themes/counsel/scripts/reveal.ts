/**
 * Scrolls a box, and nothing else, until an element in it can be seen: scrollIntoView would scroll the page as well. Focus stays
 * where it is.
 */
export function reveal(box: HTMLElement, element: HTMLElement): void {
  const outer = box.getBoundingClientRect()
  const inner = element.getBoundingClientRect()
  const top = Math.max(outer.top, 0) // the box may reach beyond the window
  const bottom = Math.min(outer.bottom, innerHeight)
  if (inner.top < top || inner.bottom > bottom) {
    box.scrollTop += (inner.top + inner.bottom - top - bottom) / 2 // its middle to the middle of what is seen of the box
  }
}
