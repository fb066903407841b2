// The page of a checklist: what scripts add to it, and how it was before.
import * as say from "../messages"
import { element } from "../element"
import type { ItemState } from "../run/rules"
import { button } from "./form"
import type { Session, Voice } from "./session"
import { nameOf } from "./words"

export class Sheet implements Voice {
  /** What stands above the questions: the panel, or the bar of a run. */
  readonly place = element("div", "run")
  private readonly alarms = element("div", "run-alarms screen-only")
  private readonly said = element("p", "visually-hidden")
  private readonly blank: HTMLElement // the text of the page as it was made
  private timer = 0

  constructor(readonly root: HTMLElement) {
    this.alarms.setAttribute("role", "alert")
    this.said.setAttribute("role", "status")
    root.prepend(this.alarms, this.place, this.said)
    this.blank = root.querySelector(".prose")!.cloneNode(true) as HTMLElement
  }

  /** Says something at once, and once. It stays until the reader hides it. */
  alarm(text: string): void {
    if (!text || [...this.alarms.children].some((one) => one.firstChild?.textContent === text)) return
    const hide = button(say.runHide, () => line.remove())
    hide.setAttribute("aria-label", say.runHideWhat)
    const line = element("p", "run-alarm", element("span", "", text), " ", hide)
    this.alarms.append(line)
  }

  /** Says something politely, and of several things within a second only the last. */
  say(text: string): void {
    clearTimeout(this.timer)
    this.timer = window.setTimeout(() => (this.said.textContent = text), 1000)
  }

  /** Takes away what belongs to a run. */
  clear(): void {
    this.root.classList.remove("has-run")
    for (const gone of this.root.querySelectorAll(".run-questions, .run-strip")) gone.remove()
    this.restore(".prose")
    this.place.replaceChildren()
  }

  /** Puts the text of the page, as it was made, into the place of what a run made of it. */
  restore(selector: string): void {
    this.root.querySelector(selector)!.replaceWith(this.blank.cloneNode(true))
  }

  /** An item with parts says how many of them are done, and a pause point what holds it shut. */
  update(session: Session): void {
    const shown = ".prose:not([hidden])" // the list of the page is hidden when the run carries other questions
    for (const group of this.root.querySelectorAll<HTMLElement>(`${shown} li.check-group`)) showParts(group, session)
    for (const pause of this.root.querySelectorAll<HTMLElement>(`${shown} .check-gate`)) showGate(pause, session)
  }
}

function showParts(group: HTMLElement, session: Session): void {
  const parts = [...group.querySelectorAll<HTMLElement>("li.check:not(.check-group)")]
    .map((li) => session.item(li.dataset["ref"] ?? ""))
    .filter((one): one is ItemState => one !== undefined)
  const text = say.runPartsDone({ done: parts.filter((one) => one.resolved).length, all: parts.length })
  let line = group.querySelector<HTMLElement>(":scope > .check-status")
  if (!line) group.querySelector(".check-head")!.after((line = element("p", "check-status")))
  line.textContent = text
}

function showGate(pause: HTMLElement, session: Session): void {
  const open = session.seen.gates.get(pause.dataset["gate"] ?? "")
  pause.classList.toggle("check-gate-open", open?.length === 0)
  let line = pause.querySelector<HTMLElement>(".check-gate-state")
  if (!line) pause.append((line = element("p", "check-gate-state")))
  const names = open?.map((ref) => nameOf(session.item(ref)!.item)) ?? []
  line.textContent = !open ? "" : open.length === 0 ? say.runGateOpen : say.runGateShut({ items: names.join(", ") })
}
