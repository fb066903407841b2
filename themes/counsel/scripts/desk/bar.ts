// The bar above an open run: where it stands, what stands in the way, and what can be done with it.
import { element } from "../element"
import { button, choice, chooseFile, field, input } from "./form"
import type { Paper } from "../paper"
import { later, sentence } from "./later"
import type { Session } from "./session"
import { count, nameOf, progressOf, stateOf, unsavedOf } from "./words"

export interface BarActions {
  close(): void
  review(): void
  remove(): void
  openFile(): void
}

/** The bar, the strip of it that stays in view while one scrolls, and what keeps both up. */
export function bar(session: Session, root: HTMLElement, actions: BarActions): { element: HTMLElement; strip: HTMLElement; update: () => void } {
  const tell = (use: (paper: Paper) => unknown): void => void later().then(use).catch((error) => session.alarm(sentence(error)))
  const title = element("h2", "run-name")
  const state = element("p", "run-state")
  const meter = element("progress", "run-progress")
  meter.setAttribute("aria-label", "Resolved items")
  const way = element("p", "run-way")
  const unsaved = element("span", "run-unsaved")
  const next = button("Next open item", () => go(session.seen.next))
  const critical = button("First open critical item", () => go(session.seen.nextCritical))
  const save = button("Save to a file", () => tell(({ saveRun }) => saveRun(session)))
  const sign = button("Sign…", () => tell(({ reopenDialog, signDialog }) => (session.seen.state === "signed" ? reopenDialog(session) : signDialog(session))))
  const more = menu(session, tell, actions)
  const filter = choice([["", "All items"], ["open", "Open items"], ["critical", "Critical items"], ["problem", "Problems"]])
  filter.addEventListener("change", () => applyFilter(session, root, filter.value))
  const counts = element("span", "run-counts")
  const strip = element("div", "run-strip screen-only", counts, meter, next, save, unsaved)
  strip.setAttribute("role", "group")
  strip.setAttribute("aria-label", "Progress")
  const box = element("section", "run-bar screen-only", title, state, way, element("div", "buttons", critical, sign), field("Show", filter), more)
  box.setAttribute("aria-label", "This run")
  const go = (ref: string): void => {
    const li = document.getElementById(ref)
    if (!li) return
    li.hidden = false
    li.scrollIntoView({ block: "center" })
    li.querySelector<HTMLElement>("input:not(:disabled), button")?.focus()
  }
  const update = (): void => {
    const { seen } = session
    title.textContent = seen.name || "Run without a name"
    state.textContent = stateOf(seen)
    counts.textContent = progressOf(seen)
    const applicable = seen.items.filter((one) => !one.outOfScope)
    meter.max = Math.max(1, applicable.length)
    meter.value = applicable.filter((one) => one.resolved).length
    way.replaceChildren(...inTheWay(session))
    unsaved.textContent = unsavedOf(session.unsaved, session.kept.savedAt)
    unsaved.classList.toggle("run-urgent", session.unsaved > 10 || (session.unsaved > 0 && seen.state === "ready to sign"))
    next.disabled = seen.next === ""
    critical.disabled = seen.nextCritical === ""
    sign.textContent = seen.state === "signed" ? "Open again…" : "Sign…"
  }
  return { element: box, strip, update }
}

/** "Not ready: 2 critical items open: VDD-03, VDD-11." */
function inTheWay({ seen }: Session): Array<Node | string> {
  if (seen.signatures.length > 0) return [seen.late.length > 0 ? `${count(seen.late.length, "change")} came in after it was signed and ${seen.late.length === 1 ? "does" : "do"} not count.` : ""]
  if (seen.blocking.length === 0) return [seen.state === "not started" ? "" : "Nothing stands in the way of signing."]
  const parts: Array<Node | string> = [`Not ready: ${count(seen.blocking.length, "item")} to resolve: `]
  const shown = seen.blocking.slice(0, 6)
  shown.forEach((ref, i) => {
    const link = element("a", "", nameOf(seen.items.find((one) => one.item.ref === ref)!.item))
    link.href = "#" + ref
    parts.push(i > 0 ? ", " : "", link)
  })
  parts.push(seen.blocking.length > shown.length ? ` and ${seen.blocking.length - shown.length} more.` : ".")
  return parts
}

/** Hides what a choice leaves out. It is applied when it is chosen and never while one works: an item that is ticked stays. */
function applyFilter(session: Session, root: HTMLElement, filter: string): void {
  for (const one of session.seen.items) {
    const li = root.ownerDocument.getElementById(one.item.ref)
    const shown = filter === "" || (filter === "open" && !one.resolved) || (filter === "critical" && one.item.severity === "critical") || (filter === "problem" && one.state === "problem")
    if (li) li.hidden = !shown
  }
}

function menu(session: Session, tell: (use: (paper: Paper) => unknown) => void, actions: BarActions): HTMLElement {
  const openOnly = input("", "checkbox")
  const list = element(
    "div", "run-menu",
    element("label", "check-line", openOnly, " Open items only"),
    button("Save as Excel", () => tell(({ saveWorkbook }) => saveWorkbook(session, openOnly.checked))),
    button("Save as CSV", () => tell(({ saveCsv }) => saveCsv(session, openOnly.checked))),
    button("Save as markdown", () => tell(({ saveMarkdown }) => saveMarkdown(session, openOnly.checked))),
    button("Print the record", () => tell(() => print())),
    button("Take back a workbook…", () => chooseFile(".xlsx,.csv", ([file]) => file && tell(({ importWorkbook }) => importWorkbook(session, file)))),
    button("Merge a colleague’s file…", actions.openFile),
    button("Share the status…", () => tell(({ share }) => share(session))),
    button("Rename…", () => tell(({ renameDialog }) => renameDialog(session))),
    button("Start a review from this run", actions.review),
    button("Open again…", () => tell(({ reopenDialog }) => reopenDialog(session))),
    button("Close this run", actions.close),
    button("Move to the bin…", () => tell(({ binDialog }) => binDialog(session, actions.remove))),
  )
  const box = element("details", "run-more", element("summary", "", "More"), list)
  return box
}
