// The blank form of a published checklist, as a workbook and as CSV, comes back by the import of the page: every item, every
// column, and every word that a cell offers.

import { readFileSync, writeFileSync } from "node:fs"
import path from "node:path"
import { pathToFileURL } from "node:url"
import { expect, test, type Page } from "@playwright/test"
import { exportsOf, readWorkbook } from "../inbrowser.ts"
import { ListSite } from "../lists.ts"
import { begun, csv, rows, rules, zip, type Checklist } from "../run.ts"
import { repository } from "../sites.ts"

const items = `## Généralités – “Standing” (gate)

- [ ] **VDD-01** (critical) Les élus ont-ils signé l’accord de fiançailles ?
  - Why: “Élus”, e\u0301lus; a long reason: ${"raison ".repeat(60)}
  - Evidence: Registry extract (required)
  - N/A: Group company; Öffentliche Stelle
- [ ] **VDD-02** (required) =SUM(A1), then \`_x000D_ _x0041_x0042_\` & \`<b>\`, \`'=1\`
- [ ] **VDD-03** (recommended) -1 is less; "quotes", semicolons; commas, 'apostrophes'
  - Answer: yes/no
- [ ] **VDD-04** İstanbul, ﬁnance, Straße, ΣΊΣΥΦΟΣ

## 漢字 😀 (Данные)

- [ ] **VDD-05** (critical) Ёлка 漢字かな مُحَمَّد हिन्दी 한국어 👨‍👩‍👧 𝔘𠀀 e\u0301
  - N/A: not allowed
- [ ] No reference, 90 days, soft\u00adhyphen
- [ ] **VDD-06** ＝1 @here ${"very long ".repeat(400)}
`

const columns = (
  JSON.parse(readFileSync(path.join(repository, "internal/checksheet/testdata/columns.json"), "utf8")) as Array<{
    title: string
    options?: string[]
  }>
).map((column) => ({ options: [], ...column }))
const titles = columns.map(({ title }) => title)
const at = (title: string): number => titles.indexOf(title)

/** The questions of the page that is open, as its script takes them. */
const asked = (page: Page): Promise<Checklist> =>
  page.evaluate(`${exportsOf("desk/definition.ts")}.definitionOf(document.querySelector(".checklist"))`)

/** What a filled-in form would change, by reference. */
function changes(list: Checklist, table: string[][]) {
  const { changes, refused } = rows.propose(table, rules.view(begun(list)))
  expect(refused).toEqual([])
  return Object.fromEntries(changes.map(({ item, set }) => [item.ref, set]))
}

for (const language of ["en", "de"]) {
  test(`a blank form in ${language} comes back whole, empty and filled in`, async ({ page }) => {
    const site = new ListSite()
    const config = path.join(site.folder, "config.toml")
    writeFileSync(config, `language = "${language}"\n` + readFileSync(config, "utf8"))
    site.write(items)
    await page.goto(pathToFileURL(path.join(site.made, "vendor.html")).href)
    const list = await asked(page)
    expect(list.items.map(({ ref }) => ref.replace(/^t-.*/, "t-"))).toEqual([
      "VDD-01",
      "VDD-02",
      "VDD-03",
      "VDD-04",
      "VDD-05",
      "t-",
      "VDD-06",
    ])

    const book = new Uint8Array(readFileSync(path.join(site.made, "vendor.xlsx")))
    const sheets = await readWorkbook(page, book)
    const table = sheets[0]!.rows.map((row) => titles.map((_, i) => row[i] ?? ""))
    expect(sheets.map(({ name }) => name)).toEqual(["Checklist", language === "de" ? "Angaben" : "About"])
    expect(table[0]).toEqual(titles)
    const column = (title: string): string[] => table.slice(1).map((row) => row[at(title)]!)
    expect(column("Ref")).toEqual(list.items.map(({ ref }) => ref))
    expect(column("Section")).toEqual(list.items.map(({ section }) => section))
    const visible = (text: string): string => text.replace(/\u00ad/g, "") // a page may be hyphenated, a wording is not
    expect(column("Item")).toEqual(list.items.map(({ text }) => visible(text)))
    expect(column("Severity")).toEqual(list.items.map(({ severity }) => severity))
    expect(column("Wording hash")).toEqual(list.items.map(({ hash }) => hash))
    expect(column("Why")[0]).toContain("“Élus”, e\u0301lus; a long reason: raison raison")
    expect(column("Evidence to ask for")[0]).toContain("Registry extract")
    expect(changes(list, table)).toEqual({})

    const comma = csv.readCsv(readFileSync(path.join(site.made, "vendor.csv"), "utf8"))
    expect(comma).toEqual(table)

    // What the cells offer, as it stands in the workbook.
    const sheet = new TextDecoder().decode(await zip.readZip(book).get("xl/worksheets/sheet1.xml")!())
    const offered = [...sheet.matchAll(/<formula1>"?(.*?)"?<\/formula1>/g)].map(([, words]) =>
      words!.replace(/&quot;/g, "").split(","),
    )
    expect(offered).toEqual(columns.map(({ options }) => options).filter((options) => options.length > 0))
    const [statuses, answers] = offered as [string[], string[]]
    const states = ["open", "done", "problem", "na"]
    expect(statuses.length).toBe(states.length)
    const filledIn = (fill: Record<string, string>): string[][] =>
      table.map((row, i) =>
        i === 0
          ? row
          : row.map((cell, k) => (row[0] === "VDD-04" || !("Status" in fill) ? fill[titles[k]!] : undefined) ?? cell),
      )
    for (const [i, status] of statuses.entries()) {
      const set = changes(list, filledIn({ Status: status, "Reason if N/A": "Nobody is concerned" }))["VDD-04"]
      expect(set?.["state"] ?? "open", status).toBe(states[i])
    }
    for (const [i, answer] of answers.entries()) {
      const given = changes(list, filledIn({ Answer: answer, Owner: "Zoë 😀", Note: "=e\u0301 ß", Due: "2026-12-01" }))
      for (const { ref } of list.items) {
        expect(given[ref], answer).toEqual({
          state: ["done", "problem"][i],
          owner: "Zoë 😀",
          note: "=e\u0301 ß",
          due: "2026-12-01",
        })
      }
    }
    site.remove()
  })
}
