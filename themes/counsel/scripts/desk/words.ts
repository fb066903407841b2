// How a run is spoken of. The word "completed" is not among these: it is taken to mean that something was submitted.
import * as say from "../messages"
import type { Ledger } from "../run/log"
import { SEVERITIES, SIGNER, type ItemState, type RunView } from "../run/rules"
import type { Answer, Item, Severity, State } from "../run/types"

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
  item.ref.startsWith("t-")
    ? say.itemQuoted({ text: item.text.length > 40 ? item.text.slice(0, 39) + "…" : item.text })
    : item.ref

/** A text within a sentence that ends after it, or goes on. */
export const unstopped = (text: string): string => text.replace(/([^.])\.$/, "$1")

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
    return say.runStatePartly({
      roles: seen.signatures.map(([role]) => say.runRole({ role: roleName(role) })).join(", "),
    })
  switch (seen.state) {
    case "blocked":
      return say.runStateBlockedBy(seen.critical)
    case "signed":
      return seen.revision > 1 ? say.runStateSignedRevision({ revision: seen.revision }) : say.runStateSigned
    default:
      return stateName(seen.state)
  }
}

/** What was answered, as a word. */
export const stateWord = (state: State, answer: Answer): string =>
  ({
    open: say.itemOpen,
    done: answer === "yes/no" ? say.itemYes : say.itemDone,
    problem: answer === "yes/no" ? say.itemNoProblem : say.itemProblem,
    na: say.itemNa,
  })[state]

/** The state of an item in words, without its reference. */
export function itemStateOf(one: ItemState): string {
  const more: string[] = []
  if (one.evidenceMissing) more.push(say.itemEvidenceMissing)
  if (one.reasonMissing) more.push(say.itemReasonMissing)
  if (one.state === "problem")
    more.push(one.exception ? say.itemAcceptedBy({ name: one.exception.by }) : say.itemNotAccepted)
  if (one.needsSecond) more.push(say.itemNeedsSecond)
  if (one.reworded === "confirm") more.push(say.itemConfirmWording)
  if (one.reworded === "badge") more.push(say.itemWordingChanged)
  if (Object.keys(one.conflicts).length > 0) more.push(say.itemDiffer)
  if (one.confirmed && !one.conflicts["confirmed"]) more.push(say.itemConfirmedBy({ name: one.confirmed.by }))
  if (one.dueBy && !one.resolved && !one.outOfScope)
    more.push(
      (one.dueBy < new Date().toISOString().slice(0, 10) ? say.itemOverdue : say.itemDue)({ date: say.day(one.dueBy) }),
    )
  if (one.locked) more.push(say.itemLocked)
  if (one.outOfScope) more.push(say.itemOutOfScope)
  return [stateWord(one.state, one.item.answer), ...more].join(", ")
}

/** What records and exports carry, such as "Confidential", as the site says. */
export const notice = (): string => document.querySelector<HTMLElement>("[data-notice]")?.dataset["notice"] ?? ""

/** The fields of the subject of a run, such as Country, with what was written into them. */
export const subjectOf = (ledger: Ledger): Array<[name: string, value: string]> =>
  ledger.subject().map(([name, value]) => [name, say.day(value)])

/** An instant as the reader's clock shows it; or to the second as one that is as far from UTC as zone says, "+05:30". */
export function when(at: string, zone = ""): string {
  const date = new Date(at)
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(zone) ?? []
  const ahead = sign ? Number(sign + "1") * (Number(hours) * 60 + Number(minutes)) : -date.getTimezoneOffset()
  const there = new Date(date.getTime() + ahead * 60_000) // whose time in UTC is that of the clock
  if (Number.isNaN(there.getTime())) return at
  return say.dateTime({
    day: say.day(there.toISOString().replace(/T.*/, "")),
    time: clockOf(sign ? "2-digit" : undefined).format(there),
  })
}

const clocks = new Map<string | undefined, Intl.DateTimeFormat>() // making one is slow

function clockOf(second?: "2-digit"): Intl.DateTimeFormat {
  const known = clocks.get(second)
  if (known) return known
  const made = new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit", second, timeZone: "UTC" })
  clocks.set(second, made)
  return made
}

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
