// The form that begins a run.
import * as say from "../messages"
import { element } from "../element"
import { begin, RUN } from "../run/log"
import { gates, view } from "../run/rules"
import { forgetfulStore, type Kept, type Store } from "../run/store"
import type { Checklist } from "../run/types"
import { field, input } from "./form"
import { keepName, keptOf, myName, who } from "./session"

export interface StartActions {
  /** Opens a run that a store holds: that of the browser, or one that forgets. */
  open(id: string, store?: Store): void
  alarm(text: string): void
  openFile(): void
  openCode(): void
}

/** The form, for a run of a page's checklist in a store. kept are the runs that are there. */
export function startForm(
  page: Checklist,
  site: { id: string; title: string },
  store: Store,
  kept: Kept[],
  actions: StartActions,
): HTMLFormElement {
  const name = input()
  name.required = true
  const mine = input(myName())
  mine.required = true
  mine.autocomplete = "name"
  const asked = page.ask.map((title) => ({ title, input: input("", isDate(title) ? "date" : "text") }))
  const sections = [...new Set(page.items.map(({ section }) => section))].filter(
    (title) => title && page.items.some((item) => item.section === title && !gates(page, item.severity)),
  )
  const scope = sections.map((title) => ({ title, box: input("", "checkbox") }))
  const why = input()
  const out = element(
    "details",
    "",
    element("summary", "", say.startLeaveOut),
    element("p", "field-hint", say.startLeaveOutHint),
    ...scope.map(({ title, box }) => element("label", "check-line", box, " " + title)),
    field(say.startLeaveOutWhy, why),
  )
  const forget = input("", "checkbox")
  const forgetful = element("label", "check-line", forget, " " + say.startForget)
  const said = element("p", "check-error")
  said.setAttribute("role", "alert")
  const form = element(
    "form",
    "run-form",
    field(page.about || say.startName, name),
    ...asked.map(({ title, input }) => field(title, input)),
    field(say.startYourName, mine, say.startYourNameHint),
    ...(sections.length > 1 ? [out] : []),
    forgetful,
    said,
  )
  const submit = element("button", "primary", say.startGo)
  submit.type = "submit"
  form.append(element("div", "buttons", submit))
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    const excluded = scope.filter(({ box }) => box.checked).map(({ title }) => title)
    if (excluded.length > 0 && !why.value.trim()) {
      said.textContent = say.startLeaveOutError
      return
    }
    keepName(mine.value)
    const ledger = begin(site, page, who())
    const set: Record<string, unknown> = { name: unique(name.value.trim(), kept) }
    for (const { title, input } of asked) if (input.value.trim()) set["field:" + title] = input.value.trim()
    if (excluded.length > 0) set["scope"] = { excluded, why: why.value.trim() }
    ledger.append(RUN, set, who())
    const into = forget.checked ? forgetfulStore() : store
    void into
      .write(keptOf(ledger, {}, view(ledger)), ledger.run.events)
      .catch(() => {})
      .then(() => {
        if (!forget.checked) void (navigator.storage as Partial<StorageManager> | undefined)?.persist?.()
        actions.open(ledger.run.id, into)
      })
  })
  return form
}

/** Whether what is asked for is a day: one of the words of its title says so. */
function isDate(title: string): boolean {
  const words = (text: string): string[] => text.toLowerCase().split(/[^\p{L}\p{N}\p{M}]+/u)
  const dates = words(say.startDateWords)
  return words(title).some((word) => word !== "" && dates.includes(word))
}

/** A name that no other run of the checklist has. */
function unique(name: string, kept: Kept[]): string {
  const taken = new Set(kept.map((one) => one.name))
  let made = name
  for (let n = 2; taken.has(made); n++) made = `${name} (${n})`
  return made
}
