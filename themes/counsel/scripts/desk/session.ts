// One run that is open on a page: what is known, what is shown, and the one way in which it changes.
import * as say from "../messages"
import { recall, remember } from "../store"
import { uuid } from "../run/hash"
import { Ledger } from "../run/log"
import { view, type ItemState, type RunView } from "../run/rules"
import type { Kept, Store } from "../run/store"
import type { Checklist, Run, Who } from "../run/types"
import { itemStateOf, nameOf, progressOf } from "./words"

const NAME = "pandect.name"
const DEVICE = "pandect.device"

/** The name that a person gave, and gives again wherever it is asked for. */
export const myName = (): string => recall(NAME) ?? ""
export const keepName = (name: string): void => remember(NAME, name.trim() || null)

/** Who makes a change now. Names are self-declared and times are the clock's. */
export function who(): Who {
  let dev = recall(DEVICE)
  if (!dev) remember(DEVICE, (dev = "d-" + uuid().slice(0, 8)))
  const now = new Date()
  const offset = -now.getTimezoneOffset()
  const two = (n: number): string => String(Math.floor(Math.abs(n))).padStart(2, "0")
  return {
    by: myName() || say.runSomebody,
    dev,
    at: now.toISOString(),
    tz: `${offset < 0 ? "-" : "+"}${two(offset / 60)}:${two(offset % 60)}`,
  }
}

/** Why a run does not change. */
export const UNCHANGEABLE = say.runUnchangeable

/** Says things to a reader. */
export interface Voice {
  /** Politely, and of several things within a moment only the last. */
  say(text: string): void
  /** At once, and to stay: what failed. */
  alarm(text: string): void
}

export class Session {
  seen: RunView
  ledger: Ledger
  kept: Kept
  private readonly readOnly: boolean
  private readonly listeners: Array<() => void> = []
  private queue: Promise<unknown> = Promise.resolve()
  private readonly writtenIds = new Set<string>()

  constructor(
    readonly store: Store,
    { run, kept, readOnly }: { run: Run; kept: Kept; readOnly: boolean },
    /** The questions of the page; null when it is the page of another checklist. */
    readonly page: Checklist | null,
    private readonly voice: Voice,
  ) {
    this.ledger = new Ledger(run)
    this.kept = kept
    this.readOnly = readOnly
    this.seen = view(this.ledger)
  }

  alarm(text: string): void {
    this.voice.alarm(text)
  }

  get locked(): boolean {
    return this.readOnly || this.seen.signatures.length > 0
  }

  item(ref: string): ItemState | undefined {
    return this.seen.items.find((one) => one.item.ref === ref)
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener)
  }

  /** Changes fields of an item, or of the run itself, and keeps that at once. */
  change(item: string, set: Record<string, unknown>): void {
    if (this.locked) return this.alarm(UNCHANGEABLE)
    const hash = this.item(item)?.item.hash ?? ""
    this.ledger.append(item, set, who(), hash)
    this.show(() => this.keep()) // kept first: what is shown can wait
    const one = this.item(item)
    if (one) this.voice.say(`${nameOf(one.item)}: ${itemStateOf(one)}. ${progressOf(this.seen)}.`)
  }

  /** Keeps what the ledger has and the browser has not. What it amounts to has been worked out. */
  keep(): void {
    const stored = this.writtenIds
    const events = this.ledger.run.events.filter((event) => !stored.has(event.id))
    for (const event of events) stored.add(event.id)
    this.kept = keptOf(this.ledger, this.kept, this.seen)
    const write = this.store.write(this.kept, events).catch(() => {
      for (const event of events) stored.delete(event.id)
      this.alarm(this.store.problem)
    })
    this.queue = Promise.all([this.queue, write])
  }

  /** When everything up to now is kept. */
  settled(): Promise<unknown> {
    return this.queue
  }

  /** Takes over events that another tab wrote. */
  async refresh(): Promise<void> {
    await this.queue
    const found = await this.store.load(this.kept.id)
    if (!found) return
    found.run.editions.forEach((edition) => this.ledger.keep(edition))
    let fresh = 0
    for (const event of found.run.events) {
      this.writtenIds.add(event.id)
      if (this.ledger.add(event)) fresh++
    }
    this.ledger.settle()
    this.kept = { ...found.kept, ...this.kept, saved: found.kept.saved, savedAt: found.kept.savedAt }
    if (fresh > 0) this.show()
  }

  /** Notes that events are in the browser's store already. */
  known(): void {
    for (const event of this.ledger.run.events) this.writtenIds.add(event.id)
  }

  /** Works out anew what the run amounts to, and has everybody show it. */
  show(first: () => void = () => {}): void {
    this.seen = view(this.ledger)
    first()
    for (const listener of this.listeners) listener()
  }

  /** How many changes no file holds yet. */
  get unsaved(): number {
    return Math.max(0, this.ledger.events.size - this.kept.saved)
  }

  /** Notes that a file holds everything up to now. */
  saved(): void {
    this.kept = { ...this.kept, saved: this.ledger.events.size, savedAt: new Date().toISOString() }
    this.show(() => this.keep())
  }
}

/** What is kept of a run beside its events. */
export function keptOf(ledger: Ledger, before: Partial<Kept>, seen: RunView): Kept {
  const { run } = ledger
  const { checklist } = seen.ledger.run
  const last = run.events.reduce((latest, event) => (event.at > latest ? event.at : latest), "")
  return {
    id: run.id,
    site: run.site,
    editions: run.editions,
    rest: run.rest,
    checklist: checklist.id,
    title: checklist.title,
    name: seen.name,
    state: seen.state,
    critical: seen.critical,
    blocking: seen.blocking.length,
    due: seen.due,
    owner: seen.owner,
    content: checklist.content,
    changed: last,
    events: run.events.length,
    saved: before.saved ?? 0,
    savedAt: before.savedAt ?? "",
    binned: before.binned ?? "",
  }
}
