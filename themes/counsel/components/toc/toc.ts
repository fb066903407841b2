import { reveal } from "../../scripts/reveal"

/** Marks the heading that is being read: the last one that has passed the upper third of the window. */
export function toc(nav: HTMLElement): void {
  const entries: Array<[link: HTMLAnchorElement, heading: HTMLElement]> = []
  for (const link of nav.querySelectorAll("a")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)))
    if (heading) entries.push([link, heading])
  }
  const first = entries[0]
  if (!first) return

  let marked: HTMLAnchorElement | undefined
  const mark = (): void => {
    waiting = false
    let current = first[0]
    for (const [link, heading] of entries) {
      if (heading.getBoundingClientRect().top < innerHeight / 3) current = link
    }
    if (current === marked) return
    marked?.removeAttribute("aria-current")
    current.setAttribute("aria-current", "true")
    reveal(nav, current)
    marked = current
  }
  let waiting = false
  addEventListener(
    "scroll",
    () => {
      if (!waiting) requestAnimationFrame(mark)
      waiting = true
    },
    { passive: true },
  )
  mark()
}
