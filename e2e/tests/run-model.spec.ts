// The model of a run of a checklist: what holds, what a change of the guidance does, files, merging. The numbers are those
// of the acceptance list.

import { createHash } from "node:crypto"
import { expect, test } from "@playwright/test"
import {
  begun,
  changes,
  checklist,
  copyOf,
  file,
  hash,
  item,
  link,
  log,
  markdown,
  merging,
  person,
  rows,
  rules,
  safe,
  signing,
  site,
  text,
  type Checklist,
  type Ledger,
} from "../run.ts"

const ann = person("Ann")
const bob = person("Bob", Date.parse("2020-01-01T00:00:00Z")) // his clock is wrong

const list = checklist([
  item("VDD-01", "Obtain a certificate dated within 90 days", { severity: "critical", evidence: "required" }),
  item("VDD-02", "Run a conflicts check", { severity: "required" }),
  item("VDD-03", "Read the last report", { severity: "recommended", section: "Data" }),
])

const done = (ledger: Ledger, ref: string, who = ann): void => {
  ledger.append(ref, { state: "done" }, who(), ledger.run.checklist.items.find((one) => one.ref === ref)!.hash)
}
const states = (ledger: Ledger) => Object.fromEntries(rules.view(ledger).items.map((one) => [one.item.ref, one.state]))
const stateOf = (ledger: Ledger, ref: string) => rules.view(ledger).items.find((one) => one.item.ref === ref)!
const reworded = (ref: string, wording: string, more: Partial<Checklist> = {}): Checklist =>
  checklist(
    list.items.map((one) => (one.ref === ref ? item(ref, wording, one) : one)),
    { version: "2", ...more },
  )

test("digests are SHA-256, whatever the length", () => {
  for (const words of ["", "abc", "é".repeat(100), "x".repeat(55), "x".repeat(56), "x".repeat(64), "x".repeat(1000)]) {
    expect(hash.sha256(words)).toBe(createHash("sha256").update(words).digest("hex"))
  }
})

test("1. items in another order keep their states", () => {
  const run = begun(list)
  done(run, "VDD-02")
  const after = checklist([...list.items].reverse())
  expect(changes.compare(list, after).map(({ kind }) => kind)).not.toContain("reworded")
  changes.update(run, after, ann())
  expect(states(run)).toEqual({ "VDD-01": "open", "VDD-02": "done", "VDD-03": "open" })
  expect(stateOf(run, "VDD-02").reworded).toBe("")
})

test("2. a recommended item that is reworded keeps its answer, with a badge", () => {
  const run = begun(list)
  done(run, "VDD-03")
  changes.update(run, reworded("VDD-03", "Read the most recent report"), ann())
  expect(stateOf(run, "VDD-03")).toMatchObject({ state: "done", reworded: "badge", resolved: true })
})

test("3. a critical item that is reworded has to be confirmed, and the gate closes", () => {
  const run = begun(list)
  done(run, "VDD-01")
  run.append("VDD-01", { evidence: { text: "extract.pdf" } }, ann())
  expect(rules.view(run).state).toBe("ready to sign")
  changes.update(run, reworded("VDD-01", "Get hold of a certificate dated within 90 days"), ann())
  expect(stateOf(run, "VDD-01")).toMatchObject({ state: "done", reworded: "confirm", resolved: false })
  expect(rules.view(run)).toMatchObject({ state: "blocked", blocking: ["VDD-01"] })
  done(run, "VDD-01")
  expect(rules.view(run).state).toBe("ready to sign")
})

test("4. 90 days that become 60 days are flagged although the wordings are more than 0.9 alike", () => {
  const [before, after] = [
    "Obtain a certificate of good standing from the registry dated within 90 days of signature",
    "Obtain a certificate of good standing from the registry dated within 60 days of signature",
  ]
  expect(text.similarity(before, after)).toBeGreaterThan(0.9)
  expect(text.meaning(before, after)).toBe(true)
  for (const [a, b] of [
    ["The transfer is permitted", "The transfer is not permitted"],
    ["A cap of £5m", "A cap of £10m"],
    ["You may tell the client", "You must tell the client"],
    ["Agree it by March", "Agree it by April"],
  ]) {
    expect(text.meaning(a!, b!), b).toBe(true)
  }
  expect(text.meaning("Obtain the certificate", "Get hold of the certificate")).toBe(false)
  const recommended = checklist([item("A-1", before, { severity: "recommended" })])
  const run = begun(recommended)
  done(run, "A-1")
  changes.update(run, checklist([item("A-1", after, { severity: "recommended" })]), ann())
  expect(stateOf(run, "A-1").reworded).toBe("confirm")
})

test("5. the answer to an item that is gone stays, and is in every export", () => {
  const run = begun(list)
  run.append("VDD-02", { state: "problem", note: "The list is out of date" }, ann(), list.items[1]!.hash)
  changes.update(run, checklist(list.items.filter((one) => one.ref !== "VDD-02")), ann())
  const seen = rules.view(run)
  expect(seen.retired.map((one) => one.item.ref)).toEqual(["VDD-02"])
  expect(seen.retired[0]!).toMatchObject({ state: "problem" })
  for (const [what, out] of Object.entries({
    rows: JSON.stringify(rows.rows(seen)),
    markdown: markdown.markdown(seen),
    file: file.writeRun(run),
  })) {
    expect(out, what).toContain("The list is out of date")
    expect(out, what).toContain("Run a conflicts check")
  }
  expect(rules.view(copyOf(run)).retired.length).toBe(1)
})

test("6. two items with one text are answered independently", () => {
  const twice = checklist([item("t-u4fwmn3nz7", "The same text"), item("t-u4fwmn3nz7-2", "The same text")])
  const run = begun(twice)
  done(run, "t-u4fwmn3nz7-2")
  expect(states(run)).toEqual({ "t-u4fwmn3nz7": "open", "t-u4fwmn3nz7-2": "done" })
})

test("10. a run that is written, erased and read again has the same digest", () => {
  const run = begun(list)
  done(run, "VDD-01")
  run.append("VDD-01", { note: "Zürich “quoted” \u2028 line" }, ann())
  const written = file.writeRun(run)
  const { run: read, altered } = file.readRun(written)
  expect(altered).toEqual([])
  const again = new log.Ledger(read)
  expect(again.digest()).toBe(run.digest())
  expect(file.writeRun(again)).toBe(written)
  expect(JSON.parse(written).digest).toBe(run.digest())
})

test("an entry that was altered outside is noticed, and changes the digest", () => {
  const run = begun(list)
  done(run, "VDD-01")
  const forged = file.writeRun(run).replace('"done"', '"na"')
  expect(file.readRun(forged).altered.map((event) => event.item)).toEqual(["VDD-01"])
})

test("11. importing twice changes nothing", () => {
  const run = begun(list)
  done(run, "VDD-01")
  const copy = copyOf(run)
  done(copy, "VDD-02", bob)
  expect(merging.merge(run, copy.run)).toEqual({ taken: 1, conflicts: [] })
  const once = file.writeRun(run)
  expect(merging.merge(run, copyOf(copy).run)).toEqual({ taken: 0, conflicts: [] })
  expect(file.writeRun(run)).toBe(once)
})

test("12. two people: disjoint answers are united, different answers to one item are a conflict with the cautious state", () => {
  const mine = begun(list)
  mine.append(log.RUN, { name: "Provider A" }, ann())
  const theirs = copyOf(mine)
  done(mine, "VDD-01")
  done(theirs, "VDD-02", bob)
  expect(merging.merge(mine, theirs.run).conflicts).toEqual([])
  expect(states(mine)).toMatchObject({ "VDD-01": "done", "VDD-02": "done" })
  merging.merge(theirs, mine.run)
  done(mine, "VDD-03")
  theirs.append("VDD-03", { state: "problem" }, bob(), list.items[2]!.hash)
  expect(merging.merge(mine, theirs.run).conflicts).toEqual([{ ref: "VDD-03", field: "state" }])
  expect(stateOf(mine, "VDD-03")).toMatchObject({ state: "problem", resolved: false })
  expect(
    stateOf(mine, "VDD-03")
      .conflicts["state"]!.map((event) => event.by)
      .sort(),
  ).toEqual(["Ann", "Bob"])
  done(mine, "VDD-03") // decides: its prev names both
  expect(stateOf(mine, "VDD-03")).toMatchObject({ state: "done", conflicts: {} })
  merging.merge(theirs, mine.run)
  expect(stateOf(theirs, "VDD-03")).toMatchObject({ state: "done", conflicts: {} })
})

test("13. hostile files have no effect: prototypes, 50 MB, depth 10,000, markup in every field", () => {
  const run = begun(list)
  done(run, "VDD-01")
  const good = file.writeRun(run)
  const refused = (json: string, why: RegExp): void => {
    expect(() => file.readRun(json)).toThrow(why)
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined()
  }
  refused(good.replace('"format"', '"__proto__": {"polluted": true}, "format"'), /__proto__/)
  refused(good.replace('"set": {', '"set": {"constructor": {"prototype": {"polluted": true}},'), /constructor/)
  refused('{"format":"kb-run/1","x":"' + "x".repeat(50 * 1024 * 1024) + '"}', /10 MB/)
  refused('{"format":"kb-run/1","x":' + "[".repeat(10_000) + "]".repeat(10_000) + "}", /nested/)
  refused("[".repeat(10_000), /nested/)
  refused('{"format":"kb-run/1"}', /not the file of a run/)
  refused("null", /not the file of a run/)
  refused(good.slice(0, good.length / 2), /cut off/)
  const markup = "<img src=x onerror=alert(1)>"
  const evil = JSON.parse(good) as {
    checklist: Record<string, unknown>
    run: Record<string, unknown>
    events: Array<Record<string, unknown>>
  }
  evil.checklist["title"] = markup
  evil.run["name"] = markup
  evil.events[0]!["by"] = markup + "\u202e"
  const read = file.readRun(JSON.stringify(evil))
  expect(read.run.checklist.title).toBe(markup) // text; that it is shown as text is for the page to prove
  expect(read.altered).toHaveLength(1)
  expect(Object.getPrototypeOf(read.run.events[0]!.set)).toBeNull()
  expect(safe.plain("a\u202eb\u0000c\u200bd")).toBe("ab cd")
  for (const bad of [
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc",
    "\\\\server\\x",
    "java\nscript:x",
    "https://",
  ])
    expect(safe.linkable(bad), bad).toBe(false)
  for (const fine of ["https://example.com/x", "http://a", "mailto:a@b.c"]) expect(safe.linkable(fine), fine).toBe(true)
})

test("15. rows that were sorted and columns that were moved come back by reference, and an edited reference is reported", () => {
  const run = begun(list)
  const seen = rules.view(run)
  const table = [rows.COLUMNS, ...rows.rows(seen)]
  const at = (title: string): number => rows.COLUMNS.indexOf(title)
  table[1]![at("Status")] = "Done"
  table[2]![at("Status")] = "N/A"
  table[2]![at("Reason if N/A")] = "Only one party is involved"
  table[3]![at("Ref")] = "VDD-99"
  table[3]![at("Status")] = "Done"
  const moved = [table[0]!, table[3]!, table[2]!, table[1]!].map((cells) => ["mine", ...[...cells].reverse()])
  moved[0]![0] = "A column of our own"
  const proposals = rows.propose(moved, seen)
  expect(proposals.changes.map(({ item, set, otherWording }) => ({ ref: item.ref, set, otherWording }))).toEqual([
    { ref: "VDD-02", set: { state: "na", reason: "Only one party is involved" }, otherWording: false },
    { ref: "VDD-01", set: { state: "done" }, otherWording: false },
  ])
  expect(proposals.refused).toEqual([expect.stringContaining("VDD-99")])
  rows.take(run, proposals.changes, "back.xlsx", ann())
  expect(states(run)).toEqual({ "VDD-01": "done", "VDD-02": "na", "VDD-03": "open" })
  const after = rules.view(run)
  expect(rows.propose([rows.COLUMNS, ...rows.rows(after)], after)).toEqual({ changes: [], refused: [] })
})

test("22. a signed run is the same whatever becomes of the guidance or comes in later", () => {
  const run = begun(list)
  done(run, "VDD-01")
  run.append("VDD-01", { evidence: { text: "extract.pdf" } }, ann())
  const late = copyOf(run)
  signing.sign(run, "Signed by", "Ann", ann())
  const record = rules.view(run)
  expect(record.state).toBe("signed")
  late.append("VDD-01", { state: "problem" }, bob(), list.items[0]!.hash)
  merging.merge(run, late.run)
  const seen = rules.view(run)
  expect(seen.state).toBe("signed")
  expect(seen.items.map((one) => one.state)).toEqual(record.items.map((one) => one.state))
  expect(seen.late.map((event) => event.by)).toEqual(["Bob"])
  expect(changes.compare(run.run.checklist, reworded("VDD-01", "Something else")).length).toBeGreaterThan(0) // shown, not taken
  const updated = copyOf(run) // a colleague who did not know of the signature took other questions over
  changes.update(updated, checklist(list.items.slice(1), { version: "2", signOff: ["Somebody else"] }), bob())
  merging.merge(run, updated.run)
  const again = rules.view(run)
  expect(again.state).toBe("signed")
  expect(again.ledger.run.checklist.content).toBe(list.content)
  expect(again.ledger.digest()).toBe(seen.ledger.digest())
  expect(rows.rows(again)).toEqual(rows.rows(seen))
  signing.reopen(run, "The registry corrected its extract", ann())
  expect(rules.view(run)).toMatchObject({ revision: 2, late: [] })
  expect(rules.view(run).ledger.run.checklist.version).toBe("2")
})

test("who signs second signs what the first one signed: what came in between does not count", () => {
  const two = checklist(list.items, { signOff: ["Prepared by", "Reviewed by"] })
  const run = begun(two)
  done(run, "VDD-01")
  run.append("VDD-01", { evidence: { text: "extract.pdf" } }, ann())
  const other = copyOf(run)
  signing.sign(run, "Prepared by", "Ann", ann())
  expect(rules.view(run).state).toBe("ready to sign")
  other.append("VDD-01", { state: "problem" }, bob(), two.items[0]!.hash)
  merging.merge(run, other.run)
  signing.sign(run, "Reviewed by", "Bob", bob())
  const seen = rules.view(run)
  expect(seen.state).toBe("signed")
  expect(seen.late).toHaveLength(1)
  expect(stateOf(run, "VDD-01").state).toBe("done")
})

test("a review starts open, beside last time’s answers", () => {
  const run = begun(list)
  run.append(log.RUN, { name: "Provider A", "field:Country": "India" }, ann())
  done(run, "VDD-01")
  const { ledger, before } = signing.review(run, list, ann())
  expect(rules.view(ledger)).toMatchObject({ state: "not started", name: "Provider A" })
  expect(ledger.fields("field:")).toEqual([["Country", "India"]])
  expect(before.get("VDD-01")!.state).toBe("done")
})

test("23. a link of 250 items is short, and one for other questions is explained", () => {
  const many = checklist(Array.from({ length: 250 }, (_, i) => item(`VDD-${i}`, `Question ${i}`)))
  const code = link.codeOf(
    many,
    "Provider A Ltd",
    (ref) => (["open", "done", "problem", "na"] as const)[Number(ref.slice(4)) % 4]!,
  )
  const address = link.linkOf("https://intranet.example/guidance/checklists/vendor.html?x=1#top", code)!
  expect(address.length).toBeLessThan(1800)
  expect(link.linkOf("https://intranet.example/" + "x".repeat(1700), code)).toBeNull()
  const status = link.readCode(address, many)
  expect(status.name).toBe("Provider A Ltd")
  for (const [ref, state] of status.states)
    expect(state).toBe((["open", "done", "problem", "na"] as const)[Number(ref.slice(4)) % 4])
  expect(() => link.readCode(code, list)).toThrow(/another version/)
  expect(() => link.readCode(code.slice(0, -4), many)).toThrow(/cut off/)
  expect(() => link.readCode("hello", many)).toThrow(/not the code of a run/)
})

test("24. when nothing applies there is no NaN, and the gates follow their rules", () => {
  const run = begun(list)
  for (const one of list.items)
    run.append(one.ref, { state: "na", reason: "Nothing of this applies here" }, ann(), one.hash)
  let seen = rules.view(run)
  expect(seen.notApplicable).toBe(2) // the critical one waits for a second person
  expect(seen.blocking).toEqual(["VDD-01"])
  run.append("VDD-01", { confirmed: { by: "Bob", at: "2026-11-04" } }, bob())
  seen = rules.view(run)
  expect(seen.notApplicable).toBe(3)
  expect(seen.progress).toEqual({
    critical: { resolved: 0, applicable: 0 },
    required: { resolved: 0, applicable: 0 },
    recommended: { resolved: 0, applicable: 0 },
  })
  expect(seen.state).toBe("ready to sign")
  expect(JSON.stringify(seen)).not.toContain("NaN")
})

test("gates: a problem needs an accepted exception, evidence is asked for, what follows can be locked", () => {
  const gated = checklist(list.items, { gates: ["Standing"], gateMode: "enforce" })
  const run = begun(gated)
  expect(rules.view(run).gates.get("Standing")).toEqual(["VDD-01"])
  expect(stateOf(run, "VDD-03").locked).toBe(true)
  done(run, "VDD-01")
  expect(stateOf(run, "VDD-01")).toMatchObject({ evidenceMissing: true, resolved: false })
  run.append("VDD-01", { state: "problem", note: "None to be had" }, ann(), gated.items[0]!.hash)
  expect(rules.view(run).state).toBe("blocked")
  run.append("VDD-01", { exception: { by: "General Counsel", why: "Group company", until: "" } }, ann())
  expect(stateOf(run, "VDD-01").resolved).toBe(true)
  expect(rules.view(run).gates.get("Standing")).toEqual([])
  expect(stateOf(run, "VDD-03").locked).toBe(false)
})

test("an item is due on a day, or so many days from a field of the run", () => {
  const due = checklist([
    item("A-1", "One", { due: "2026-12-24" }),
    item("A-2", "Two", { due: "Signature date - 10 days" }),
    item("A-3", "Three", { due: "when it suits" }),
  ])
  const run = begun(due)
  expect(rules.view(run).items.map((one) => one.dueBy)).toEqual(["2026-12-24", "", ""])
  run.append(log.RUN, { "field:Signature date": "2026-12-01" }, ann())
  expect(rules.view(run).items.map((one) => one.dueBy)).toEqual(["2026-12-24", "2026-11-21", ""])
  run.append("A-1", { due: "2027-01-05" }, ann())
  expect(rules.view(run).items[0]!.dueBy).toBe("2027-01-05")
  expect(JSON.parse(file.writeRun(run)).run.due).toBe("2026-11-21")
})

test("what an auditor may want to know is stated as facts", () => {
  const many = checklist(Array.from({ length: 30 }, (_, i) => item(`A-${i}`, `Question ${i}`)))
  const run = begun(many)
  const quick = person("Ann", Date.parse("2026-11-04T10:00:00Z"))
  for (const one of many.items.slice(0, 24))
    run.append(
      one.ref,
      { state: "done", evidence: { text: "see folder" } },
      { ...quick(), at: "2026-11-04T10:00:05Z" },
      one.hash,
    )
  expect(rules.facts(rules.view(run), "2026-11-05T00:00:00Z")).toMatchObject({
    burst: 24,
    oneMinute: true,
    sameEvidence: 24,
    clocks: 0,
  })
})

test("a newer format opens read-only, and what this version does not know is written back", () => {
  const run = begun(list)
  const json = file.writeRun(run).replace('"format": "kb-run/1"', '"format": "kb-run/1", "later": {"kept": [1, 2]}')
  expect(file.writeRun(new log.Ledger(file.readRun(json).run))).toContain('"later": {')
  expect(file.readRun(file.writeRun(run).replace("kb-run/1", "kb-run/2")).readOnly).toBe(true)
})

test("items without references that were reworded are proposed as pairs", () => {
  const before = checklist([
    item("t-aaaaaaaaaa", "Run a conflicts check against the client list"),
    item("t-bbbbbbbbbb", "Test the restoring of backups"),
  ])
  const after = checklist([
    item("t-cccccccccc", "Check conflicts against the list of clients"),
    item("t-dddddddddd", "Visit the premises at night"),
  ])
  const found = changes.pairs(before, after)
  expect(found.map(({ before, after }) => [before.ref, after.ref])).toEqual([["t-aaaaaaaaaa", "t-cccccccccc"]])
  const run = begun(before)
  done(run, "t-aaaaaaaaaa")
  changes.update(run, after, ann(), found)
  expect(states(run)).toEqual({ "t-cccccccccc": "done", "t-dddddddddd": "open" })
  expect(site.id).toBe("lpo")
})
