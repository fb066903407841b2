// A run as the rows of a workbook, and the way back from a workbook that somebody filled in. The titles and the words of status are
// what it is read back by, so that they are the same in every language.
import * as say from "../messages"
import type { Answered, Ledger } from "./log"
import { plain } from "./safe"
import { reasons, refuses, type ItemState, type RunView } from "./rules"
import type { Item, State, Who } from "./types"

export const COLUMNS = [
  "Ref",
  "Section",
  "Item",
  "Severity",
  "Status",
  "Answer",
  "Note",
  "Evidence",
  "Reason if N/A",
  "Owner",
  "Due",
  "By",
  "At",
  "Confirmed by",
  "Wording hash",
]

const STATUS: Record<State, string> = { open: "Open", done: "Done", problem: "Problem", na: "Not applicable" }
export const STATUSES = Object.values(STATUS)

/** What stands as the status of an item in a section that the run leaves out, until somebody writes another. */
const OUT = "Out of scope"

const isLeftOut = (one: ItemState): boolean => one.outOfScope && one.state === "open"

const answerOf = (one: ItemState): string =>
  one.item.answer !== "yes/no" ? "" : one.state === "done" ? "Yes" : one.state === "problem" ? "No" : ""

/** The rows of a run below COLUMNS. */
export function rows(seen: RunView, openOnly = false): string[][] {
  const list = seen.items
    .filter((one) => !openOnly || !(one.resolved || isLeftOut(one)))
    .map((one) =>
      isLeftOut(one)
        ? row(one.item, { ...one, reason: seen.leftOutWhy }, OUT, "")
        : row(one.item, one, STATUS[one.state], answerOf(one)),
    )
  const gone = openOnly
    ? []
    : seen.retired.map((one) =>
        row({ ...one.item, section: say.itemRetiredTitle }, one, STATUS[one.state] + " (retired)", ""),
      )
  return [...list, ...gone]
}

function row(item: Item, one: Answered, status: string, answer: string): string[] {
  return [
    item.ref,
    item.section,
    item.text,
    item.severity,
    status,
    answer,
    one.notes.map(({ value, event }) => `${value} (${plain(event.by)})`).join("\n"),
    one.evidence.map(({ value }) => evidenceText(value)).join("\n"),
    one.state === "na" || status === OUT
      ? one.reason
      : one.exception
        ? `Accepted by ${one.exception.by}: ${one.exception.why}`
        : "",
    one.owner,
    one.due,
    plain(one.last?.by ?? ""),
    one.last?.at ?? "",
    one.confirmed?.by ?? "",
    item.hash,
  ]
}

/** A reference to a proof on one line. */
export function evidenceText(value: { text: string; file?: { name: string; size: number; sha256: string } }): string {
  const { text, file } = value
  if (!file) return text
  const size = say.itemBytes(Number(file.size) || 0)
  return `${text ? text + " " : ""}[${file.name}, ${size}, SHA-256 ${file.sha256}]`
}

/** What a filled-in workbook would change. */
export interface Proposal {
  item: Item
  set: Record<string, string>
  /** The row was filled in against another wording. */
  otherWording: boolean
}

export interface Proposals {
  changes: Proposal[]
  /** What could not be taken, each as a sentence. */
  refused: string[]
}

/** Reads rows, the first of which names the columns, in any order and with any others between them. Rows are found by reference. */
export function propose(table: string[][], seen: RunView): Proposals {
  const [head = [], ...body] = table
  const column = new Map(head.map((title, i) => [title.trim().toLowerCase(), i]))
  const found: Proposals = { changes: [], refused: [] }
  if (!column.has("ref")) {
    found.refused.push(say.fileNoColumn)
    return found
  }
  const items = new Map(seen.items.map((one) => [one.item.ref, one]))
  const unsaid = (title: string): string =>
    title === "Status" ? OUT : title === "Reason if N/A" ? seen.leftOutWhy : ""
  const met = new Set<string>()
  for (const cells of body) {
    const cell = (title: string): string => (cells[column.get(title.toLowerCase()) ?? -1] ?? "").trim()
    const ref = cell("Ref")
    if (cells.every((one) => one.trim() === "")) continue
    const one = items.get(ref)
    if (!one) {
      if (!cell("Status").endsWith("(retired)")) found.refused.push(say.fileNoItem({ ref: plain(ref, 40) }))
      continue
    }
    if (met.has(ref)) {
      found.refused.push(say.fileTwoRows({ ref }))
      continue
    }
    met.add(ref)
    const given = (title: string): string => (isLeftOut(one) && cell(title) === unsaid(title) ? "" : cell(title))
    const set = changed(one, given, found.refused)
    const hash = cell("Wording hash")
    if (Object.keys(set).length > 0)
      found.changes.push({ item: one.item, set, otherWording: hash !== "" && hash !== one.item.hash })
  }
  return found
}

/** What one row changes. An empty cell changes nothing. */
function changed(one: ItemState, cell: (title: string) => string, refused: string[]): Record<string, string> {
  const set: Record<string, string> = {}
  const { ref } = one.item
  const status = statusIn(cell("Status"), cell("Answer"))
  if (status === undefined && cell("Status") !== "")
    refused.push(say.fileNoStatus({ ref, status: plain(cell("Status"), 40), known: STATUSES.join(", ") }))
  if (status && status !== one.state) {
    if (status === "na" && refuses(one.item)) refused.push(say.fileNoNa({ ref }))
    else if (status === "na" && cell("Reason if N/A") === "" && one.reason === "")
      refused.push(
        reasons(one.item).length > 0
          ? say.fileNoReasonAccepted({ ref, reasons: reasons(one.item).join("; ") })
          : say.fileNoReason({ ref }),
      )
    else set["state"] = status
  }
  const written: Array<[string, string, string]> = [
    ["Reason if N/A", "reason", one.reason],
    ["Owner", "owner", one.owner],
    ["Due", "due", one.due],
  ]
  for (const [title, field, before] of written) {
    const value = cell(title)
    if (value !== "" && value !== before && !(field === "reason" && one.exception && value.startsWith("Accepted by ")))
      set[field] = value
  }
  const own = (list: string[], title: string): string => {
    const lines = cell(title)
    const known = list.join("\n")
    if (lines === "" || unsized(lines) === unsized(known)) return ""
    return unsized(lines).startsWith(unsized(known) + "\n")
      ? lines.split("\n").slice(known.split("\n").length).join("\n")
      : lines
  }
  const note = own(
    one.notes.map(({ value, event }) => `${value} (${plain(event.by)})`),
    "Note",
  )
  if (note) set["note"] = note
  const evidence = own(
    one.evidence.map(({ value }) => evidenceText(value)),
    "Evidence",
  )
  if (evidence) set["evidence"] = evidence
  return set
}

/** Evidence without the sizes of files, which each language writes in another way: the fingerprint says which file it is. */
const unsized = (lines: string): string => lines.replace(/, \d[^\]\n]*, (?=SHA-256 [0-9a-f]{64}\])/g, ", ")

function statusIn(status: string, answer: string): State | undefined {
  const word = status.toLowerCase()
  for (const [state, name] of Object.entries(STATUS)) if (word === name.toLowerCase()) return state as State
  if (word === "n/a" || word === "na") return "na"
  if (word === "" && /^(yes|y)$/i.test(answer)) return "done"
  if (word === "" && /^(no|n)$/i.test(answer)) return "problem"
  return undefined
}

/** Makes the changes that a person accepted. file is the name of the workbook. */
export function take(ledger: Ledger, accepted: Proposal[], file: string, who: Who): void {
  for (const { item, set } of accepted) {
    const { note, evidence, ...rest } = set
    const from = `imported from ${plain(file, 80)}`
    if (Object.keys(rest).length > 0) ledger.append(item.ref, { ...rest, from }, who, item.hash)
    if (note) ledger.append(item.ref, { note, from }, who, item.hash)
    if (evidence) ledger.append(item.ref, { evidence: { text: evidence }, from }, who, item.hash)
  }
}
