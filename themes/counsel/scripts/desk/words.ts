// How a run is spoken of. The word "completed" is not among these: it is taken to mean that something was submitted.
import * as say from "../messages"
import { SEVERITIES, SIGNER, type ItemState, type RunView } from "../run/rules"
import type { Item, Severity, State } from "../run/types"

/** How much hangs on an item, as a word. */
export const severityOf = (severity: Severity): string =>
  ({ critical: say.severityCritical, required: say.severityRequired, recommended: say.severityRecommended })[severity]

/** Who signs: the site's own words, or the one that stands for a checklist that names nobody. */
export const roleName = (role: string): string => (role === SIGNER ? say.runSignedBy : role)

const SHORT: Record<string, string> = {
  "not started": say.runShortNotStarted,
  "in progress": say.runShortInProgress,
  blocked: say.runShortBlocked,
  "ready to sign": say.runShortReady,
  signed: say.runShortSigned,
}
const LONG: Record<string, string> = {
  "not started": say.runStateNotStarted,
  "in progress": say.runStateInProgress,
  blocked: say.runStateBlocked,
  "ready to sign": say.runStateReady,
  signed: say.runStateSigned,
}

/** The state of a run within a sentence. What this program does not know is shown as it is. */
export const shortState = (state: string): string => SHORT[state] ?? state

/** The state of a run by itself. */
export const stateName = (state: string): string => LONG[state] ?? state

/** How an item is named where its reference stands for it. */
export const nameOf = (item: Item): string =>
  item.ref.startsWith("t-") ? "“" + (item.text.length > 40 ? item.text.slice(0, 39) + "…" : item.text) + "”" : item.ref

const PROGRESS = {
  critical: say.runProgressCritical,
  required: say.runProgressRequired,
  recommended: say.runProgressRecommended,
}

/** "Critical 4 of 6 · Required 10 of 18 · 3 not applicable" */
export function progressOf(seen: RunView): string {
  const parts = SEVERITIES.filter((one) => seen.progress[one].applicable > 0).map((one) =>
    PROGRESS[one]({ done: say.digits(seen.progress[one].resolved), all: say.digits(seen.progress[one].applicable) }),
  )
  if (parts.length === 0) parts.push(say.runNothingApplies)
  if (seen.notApplicable > 0) parts.push(say.runNotApplicable(seen.notApplicable))
  return parts.join(" · ")
}

/** The state of a run in words. */
export function stateOf(seen: RunView): string {
  if (seen.state !== "signed" && seen.signatures.length > 0)
    return say.runStatePartly({ roles: seen.signatures.map(([role]) => roleName(role)).join(", ") })
  switch (seen.state) {
    case "blocked":
      return say.runStateBlockedBy(seen.critical)
    case "signed":
      return seen.revision > 1 ? say.runStateSignedRevision({ revision: seen.revision }) : say.runStateSigned
    default:
      return stateName(seen.state)
  }
}

/** The state of an item in words, without its reference. */
export function itemStateOf(one: ItemState): string {
  const what: Record<State, string> = {
    open: say.itemOpen,
    done: one.item.answer === "yes/no" ? say.itemYes : say.itemDone,
    problem: one.item.answer === "yes/no" ? say.itemNoProblem : say.itemProblem,
    na: say.itemNa,
  }
  const more: string[] = []
  if (one.evidenceMissing) more.push(say.itemEvidenceMissing)
  if (one.state === "problem")
    more.push(one.exception ? say.itemAcceptedBy({ name: one.exception.by }) : say.itemNotAccepted)
  if (one.needsSecond) more.push(say.itemNeedsSecond)
  if (one.reworded === "confirm") more.push(say.itemConfirmWording)
  if (one.reworded === "badge") more.push(say.itemWordingChanged)
  if (Object.keys(one.conflicts).length > 0) more.push(say.itemDiffer)
  if (one.confirmed && !one.conflicts["confirmed"]) more.push(say.itemConfirmedBy({ name: one.confirmed.by }))
  if (one.dueBy && !one.resolved && !one.outOfScope)
    more.push((one.dueBy < new Date().toISOString().slice(0, 10) ? say.itemOverdue : say.itemDue)({ date: one.dueBy }))
  if (one.locked) more.push(say.itemLocked)
  if (one.outOfScope) more.push(say.itemOutOfScope)
  return [what[one.state], ...more].join(", ")
}

/** What records and exports carry, such as "Confidential", as the site says. */
export const notice = (): string => document.querySelector<HTMLElement>("[data-notice]")?.dataset["notice"] ?? ""

/** An instant as a reader's clock shows it. */
export function when(at: string): string {
  const date = new Date(at)
  clock ??= new Intl.DateTimeFormat(locale(), {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  })
  return Number.isNaN(date.getTime()) ? at : clock.format(date)
}

let clock: Intl.DateTimeFormat | undefined // making one is slow

/** The language of the page, with its region, unless the words around the day are in another one. */
function locale(): string {
  const { lang } = document.documentElement
  return lang.split("-")[0] === say.LANGUAGE.split("-")[0] ? lang : say.LANGUAGE
}

/** "5 changes not yet saved to a file" */
export function unsavedOf(n: number, savedAt: string): string {
  if (n === 0) return savedAt ? say.runSavedAt({ date: when(savedAt) }) : say.runNothingToSave
  return say.runUnsaved(n)
}
