// The words of the interface, in two languages other than English: one that is made here, in which every message is the English
// one in brackets, and German. The site has Greek words alone, so that every other word is one of the interface.

import { readdirSync, readFileSync, rmSync } from "node:fs"
import path from "node:path"
import { pathToFileURL } from "node:url"
import type { Page } from "@playwright/test"
import { expect, test } from "../harness.ts"
import { readWorkbook } from "../inbrowser.ts"
import { csv, rows } from "../run.ts"
import { serve } from "../server.ts"
import { build, messageFile, messages } from "../words.ts"

/** The English messages, each in brackets; but for what is no word. */
const bracketed = messageFile("en").replace(/^(?!\[|pattern |group |about_case )(\w+ = .*)$/gm, (line) =>
  line.replace(/"((?:[^"\\]|\\.)*)"/g, '"[$1]"'),
)

/** What no message says: names of programs and formats, and the halves of the day. */
const NAMES =
  "UTC|SHA|KB|MB|csv|sha256|[0-9a-f]{8,}|[0-9a-f]{4}(?=-)|elenchos|pandect\\.[\\w-]+|kb-[\\w-]+|kb(?=-)|AM|PM"
const LETTERS = new RegExp(`\\b(?:${NAMES})\\b`, "g")

/** What is made for programs, and never for readers: days and values as data, and what a script has for nothing. */
const RAW = /\d{4}-\d\d-\d\d|\{|@run|undefined|\[object/g
const WRITTEN = /2026-01-01/g // as it stands in the checklist

/** The words of a page, with what is only read aloud or shown on demand. */
function wordsOf(): string[] {
  const copy = document.documentElement.cloneNode(true) as HTMLElement
  for (const gone of copy.querySelectorAll("script, style, code, textarea")) gone.remove()
  const texts: string[] = []
  const walker = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) texts.push(walker.currentNode.textContent ?? "")
  const list = [texts.join(" ")]
  for (const one of copy.querySelectorAll("*")) {
    for (const name of ["aria-label", "title", "placeholder", "alt", "data-title"])
      list.push(one.getAttribute(name) ?? "")
  }
  return list.filter((text) => text.trim() !== "")
}

/** The name of a sheet with the brackets for which a workbook has other signs. */
const restored = (name: string): string => name.replace("(", "[").replace(")", "]")

/** Opens everything that shows words of the interface, and has each looked at. say gives a message. */
async function tour(
  page: Page,
  made: string,
  home: string,
  say: (key: string) => string,
  look: (where: string, texts: string[]) => void,
): Promise<void> {
  const see = async (where: string): Promise<void> => look(where, await page.evaluate(wordsOf))
  const fromMenu = async (key: string): Promise<void> => {
    if ((await page.locator(".run-more").getAttribute("open")) === null) await page.locator(".run-more summary").click()
    const menu = page.locator(".run-menu")
    await menu.getByRole("button", { name: say(key), exact: true }).click()
  }
  const pages = readdirSync(made, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".html"))
  expect(pages.length).toBeGreaterThan(12)
  for (const name of pages) {
    if (name === "palaioi.html")
      look(name, [
        readFileSync(path.join(made, name), "utf8")
          .replace(/^[\s\S]*<body>/, "")
          .replace(/<[^>]*>/g, ""),
      ])
    else {
      await page.goto(name.endsWith("-single.html") ? pathToFileURL(path.join(made, name)).href : home + name)
      await see(name)
    }
  }
  for (const name of ["feed.xml", "llms.txt"])
    look(name, [
      readFileSync(path.join(made, name), "utf8").replace(/<[^>]*>|\([^)]*\)|[\w:./-]*\d[\w:.-]*|https:\S*/g, " "),
    ])

  await page.goto(home + "nomoi.html")
  await page.keyboard.press("?")
  await page.locator("dialog.keys").waitFor()
  await see("keys")
  await page.keyboard.press("Escape")
  await expect(page.locator("dialog.keys")).toBeHidden()
  await page.locator(".search-open").click()
  await page.locator("dialog.finder").waitFor()
  await see("search dialog")
  for (const query of ["νόμος", "ζζζζζ", "νόμος ζζζζζ"]) {
    await page.locator("dialog.finder input").fill(query)
    await expect(page.locator(".finder-said")).not.toHaveText(say("search.help"))
    await page.waitForTimeout(700)
    await see(`search dialog: ${query}`)
  }
  await page.goto(home + "search.html?q=" + encodeURIComponent("νόμος"))
  await page.locator(".results li").first().waitFor()
  await see("search page")
  await page.locator(".results a").first().click()
  await page.locator(".clear-marks").waitFor()
  await see("marks")

  await page.goto(home + "checks/elenchos.html")
  const button = (key: string) => page.getByRole("button", { name: say(key), exact: true }).filter({ visible: true })
  await button("start.open_code").click()
  await page.locator("dialog textarea").fill("ψ")
  await button("code.open").click()
  await expect(page.locator("dialog .check-error")).toHaveText(say("code.no_code"))
  await see("code")
  await page.keyboard.press("Escape")
  await button("start.start").click()
  const form = page.locator(".run-form")
  await form.waitFor()
  await see("start")
  for (const [i, text] of ["Αθήνα", "Ελλάς", "Σόλων"].entries())
    await form.locator("input[type=text]").filter({ visible: true }).nth(i).fill(text)
  await button("start.go").click()
  await page.locator(".run-bar").waitFor()
  await see("a run that begins")
  await page.locator('li[data-ref="E-1"] input[type=checkbox]').check()
  for (const more of await page.locator(".check-more").all()) await more.click()
  await see("items")
  await page.locator('[data-ref="E-4"] [data-part="state-problem"]').check()
  await page.locator('[data-ref="E-5"] [data-part="state-na"]').check()
  await page.locator('[data-ref="E-2"] [data-part="state-done"]').check()
  await page.locator('[data-ref="E-2"] [data-part="note"]').fill("Λόγος")
  await page.locator('[data-ref="E-2"] [data-part="owner"]').fill("Σόλων")
  await page.locator('[data-ref="E-2"] [data-part="due"]').fill("2026-11-15")
  await page.locator('[data-ref="E-2"] [data-part="evidence"]').fill("Νόμος")
  await page.locator('[data-ref="E-2"] [data-part="evidence"]').press("Enter")
  await page.waitForTimeout(1200) // until it was said politely, too
  await see("answers")
  await button("bar.sign").click()
  await page.locator("dialog[open]").waitFor()
  await see("not ready")
  await page.keyboard.press("Escape")
  for (const key of ["bar.share", "bar.rename", "bar.reopen", "bar.bin"]) {
    await fromMenu(key)
    await page.locator("dialog[open]").waitFor()
    await see(key)
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog[open]")).toHaveCount(0)
  }
  const [sheet] = await Promise.all([page.waitForEvent("filechooser"), fromMenu("bar.take_back")])
  const cells = (ref: string, given: Record<string, string>): string[] =>
    rows.COLUMNS.map((title) => (title === "Ref" ? ref : (given[title] ?? "")))
  const table = [
    rows.COLUMNS,
    cells("E-1", { Status: "Problem", Owner: "Σόλων", Due: "2027-01-15", Note: "Λόγος" }),
    cells("E-2", { Status: "Not applicable", "Reason if N/A": "Δεν υπάρχει λόγος", "Wording hash": "0" }),
    cells("Ζ-9", { Status: "Done" }),
  ]
  await sheet.setFiles({ name: "α.csv", mimeType: "text/csv", buffer: Buffer.from(csv.writeCsv(table)) })
  await page.locator("dialog[open] .check-entries li").first().waitFor()
  await see("a workbook that comes back")
  await button("file.take").click()
  await expect(page.locator("dialog[open]")).toHaveCount(0)
  const [saved] = await Promise.all([page.waitForEvent("download"), fromMenu("bar.save_excel")])
  const book = await readWorkbook(page, readFileSync((await saved.path())!))
  for (const { name, rows } of book.slice(1)) look(`sheet ${name}`, [restored(name), ...rows.flat()])
  expect(book.map(({ name }) => restored(name))).toEqual(["Checklist", say("history.title"), say("record.about")])
  const [download] = await Promise.all([page.waitForEvent("download"), fromMenu("bar.save_markdown")])
  look("markdown", [
    readFileSync((await download.path())!, "utf8")
      .replace(/\[[x ]\] /g, "")
      .replace(/\bt-\w+/g, ""),
  ])
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")))
  await page.locator(".run-record").waitFor({ state: "attached" })
  await see("record")
  await page.evaluate(() => dispatchEvent(new Event("afterprint")))
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), fromMenu("bar.merge")])
  await chooser.setFiles({ name: "α.json", mimeType: "application/json", buffer: Buffer.from("{") })
  await page.locator(".run-alarm").waitFor()
  await see("alarm")
  await page.goto(home + "checks/elenchos.html")
  await page.locator(".run-list").waitFor()
  await see("runs of a checklist")
  await page.goto(home + "runs.html")
  await page.locator(".runs-folder, .runs details").first().waitFor()
  await see("all runs")
}

/** What of a text is for programs alone. */
const rawIn = (where: string, text: string): string[] =>
  (text.replace(WRITTEN, "").match(RAW) ?? []).map((found) => `${where}: ${found}`)

const letters = /[A-Za-zÀ-ÖØ-öø-ÿ]{2,}/g

test("no word of the interface stands outside the messages", async ({ page }) => {
  const { root, made } = build("en-x-brackets", { "themes/counsel/messages/en-x-brackets.toml": bracketed })
  const server = await serve(made, "/")
  const found: string[] = []
  try {
    const all = messages(bracketed)
    await tour(
      page,
      made,
      server.url,
      (key) => all.get(key)!,
      (where, texts) => {
        for (const text of texts) {
          found.push(...rawIn(where, text))
          let rest = text
          for (let before = ""; before !== rest;) rest = (before = rest).replace(/\[[^[\]]*\]/g, " ")
          const words = rest.replace(LETTERS, "").match(letters)
          if (words) found.push(`${where}: ${words.join(" ")}`)
        }
      },
    )
    expect([...new Set(found)]).toEqual([])
  } finally {
    await server.close()
    rmSync(root, { recursive: true, force: true })
  }
})

test("a site in German has no English word of the interface", async ({ page }) => {
  const german = messageFile("de").replace(/\{\w+\}/g, " ") // places are no words
  const known = new Set(
    [...messages(german).values(), ...(german.match(/"(?:[^"\\]|\\.)*"/g) ?? [])].join(" ").match(letters),
  )
  const { root, made } = build("de")
  const server = await serve(made, "/")
  const found: string[] = []
  try {
    const all = messages(german)
    await tour(
      page,
      made,
      server.url,
      (key) => all.get(key)!,
      (where, texts) => {
        found.push(...texts.flatMap((text) => rawIn(where, text)))
        const words = texts
          .flatMap((text) => text.replace(LETTERS, "").match(letters) ?? [])
          .filter((word) => !known.has(word))
        if (words.length > 0) found.push(`${where}: ${words.join(" ")}`)
      },
    )
    expect([...new Set(found)]).toEqual([])
  } finally {
    await server.close()
    rmSync(root, { recursive: true, force: true })
  }
})
