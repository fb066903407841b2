// What is told of a run outside of its page: names of files, the sheets and the markdown of what it holds. No browser is needed.

import { expect, test } from "@playwright/test"
import {
  begun,
  changes,
  checklist,
  copyOf,
  csv,
  file,
  history,
  item,
  log,
  markdown,
  merging,
  name,
  person,
  rows,
  rules,
  signing,
  told,
  words,
  xlsx,
  zip,
  type Ledger,
} from "../run.ts"

const ann = person("Ann")
const day = "2026-11-04"

const list = checklist([
  item("VDD-01", "Obtain a certificate.", { severity: "critical", evidence: "required" }),
  item("VDD-02", "Run a conflicts check.", { answer: "yes/no" }),
  item("VDD-03", "Visit the site.", { section: "Later", severity: "recommended" }),
  item("VDD-04", "Visit it again.", { section: "Later", severity: "recommended", na: "Group company" }),
])

function named(text: string): string {
  const run = begun(list)
  run.append(log.RUN, { name: text }, ann())
  return file.fileName(run, day)
}

test("the name of a file keeps the letters of every script, and has nothing that Windows or macOS forbid", () => {
  for (const [given, want] of [
    ["Müller & Söhne GmbH", "Müller & Söhne GmbH"],
    ["Mu\u0308ller", "Müller"], // as macOS writes it
    ["Weiß", "Weiß"],
    ["Ελλάς 漢字 עברית", "Ελλάς 漢字 עברית"],
    ["CON", "-CON"],
    ["nul.txt", "-nul.txt"],
    ["Connor", "Connor"],
    ['a/b\\c:d*e?f"g<h>i|j', "a-b-c-d-e-f-g-h-i-j"],
    ["one\ttwo\u0000\u202ethree", "one-two-three"],
    [" .. hidden . ", "hidden"],
    ["\ud800lone", "lone"],
  ])
    expect(name.fileSafe(given!), given).toBe(want)
  expect(named("Müller & Söhne GmbH")).toBe(`VDD_Müller & Söhne GmbH_${day}_r1.kbrun.json`)
  expect(file.fileName(begun(list), day)).toMatch(/^VDD_[0-9a-f]{8}_2026-11-04_r1\.kbrun\.json$/)
  expect(named("/?*")).toMatch(/^VDD_[0-9a-f]{8}_2026-11-04_r1\.kbrun\.json$/)
})

test("the name of a file is short in bytes, and is not cut within a letter", () => {
  for (const long of [
    "ü".repeat(300),
    "漢".repeat(300),
    "🙂".repeat(300),
    "e\u0331".repeat(300),
    "x" + "\u0301".repeat(300),
  ]) {
    const made = named(long)
    expect(Buffer.byteLength(made)).toBeLessThanOrEqual(120)
    expect(made).toMatch(new RegExp(`_${day}_r1\\.kbrun\\.json$`))
    expect(made).not.toContain("\ufffd")
    expect(Buffer.from(made).toString(), "no half of a pair").toBe(made)
  }
  expect(named("e\u0331".repeat(300))).toMatch(/e\u0331_2026/)
})

/** A run in which everything happened that can happen. */
function eventful(): Ledger {
  const run = begun(list)
  run.append(log.RUN, { name: "Provider A", "field:Date": "2026-11-15" }, ann())
  run.append(log.RUN, { scope: { excluded: ["Later"], why: "There is no site" } }, ann())
  const [first, second] = list.items
  const noted = run.append("VDD-01", { note: "Wrong\nnote" }, ann(), first!.hash)
  run.append("VDD-01", { withdraw: noted.id }, ann(), first!.hash)
  const mark = { name: "a.pdf", size: 1234567, modified: "2026-01-01T00:00:00.000Z", sha256: "ab".repeat(32) }
  run.append("VDD-01", { evidence: { text: "", file: mark }, owner: "Ms X", due: "2026-12-24" }, ann(), first!.hash)
  run.append("VDD-01", { state: "na", reason: "Because of this and that", from: "imported from back.xlsx" }, ann())
  run.append("VDD-01", { confirmed: { by: "Bob", at: "2026-11-04T11:00:00.000Z" } }, ann(), first!.hash)
  run.append("VDD-02", { state: "problem" }, ann(), second!.hash)
  run.append("VDD-02", { exception: { by: "GC", why: "Signed next week", until: "2027-03-01" } }, ann(), second!.hash)
  run.append("VDD-02", { later: { deep: [1, { x: 2 }] } }, ann(), second!.hash)
  changes.update(run, checklist(list.items.slice(0, 3), { version: "2" }), ann())
  signing.sign(run, rules.SIGNER, "Ann", ann())
  signing.reopen(run, "The registry corrected its extract", ann())
  return run
}

test("the history is in words: no JSON, no name that only programs use, days as the language writes them", () => {
  const run = eventful()
  const table = history.history(run)
  const cells = table.map((row) => row.slice(0, 5).join("|"))
  for (const cell of cells)
    expect(cell).not.toMatch(/[{}[\]]\s*"|@run|\w+_\w+|field:|sign:|state:|\d{4}-\d\d-\d\d|imported from/)
  const whole = table.map((row) => row[4]).join("\n")
  for (const line of [
    "Name: Provider A",
    "Date: 15 November 2026",
    "Sections left out: Later (Reason: There is no site)",
    "Withdrawn: Note: Wrong note",
    `Evidence: [a.pdf, 1234567 bytes, SHA-256 ${"ab".repeat(32)}]`,
    "Owner: Ms X",
    "Due: 24 December 2026",
    "State: Not applicable",
    "Reason: Because of this and that",
    "Source: back.xlsx",
    "Confirmed: Bob, 4 November 2026, ",
    "State: No, a problem",
    "Exception: Accepted by GC: Signed next week (until 1 March 2027)",
    "later: something that this page does not know",
    "Guidance: version 2 (1 change)",
    "Guidance: version 1",
    "Signed by: Ann, digest ",
    "Signed by: not signed",
    "Opened again: The registry corrected its extract",
    "Revision: 2",
  ])
    expect(whole).toContain(line)
  expect(table[1]).toMatchObject({ 1: "UTC+00:00", 2: "Ann", 3: "Run" })
  expect(cells[0]).toMatch(/^4 November 2026, /)
})

test("what somebody else wrote into a field is told without harm", () => {
  for (const field of [
    "state",
    "exception",
    "confirmed",
    "scope",
    "update",
    "withdraw",
    "evidence",
    "from",
    "sign:x",
    "x",
  ])
    for (const value of [null, "", "x", 1, true, [], {}, [[{}]], { by: 1, why: {}, excluded: 3, file: 1, text: "" }]) {
      const line = told.told({ [field]: value }).join()
      expect(line, field).not.toMatch(/[{}]|undefined|\[object/)
    }
})

test("a box in markdown is ticked only where nothing is left to do, and what is left out says so", () => {
  const run = begun(list)
  run.append(log.RUN, { scope: { excluded: ["Later"], why: "There is no site" } }, ann())
  const lines = (): string[] => markdown.markdown(rules.view(run)).split("\n")
  const line = (ref: string): string => lines().find((one) => one.includes(ref))!
  run.append("VDD-01", { state: "done" }, ann(), list.items[0]!.hash)
  expect(line("VDD-01")).toBe("- [ ] **VDD-01** (critical) Obtain a certificate. (Done, evidence missing)")
  run.append("VDD-01", { evidence: { text: "x" } }, ann(), list.items[0]!.hash)
  expect(line("VDD-01")).toBe("- [x] **VDD-01** (critical) Obtain a certificate.")
  run.append("VDD-02", { state: "na" }, ann(), list.items[1]!.hash)
  expect(line("VDD-02")).toMatch(/^- \[ \] .* \(Not applicable, reason missing or too short\)$/)
  run.append("VDD-02", { reason: "Only one party is involved" }, ann(), list.items[1]!.hash)
  expect(line("VDD-02")).toMatch(/^- \[x\] ~~.*~~ \(n\/a: Only one party is involved\)$/)
  for (const ref of ["VDD-03", "VDD-04"])
    expect(line(ref)).toMatch(/^- ~~\*\*VDD-0\d\*\* .*~~ \(out of scope: There is no site\)$/)
  expect(markdown.markdown(rules.view(run), true)).not.toContain("VDD-0")
})

test("rows say what is left out and why, and come back as they went", () => {
  const run = begun(list)
  run.append(log.RUN, { scope: { excluded: ["Later"], why: "There is no site" } }, ann())
  const seen = rules.view(run)
  const at = (title: string): number => rows.COLUMNS.indexOf(title)
  const table = csv.readCsv(csv.writeCsv([rows.COLUMNS, ...rows.rows(seen)]))
  const row = table.find(([ref]) => ref === "VDD-03")!
  expect([row[at("Status")], row[at("Reason if N/A")]]).toEqual(["Out of scope", "There is no site"])
  expect(rows.propose(table, seen)).toEqual({ changes: [], refused: [] })
  expect(rows.rows(seen, true).map(([ref]) => ref)).toEqual(["VDD-01", "VDD-02"])
  row[at("Status")] = "Done"
  expect(rows.propose(table, seen).changes.map(({ set }) => set)).toEqual([{ state: "done" }])
  table.find(([ref]) => ref === "VDD-01")![at("Status")] = "Out of scope"
  expect(rows.propose(table, seen).refused).toEqual([expect.stringContaining("“Out of scope” is no status")])
})

test("evidence comes back as it went, however a language writes the size of a file", () => {
  const run = begun(list)
  const mark = { name: "a, 1.pdf", size: 1234567, modified: "", sha256: "ab".repeat(32) }
  run.append("VDD-01", { evidence: { text: "x", file: mark } }, ann(), list.items[0]!.hash)
  const seen = rules.view(run)
  const table = [rows.COLUMNS, ...rows.rows(seen)]
  const at = rows.COLUMNS.indexOf("Evidence")
  for (const size of ["1.234.567 Bytes", "1,234,567 bytes", "1 234 567 octets"]) {
    table[1]![at] = `x [a, 1.pdf, ${size}, SHA-256 ${mark.sha256}]`
    expect(rows.propose(table, seen).changes, size).toEqual([])
    table[1]![at] += "\nAnother"
    expect(rows.propose(table, seen).changes[0]!.set, size).toEqual({ evidence: "Another" })
  }
})

test("two people's answers and their copies tell one history", () => {
  const run = eventful()
  const other = copyOf(run)
  merging.merge(other, run.run)
  expect(history.history(other)).toEqual(history.history(run))
})

test("a day is written as the language writes it, and what is no day stays as it is", () => {
  const months = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
  ]
  const day = words.daysOf("{day}. {month} {year}", [...months, "Dezember"])
  for (const [given, want] of [
    ["2026-11-05", "5. November 2026"],
    ["2026-12-31", "31. Dezember 2026"],
    ["0987-01-01", "1. Januar 987"],
  ])
    expect(day(given!)).toBe(want)
  for (const none of [
    "",
    "2026-13-01",
    "2026-00-10",
    "2026-01-00",
    "2026-01-32",
    "2026-1-1",
    "on 2026-11-05",
    "2026-11-05T10:00Z",
  ])
    expect(day(none), none).toBe(none)
})

test("sheets have names that Excel allows, each another one", async () => {
  const sheets = [
    "Verlauf",
    "verlauf",
    "a/b:c?[d]",
    "L'été d'À propos",
    "'quoted'",
    "x".repeat(40),
    "x".repeat(50),
    "A & B",
    "",
  ]
  const data = xlsx.writeXlsx(sheets.map((name) => ({ name, columns: [{ title: "T", width: 9 }], rows: [] })))
  const xml = new TextDecoder().decode(await zip.readZip(data).get("xl/workbook.xml")!())
  const names = [...xml.matchAll(/<sheet name="([^"]*)"/g)].map((match) => match[1])
  expect(names).toEqual([
    "Verlauf",
    "verlauf (2)",
    "a-b-c-(d)",
    "L'été d'À propos",
    "quoted",
    "x".repeat(31),
    "x".repeat(26) + " (7)",
    "A &amp; B",
    "9",
  ])
  expect(xml).toContain("'L''été d''À propos'!$1:$1")
})
