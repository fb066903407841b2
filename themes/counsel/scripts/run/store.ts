// Runs in this browser: IndexedDB, one transaction an event, so that neither a crash nor a second tab loses one. The browser
// is a scratch pad and may forget; what it can do about that, and what it cannot, is said in words.
import * as say from "../messages"
import { readEvent, readList } from "./file"
import { Ledger } from "./log"
import { plain } from "./safe"
import type { Checklist, Event, Run } from "./types"

/** What is known of a run without reading its events. */
export interface Kept {
  id: string
  site: Run["site"]
  editions: Checklist[]
  rest: Record<string, unknown>
  /** Of the checklist. */
  checklist: string
  title: string
  name: string
  state: string
  /** Critical items that are open, and all that stand in the way. */
  critical: number
  blocking: number
  /** The earliest day on which an open item is due, and who owns it; "" for none. */
  due: string
  owner: string
  content: string
  changed: string
  /** How many events the run has, and how many of them a file held when it was last saved. */
  events: number
  saved: number
  /** When that was, and when the run was put into the bin; RFC 3339 or "". */
  savedAt: string
  binned: string
}

export interface Store {
  /** Whether what is written here is there tomorrow. */
  readonly lasting: boolean
  /** What is wrong, as a sentence for a reader; "" for nothing. */
  readonly problem: string
  list(): Promise<Kept[]>
  /** A run with its events; null when it is not here. broken is how many records could not be read. */
  load(id: string): Promise<{ run: Run; kept: Kept; broken: number } | null>
  /** Writes what is known of a run, and events that are not here yet, in one transaction. */
  write(kept: Kept, events: Event[]): Promise<void>
  remove(id: string): Promise<void>
  /** Calls back when another tab wrote a run. */
  watch(changed: (id: string) => void): void
}

const VERSION = 1

/** Opens the runs of a site. It never fails: where the browser keeps nothing, they are kept in memory, and problem says so. */
export async function openStore(site: string): Promise<Store> {
  const name = "kb-" + site
  const canary = Canary(name)
  try {
    const db = await openDatabase(name)
    const store = new Database(db, name)
    await store.probe()
    const runs = await store.list()
    if (runs.length === 0 && canary.count() > 0) store.problem = say.runLost
    canary.note(runs.length)
    store.counted = (n) => canary.note(n)
    return store
  } catch (error) {
    return new Memory(error instanceof Blocked ? say.runBlockedTab : say.runForgets)
  }
}

/** A store that is gone with the page, for somebody who does not want a run to be kept here. */
export const forgetfulStore = (): Store => new Memory("")

class Blocked extends Error {}

/** A count in another kind of storage: when that is there and the runs are not, the browser forgot them. */
function Canary(name: string) {
  return {
    count(): number {
      try {
        return Number(localStorage.getItem(name)) || 0
      } catch {
        return 0
      }
    },
    note(runs: number): void {
      try {
        localStorage.setItem(name, String(runs))
      } catch {
        // Then a loss cannot be noticed.
      }
    },
  }
}

function openDatabase(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, VERSION)
    request.onupgradeneeded = () => {
      request.result.createObjectStore("runs", { keyPath: "id" })
      request.result.createObjectStore("events", { keyPath: ["run", "id"] })
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
    request.onblocked = () => reject(new Blocked())
  })
}

const finished = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

/** Everything of a site as it lies in this browser, for somebody who wants to save it by hand: also what cannot be read. */
export async function rawRecords(site: string): Promise<unknown> {
  const db = await openDatabase("kb-" + site)
  const transaction = db.transaction(["runs", "events"])
  const [runs, events] = await Promise.all([
    finished(transaction.objectStore("runs").getAll()),
    finished(transaction.objectStore("events").getAll()),
  ])
  db.close()
  return { runs, events }
}

/** Erases everything of a site. Pages that have it open let go of it. */
export async function eraseAll(site: string): Promise<void> {
  await finished(indexedDB.deleteDatabase("kb-" + site))
  Canary("kb-" + site).note(0)
}

class Database implements Store {
  lasting = true
  problem = ""
  counted: (runs: number) => void = () => {}
  private readonly channel: BroadcastChannel | null

  constructor(
    private readonly db: IDBDatabase,
    name: string,
  ) {
    this.channel = typeof BroadcastChannel === "function" ? new BroadcastChannel(name) : null
    db.onversionchange = () => {
      db.close()
      this.lasting = false
      this.problem = say.runNewerTab
    }
  }

  /** Writes and reads, because some browsers open a database that keeps nothing. */
  async probe(): Promise<void> {
    const id = "\u0000probe"
    await this.change((runs) => runs.put({ id }))
    if (!(await finished(this.db.transaction("runs").objectStore("runs").get(id)))) throw new Error("nothing was kept")
    await this.change((runs) => runs.delete(id))
  }

  private change(work: (runs: IDBObjectStore, events: IDBObjectStore) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const options = { durability: "strict" } as IDBTransactionOptions
      const transaction = this.db.transaction(["runs", "events"], "readwrite", options)
      transaction.oncomplete = () => resolve()
      transaction.onabort = transaction.onerror = () => reject(transaction.error)
      work(transaction.objectStore("runs"), transaction.objectStore("events"))
    })
  }

  async list(): Promise<Kept[]> {
    const all = await finished(this.db.transaction("runs").objectStore("runs").getAll())
    return all.map(keptOf).filter((kept): kept is Kept => kept !== null)
  }

  async load(id: string): Promise<{ run: Run; kept: Kept; broken: number } | null> {
    const transaction = this.db.transaction(["runs", "events"])
    const [record, rows] = await Promise.all([
      finished(transaction.objectStore("runs").get(id)),
      finished(transaction.objectStore("events").getAll(IDBKeyRange.bound([id], [id, []]))),
    ])
    const kept = keptOf(record)
    if (!kept) return null
    const events: Event[] = []
    let broken = 0
    for (const { run: _, ...row } of rows) {
      try {
        events.push(readEvent(row))
      } catch {
        broken++
      }
    }
    return { run: runOf(kept, events), kept, broken }
  }

  async write(kept: Kept, events: Event[]): Promise<void> {
    try {
      await this.change((runs, rows) => {
        runs.put(kept)
        for (const event of events) rows.put({ ...event, run: kept.id })
      })
      this.channel?.postMessage(kept.id)
      void this.list().then((all) => this.counted(all.length))
    } catch (error) {
      this.problem = error instanceof DOMException && error.name === "QuotaExceededError" ? say.runFull : say.runForgets
      this.lasting = false
      throw error
    }
  }

  async remove(id: string): Promise<void> {
    await this.change((runs, events) => {
      runs.delete(id)
      events.delete(IDBKeyRange.bound([id], [id, []]))
    })
    this.channel?.postMessage(id)
    this.counted((await this.list()).length)
  }

  watch(changed: (id: string) => void): void {
    this.channel?.addEventListener("message", ({ data }) => changed(String(data)))
    addEventListener("focus", () => changed(""))
  }
}

/** Runs that are gone with the page. */
class Memory implements Store {
  readonly lasting = false
  private readonly runs = new Map<string, { kept: Kept; events: Map<string, Event> }>()

  constructor(readonly problem: string) {}

  async list(): Promise<Kept[]> {
    return [...this.runs.values()].map(({ kept }) => kept)
  }

  async load(id: string): Promise<{ run: Run; kept: Kept; broken: number } | null> {
    const found = this.runs.get(id)
    return found ? { run: runOf(found.kept, [...found.events.values()]), kept: found.kept, broken: 0 } : null
  }

  async write(kept: Kept, events: Event[]): Promise<void> {
    const found = this.runs.get(kept.id) ?? { kept, events: new Map() }
    this.runs.set(kept.id, { kept, events: found.events })
    for (const event of events) found.events.set(event.id, event)
  }

  async remove(id: string): Promise<void> {
    this.runs.delete(id)
  }

  watch(): void {}
}

function runOf(kept: Kept, events: Event[]): Run {
  const run: Run = {
    id: kept.id,
    site: kept.site,
    editions: [...kept.editions],
    checklist: kept.editions[0]!,
    events,
    rest: kept.rest,
  }
  return new Ledger(run).run
}

/** A record as it lies here, when it is one. */
function keptOf(record: unknown): Kept | null {
  const kept = record as Partial<Kept> | undefined
  if (typeof kept?.id !== "string" || !Array.isArray(kept.editions) || kept.editions.length === 0) return null
  try {
    kept.editions.forEach(readList)
  } catch {
    return null
  }
  const texts = [
    "checklist",
    "title",
    "name",
    "state",
    "due",
    "owner",
    "content",
    "changed",
    "savedAt",
    "binned",
  ] as const
  const numbers = ["critical", "blocking", "events", "saved"] as const
  const made = {
    id: kept.id,
    site: kept.site ?? { id: "", title: "" },
    editions: kept.editions,
    rest: kept.rest ?? {},
  } as Kept
  for (const field of texts) made[field] = typeof kept[field] === "string" ? plain(kept[field] as string) : ""
  for (const field of numbers) made[field] = typeof kept[field] === "number" ? (kept[field] as number) : 0
  return made
}
