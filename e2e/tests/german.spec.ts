// What a German reader meets and no list of words shows: how days, numbers, keys and names of files are written, what is said of a
// change, and what is left out.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import type { Page } from "@playwright/test"
import { expect, test as base } from "../harness.ts"
import { readWorkbook } from "../inbrowser.ts"
import { csv, rows, zip } from "../run.ts"
import { serve } from "../server.ts"
import { build } from "../words.ts"

const checks = `---
title: Lieferantenprüfung
type: checklist
id: lieferant
prefix: DD
version: "3"
reviewed: 2026-10-01
run:
  about: Lieferant
  ask: [Land, Datum des Vertrags, Unterschriftsdatum, Datumsformat]
sign_off: [Bearbeitung, Vier-Augen-Prüfung]
---
## Zuerst (Haltepunkt)

- [ ] **DD-1** (kritisch) Liegt ein Handelsregisterauszug vor?
  - Antwort: ja/nein
- [ ] **DD-2** (erforderlich) Interessenkonflikte prüfen.
  - Beleg: Ergebnis der Prüfung (erforderlich)
- [ ] **DD-3** (empfohlen) Referenzen einholen.
  - Fällig: 2027-03-01

## Später

- [ ] **DD-4** (empfohlen) Die Räume besichtigen.
`

const test = base.extend<{ home: string }>({
  home: async ({}, use) => {
    const { root, made } = build("de", { "content/checks/elenchos.md": checks })
    const server = await serve(made, "/")
    await use(server.url)
    await server.close()
    rmSync(root, { recursive: true, force: true })
  },
})

const item = (page: Page, ref: string) => page.locator(`li[data-ref="${ref}"]`)
const status = (page: Page, ref: string) => item(page, ref).locator(".check-status").first()

/** Begins a run that leaves out what comes later. */
async function begin(page: Page, home: string, name: string): Promise<void> {
  await page.goto(home + "checks/elenchos.html")
  await page.getByRole("button", { name: "Durchlauf beginnen" }).click()
  await page.getByLabel("Lieferant", { exact: true }).fill(name)
  await page.getByLabel("Ihr Name", { exact: true }).fill("Jörg Weiß")
  await page.getByLabel("Unterschriftsdatum").fill("2026-12-24")
  await page.getByText("Abschnitte auslassen").click()
  await page.getByRole("checkbox", { name: "Später" }).check()
  await page.getByLabel("Warum sie ausgelassen werden").fill("Es gibt keine Räume")
  await page.getByRole("button", { name: "Beginnen", exact: true }).click()
  await page.locator(".run-bar").waitFor()
}

/** Chooses in the menu of a run, and gives what is saved. */
async function saved(page: Page, choice: string): Promise<{ name: string; data: Buffer }> {
  if ((await page.locator(".run-more").getAttribute("open")) === null) await page.locator(".run-more summary").click()
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: choice }).click(),
  ])
  return { name: download.suggestedFilename(), data: readFileSync((await download.path())!) }
}

test("days, sizes, names of files and changes are written as German writes them", async ({ page, home }) => {
  await page.goto(home + "checks/elenchos.html")
  await page.keyboard.press("?")
  await expect(page.locator("dialog.keys")).toContainText("Strg+K")
  await page.keyboard.press("Escape")
  await page.getByRole("button", { name: "Durchlauf beginnen" }).click()
  for (const [name, type] of [
    ["Land", "text"],
    ["Datum des Vertrags", "date"],
    ["Unterschriftsdatum", "date"],
    ["Datumsformat", "text"],
  ])
    await expect(page.getByLabel(name!, { exact: true }), name).toHaveAttribute("type", type!)

  await begin(page, home, "Müller & Söhne GmbH")
  await expect(status(page, "DD-3")).toHaveText("Nicht erledigt, fällig am 1. März 2027")
  await expect(status(page, "DD-4")).toContainText("nicht Gegenstand dieses Durchlaufs")
  await item(page, "DD-2").locator(".check-more").click()
  await item(page, "DD-2").locator('[data-part="due"]').fill("2026-11-15")
  await item(page, "DD-2").locator('[data-part="due"]').blur()
  await expect(status(page, "DD-2")).toHaveText("Nicht erledigt, überfällig seit 15. November 2026")
  await item(page, "DD-2").locator('input[type="checkbox"]').check()
  await expect(status(page, "DD-2")).toHaveText(
    /^Erledigt, Beleg fehlt, .* Jörg Weiß, \d{1,2}\. [A-ZÄ][a-zä]+ \d{4}, \d\d:\d\d$/,
  )

  const markdown = (await saved(page, "Als Markdown speichern")).data.toString()
  expect(markdown).toContain("- Unterschriftsdatum: 24. Dezember 2026")
  expect(markdown).toMatch(/^- \[ \] \*\*DD-2\*\* .*\(Erledigt, Beleg fehlt, /m)
  expect(markdown).toMatch(/^- ~~\*\*DD-4\*\* .*~~ \(nicht Gegenstand dieses Durchlaufs: Es gibt keine Räume\)$/m)

  const [mark] = await Promise.all([
    page.waitForEvent("filechooser"),
    item(page, "DD-2").getByRole("button", { name: "Fingerabdruck einer Datei …" }).click(),
  ])
  await mark.setFiles({ name: "Auszug.pdf", mimeType: "application/pdf", buffer: Buffer.alloc(1_234_567) })
  await expect(item(page, "DD-2")).toContainText("[Auszug.pdf, 1.234.567 Bytes, SHA-256 ")

  const [sheet] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "Arbeitsmappe übernehmen …" }).click(),
  ])
  const cells = (given: Record<string, string>): string[] => rows.COLUMNS.map((title) => given[title] ?? "")
  const table = [rows.COLUMNS, cells({ Ref: "DD-1", Status: "Problem", Owner: "Fr. X", Due: "2027-01-15" })]
  await sheet.setFiles({ name: "zurück.csv", mimeType: "text/csv", buffer: Buffer.from(csv.writeCsv(table)) })
  await expect(page.getByRole("dialog")).toContainText(
    "DD-1: Stand: Nein, ein Mangel; Zuständig: Fr. X; Fällig am: 15. Januar 2027",
  )
  await page.getByRole("button", { name: "Übernehmen", exact: true }).click()

  const book = await saved(page, "Als Excel-Datei speichern")
  expect(book.name).toMatch(/^DD_Müller & Söhne GmbH_\d{4}-\d\d-\d\d_r1\.xlsx$/)
  const [list, history, about] = await readWorkbook(page, book.data)
  const left = list!.rows.find(([ref]) => ref === "DD-4")!
  expect(left).toEqual(expect.arrayContaining(["Out of scope", "Es gibt keine Räume"]))
  expect(history!.name).toBe("Verlauf")
  expect(history!.rows.map((row) => row[4]!).join("\n")).toContain(
    "Stand: Nein, ein Mangel\nZuständig: Fr. X\nFällig am: 15. Januar 2027\nQuelle: zurück.csv",
  )
  expect(history!.rows.map((row) => row[4]!).join("\n")).toContain(
    "Ausgelassene Abschnitte: Später (Begründung: Es gibt keine Räume)",
  )
  expect(history!.rows[2]![3]).toBe("Durchlauf")
  expect(about!.name).toBe("Angaben")
  expect(about!.rows).toContainEqual(["Geprüft am", "1. Oktober 2026"])
  expect(about!.rows).toContainEqual(["Unterschriftsdatum", "24. Dezember 2026"])

  await page.evaluate(() => dispatchEvent(new Event("beforeprint")))
  const record = page.locator(".run-record")
  await expect(record).toContainText("Begründung: Es gibt keine Räume")
  await expect(record).toContainText("Zuständig: Fr. X, fällig am 15. Januar 2027")
  await page.evaluate(() => dispatchEvent(new Event("afterprint")))
})

test("the page of all runs shows days in words and sorts by the days themselves", async ({ page, home }) => {
  for (const [name, due] of [
    ["Ärzte GmbH", "2027-02-01"],
    ["Zander AG", "2026-12-31"],
  ]) {
    await begin(page, home, name!)
    await item(page, "DD-1").locator(".check-more").click()
    await item(page, "DD-1").locator('[data-part="due"]').fill(due!)
    await item(page, "DD-1").locator('[data-part="due"]').blur()
    await expect(status(page, "DD-1")).toContainText("fällig am")
  }
  await page.goto(home + "runs.html")
  const due = page.locator('.runs > div .runs-table td[data-title="Nächste Frist"]')
  for (const order of [
    ["31. Dezember 2026", "1. Februar 2027"],
    ["1. Februar 2027", "31. Dezember 2026"],
  ]) {
    await page.getByRole("button", { name: "Nächste Frist" }).click()
    await expect(due).toHaveText(order)
  }
  await page.getByLabel("Nur Durchläufe mit").fill("31. dezember 2026")
  await page.keyboard.press("Tab")
  await expect(due.first()).toHaveText("31. Dezember 2026")

  const [all] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Alle in einer Datei speichern" }).click(),
  ])
  expect(all.suggestedFilename()).toMatch(/^Durchläufe_\d{4}-\d\d-\d\d\.zip$/)
  const entries = zip.readZip(readFileSync((await all.path())!))
  expect([...entries.keys()].map((name) => name.replace(/_.*/, ""))).toEqual(["DD", "DD", "Übersicht.csv"])
  const index = csv.readCsv(new TextDecoder().decode(await entries.get("Übersicht.csv")!()))
  expect(index[0]).toContain("Offen vor der Unterschrift")
  expect(index[1]!.join()).toMatch(/DD_(Ärzte GmbH|Zander AG)_.*\d{1,2}\. \S+ \d{4}, \d\d:\d\d/)

  const folder = mkdtempSync(path.join(tmpdir(), "pandect-german-"))
  for (const [name, entry] of entries)
    if (name.endsWith(".kbrun.json")) writeFileSync(path.join(folder, name), await entry())
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "Ordner mit Durchläufen öffnen …" }).click(),
  ])
  await chooser.setFiles(folder)
  await expect(page.locator(".runs-folder")).toContainText("Im Ordner: 2 Durchläufe")
  await expect(page.locator(".runs-folder")).toContainText("1. Februar 2027")
  rmSync(folder, { recursive: true })
})
