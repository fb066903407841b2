// Sharing how far a run is, as a link and as a code.
import * as say from "../messages"
import { element } from "../element"
import { codeOf, linkOf, readCode, type Status } from "../run/link"
import type { Checklist } from "../run/types"
import { sentence } from "./failure"
import { button, dialog, field, input } from "./form"
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
    code.value = codeOf(
      session.seen.ledger.run.checklist,
      named.checked ? session.seen.name : "",
      (ref) => session.item(ref)?.state ?? "open",
    )
    link.value = linkOf(location.href, code.value) ?? say.codeTooLong
  }
  named.addEventListener("change", fill)
  fill()
  const box = dialog(
    say.codeTitle,
    element("p", "", say.codeText),
    element("label", "check-line", named, " " + say.codeNamed({ name: session.seen.name })),
    field(say.codeLink, link),
    field(say.codeCode, code),
    element(
      "div",
      "buttons",
      button(say.runClose, () => box.close()),
    ),
  )
}

/** Asks for a code or a link, and gives what it says. */
export function codeDialog(page: Checklist, read: (status: Status) => void): void {
  const text = element("textarea", "")
  text.rows = 3
  const said = element("p", "check-error")
  said.setAttribute("role", "alert")
  const go = button(say.codeOpen, () => {
    try {
      const status = readCode(text.value, page)
      box.close()
      read(status)
    } catch (error) {
      said.textContent = sentence(error)
    }
  })
  const box = dialog(
    say.codeOpenTitle,
    field(say.codeCodeOrLink, text),
    said,
    element(
      "div",
      "buttons",
      go,
      button(say.runCancel, () => box.close()),
    ),
  )
  text.focus()
}
