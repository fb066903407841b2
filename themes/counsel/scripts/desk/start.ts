// What stands above a checklist when no run is open: beginning one, and those that are here.
import { element } from "../element"
import { begin, RUN } from "../run/log"
import { gates } from "../run/rules"
import type { Kept, Store } from "../run/store"
import type { Checklist } from "../run/types"
import { view } from "../run/rules"
import { button, field, input } from "./form"
import { keepName, keptOf, myName, who } from "./session"
import { count, when } from "./words"

export interface StartActions {
  open(id: string): void
  openFile(): void
  openCode(): void
}

/** The panel. kept are the runs of this checklist that are here. */
export function start(page: Checklist, site: { id: string; title: string }, store: Store, kept: Kept[], runsPage: string, actions: StartActions): HTMLElement {
  const about = page.about || "Name"
  const box = element("section", "run-start screen-only", element("h2", "", "Work through this checklist"))
  box.setAttribute("aria-label", "Runs of this checklist")
  box.append(element("p", "", `A run is one working-through${page.about ? `, for one ${page.about.toLowerCase()}` : ""}. Your answers stay in this browser and go nowhere until you save them to a file.`))
  if (location.protocol === "file:") box.append(element("p", "run-note", "This page was opened from a folder. Every page that is opened from a folder in this browser can read what is kept here, so save runs to files and erase them here when you are done."))
  const form = startForm(page, about, kept, (name, fields, scope) => {
    const ledger = begin(site, page, who())
    const set: Record<string, unknown> = { name }
    for (const [title, value] of fields) if (value) set["field:" + title] = value
    if (scope) set["scope"] = scope
    ledger.append(RUN, set, who())
    void store.write(keptOf(ledger, {}, view(ledger)), ledger.run.events).catch(() => {}).then(() => {
      void (navigator.storage as Partial<StorageManager> | undefined)?.persist?.()
      actions.open(ledger.run.id)
    })
  })
  form.hidden = true
  const opener = button("Start a run", () => {
    form.hidden = !form.hidden
    opener.setAttribute("aria-expanded", String(!form.hidden))
    if (!form.hidden) form.querySelector<HTMLInputElement>("input")?.focus()
  })
  opener.className = "primary"
  opener.setAttribute("aria-expanded", "false")
  box.append(element("div", "buttons", opener, button("Open a file…", actions.openFile), button("Open from a code…", actions.openCode), button("Print a blank form", () => print())), form)
  if (kept.length > 0) box.append(runList(kept, actions.open))
  if (runsPage) {
    const all = element("a", "", "All runs in this browser")
    all.href = runsPage
    box.append(element("p", "", all))
  }
  return box
}

function startForm(page: Checklist, about: string, kept: Kept[], begun: (name: string, fields: Array<[string, string]>, scope: object | null) => void): HTMLFormElement {
  const name = input()
  name.required = true
  const mine = input(myName())
  mine.required = true
  mine.autocomplete = "name"
  const asked = page.ask.map((title) => ({ title, input: input("", /\bdate\b/i.test(title) ? "date" : "text") }))
  const sections = [...new Set(page.items.map(({ section }) => section))].filter((title) => title && page.items.some((item) => item.section === title && !gates(page, item.severity)))
  const scope = sections.map((title) => ({ title, box: input("", "checkbox") }))
  const why = input()
  const out = element("details", "", element("summary", "", "Leave sections out"), element("p", "field-hint", "Items that hold a gate stay in: they are answered as not applicable, with a reason."), ...scope.map(({ title, box }) => element("label", "check-line", box, " " + title)), field("Why they are left out", why))
  const said = element("p", "check-error")
  said.setAttribute("role", "alert")
  const form = element("form", "run-form", field(about, name), ...asked.map(({ title, input }) => field(title, input)), field("Your name", mine, "It stands beside each of your answers. It is asked once."), ...(sections.length > 1 ? [out] : []), said)
  const submit = element("button", "primary", "Start")
  submit.type = "submit"
  form.append(element("div", "buttons", submit))
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    const excluded = scope.filter(({ box }) => box.checked).map(({ title }) => title)
    if (excluded.length > 0 && !why.value.trim()) {
      said.textContent = "Say why the sections are left out."
      return
    }
    keepName(mine.value)
    begun(unique(name.value.trim(), kept), asked.map(({ title, input }) => [title, input.value.trim()]), excluded.length > 0 ? { excluded, why: why.value.trim() } : null)
  })
  return form
}

/** A name that no other run of the checklist has. */
function unique(name: string, kept: Kept[]): string {
  const taken = new Set(kept.map((one) => one.name))
  let made = name
  for (let n = 2; taken.has(made); n++) made = `${name} (${n})`
  return made
}

function runList(kept: Kept[], open: (id: string) => void): HTMLElement {
  const list = element("ul", "run-list")
  for (const one of [...kept].sort((a, b) => (a.changed < b.changed ? 1 : -1))) {
    const link = element("a", "", one.name || "Run without a name")
    link.href = "?run=" + encodeURIComponent(one.id)
    link.addEventListener("click", (event) => {
      event.preventDefault()
      open(one.id)
    })
    const unsaved = one.events - one.saved
    list.append(element("li", "", link, ` ${one.state}${one.critical > 0 ? `, ${count(one.critical, "critical item")} open` : ""}, last changed ${when(one.changed)}${unsaved > 0 ? `, ${count(unsaved, "change")} not saved to a file` : ""}`))
  }
  return element("div", "", element("h3", "", count(kept.length, "run") + " here"), list)
}
