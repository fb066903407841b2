// The bar above an open run: where it stands, what stands in the way, and what can be done with it.
import * as say from "../messages"
import { element } from "../element"
import { sentence } from "./failure"
import { button, choice, chooseFile, field, input } from "./form"
import { later } from "./later"
import type { Paper } from "./paper"
import type { Session } from "./session"
import { nameOf, progressOf, stateOf, unsavedOf } from "./words"

export interface BarActions {
  close(): void
  review(): void
  remove(): void
  openFile(): void
}

/** The bar, the strip of it that stays in view while one scrolls, and what keeps both up. */
export function bar(
  session: Session,
  root: HTMLElement,
  actions: BarActions,
): { element: HTMLElement; strip: HTMLElement; update: () => void } {
  const tell = (use: (paper: Paper) => unknown): void =>
    void later()
      .then(use)
      .catch((error) => session.alarm(sentence(error)))
  const title = element("h2", "run-name")
  const state = element("p", "run-state")
  const meter = element("progress", "run-progress")
  meter.setAttribute("aria-label", say.barResolved)
  const way = element("p", "run-way")
  const unsaved = element("span", "run-unsaved")
  const next = button(say.barNext, () => go(session.seen.next))
  const critical = button(say.barCritical, () => go(session.seen.nextCritical))
  const save = button(say.barSave, () => tell(({ saveRun }) => saveRun(session)))
  const sign = button(say.barSign, () =>
    tell(({ reopenDialog, signDialog }) =>
      session.seen.state === "signed" ? reopenDialog(session) : signDialog(session),
    ),
  )
  const more = menu(session, tell, actions)
  const filter = choice([
    ["", say.barAllItems],
    ["open", say.barOpenItems],
    ["critical", say.barCriticalItems],
    ["problem", say.barProblems],
  ])
  filter.addEventListener("change", () => applyFilter(session, root, filter.value))
  const counts = element("span", "run-counts")
  const strip = element("div", "run-strip screen-only", counts, meter, next, save, unsaved)
  strip.setAttribute("role", "group")
  strip.setAttribute("aria-label", say.barProgress)
  const box = element(
    "section",
    "run-bar screen-only",
    title,
    state,
    way,
    element("div", "buttons", critical, sign),
    field(say.barShow, filter),
    more,
  )
  box.setAttribute("aria-label", say.barThisRun)
  const go = (ref: string): void => {
    const li = document.getElementById(ref)
    if (!li) return
    li.hidden = false
    li.scrollIntoView({ block: "center" })
    li.querySelector<HTMLElement>("input:not(:disabled), button")?.focus()
  }
  const update = (): void => {
    const { seen } = session
    title.textContent = seen.name || say.runUnnamed
    state.textContent = stateOf(seen)
    counts.textContent = progressOf(seen)
    const applicable = seen.items.filter((one) => !one.outOfScope)
    meter.max = Math.max(1, applicable.length)
    meter.value = applicable.filter((one) => one.resolved).length
    way.replaceChildren(...inTheWay(session))
    unsaved.textContent = unsavedOf(session.unsaved, session.kept.savedAt)
    unsaved.classList.toggle(
      "run-urgent",
      session.unsaved > 10 || (session.unsaved > 0 && seen.state === "ready to sign"),
    )
    next.disabled = seen.next === ""
    critical.disabled = seen.nextCritical === ""
    sign.textContent = seen.state === "signed" ? say.barReopen : say.barSign
  }
  return { element: box, strip, update }
}

/** "Not ready: 2 critical items open: VDD-03, VDD-11." */
function inTheWay({ seen }: Session): Array<Node | string> {
  if (seen.signatures.length > 0) return [seen.late.length > 0 ? say.barLate(seen.late.length) : ""]
  if (seen.blocking.length === 0) return [seen.state === "not started" ? "" : say.barNoObstacle]
  const parts: Array<Node | string> = [say.barNotReady(seen.blocking.length)]
  const shown = seen.blocking.slice(0, 6)
  shown.forEach((ref, i) => {
    const link = element("a", "", nameOf(seen.items.find((one) => one.item.ref === ref)!.item))
    link.href = "#" + ref
    parts.push(i > 0 ? ", " : "", link)
  })
  parts.push(seen.blocking.length > shown.length ? say.barAndMore(seen.blocking.length - shown.length) : ".")
  return parts
}

/** Hides what a choice leaves out. It is applied when it is chosen and never while one works: an item that is ticked stays. */
function applyFilter(session: Session, root: HTMLElement, filter: string): void {
  for (const one of session.seen.items) {
    const li = root.ownerDocument.getElementById(one.item.ref)
    const shown =
      filter === "" ||
      (filter === "open" && !one.resolved && !one.outOfScope) ||
      (filter === "critical" && one.item.severity === "critical") ||
      (filter === "problem" && one.state === "problem")
    if (li) li.hidden = !shown
  }
}

function menu(session: Session, tell: (use: (paper: Paper) => unknown) => void, actions: BarActions): HTMLElement {
  const openOnly = input("", "checkbox")
  const list = element(
    "div",
    "run-menu",
    element("label", "check-line", openOnly, " " + say.barOpenOnly),
    button(say.barSaveExcel, () => tell(({ saveWorkbook }) => saveWorkbook(session, openOnly.checked))),
    button(say.barSaveCsv, () => tell(({ saveCsv }) => saveCsv(session, openOnly.checked))),
    button(say.barSaveMarkdown, () => tell(({ saveMarkdown }) => saveMarkdown(session, openOnly.checked))),
    button(say.barPrint, () => tell(() => print())),
    button(say.barTakeBack, () =>
      chooseFile(".xlsx,.csv", ([file]) => file && tell(({ importWorkbook }) => importWorkbook(session, file))),
    ),
    button(say.barMerge, actions.openFile),
    button(say.barShare, () => tell(({ share }) => share(session))),
    button(say.barRename, () => tell(({ renameDialog }) => renameDialog(session))),
    button(say.barReview, actions.review),
    button(say.barReopen, () => tell(({ reopenDialog }) => reopenDialog(session))),
    button(say.barClose, actions.close),
    button(say.barBin, () => tell(({ binDialog }) => binDialog(session, actions.remove))),
  )
  const box = element("details", "run-more", element("summary", "", say.barMore), list)
  return box
}
