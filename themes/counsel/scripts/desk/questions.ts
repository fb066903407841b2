// Shows the questions of a run: those of the page where they are the same, and otherwise those that the run carries.
import * as say from "../messages"
import { element } from "../element"
import type { Item } from "../run/types"
import type { Session } from "./session"
import { itemStateOf, severityOf } from "./words"

/** Makes the questions of a run visible and returns the element of each. */
export function questions(session: Session, root: HTMLElement): Map<string, HTMLElement> {
  const list = session.seen.ledger.run.checklist
  root.querySelector(".run-questions")?.remove()
  const prose = root.querySelector<HTMLElement>(".prose:not(.run-questions)")!
  const same = list.content === session.page?.content
  prose.hidden = !same
  const box = element("div", "prose run-questions")
  if (!same) {
    let section: string | null = null
    let ul = element("ul", "check-list")
    for (const item of list.items) {
      if (item.section !== section) {
        section = item.section
        ul = element("ul", "check-list")
        ul.setAttribute("role", "list")
        box.append(...(section ? [element("h2", "", section)] : []), ul)
      }
      ul.append(line(item))
    }
  }
  const { retired } = session.seen
  if (retired.length > 0) {
    const ul = element("ul", "check-list")
    ul.setAttribute("role", "list")
    for (const one of retired) {
      const gone = line(one.item)
      gone.append(
        element("p", "check-status", itemStateOf(one)),
        ...one.notes.map(({ value }) => element("p", "", value)),
      )
      ul.append(gone)
    }
    box.append(element("h2", "", say.itemRetiredTitle), element("p", "", say.itemRetiredText), ul)
  }
  if (box.childNodes.length > 0) prose.after(box)
  const found = new Map<string, HTMLElement>()
  const scope = same ? prose : box
  const lines = new Map([...scope.querySelectorAll<HTMLElement>("li.check")].map((li) => [li.dataset["ref"], li]))
  for (const { ref } of list.items) {
    const li = lines.get(ref)
    if (li) found.set(ref, li)
  }
  return found
}

function line(item: Item): HTMLElement {
  const box = element("span", "check-box", "☐")
  box.setAttribute("aria-hidden", "true")
  const ref = item.ref.startsWith("t-") ? [] : [element("span", "check-ref", item.ref), " "]
  const li = element(
    "li",
    "check",
    element(
      "p",
      "check-head",
      box,
      " ",
      ...ref,
      element("span", "check-severity", severityOf(item.severity)),
      " ",
      element("span", "check-text", item.text),
    ),
  )
  li.id = document.getElementById(item.ref) ? "" : item.ref
  li.dataset["ref"] = item.ref
  li.dataset["severity"] = item.severity
  return li
}
