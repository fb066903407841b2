// Sharing how far a run is, as a link and as a code.
import { element } from "../element"
import { codeOf, linkOf, readCode, type Status } from "../run/link"
import type { Checklist } from "../run/types"
import { button, dialog, field, input } from "./form"
import { sentence } from "./later"
import type { Session } from "./session"

/** Shows the link and the code of a run. */
export function share(session: Session): void {
  const named = input("", "checkbox")
  const code = element("textarea", "")
  const link = element("textarea", "")
  for (const one of [code, link]) {
    one.readOnly = true
    one.rows = 3
  }
  const fill = (): void => {
    code.value = codeOf(session.seen.ledger.run.checklist, named.checked ? session.seen.name : "", (ref) => session.item(ref)?.state ?? "open")
    link.value = linkOf(location.href, code.value) ?? "The link would be too long to be kept whole. Send the code, or the file."
  }
  named.addEventListener("change", fill)
  fill()
  const box = dialog(
    "Share the status",
    element("p", "", "A link says how far each item is and nothing else: no notes, no evidence. Some logins and mail programs cut it; then the code can be pasted under “Open from a code”."),
    element("label", "check-line", named, ` With the name “${session.seen.name}”, which then stands in histories and chat logs`),
    field("Link", link),
    field("Code", code),
    element("div", "buttons", button("Close", () => box.close())),
  )
}

/** Asks for a code or a link, and gives what it says. */
export function codeDialog(page: Checklist, read: (status: Status) => void): void {
  const text = element("textarea", "")
  text.rows = 3
  const said = element("p", "check-error")
  said.setAttribute("role", "alert")
  const go = button("Open", () => {
    try {
      const status = readCode(text.value, page)
      box.close()
      read(status)
    } catch (error) {
      said.textContent = sentence(error)
    }
  })
  const box = dialog("Open from a code", field("Code or link", text), said, element("div", "buttons", go, button("Cancel", () => box.close())))
  text.focus()
}
