/**
 * A table that fits needs no box of its own to scroll in: without the box its head can stay at the top of the window,
 * and it is no stop for the tab key.
 */
export function table(box: HTMLElement): void {
  const content = box.querySelector("table")
  if (!content) return
  const measure = (): void => {
    const fits = content.offsetWidth <= box.clientWidth
    box.classList.toggle("fits", fits)
    if (fits) box.removeAttribute("tabindex")
    else box.tabIndex = 0
  }
  const observer = new ResizeObserver(measure)
  observer.observe(box)
  observer.observe(content)
}
