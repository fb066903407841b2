// What stands above a checklist when no run is open: beginning one, and those that are here.
import * as say from "../messages"
import { element } from "../element"
import type { Kept, Store } from "../run/store"
import type { Checklist } from "../run/types"
import { sentence } from "./failure"
import { button } from "./form"
import { later } from "./later"
import type { StartActions } from "./start-form"
import { shortState, when } from "./words"

/** The panel. kept are the runs of this checklist that are here. */
export function start(
  page: Checklist,
  site: { id: string; title: string },
  store: Store,
  kept: Kept[],
  runsPage: string,
  actions: StartActions,
): HTMLElement {
  const box = element("section", "run-start screen-only", element("h2", "", say.startTitle))
  box.setAttribute("aria-label", say.startLabel)
  box.append(
    element(
      "p",
      "",
      page.about
        ? say.startIntroAbout({ about: say.startAboutCase === "lower" ? page.about.toLowerCase() : page.about })
        : say.startIntro,
    ),
  )
  if (location.protocol === "file:") box.append(element("p", "run-note", say.startFolder))
  let form: HTMLElement | undefined
  const opener = button(say.startStart, () => {
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
  box.append(
    element(
      "div",
      "buttons",
      opener,
      button(say.startOpenFile, actions.openFile),
      button(say.startOpenCode, actions.openCode),
      button(say.startPrintBlank, () => print()),
    ),
    place,
  )
  if (kept.length > 0) box.append(runList(kept, actions.open))
  if (runsPage) {
    const all = element("a", "", say.startAllRuns)
    all.href = runsPage
    box.append(element("p", "", all))
  }
  return box
}

function runList(kept: Kept[], open: (id: string) => void): HTMLElement {
  const list = element("ul", "run-list")
  for (const one of [...kept].sort((a, b) => (a.changed < b.changed ? 1 : -1))) {
    const link = element("a", "", one.name || say.runUnnamed)
    link.href = "?run=" + encodeURIComponent(one.id)
    link.addEventListener("click", (event) => {
      event.preventDefault()
      open(one.id)
    })
    const unsaved = one.events - one.saved
    list.append(
      element(
        "li",
        "",
        link,
        " " +
          [
            shortState(one.state),
            one.critical > 0 && say.startCriticalOpen(one.critical),
            say.startLastChanged({ date: when(one.changed) }),
            unsaved > 0 && say.startNotSaved(unsaved),
          ]
            .filter(Boolean)
            .join(", "),
      ),
    )
  }
  return element("div", "", element("h3", "", say.startRunsHere(kept.length)), list)
}
