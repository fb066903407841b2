// A run is its events. What holds now is computed from them, in whatever order they arrived and however often: an event
// names those that it takes the place of, and the clock decides nothing.
import { canonical, sha256, uuid } from "./hash"
import { plain } from "./safe"
import type { Checklist, Event, Evidence, Exception, Run, State, Who } from "./types"

/** What the events of the run itself name as their item. */
export const RUN = "@run"

/** Something said or shown for an item: every one is kept until it is withdrawn. */
export interface Entry<T> {
  event: Event
  value: T
}

/** What holds for one item. */
export interface Answered {
  state: State
  /** The event that set the state; of several that disagree, the one whose value stands. */
  last?: Event
  reason: string
  owner: string
  due: string
  notes: Entry<string>[]
  evidence: Entry<Evidence>[]
  exception?: Exception
  confirmed?: { by: string; at: string }
  /** Fields for which two people said different things, with what they said. */
  conflicts: Record<string, Event[]>
}

/** From the least complete to the most. */
const COMPLETENESS: State[] = ["open", "problem", "na", "done"]

const LISTS = ["note", "evidence"]

/** The present state of a run, kept up as events are added. */
export class Ledger {
  readonly events = new Map<string, Event>()
  private readonly heads = new Map<string, Event[]>()
  private readonly replaced = new Map<string, Set<string>>()
  private readonly lists = new Map<string, Event[]>()
  private readonly withdrawn = new Set<string>()

  constructor(readonly run: Run) {
    for (const event of run.events) this.take(event)
    this.settle()
  }

  /** Works out which edition holds: the one to which the run was updated last, and of several the latest. */
  settle(): void {
    const { run } = this
    const updates = this.headsOf(RUN, "update").map((event) => (event.set["update"] as { to?: unknown } | null)?.to)
    const held = run.editions.filter((edition) => updates.includes(edition.content))
    const order = (list: Checklist): string => [list.reviewed, list.version, list.content].join("\u0000")
    run.checklist =
      [...(held.length > 0 ? held : run.editions)].sort((a, b) => (order(a) > order(b) ? -1 : 1))[0] ?? run.checklist
  }

  /** Keeps an edition of the questions. Of two that ask the same in other typography, everybody keeps the same. */
  keep(edition: Checklist): void {
    const { editions } = this.run
    const at = editions.findIndex((one) => one.content === edition.content)
    if (at < 0) editions.push(edition)
    else if (canonical(edition) > canonical(editions[at])) editions[at] = edition
  }

  /** The text of a wording by its hash; "" for one that no edition has. */
  wording(hash: string): string {
    for (const edition of this.run.editions) for (const item of edition.items) if (item.hash === hash) return item.text
    return ""
  }

  /** Makes an event that takes the place of what holds for the same fields, and adds it to the run. */
  append(item: string, set: Record<string, unknown>, who: Who, hash = ""): Event {
    const prev = new Set<string>()
    for (const field of Object.keys(set)) for (const head of this.headsOf(item, field)) prev.add(head.id)
    const event = seal({
      id: uuid(),
      item,
      set,
      by: who.by,
      dev: who.dev,
      at: who.at,
      tz: who.tz,
      h: hash,
      prev: [...prev].sort(),
    })
    this.add(event)
    return event
  }

  /** Adds an event that somebody made; one that is known already changes nothing. It reports whether it was new. */
  add(event: Event): boolean {
    if (!this.take(event)) return false
    this.run.events.push(event)
    if ("update" in event.set) this.settle()
    return true
  }

  private take(event: Event): boolean {
    if (this.events.has(event.id)) return false
    this.events.set(event.id, event)
    for (const [field, value] of Object.entries(event.set)) {
      if (field === "withdraw") this.withdrawn.add(typeof value === "string" ? value : "")
      else if (LISTS.includes(field)) into(this.lists, key(event.item, field), event)
      else this.replace(key(event.item, field), event)
    }
    return true
  }

  private replace(at: string, event: Event): void {
    let gone = this.replaced.get(at)
    if (!gone) this.replaced.set(at, (gone = new Set()))
    for (const id of event.prev) gone.add(id)
    const known = this.heads.get(at) ?? []
    const heads = [...known, event].filter((head) => !gone.has(head.id))
    this.heads.set(
      at,
      heads.sort((a, b) => (a.id < b.id ? -1 : 1)),
    )
  }

  /** The events that hold for a field: more than one when people said different things without knowing of each other. */
  headsOf(item: string, field: string): Event[] {
    return this.heads.get(key(item, field)) ?? []
  }

  /** The fields of the run itself that begin with a prefix, with what holds for them. */
  fields(prefix: string): Array<[name: string, value: unknown]> {
    const found: Array<[string, unknown]> = []
    for (const at of this.heads.keys()) {
      if (!at.startsWith(key(RUN, prefix))) continue
      const field = at.slice(RUN.length + 1)
      const value = this.value(RUN, field)
      if (value !== undefined && value !== null) found.push([field.slice(prefix.length), value])
    }
    return found.sort((a, b) => (a[0] < b[0] ? -1 : 1))
  }

  /** The fields of the subject of a run, such as Country, with what was written into them. */
  subject(): Array<[name: string, value: string]> {
    return this.fields("field:")
      .filter((pair): pair is [string, string] => typeof pair[1] === "string")
      .map(([name, value]) => [plain(name), plain(value, 1000)])
  }

  /** What holds for a field; of several values that of the first event by name, so that every copy shows the same. */
  value(item: string, field: string): unknown {
    return this.headsOf(item, field)[0]?.set[field]
  }

  /** All entries of a list, in the order in which they were made as far as clocks tell. */
  entries<T>(item: string, field: string): Entry<T>[] {
    return inOrder((this.lists.get(key(item, field)) ?? []).filter((event) => !this.withdrawn.has(event.id))).map(
      (event) => ({ event, value: event.set[field] as T }),
    )
  }

  /** What holds for an item. */
  answered(ref: string): Answered {
    const conflicts: Record<string, Event[]> = {}
    const one = (field: string): unknown => {
      const heads = this.headsOf(ref, field)
      if (differ(heads, field)) conflicts[field] = heads
      return heads[0]?.set[field]
    }
    const textOf = (field: string): string => {
      const value = one(field)
      return typeof value === "string" ? value : ""
    }
    one("state")
    const last = leastComplete(this.headsOf(ref, "state"))
    const sure = <T>(field: string, ...members: string[]): T | undefined => {
      const value = one(field)
      return conflicts[field] || !hasTexts(value, ...members) ? undefined : (value as T)
    }
    return {
      state: stateOf(last),
      last,
      conflicts,
      reason: textOf("reason"),
      owner: textOf("owner"),
      due: textOf("due"),
      notes: this.entries<string>(ref, "note").filter(({ value }) => typeof value === "string"),
      evidence: this.entries<Evidence>(ref, "evidence").filter(({ value }) => isEvidence(value)),
      exception: sure<Exception>("exception", "by", "why", "until"),
      confirmed: sure<{ by: string; at: string }>("confirmed", "by"),
    }
  }

  /** The digest over everything that happened and the questions that it was answered against. */
  digest(): string {
    const sums = [...this.events.values()].map((event) => event.sum).sort()
    return "sha256:" + sha256(sums.join("\n") + "\n" + this.run.checklist.content)
  }
}

/** Events in the order in which clocks say that they were made, which is the same in every copy. */
export function inOrder(events: Iterable<Event>): Event[] {
  return [...events].sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1))
}

/** Whether a value, which somebody else may have written, is an object with texts under these names. */
export function hasTexts(value: unknown, ...names: string[]): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    names.every((name) => typeof (value as Record<string, unknown>)[name] === "string")
  )
}

/** Whether a value is a reference to a proof. */
export function isEvidence(value: unknown): value is Evidence {
  const file = (value as Partial<Evidence> | null)?.file
  return hasTexts(value, "text") && (file === undefined || hasTexts(file, "name", "sha256"))
}

const key = (item: string, field: string): string => item + "\u0000" + field

function into<T>(map: Map<string, T[]>, at: string, value: T): void {
  const list = map.get(at)
  if (list) list.push(value)
  else map.set(at, [value])
}

const stateOf = (event?: Event): State => {
  const state = event?.set["state"] as State
  return COMPLETENESS.includes(state) ? state : "open"
}

/** Of several events that set the state, the one with the less complete state. */
function leastComplete(heads: Event[]): Event | undefined {
  if (heads.length < 2) return heads[0]
  return [...heads].sort((a, b) => COMPLETENESS.indexOf(stateOf(a)) - COMPLETENESS.indexOf(stateOf(b)))[0]
}

const differ = (heads: Event[], field: string): boolean =>
  heads.length > 1 && new Set(heads.map((head) => canonical(head.set[field]))).size > 1

/** Completes an event with the digest of all that it says. */
export function seal(event: Omit<Event, "sum">): Event {
  return { ...event, sum: sumOf(event) }
}

/** The digest of an event without its sum. */
export function sumOf(event: Omit<Event, "sum"> & { sum?: string }): string {
  return "sha256:" + sha256(canonical({ ...event, sum: undefined }))
}

/** A new run of a checklist. Its first event says which edition it begins with. */
export function begin(site: Run["site"], checklist: Checklist, who: Who): Ledger {
  const ledger = new Ledger({ id: uuid(), site, editions: [checklist], checklist, events: [], rest: {} })
  ledger.append(RUN, { update: { from: "", to: checklist.content, after: checklist.version } }, who)
  return ledger
}
