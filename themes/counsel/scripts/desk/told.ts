// What somebody changed, in words: for what came back in a workbook, where two people said different things, and for the history.
import * as say from "../messages"
import { hasTexts, isEvidence, type Ledger } from "../run/log"
import { evidenceText } from "../run/rows"
import { isObject, plain, text, texts } from "../run/safe"
import type { Answer, State } from "../run/types"
import { roleName, stateWord, when } from "./words"

const LONGEST = 4000 // characters of a value

const STATES: State[] = ["open", "done", "problem", "na"]

const NAMES: Record<string, string> = {
  state: say.itemFieldState,
  reason: say.itemFieldReason,
  owner: say.itemOwner,
  due: say.itemDueField,
  exception: say.itemFieldException,
  confirmed: say.itemFieldConfirmed,
  note: say.itemNote,
  evidence: say.itemEvidence,
  withdraw: say.historyWithdrawn,
  from: say.historySource,
  name: say.startName,
  scope: say.historyLeftOut,
  reviews: say.historyReviews,
  reopen: say.historyReopened,
  revision: say.recordRevision,
  update: say.recordGuidance,
}

/** What a field of an item or of a run is called. One that this program does not know keeps its name. */
export function fieldName(field: string): string {
  if (field.startsWith("sign:")) return roleName(plain(field.slice(5)))
  return NAMES[field] ?? plain(field.replace(/^field:/, ""))
}

/** What a field was set to, as a reader reads it. The answer is how the item is answered; the ledger knows what was withdrawn. */
export function valueOf(field: string, value: unknown, answer: Answer = "tick", ledger?: Ledger): string {
  if (field.startsWith("sign:")) return signature(value)
  if (value === null || value === undefined || value === "") return say.itemNothing
  if (typeof value === "string") return textOf(field, value, answer, ledger)
  if (typeof value === "number") return say.digits(value)
  const parts = isObject(value) ? value : {}
  switch (field) {
    case "evidence":
      return isEvidence(value) ? plain(evidenceText(value), LONGEST) : UNKNOWN
    case "exception":
      return exception(text(parts["by"]), text(parts["why"]), text(parts["until"]))
    case "confirmed":
      return [plain(text(parts["by"])), parts["at"] ? when(text(parts["at"])) : ""].filter(Boolean).join(", ")
    case "scope":
      return leftOut(texts(parts["excluded"]), text(parts["why"]))
    case "update":
      return update(parts)
  }
  return UNKNOWN
}

/** A change as one text for each of its fields: "State: Problem". */
export function told(set: Record<string, unknown>, answer?: Answer, ledger?: Ledger): string[] {
  return Object.entries(set).map(([field, value]) => `${fieldName(field)}: ${valueOf(field, value, answer, ledger)}`)
}

const UNKNOWN = say.historyUnknown

function textOf(field: string, value: string, answer: Answer, ledger?: Ledger): string {
  switch (field) {
    case "state":
      return STATES.includes(value as State) ? stateWord(value as State, answer) : plain(value)
    case "withdraw": {
      const gone = ledger?.events.get(value)?.set
      return gone
        ? told({ ...("note" in gone ? { note: gone["note"] } : { evidence: gone["evidence"] }) }).join()
        : UNKNOWN
    }
    case "from":
      return source(value)
  }
  return say.day(plain(value, LONGEST))
}

/** Where a change came from: a run says it in English, whatever the language of the page. */
function source(value: string): string {
  const file = /^imported from (.*)$/.exec(value)?.[1]
  if (file !== undefined) return plain(file)
  return value === "a code" ? say.runFromCode : plain(value)
}

function signature(value: unknown): string {
  if (!hasTexts(value, "name", "digest")) return say.historyNotSigned
  const { name, digest } = value as { name: string; digest: string }
  return `${plain(name)}, ${say.recordDigestOf({ digest: plain(digest).slice(7, 23) })}`
}

function exception(by: string, why: string, until: string): string {
  const accepted = say.recordAccepted({ name: plain(by), why: plain(why, LONGEST) })
  return until ? `${accepted} (${say.recordUntil({ date: say.day(plain(until)) })})` : accepted
}

function leftOut(titles: string[], why: string): string {
  const list = titles.map((title) => plain(title)).join(", ")
  return why ? `${list} (${say.recordReason({ reason: plain(why, LONGEST) })})` : list
}

/** Against which questions a run is answered from now on. */
function update(parts: Record<string, unknown>): string {
  const [to, after] = [plain(text(parts["to"])), plain(text(parts["after"]))]
  const questions = after ? say.guidanceVersion({ version: after }) : say.recordContent({ content: to.slice(7, 23) })
  const { changes } = parts
  return Array.isArray(changes) ? `${questions} (${say.runChanges(changes.length)})` : questions
}
