// The controls of one item: a box, and behind one button everything else.
import * as say from "../messages"
import { composing } from "../composing"
import { element } from "../element"
import { sha256 } from "../run/hash"
import { evidenceText } from "../run/rows"
import { MIN_REASON, reasons, refuses, type ItemState } from "../run/rules"
import { linkable, plain } from "../run/safe"
import type { State } from "../run/types"
import { button, choice, chooseFile, field, input } from "./form"
import { myName, type Session } from "./session"
import { fieldName, valueOf } from "./told"
import { itemStateOf, nameOf, when } from "./words"

/** Puts the controls of an item into its list item. What it returns is called after each change of the run, to show it. */
export function itemControls(session: Session, li: HTMLElement, before?: ItemState): () => void {
  const ref = li.dataset["ref"]!
  const state = (): ItemState => session.item(ref)!
  const { item } = state()
  const head = li.querySelector<HTMLElement>(".check-head")!
  const text = head.querySelector<HTMLElement>(".check-text")!
  text.id = `_t-${ref}` // ids of the theme begin with "_", so that no heading has the same
  const status = element("p", "check-status")
  status.id = `_m-${ref}`
  const panel = element("div", "check-panel screen-only")
  panel.id = `_p-${ref}`
  panel.hidden = true
  let fill = (): void => {}
  const more = button(
    say.itemMore,
    () => {
      panel.hidden = !panel.hidden
      more.setAttribute("aria-expanded", String(!panel.hidden))
      fill()
    },
    say.itemMoreFor({ item: nameOf(item) }),
  )
  more.className = "check-more screen-only"
  more.setAttribute("aria-expanded", "false")
  more.setAttribute("aria-controls", panel.id)
  const box =
    item.answer === "yes/no" ? yesNo(session, ref, text.id, status.id) : tick(session, ref, text.id, status.id)
  head.querySelector(".check-box")?.replaceWith(box.element)
  li.insertBefore(status, head.nextSibling)
  li.append(more, panel)
  let shown = "" // what the box and the status line say now, so that an unchanged item costs nothing
  const update = (): void => {
    const one = state()
    const form = [
      one.state,
      one.last?.id,
      one.resolved,
      one.reworded,
      one.evidenceMissing,
      one.reasonMissing,
      one.needsSecond,
      one.locked,
      one.outOfScope,
      session.locked,
      one.confirmed?.by,
      one.exception?.by,
      one.dueBy,
      Object.keys(one.conflicts).length,
    ].join("\u0000")
    fill()
    if (form === shown) return
    shown = form
    li.dataset["state"] = one.resolved ? one.state : one.state === "open" ? "open" : one.state + "-unresolved"
    li.classList.toggle("check-locked", one.locked || one.outOfScope)
    status.textContent = itemStateOf(one) + (one.last ? `. ${plain(one.last.by)}, ${when(one.last.at)}` : "")
    box.update(one, session.locked)
  }
  let filled = "" // what the panel shows now: drawing it again would take away what is being typed
  fill = (): void => {
    if (panel.hidden) return
    const one = state()
    const form = JSON.stringify([one, session.locked])
    if (form === filled) return
    filled = form
    const focused = panel.contains(document.activeElement) ? document.activeElement?.getAttribute("data-part") : null
    panel.replaceChildren(...parts(session, one, before))
    if (focused) panel.querySelector<HTMLElement>(`[data-part="${focused}"]`)?.focus()
  }
  return update
}

/** The control that answers an item in one action. */
interface Box {
  element: HTMLElement
  update(one: ItemState, locked: boolean): void
}

function tick(session: Session, ref: string, label: string, described: string): Box {
  const made = input("", "checkbox")
  made.className = "check-tick"
  made.id = `_c-${ref}`
  made.setAttribute("aria-labelledby", label)
  made.setAttribute("aria-describedby", described)
  made.addEventListener("change", () => session.change(ref, { state: made.checked ? "done" : "open" }))
  return {
    element: made,
    update(one, locked) {
      made.checked = one.state === "done"
      made.indeterminate = one.state === "problem" || one.state === "na"
      made.disabled = locked || one.locked || one.outOfScope
    },
  }
}

function yesNo(session: Session, ref: string, label: string, described: string): Box {
  const group = element("span", "check-answers")
  group.setAttribute("role", "radiogroup")
  group.setAttribute("aria-labelledby", label)
  group.setAttribute("aria-describedby", described)
  const radios = (
    [
      ["done", say.itemYes],
      ["problem", say.itemNo],
    ] as Array<[State, string]>
  ).map(([state, text]) => {
    const radio = input("", "radio")
    radio.name = `_c-${ref}`
    radio.addEventListener("change", () => session.change(ref, { state }))
    group.append(element("label", "", radio, " " + text))
    return { radio, state }
  })
  return {
    element: group,
    update(one, locked) {
      for (const { radio, state } of radios) {
        radio.checked = one.state === state
        radio.disabled = locked || one.locked || one.outOfScope
      }
    },
  }
}

/** The parts of the panel behind "More": only those that the state of the item needs. */
function parts(session: Session, one: ItemState, before?: ItemState): HTMLElement[] {
  const list: HTMLElement[] = []
  if (one.reworded) list.push(rewording(session, one))
  if (Object.keys(one.conflicts).length > 0) list.push(conflicts(session, one))
  if (before && before.state !== "open")
    list.push(
      element(
        "p",
        "check-before",
        say.itemLastTime({ state: itemStateOf(before) }) +
          (before.notes.length > 0
            ? " " + say.itemLastNote({ note: plain(before.notes[before.notes.length - 1]!.value, 500) })
            : ""),
      ),
    )
  list.push(states(session, one))
  if (one.state === "na") list.push(reason(session, one))
  if (one.state === "problem") list.push(exception(session, one))
  list.push(evidence(session, one), notes(session, one), people(session, one))
  if (session.locked)
    for (const part of list)
      part
        .querySelectorAll<HTMLInputElement>("input, textarea, select, button")
        .forEach((control) => (control.disabled = true))
  return list
}

function states(session: Session, one: ItemState): HTMLElement {
  const yes = one.item.answer === "yes/no"
  const options: Array<[State, string]> = [
    ["open", say.itemOpen],
    ["done", yes ? say.itemYes : say.itemDone],
    ["problem", yes ? say.itemChooseNo : say.itemChooseProblem],
    ["na", say.itemChooseNa],
  ]
  const group = element("fieldset", "check-states", element("legend", "", say.itemState))
  for (const [state, text] of options) {
    const radio = input("", "radio")
    radio.name = `_s-${one.item.ref}`
    radio.checked = one.state === state
    radio.disabled = state === "na" && refuses(one.item)
    radio.setAttribute("data-part", "state-" + state)
    radio.addEventListener("change", () => session.change(one.item.ref, { state }))
    group.append(element("label", "", radio, " " + text + (radio.disabled ? ": " + say.itemNotAllowed : "")))
  }
  return group
}

function reason(session: Session, one: ItemState): HTMLElement {
  const listed = reasons(one.item)
  const box = element("div", "")
  const text = input(one.reason)
  text.setAttribute("data-part", "reason")
  text.addEventListener("change", () => session.change(one.item.ref, { reason: text.value.trim() }))
  if (listed.length > 0) {
    const pick = choice(
      [["", say.itemChooseReason], ...listed.map((word): [string, string] => [word, word])],
      one.reason,
    )
    pick.setAttribute("data-part", "reasons")
    pick.addEventListener("change", () => pick.value && session.change(one.item.ref, { reason: pick.value }))
    box.append(field(say.itemAcceptedReasons, pick))
  }
  const short = one.reason.trim().length < MIN_REASON && !listed.includes(one.reason)
  box.append(field(say.itemWhyNa, text, short ? say.itemWhyNaHint({ n: MIN_REASON }) : ""))
  if (one.needsSecond && !short) box.append(element("p", "check-error", say.itemSecondNa))
  return box
}

function exception(session: Session, one: ItemState): HTMLElement {
  const by = input(one.exception?.by ?? "")
  const why = input(one.exception?.why ?? "")
  const until = input(one.exception?.until ?? "", "date")
  const save = button(say.itemAccept, () => {
    if (by.value.trim() && why.value.trim())
      session.change(one.item.ref, { exception: { by: by.value.trim(), why: why.value.trim(), until: until.value } })
    else alert.textContent = say.itemAcceptError
  })
  const alert = element("p", "check-error")
  alert.setAttribute("role", "alert")
  return element(
    "fieldset",
    "",
    element("legend", "", one.notes.length === 0 ? say.itemAcceptNote : say.itemAcceptTitle),
    field(say.itemAcceptWho, by),
    field(say.itemWhy, why),
    field(say.itemUntil, until),
    alert,
    save,
  )
}

function evidence(session: Session, one: ItemState): HTMLElement {
  const { ref } = one.item
  const list = element("ul", "check-entries")
  for (const { value, event } of one.evidence) {
    const text = plain(evidenceText(value), 2000)
    const shown =
      linkable(value.text) && !value.file
        ? Object.assign(element("a", "", text), { href: value.text, rel: "noreferrer" })
        : text
    list.append(
      element(
        "li",
        "",
        shown,
        ` (${plain(event.by)}, ${when(event.at)}) `,
        button(say.itemWithdraw, () => session.change(ref, { withdraw: event.id }), text.slice(0, 60)),
      ),
    )
  }
  const text = input()
  text.setAttribute("data-part", "evidence")
  const add = (): void => {
    if (text.value.trim()) session.change(ref, { evidence: { text: text.value.trim() } })
  }
  text.addEventListener("keydown", (event) => event.key === "Enter" && !composing(event) && add())
  const fingerprint = button(say.itemFingerprint, () =>
    chooseFile("", ([file]) => {
      if (!file) return
      void file.arrayBuffer().then((data) => {
        const mark = {
          name: plain(file.name),
          size: file.size,
          modified: new Date(file.lastModified).toISOString(),
          sha256: sha256(new Uint8Array(data)),
        }
        session.change(ref, { evidence: { text: text.value.trim(), file: mark } })
      })
    }),
  )
  const hint = say.itemEvidenceHint
  return element(
    "div",
    "",
    field(one.item.evidence ? say.itemEvidenceRequired : say.itemEvidence, text, hint),
    element("div", "buttons", button(say.itemEvidenceAdd, add), fingerprint),
    list,
  )
}

function notes(session: Session, one: ItemState): HTMLElement {
  const { ref } = one.item
  const list = element("ul", "check-entries")
  for (const { value, event } of one.notes) {
    list.append(
      element(
        "li",
        "",
        plain(value, 4000),
        ` (${plain(event.by)}, ${when(event.at)}) `,
        button(say.itemWithdraw, () => session.change(ref, { withdraw: event.id }), value.slice(0, 60)),
      ),
    )
  }
  const text = element("textarea", "")
  text.rows = 2
  text.setAttribute("data-part", "note")
  const add = (): void => {
    const note = text.value.trim()
    text.value = ""
    if (note) session.change(ref, { note })
  }
  text.addEventListener("change", add) // left, so that nothing is lost that was not added
  return element(
    "div",
    "",
    field(say.itemNote, text, say.itemNoteHint),
    element("div", "buttons", button(say.itemNoteAdd, add)),
    list,
  )
}

function people(session: Session, one: ItemState): HTMLElement {
  const { ref } = one.item
  const owner = input(one.owner)
  owner.setAttribute("data-part", "owner")
  owner.addEventListener("change", () => session.change(ref, { owner: owner.value.trim() }))
  const due = input(one.due || one.dueBy, "date")
  due.setAttribute("data-part", "due")
  due.addEventListener("change", () => session.change(ref, { due: due.value }))
  const second = input(one.confirmed?.by ?? "")
  second.setAttribute("data-part", "second")
  const alert = element("p", "check-error")
  alert.setAttribute("role", "status")
  let warned = "" // the name with which a second press counts, because its first was answered with a warning
  const confirm = button(say.itemConfirm, () => {
    const by = second.value.trim()
    const own = by.toLowerCase() === plain(one.last?.by ?? myName()).toLowerCase()
    if (by && (!own || warned === by)) {
      session.change(ref, { confirmed: { by, at: new Date().toISOString() } })
      return
    }
    warned = by
    alert.textContent = by ? say.itemConfirmSame : say.itemConfirmError
  })
  return element(
    "div",
    "check-people",
    field(say.itemOwner, owner),
    field(say.itemDueField, due),
    field(say.itemConfirmedField, second),
    alert,
    element("div", "buttons", confirm),
  )
}

function rewording(session: Session, one: ItemState): HTMLElement {
  const was = session.ledger.wording(one.last?.h ?? "")
  const again = button(say.itemHolds, () => session.change(one.item.ref, { state: one.state }))
  return element(
    "div",
    "check-reworded",
    element("p", "", element("strong", "", say.itemReworded)),
    element("p", "", say.itemBefore, element("del", "", was)),
    element("p", "", say.itemNow, element("ins", "", one.item.text)),
    element("div", "buttons", again),
  )
}

function conflicts(session: Session, one: ItemState): HTMLElement {
  const box = element("div", "check-conflicts", element("p", "", element("strong", "", say.itemConflict)))
  for (const [name, heads] of Object.entries(one.conflicts)) {
    const buttons = heads.map((head) => {
      const value = head.set[name]
      return button(`${valueOf(name, value, one.item.answer)} (${plain(head.by)}, ${when(head.at)})`, () =>
        session.change(one.item.ref, { [name]: value }),
      )
    })
    box.append(element("div", "buttons", element("span", "", fieldName(name) + ": "), ...buttons))
  }
  return box
}
