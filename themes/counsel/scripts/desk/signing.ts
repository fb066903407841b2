// What is asked in dialogs about a run as a whole: its signature, opening it again, another name.
import { element } from "../element"
import { RUN } from "../run/log"
import { rolesOf } from "../run/rules"
import { reopen, sign } from "../run/sign"
import { button, choice, confirmed, dialog, field, input } from "./form"
import { keepName, myName, who, type Session } from "./session"
import { count, itemStateOf, nameOf, progressOf } from "./words"

/** Asks for a signature. What stands in the way is listed first, each with the way to it. */
export function signDialog(session: Session): void {
  const { seen, ledger } = session
  const errors = element("div", "run-errors")
  errors.tabIndex = -1
  if (seen.blocking.length > 0) {
    const list = element("ul", "")
    for (const ref of seen.blocking) {
      const one = session.item(ref)!
      const link = element("a", "", `${nameOf(one.item)}: ${itemStateOf(one)}`)
      link.href = "#" + ref
      link.addEventListener("click", () => box.close())
      list.append(element("li", "", link))
    }
    errors.append(element("p", "", `This run cannot be signed yet: ${count(seen.blocking.length, "item")} stand${seen.blocking.length === 1 ? "s" : ""} in the way.`), list)
    const box = dialog("Not ready to sign", errors, element("div", "buttons", button("Close", () => box.close())))
    errors.focus()
    return
  }
  const given = seen.signatures.map(([role]) => role)
  const open = rolesOf(seen.ledger.run.checklist).filter((role) => !given.includes(role))
  const role = choice(open.map((one): [string, string] => [one, one]), open[0])
  const name = input(myName())
  const agree = input("", "checkbox")
  const said = element("p", "check-error")
  said.setAttribute("role", "alert")
  const go = button("Sign", () => {
    if (!name.value.trim() || !agree.checked) {
      said.textContent = name.value.trim() ? "Confirm the statement first." : "Write your name."
      return
    }
    keepName(name.value)
    sign(ledger, role.value, name.value.trim(), who())
    session.show(() => session.keep())
    box.close()
  })
  const box = dialog(
    "Sign this run",
    element("p", "", progressOf(seen)),
    field("As", role),
    field("Your name", name),
    element("label", "check-line", agree, " I have looked at every item above, and the answers are mine to give."),
    element("p", "field-hint", "Your name is self-declared. A signed run cannot be changed; it can be opened again for a reason, as another revision."),
    said,
    element("div", "buttons", go, button("Cancel", () => box.close())),
  )
}

/** Opens a signed run again, for a reason. */
export function reopenDialog(session: Session): void {
  if (session.seen.signatures.length === 0) {
    const box = dialog("This run is not signed", element("p", "", "It can be changed as it is."), element("div", "buttons", button("Close", () => box.close())))
    return
  }
  const why = input()
  const said = element("p", "check-error")
  said.setAttribute("role", "alert")
  const go = button("Open again", () => {
    if (why.value.trim().length < 10) {
      said.textContent = "Say why, in 10 characters or more: the record will show it."
      return
    }
    reopen(session.ledger, why.value.trim(), who())
    session.show(() => session.keep())
    box.close()
  })
  const box = dialog("Open a signed run again", element("p", "", "The signatures are taken off and the run becomes the next revision. What was signed stays in its history."), field("Why", why), said, element("div", "buttons", go, button("Cancel", () => box.close())))
}

/** Asks whether a run is to go to the bin. */
export function binDialog(session: Session, remove: () => void): void {
  const unsaved = session.unsaved > 0 ? " It has changes that no file holds: save it to a file first." : ""
  void confirmed("Move this run to the bin?", "It stays in the bin for 30 days." + unsaved, "Move to the bin").then((yes) => yes && remove())
}

/** Gives a run another name. */
export function renameDialog(session: Session): void {
  const name = input(session.seen.name)
  const go = button("Rename", () => {
    if (name.value.trim()) session.change(RUN, { name: name.value.trim() })
    box.close()
  })
  const box = dialog("Rename this run", field("Name", name), element("div", "buttons", go, button("Cancel", () => box.close())))
  name.focus()
}
