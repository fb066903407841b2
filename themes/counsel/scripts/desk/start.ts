// What stands above a checklist when no run is open: beginning one, and those that are here.
import { element } from "../element"
import type { Kept, Store } from "../run/store"
import type { Checklist } from "../run/types"
import { button } from "./form"
import { later, sentence } from "./later"
import { count, when } from "./words"

export interface StartActions {
  /** Opens a run that a store holds: that of the browser, or one that forgets. */
  open(id: string, store?: Store): void
  alarm(text: string): void
  openFile(): void
  openCode(): void
}

/** The panel. kept are the runs of this checklist that are here. */
export function start(page: Checklist, site: { id: string; title: string }, store: Store, kept: Kept[], runsPage: string, actions: StartActions): HTMLElement {
  const box = element("section", "run-start screen-only", element("h2", "", "Work through this checklist"))
  box.setAttribute("aria-label", "Runs of this checklist")
  box.append(element("p", "", `A run is one working-through${page.about ? `, for one ${page.about.toLowerCase()}` : ""}. Your answers stay in this browser and go nowhere until you save them to a file.`))
  if (location.protocol === "file:") box.append(element("p", "run-note", "This page was opened from a folder. Every page that is opened from a folder in this browser can read what is kept here, so save runs to files and erase them here when you are done."))
  let form: HTMLElement | undefined
  const opener = button("Start a run", () => {
    if (form) form.hidden = !form.hidden
    const shown = (): void => {
      opener.setAttribute("aria-expanded", String(!form!.hidden))
      if (!form!.hidden) form!.querySelector("input")?.focus()
    }
    if (form) return shown()
    later()
      .then(({ startForm }) => {
        place.append((form ??= startForm(page, site, store, kept, actions)))
        shown()
      })
      .catch((error) => actions.alarm(sentence(error)))
  })
  const place = element("div", "")
  opener.className = "primary"
  opener.setAttribute("aria-expanded", "false")
  box.append(element("div", "buttons", opener, button("Open a file…", actions.openFile), button("Open from a code…", actions.openCode), button("Print a blank form", () => print())), place)
  if (kept.length > 0) box.append(runList(kept, actions.open))
  if (runsPage) {
    const all = element("a", "", "All runs in this browser")
    all.href = runsPage
    box.append(element("p", "", all))
  }
  return box
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
