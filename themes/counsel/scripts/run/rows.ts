// A run as the rows of a workbook or as markdown, and the way back from a workbook that somebody filled in.
import * as say from "../messages"
import { inOrder, type Answered, type Ledger } from "./log"
import { plain } from "./safe"
import { reasons, refuses, type ItemState, type RunView } from "./rules"
import type { Item, Severity, State, Who } from "./types"

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

/** How a state is called, for an item and in general. */
export const statusOf = (state: State): string => STATUS[state]

const answerOf = (one: ItemState): string =>
  one.item.answer !== "yes/no" ? "" : one.state === "done" ? "Yes" : one.state === "problem" ? "No" : ""

/** The rows of a run below COLUMNS. */
export function rows(seen: RunView, openOnly = false): string[][] {
  const list = seen.items
    .filter((one) => !openOnly || !one.resolved)
    .map((one) => row(one.item, one, statusOf(one.state), answerOf(one)))
  const gone = openOnly
    ? []
    : seen.retired.map((one) =>
        row({ ...one.item, section: say.itemRetiredTitle }, one, statusOf(one.state) + " (retired)", ""),
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
    one.state === "na" ? one.reason : one.exception ? `Accepted by ${one.exception.by}: ${one.exception.why}` : "",
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
  if (!value.file) return value.text
  return `${value.text ? value.text + " " : ""}[${value.file.name}, ${say.itemBytes(value.file.size)}, SHA-256 ${value.file.sha256}]`
}

/** The history of a run, a row for each change, below HISTORY_COLUMNS. */
export const HISTORY_COLUMNS = [
  say.historyAt,
  say.historyZone,
  say.recordBy,
  say.recordItem,
  say.historyChange,
  say.historyHash,
  say.historyEvent,
]

export function history(ledger: Ledger): string[][] {
  return inOrder(ledger.events.values()).map((event) => [
    event.at,
    event.tz,
    plain(event.by),
    event.item,
    Object.entries(event.set)
      .map(([field, value]) => `${field}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
      .join("; "),
    event.h,
    event.id,
  ])
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
    const set = changed(one, cell, found.refused)
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
    return lines === "" || lines === known ? "" : lines.startsWith(known + "\n") ? lines.slice(known.length + 1) : lines
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

const RUN_STATES: Record<RunView["state"], string> = {
  "not started": say.runShortNotStarted,
  "in progress": say.runShortInProgress,
  blocked: say.runShortBlocked,
  "ready to sign": say.runShortReady,
  signed: say.runShortSigned,
}
const SEVERITY: Record<Severity, string> = {
  critical: say.severityCritical,
  required: say.severityRequired,
  recommended: say.severityRecommended,
}

/** A run as markdown that other programs read as a list of tasks. */
export function markdown(seen: RunView, openOnly = false, notice = ""): string {
  const { ledger } = seen
  const { checklist } = ledger.run
  const lines = [
    `# ${escape(checklist.title)}: ${escape(seen.name)}`,
    "",
    ...(notice ? [`**${escape(notice)}**`, ""] : []),
  ]
  for (const [name, value] of ledger.subject()) lines.push(`- ${escape(name)}: ${escape(value)}`)
  lines.push(
    `- ${say.recordState}: ${RUN_STATES[seen.state]}`,
    `- ${say.recordVersionLabel}: ${escape(checklist.version || say.recordVersionNone)}, ` +
      say.recordContent({ content: checklist.content.slice(7, 23) }),
    `- ${say.recordDigest}: ${ledger.digest()}`,
  )
  let section = ""
  for (const one of seen.items) {
    if (openOnly && one.resolved) continue
    if (one.item.section !== section) lines.push("", `## ${escape((section = one.item.section))}`, "")
    lines.push(task(one))
    lines.push(...below(one))
  }
  if (!openOnly && seen.retired.length > 0) {
    lines.push("", "## " + say.itemRetiredTitle, "")
    for (const one of seen.retired) lines.push(task(one), ...below(one))
  }
  return lines.join("\n") + "\n"
}

function task(one: ItemState): string {
  const { item } = one
  const ref = item.ref.startsWith("t-") ? "" : `**${item.ref}** `
  const wording = `${ref}(${SEVERITY[item.severity]}) ${escape(item.text)}`
  if (one.state === "na") return `- [x] ~~${wording}~~ (${say.recordNa({ reason: escape(one.reason) })})`
  return `- [${one.state === "done" ? "x" : " "}] ${wording}${one.state === "problem" ? ` (${say.recordProblem})` : ""}`
}

function below(one: Answered): string[] {
  return [
    ...one.notes.map(
      ({ value, event }) => `  - ${say.recordNote({ note: escape(value) })} (${escape(plain(event.by))})`,
    ),
    ...one.evidence.map(({ value }) => `  - ${say.recordEvidenceLine({ evidence: escape(evidenceText(value)) })}`),
    ...(one.exception
      ? [`  - ${say.recordAccepted({ name: escape(one.exception.by), why: escape(one.exception.why) })}`]
      : []),
  ]
}

/** Text on one line in which nothing is markup. */
const escape = (text: string): string => plain(text, 4000).replace(/[\\`*_{}[\]<>#|~]/g, "\\$&")
