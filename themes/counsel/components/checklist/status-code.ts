// Sharing how far a run is, as a link and as a code.
import { element } from "../../scripts/element"
import { codeOf, linkOf, readCode, type Status } from "../../scripts/run/link"
import type { Checklist } from "../../scripts/run/types"
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
    code.value = codeOf(session.ledger.run.checklist, named.checked ? session.seen.name : "", (ref) => session.item(ref)?.state ?? "open")
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

/** Reads a code or a link, or throws a FileError. */
export const statusIn = (written: string, page: Checklist): Status => readCode(written, page)
