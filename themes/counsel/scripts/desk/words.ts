// How a run is spoken of. The word "completed" is not among these: it is taken to mean that something was submitted.
import { SEVERITIES, type ItemState, type RunView } from "../run/rules"
import type { Item, State } from "../run/types"

export const count = (n: number, one: string, many = one + "s"): string => `${n} ${n === 1 ? one : many}`

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** How an item is named where its reference stands for it. */
export const nameOf = (item: Item): string => (item.ref.startsWith("t-") ? "“" + (item.text.length > 40 ? item.text.slice(0, 39) + "…" : item.text) + "”" : item.ref)

/** "Critical 4 of 6 · Required 10 of 18 · 3 not applicable" */
export function progressOf(seen: RunView): string {
  const parts = SEVERITIES.filter((one) => seen.progress[one].applicable > 0).map((one) => `${upper(one)} ${seen.progress[one].resolved} of ${seen.progress[one].applicable}`)
  if (parts.length === 0) parts.push("Nothing applies")
  if (seen.notApplicable > 0) parts.push(`${seen.notApplicable} not applicable`)
  return parts.join(" · ")
}

/** The state of a run in words. */
export function stateOf(seen: RunView): string {
  if (seen.state !== "signed" && seen.signatures.length > 0) return `Signed as ${seen.signatures.map(([role]) => role).join(", ")}; others still have to sign`
  switch (seen.state) {
    case "not started":
      return "Not started"
    case "in progress":
      return "In progress"
    case "blocked":
      return `Blocked by ${count(seen.critical, "critical item")}`
    case "ready to sign":
      return "Ready to sign"
    case "signed":
      return seen.revision > 1 ? `Signed, revision ${seen.revision}` : "Signed"
  }
}

/** The state of an item in words, without its reference. */
export function itemStateOf(one: ItemState): string {
  const what: Record<State, string> = {
    open: "Not done", done: one.item.answer === "yes/no" ? "Yes" : "Done", problem: one.item.answer === "yes/no" ? "No, a problem" : "Problem", na: "Not applicable",
  }
  const more: string[] = []
  if (one.evidenceMissing) more.push("evidence missing")
  if (one.state === "problem") more.push(one.exception ? `accepted by ${one.exception.by}` : "not accepted")
  if (one.needsSecond) more.push("a second person has to confirm")
  if (one.reworded === "confirm") more.push("the wording changed, confirm it again")
  if (one.reworded === "badge") more.push("the wording changed since")
  if (Object.keys(one.conflicts).length > 0) more.push("two people said different things")
  if (one.confirmed && !one.conflicts["confirmed"]) more.push(`confirmed by ${one.confirmed.by}`)
  if (one.dueBy && !one.resolved && !one.outOfScope) more.push(`${one.dueBy < new Date().toISOString().slice(0, 10) ? "overdue since" : "due"} ${one.dueBy}`)
  if (one.locked) more.push("cannot start yet")
  if (one.outOfScope) more.push("out of scope")
  return [what[one.state], ...more].join(", ")
}

/** What records and exports carry, such as "Confidential", as the site says. */
export const notice = (): string => document.querySelector<HTMLElement>("[data-notice]")?.dataset["notice"] ?? ""

/** An instant as a reader's clock shows it. */
export function when(at: string): string {
  const date = new Date(at)
  clock ??= new Intl.DateTimeFormat(document.documentElement.lang || "en", { year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" })
  return Number.isNaN(date.getTime()) ? at : clock.format(date)
}

let clock: Intl.DateTimeFormat | undefined // making one is slow

/** "5 changes not yet saved to a file" */
export function unsavedOf(n: number, savedAt: string): string {
  if (n === 0) return savedAt ? `Saved to a file ${when(savedAt)}` : "Nothing to save yet"
  return `${count(n, "change")} not yet saved to a file`
}
