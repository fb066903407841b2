// What is asked in dialogs about a run as a whole: its signature, opening it again, another name.
import * as say from "../messages"
import { element } from "../element"
import { RUN } from "../run/log"
import { rolesOf } from "../run/rules"
import { reopen, sign } from "../run/sign"
import { button, choice, confirmed, dialog, field, input } from "./form"
import { keepName, myName, who, type Session } from "./session"
import { itemStateOf, nameOf, progressOf, roleName } from "./words"

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
    errors.append(element("p", "", say.signInTheWay(seen.blocking.length)), list)
    const box = dialog(
      say.signNotReady,
      errors,
      element(
        "div",
        "buttons",
        button(say.runClose, () => box.close()),
      ),
    )
    errors.focus()
    return
  }
  const given = seen.signatures.map(([role]) => role)
  const open = rolesOf(seen.ledger.run.checklist).filter((role) => !given.includes(role))
  const role = choice(
    open.map((one): [string, string] => [one, roleName(one)]),
    open[0],
  )
  const name = input(myName())
  const agree = input("", "checkbox")
  const said = element("p", "check-error")
  said.setAttribute("role", "alert")
  const go = button(say.signDo, () => {
    if (!name.value.trim() || !agree.checked) {
      said.textContent = name.value.trim() ? say.signAgreeError : say.signNameError
      return
    }
    keepName(name.value)
    sign(ledger, role.value, name.value.trim(), who())
    session.show(() => session.keep())
    box.close()
  })
  const box = dialog(
    say.signTitle,
    element("p", "", progressOf(seen)),
    field(say.signAs, role),
    field(say.startYourName, name),
    element("label", "check-line", agree, " " + say.signAgree),
    element("p", "field-hint", say.signHint),
    said,
    element(
      "div",
      "buttons",
      go,
      button(say.runCancel, () => box.close()),
    ),
  )
}

/** Opens a signed run again, for a reason. */
export function reopenDialog(session: Session): void {
  if (session.seen.signatures.length === 0) {
    const box = dialog(
      say.signUnsigned,
      element("p", "", say.signUnsignedText),
      element(
        "div",
        "buttons",
        button(say.runClose, () => box.close()),
      ),
    )
    return
  }
  const why = input()
  const said = element("p", "check-error")
  said.setAttribute("role", "alert")
  const go = button(say.signReopen, () => {
    if (why.value.trim().length < 10) {
      said.textContent = say.signReopenError
      return
    }
    reopen(session.ledger, why.value.trim(), who())
    session.show(() => session.keep())
    box.close()
  })
  const box = dialog(
    say.signReopenTitle,
    element("p", "", say.signReopenText),
    field(say.itemWhy, why),
    said,
    element(
      "div",
      "buttons",
      go,
      button(say.runCancel, () => box.close()),
    ),
  )
}

/** Asks whether a run is to go to the bin. */
export function binDialog(session: Session, remove: () => void): void {
  const unsaved = session.unsaved > 0 ? " " + say.signBinUnsaved : ""
  void confirmed(say.signBinTitle, say.signBinText + unsaved, say.signBinDo).then((yes) => yes && remove())
}

/** Gives a run another name. */
export function renameDialog(session: Session): void {
  const name = input(session.seen.name)
  const go = button(say.signRename, () => {
    if (name.value.trim()) session.change(RUN, { name: name.value.trim() })
    box.close()
  })
  const box = dialog(
    say.signRenameTitle,
    field(say.startName, name),
    element(
      "div",
      "buttons",
      go,
      button(say.runCancel, () => box.close()),
    ),
  )
  name.focus()
}
