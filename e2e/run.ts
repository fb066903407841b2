// The model of runs of the theme, without a browser, and checklists for its tests.

import { createRequire } from "node:module"

// The theme's files are for a bundler, so they are loaded as it would: not as modules of Node.
const require = createRequire(import.meta.url)
const folder = "../themes/counsel/scripts/run/"

export const hash = require(folder + "hash.ts") as typeof import("../themes/counsel/scripts/run/hash.ts")
export const text = require(folder + "text.ts") as typeof import("../themes/counsel/scripts/run/text.ts")
export const safe = require(folder + "safe.ts") as typeof import("../themes/counsel/scripts/run/safe.ts")
export const log = require(folder + "log.ts") as typeof import("../themes/counsel/scripts/run/log.ts")
export const rules = require(folder + "rules.ts") as typeof import("../themes/counsel/scripts/run/rules.ts")
export const changes = require(folder + "changes.ts") as typeof import("../themes/counsel/scripts/run/changes.ts")
export const merging = require(folder + "merge.ts") as typeof import("../themes/counsel/scripts/run/merge.ts")
export const signing = require(folder + "sign.ts") as typeof import("../themes/counsel/scripts/run/sign.ts")
export const file = require(folder + "file.ts") as typeof import("../themes/counsel/scripts/run/file.ts")
export const link = require(folder + "link.ts") as typeof import("../themes/counsel/scripts/run/link.ts")
export const rows = require(folder + "rows.ts") as typeof import("../themes/counsel/scripts/run/rows.ts")

export const name = require(folder + "name.ts") as typeof import("../themes/counsel/scripts/run/name.ts")

// What is told of a run. Of a page it needs the language alone.
Object.assign(globalThis, { document: { documentElement: { lang: "en-GB" } } })
const desk = "../themes/counsel/scripts/desk/"
export const told = require(desk + "told.ts") as typeof import("../themes/counsel/scripts/desk/told.ts")
export const history = require(desk + "history.ts") as typeof import("../themes/counsel/scripts/desk/history.ts")
export const markdown = require(desk + "markdown.ts") as typeof import("../themes/counsel/scripts/desk/markdown.ts")

export const words = require("../themes/counsel/scripts/say.ts") as typeof import("../themes/counsel/scripts/say.ts")
export const zip = require(folder + "zip.ts") as typeof import("../themes/counsel/scripts/run/zip.ts")
export const xlsx = require(folder + "xlsx.ts") as typeof import("../themes/counsel/scripts/run/xlsx.ts")
export const csv = require(folder + "csv.ts") as typeof import("../themes/counsel/scripts/run/csv.ts")

export type Item = import("../themes/counsel/scripts/run/types.ts").Item
export type Checklist = import("../themes/counsel/scripts/run/types.ts").Checklist
export type Run = import("../themes/counsel/scripts/run/types.ts").Run
export type Who = import("../themes/counsel/scripts/run/types.ts").Who
export type Ledger = import("../themes/counsel/scripts/run/log.ts").Ledger

/** An item with the hash of its wording. */
export function item(ref: string, wording: string, more: Partial<Item> = {}): Item {
  const answer = more.answer ?? "tick"
  return {
    section: "Standing",
    severity: "required",
    evidence: "",
    na: "",
    help: "",
    formerly: [],
    due: "",
    ...more,
    ref,
    text: wording,
    answer,
    hash: hash.sha256(text.normalise(wording) + "\n" + answer).slice(0, 16),
  }
}

/** A checklist of items, with a digest of what it asks: not the one of Go, but as good. */
export function checklist(items: Item[], more: Partial<Checklist> = {}): Checklist {
  const list: Checklist = {
    id: "vendor-dd",
    title: "Vendor due diligence",
    prefix: "VDD",
    version: "1",
    reviewed: "2026-10-01",
    content: "",
    mode: "do-confirm",
    gate: "critical",
    gateMode: "warn",
    gates: [],
    about: "Vendor",
    ask: ["Country"],
    signOff: [],
    retain: "",
    ...more,
    items,
  }
  const asked = items.map(({ text: _, help: _help, due: _due, ...rest }) => rest)
  const content = "sha256:" + hash.sha256(hash.canonical([list.id, list.version, list.gates, asked]))
  return { ...list, content }
}

/** A clock that moves on by a second with each look, and one who looks. */
export function person(by: string, start = Date.parse("2026-11-04T10:00:00Z")): () => Who {
  let at = start
  return () => ({ by, dev: "d-" + by, at: new Date((at += 1000)).toISOString(), tz: "+00:00" })
}

export const site = { id: "lpo", title: "LPO guidance" }

/** A run of a checklist that nobody has answered. */
export const begun = (list: Checklist): Ledger =>
  log.begin(site, list, person("Ann", Date.parse("2026-11-04T09:00:00Z"))())

/** A copy of a run by way of its file. */
export const copyOf = (ledger: Ledger): Ledger => new log.Ledger(file.readRun(file.writeRun(ledger)).run)

/** Numbers that look random and are the same for the same seed. Mulberry32. */
export function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below)
  }
}
