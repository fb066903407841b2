import * as say from "../../scripts/messages"
import { element } from "../../scripts/element"

/** Gives each heading of a text a link to itself, to be copied. */
export function headings(text: HTMLElement): void {
  for (const heading of text.querySelectorAll<HTMLElement>("h2[id], h3[id], h4[id]")) {
    const link = element("a", "heading-link screen-only", "#")
    link.href = "#" + encodeURIComponent(heading.id)
    link.setAttribute("aria-label", say.textHeadingLink({ heading: heading.textContent ?? "" }))
    heading.append(" ", link)
  }
}
