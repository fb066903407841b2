// What the answers of a run amount to: which items are resolved, which gates are open, what stands in the way. Sentences
// are the page's business.
import { retired } from "./changes"
import { hasTexts, Ledger, RUN, type Answered } from "./log"
import { plain } from "./safe"
import { meaning } from "./text"
import type { Checklist, Event, Item, Severity } from "./types"

/** A run is blocked when a critical item was answered and is not resolved: a problem, evidence missing, a wording to confirm. */
export type RunState = "not started" | "in progress" | "blocked" | "ready to sign" | "signed"

/** How much of one severity is resolved. */
export interface Progress {
  resolved: number
  applicable: number
}

export interface ItemState extends Answered {
  item: Item
  resolved: boolean
  /** Ticked, but the evidence that it asks for is not recorded. */
  evidenceMissing: boolean
  /** Not applicable, but the reason for it is missing or too short. */
  reasonMissing: boolean
  /** The wording changed since it was answered: "badge" says so, "confirm" asks for the answer again. */
  reworded: "" | "badge" | "confirm"
  /** Not applicable, on a critical item, for a reason that the author did not list: a second person has to confirm. */
  needsSecond: boolean
  /** It belongs to the items that hold a gate shut. */
  gating: boolean
  /** An open gate lies before it, and the checklist locks what follows. */
  locked: boolean
  outOfScope: boolean
  /** The day on which it is due, YYYY-MM-DD: as somebody said in the run, else as the checklist says; "" for none. */
  dueBy: string
}

export interface RunView {
  /** The run as it counts: without what came in after the signatures. All the rest is computed from it. */
  ledger: Ledger
  state: RunState
  name: string
  items: ItemState[]
  /** Questions that are no longer asked, with what was answered. Nothing hangs on them. */
  retired: ItemState[]
  progress: Record<Severity, Progress>
  notApplicable: number
  /** References of what stands in the way of signing, in order. */
  blocking: string[]
  /** How many critical items are not resolved. */
  critical: number
  /** The earliest day on which an item that is not resolved is due, and the first owner of one; "" for none. */
  due: string
  owner: string
  /** By section with a pause point: what is open before it. */
  gates: Map<string, string[]>
  /** Why sections are left out of this run; "" for a run that asks everything. */
  leftOutWhy: string
  /** The first item that can be worked on, and the first critical one; "" for none. */
  next: string
  nextCritical: string
  signatures: Array<[role: string, value: Signature]>
  revision: number
  /** Changes that came in after the signatures, by merging. */
  late: Event[]
}

export interface Signature {
  name: string
  at: string
  /** The digest of the run when it was signed, and the first 8 digits of the sum of each event under the signature. */
  digest: string
  over: string
}

export const SEVERITIES: Severity[] = ["critical", "required", "recommended"]

/** Whether a severity holds a gate shut. */
export function gates(list: Checklist, severity: Severity): boolean {
  return list.gate === "all" || severity === "critical" || (list.gate === "required" && severity === "required")
}

/** Whether an item must not be marked as not applicable. */
export function refuses(item: Item): boolean {
  return item.na === "not allowed"
}

/** The reasons that the author of an item lists. */
export function reasons(item: Item): string[] {
  if (item.na === "" || item.na === "allowed" || item.na === "not allowed") return []
  return item.na
    .split(";")
    .map((reason) => reason.trim())
    .filter(Boolean)
}

export const MIN_REASON = 10 // characters of a reason that is typed

function itemState(ledger: Ledger, item: Item, outOfScope: boolean): ItemState {
  const answer = ledger.answered(item.ref)
  const { run } = ledger
  const gating = gates(run.checklist, item.severity)
  const was = answer.last?.h ?? ""
  const other = answer.state !== "open" && was !== "" && was !== item.hash
  const reworded = !other
    ? ""
    : item.severity === "critical" || meaning(ledger.wording(was), item.text)
      ? "confirm"
      : "badge"
  const listed = reasons(item).includes(answer.reason)
  const needsSecond = answer.state === "na" && item.severity === "critical" && !listed && !answer.confirmed
  const evidenceMissing = answer.state === "done" && item.evidence === "required" && answer.evidence.length === 0
  const reasonMissing = answer.state === "na" && !listed && answer.reason.trim().length < MIN_REASON
  const settled =
    (answer.state === "done" && !evidenceMissing) ||
    (answer.state === "na" && !refuses(item) && !reasonMissing && !needsSecond) ||
    (answer.state === "problem" &&
      answer.exception !== undefined &&
      answer.exception.by !== "" &&
      answer.exception.why !== "")
  return {
    ...answer,
    item,
    gating,
    evidenceMissing,
    reasonMissing,
    reworded,
    needsSecond,
    locked: false,
    outOfScope,
    dueBy: answer.due || dueOf(ledger, item),
    resolved: settled && reworded !== "confirm" && !answer.conflicts["state"],
  }
}

/** The day on which an item is due by the checklist, when it can be worked out. */
function dueOf(ledger: Ledger, { due }: Item): string {
  if (!due) return ""
  if (/^\d{4}-\d\d-\d\d$/.test(due)) return due
  const [, field, sign, days] = /^(.+?)\s*([-+−–])\s*(\d{1,4})\s*days?\.?$/.exec(due) ?? []
  const day = Date.parse(textOf(ledger.value(RUN, "field:" + field)))
  if (Number.isNaN(day)) return ""
  return new Date(day + (sign === "+" ? 1 : -1) * Number(days) * 86_400_000).toISOString().slice(0, 10)
}

/** What was answered to a question that is no longer asked: nothing can be missing from it. */
function retiredState(ledger: Ledger, item: Item): ItemState {
  return {
    ...itemState(ledger, item, false),
    resolved: true,
    evidenceMissing: false,
    reasonMissing: false,
    needsSecond: false,
    reworded: "",
    gating: false,
    dueBy: "",
  }
}

/** What a run amounts to. From the first signature on it is read as it was signed, whatever came in later. */
export function view(whole: Ledger): RunView {
  const signatures = signaturesOf(whole)
  const late = lateEvents(whole, signatures)
  const uncounted = new Set(late)
  const ledger =
    late.length === 0
      ? whole
      : new Ledger({ ...whole.run, events: whole.run.events.filter((event) => !uncounted.has(event)) })
  const { checklist } = ledger.run
  const signed = rolesOf(checklist).every((role) => signatures.some(([name]) => name === role))
  const excluded = scopeOf(ledger)
  const items = checklist.items.map((item) =>
    itemState(ledger, item, excluded.includes(item.section) && !gates(checklist, item.severity)),
  )
  const closed = closeGates(checklist, items)
  const within = items.filter((one) => !one.outOfScope)
  const unresolved = within.filter((one) => !one.resolved)
  const critical = unresolved.filter((one) => one.item.severity === "critical")
  const workable = unresolved.filter((one) => !one.locked)
  const blocking = unresolved.filter((one) => one.gating).map((one) => one.item.ref)
  const started = within.some((one) => one.state !== "open")
  const stuck = critical.some((one) => one.state !== "open")
  return {
    ledger,
    items,
    blocking,
    signatures,
    late,
    state: signed
      ? "signed"
      : !started
        ? "not started"
        : blocking.length === 0
          ? "ready to sign"
          : stuck
            ? "blocked"
            : "in progress",
    ...progressIn(within),
    critical: critical.length,
    due:
      unresolved
        .map((one) => one.dueBy)
        .filter(Boolean)
        .sort()[0] ?? "",
    owner: unresolved.find((one) => one.owner)?.owner ?? "",
    gates: closed,
    leftOutWhy: textOf((ledger.value(RUN, "scope") as { why?: unknown } | undefined)?.why),
    name: textOf(ledger.value(RUN, "name")),
    retired: retired(ledger).map((item) => retiredState(ledger, item)),
    next: workable[0]?.item.ref ?? "",
    nextCritical: workable.find((one) => one.item.severity === "critical")?.item.ref ?? "",
    revision: Math.max(1, Math.floor(numberOf(ledger.value(RUN, "revision")))),
  }
}

/** How far items are, by severity; what does not apply is counted apart. */
function progressIn(items: ItemState[]): Pick<RunView, "progress" | "notApplicable"> {
  const progress = { critical: none(), required: none(), recommended: none() }
  let notApplicable = 0
  for (const { item, state, resolved } of items) {
    if (state === "na" && resolved) {
      notApplicable++
      continue
    }
    progress[item.severity].applicable++
    if (resolved) progress[item.severity].resolved++
  }
  return { progress, notApplicable }
}

const textOf = (value: unknown): string => (typeof value === "string" ? plain(value) : "")
const numberOf = (value: unknown): number => (typeof value === "number" && value < 10_000 ? value : 1)
const none = (): Progress => ({ resolved: 0, applicable: 0 })

/** Works out what is open before each pause point, and locks what follows an open gate where that is enforced. */
function closeGates(list: Checklist, items: ItemState[]): Map<string, string[]> {
  const closed = new Map<string, string[]>()
  const open: string[] = []
  let shut = false
  items.forEach((one, i) => {
    one.locked = shut && list.gateMode === "enforce" && one.state === "open"
    if (one.gating && !one.resolved && !one.outOfScope) open.push(one.item.ref)
    const last = items[i + 1]?.item.section !== one.item.section
    if (last && list.gates.includes(one.item.section)) {
      closed.set(one.item.section, [...open])
      shut = shut || open.length > 0
    }
  })
  return closed
}

/** The titles of the sections that a run leaves out. */
export function scopeOf(ledger: Ledger): string[] {
  const scope = ledger.value(RUN, "scope") as { excluded?: unknown } | undefined
  return Array.isArray(scope?.excluded)
    ? scope!.excluded.filter((title): title is string => typeof title === "string")
    : []
}

/** The role of a signature where a checklist names none. It is part of files of runs, so it is the same in every language. */
export const SIGNER = "Signed by"

/** Who has to sign: as the checklist says, or else one person. */
export const rolesOf = (list: Checklist): string[] => (list.signOff.length > 0 ? list.signOff : [SIGNER])

function signaturesOf(ledger: Ledger): Array<[string, Signature]> {
  return ledger
    .fields("sign:")
    .filter((pair): pair is [string, Signature] => hasTexts(pair[1], "name", "at", "digest", "over"))
}

/** The events that not every signature covers, apart from those that only sign: who signs second signs what the first one did. */
function lateEvents(ledger: Ledger, signatures: Array<[string, Signature]>): Event[] {
  if (signatures.length === 0) return []
  const covered = signatures.map(([, { over }]) => new Set(over.match(/.{8}/g)))
  return [...ledger.events.values()].filter(
    (event) =>
      !Object.keys(event.set).every((field) => field.startsWith("sign:")) &&
      !covered.every((sums) => sums.has(sign8(event))),
  )
}

/** The digits by which a signature names an event. */
export const sign8 = (event: Event): string => event.sum.replace(/^sha256:/, "").slice(0, 8)

/** What an auditor may want to know of how a run was made; nothing here stops anybody. */
export interface Facts {
  /** The most items that were marked within 10 seconds, when they are more than 10. */
  burst: number
  /** All marks lie within one minute. */
  oneMinute: boolean
  /** The same name stands under several signatures. */
  sameSigner: boolean
  /** The same evidence on so many items. */
  sameEvidence: number
  /** Events whose time lies before that of what they take the place of, or long after the site was built. */
  clocks: number
}

/** now is the latest time that can be right, in RFC 3339. */
export function facts(seen: RunView, now: string): Facts {
  const { ledger } = seen
  const marks = [...ledger.events.values()]
    .filter((event) => "state" in event.set && event.item !== RUN)
    .map((event) => Date.parse(event.at))
    .filter((at) => !Number.isNaN(at))
    .sort((a, b) => a - b)
  let burst = 0
  for (let i = 0, from = 0; i < marks.length; i++) {
    while (marks[i]! - marks[from]! > 10_000) from++
    burst = Math.max(burst, i - from + 1)
  }
  const same = new Map<string, number>()
  for (const one of seen.items)
    for (const { value } of one.evidence) same.set(value.text, (same.get(value.text) ?? 0) + 1)
  const signers = seen.signatures.map(([, value]) => value.name.trim().toLowerCase())
  const late = Date.parse(now) + 366 * 86_400_000
  let clocks = 0
  for (const event of ledger.events.values()) {
    const at = Date.parse(event.at)
    if (Number.isNaN(at) || at > late || event.prev.some((id) => Date.parse(ledger.events.get(id)?.at ?? "") > at))
      clocks++
  }
  return {
    burst: burst > 10 ? burst : 0,
    oneMinute: marks.length > 10 && marks[marks.length - 1]! - marks[0]! < 60_000,
    sameSigner: new Set(signers).size < signers.length,
    sameEvidence: Math.max(0, ...[...same.values()].filter((n) => n > 3)),
    clocks,
  }
}
