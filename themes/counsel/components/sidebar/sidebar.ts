import { element } from "../../scripts/element"
import { reveal } from "../../scripts/reveal"

const OPENED = "pandect.sidebar"

/** Keeps opened sections open for the visit, and brings the current page into view without moving focus. */
export function sidebar(nav: HTMLElement): void {
  const sections = [...nav.querySelectorAll("details")]
  const opened = recallOpened()
  for (const section of sections) {
    const name = address(section)
    if (opened.has(name)) section.open = true
    section.addEventListener("toggle", () => {
      if (section.open) opened.add(name)
      else opened.delete(name)
      rememberOpened(opened)
    })
  }

  const current = nav.querySelector<HTMLElement>("[aria-current=page]")
  if (current) reveal(nav, current)
}

/** A section is known by the address of its own page, the first link in it. */
function address(section: HTMLDetailsElement): string {
  return section.querySelector("a")?.pathname ?? ""
}

function recallOpened(): Set<string> {
  try {
    const list: unknown = JSON.parse(sessionStorage.getItem(OPENED) ?? "[]")
    return new Set(Array.isArray(list) ? list.map(String) : [])
  } catch {
    return new Set()
  }
}

function rememberOpened(opened: Set<string>): void {
  try {
    sessionStorage.setItem(OPENED, JSON.stringify([...opened]))
  } catch {
    // The sections are as the page has them.
  }
}

/** On a narrow screen the link that leads to the sidebar becomes a button that opens and closes it. */
export function menu(link: HTMLElement): void {
  const nav = document.querySelector<HTMLElement>(".sidebar")
  if (!nav) return
  const button = element("button", link.className, link.textContent ?? "")
  button.type = "button"
  button.setAttribute("aria-controls", nav.id)
  const show = (open: boolean): void => {
    nav.classList.toggle("open", open)
    button.setAttribute("aria-expanded", String(open))
  }
  show(false)
  button.addEventListener("click", () => show(button.getAttribute("aria-expanded") === "false"))
  nav.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || button.offsetParent === null) return
    show(false)
    button.focus()
  })
  nav.querySelector(".sidebar-close")?.remove()
  link.replaceWith(button)
}
