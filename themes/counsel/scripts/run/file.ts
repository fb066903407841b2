// The file of a run: everything, lossless, as JSON. What a newer program added is kept and written back.
import * as say from "../messages"
import { fileNameOf, fileSafe } from "./name"
import { inOrder, Ledger, RUN, sumOf } from "./log"
import { isObject, FileError, oneOf, parseJson, plain, text, texts, type Json } from "./safe"
import { view } from "./rules"
import type { Checklist, Event, Item, Run } from "./types"

export const FORMAT = "kb-run/1"
const MAX_ITEMS = 2000
const MAX_EVENTS = 20_000
const MAX_EDITIONS = 50

/** A file that was read. */
export interface Opened {
  run: Run
  /** Events whose digest is not what they say: altered outside of Pandect. They are kept, and reported. */
  altered: Event[]
  /** A newer format: it may be read and not be changed. */
  readOnly: boolean
}

/** Writes a run. The same run gives the same bytes. */
export function writeRun(ledger: Ledger): string {
  const { run } = ledger
  const seen = view(ledger)
  const earlier = run.editions
    .filter((edition) => edition !== run.checklist)
    .sort((a, b) => (a.content < b.content ? -1 : 1))
  const file = {
    format: FORMAT,
    ...run.rest,
    site: run.site,
    checklist: shortList(run.checklist),
    run: {
      id: run.id,
      rev: seen.revision,
      name: seen.name,
      fields: Object.fromEntries(ledger.fields("field:")),
      state: seen.state,
      critical: seen.critical,
      blocking: seen.blocking.length,
      due: seen.due,
      owner: seen.owner,
    },
    editions: earlier.map(shortList),
    events: inOrder(run.events),
    digest: ledger.digest(),
  }
  return JSON.stringify(file, null, 1) + "\n"
}

const shortList = ({ items, ...about }: Checklist): object => ({ ...about, items: items.map(short) })

const short = (item: Item): object => ({
  ref: item.ref,
  sec: item.section,
  sev: item.severity,
  text: item.text,
  answer: item.answer,
  evidence: item.evidence,
  na: item.na,
  h: item.hash,
  help: item.help,
  formerly: item.formerly,
  due: item.due,
})

/** Reads a file of a run. What is wrong with it is a FileError. */
export function readRun(json: string): Opened {
  const file = parseJson(json)
  if (!isObject(file)) throw notRun()
  const format = /^kb-run\/(\d{1,4})$/.exec(text(file["format"]))
  if (!format) throw notRun()
  const { format: _, site, checklist, run, editions, events, digest: __, ...rest } = file
  if (!isObject(checklist) || !isObject(run) || !Array.isArray(events)) throw notRun()
  const id = text(run["id"])
  if (!/^[\w-]{8,64}$/.test(id)) throw notRun()
  if (events.length > MAX_EVENTS) throw new FileError(say.fileManyChanges)
  const list = readChecklist(checklist)
  const made: Run = {
    id,
    site: {
      id: plain(text(isObject(site) ? site["id"] : "")),
      title: plain(text(isObject(site) ? site["title"] : "")),
    },
    editions: [
      list,
      ...(Array.isArray(editions) ? editions.slice(0, MAX_EDITIONS).filter(isObject).map(readChecklist) : []),
    ],
    checklist: list,
    events: [],
    rest: { ...rest },
  }
  const altered: Event[] = []
  const known = new Set<string>()
  for (const value of events) {
    const event = readEvent(value)
    if (known.has(event.id)) continue
    known.add(event.id)
    made.events.push(event)
    if (sumOf(event) !== event.sum) altered.push(event)
  }
  return { run: made, altered, readOnly: format[1] !== "1" }
}

const notRun = (): FileError => new FileError(say.fileNoRun)

const isHash = (hash: string): boolean => /^[0-9a-f]{16}$/.test(hash)

function readChecklist(value: { [key: string]: Json }): Checklist {
  const items = Array.isArray(value["items"]) ? value["items"] : []
  if (items.length > MAX_ITEMS) throw new FileError(say.fileManyItems)
  return {
    id: plain(text(value["id"])),
    title: plain(text(value["title"])),
    prefix: plain(text(value["prefix"])),
    version: plain(text(value["version"])),
    reviewed: plain(text(value["reviewed"])),
    content: plain(text(value["content"])),
    mode: oneOf(value["mode"], "", "do-confirm", "read-do"),
    gate: oneOf(value["gate"], "critical", "required", "all"),
    gateMode: oneOf(value["gateMode"], "warn", "enforce"),
    gates: texts(value["gates"]),
    about: plain(text(value["about"])),
    ask: texts(value["ask"]).map((one) => plain(one)),
    signOff: texts(value["signOff"]).map((one) => plain(one)),
    retain: plain(text(value["retain"])),
    items: items.map(readItem),
  }
}

/** Checks an edition of a checklist as this program keeps it, or throws a FileError. */
export function readList(list: Checklist): void {
  if (typeof list.id !== "string" || typeof list.content !== "string" || !Array.isArray(list.items)) throw notRun()
  for (const item of list.items)
    if (!isReference(text(item.ref)) || !isHash(text(item.hash)) || typeof item.text !== "string") throw notRun()
}

function readItem(value: Json): Item {
  if (!isObject(value)) throw notRun()
  const ref = text(value["ref"])
  const hash = text(value["h"])
  if (!isReference(ref) || !isHash(hash)) throw notRun()
  return {
    ref,
    hash,
    section: text(value["sec"]),
    severity: oneOf(value["sev"], "recommended", "required", "critical"),
    text: text(value["text"]),
    answer: oneOf(value["answer"], "tick", "yes/no"),
    evidence: oneOf(value["evidence"], "", "required"),
    na: text(value["na"]),
    help: text(value["help"]),
    due: text(value["due"]),
    formerly: texts(value["formerly"]).filter(isReference),
  }
}

/** References as pages have them: letters, digits and what stands between them. */
const isReference = (ref: string): boolean => /^[A-Za-z0-9][\w.~-]{0,59}$/.test(ref)

/** Reads an event, or throws a FileError. */
export function readEvent(value: Json): Event {
  if (!isObject(value) || !isObject(value["set"])) throw notRun()
  const { id, item, at, tz, by, dev, h, sum, prev } = value
  if (
    !/^[\w-]{1,64}$/.test(text(id)) ||
    !(item === RUN || isReference(text(item))) ||
    !/^sha256:[0-9a-f]{64}$/.test(text(sum))
  )
    throw notRun()
  return {
    ...value,
    id: text(id),
    item: text(item),
    set: value["set"],
    by: text(by),
    dev: text(dev),
    at: text(at),
    tz: text(tz),
    h: text(h),
    sum: text(sum),
    prev: texts(prev),
  }
}

/** The name of a run's file: what it is about, in its own letters. day is YYYY-MM-DD. */
export function fileName(ledger: Ledger, day: string, ending = ".kbrun.json"): string {
  const seen = view(ledger)
  const { prefix, id } = ledger.run.checklist
  const head = `${fileSafe(prefix || id)}_${fileSafe(seen.name) || ledger.run.id.slice(0, 8)}`
  return fileNameOf(head, `_${day}_r${seen.revision}${ending}`)
}
