// The words of the interface, in two languages other than English: one that is made here, in which every message is the English
// one in brackets, and German. The site has Greek words alone, so that every other word is one of the interface.

import { execFileSync } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { pathToFileURL } from "node:url"
import type { Page } from "@playwright/test"
import { expect, test } from "../harness.ts"
import { serve } from "../server.ts"
import { program, repository } from "../sites.ts"

const folder = path.join(repository, "themes/counsel/messages")
const english = readFileSync(path.join(folder, "en.toml"), "utf8")

/** The messages of a file by key, as far as they are plain. */
function messages(text: string): Map<string, string> {
  const list = new Map<string, string>()
  let table = ""
  for (const line of text.split("\n")) {
    table = /^\[(\w+)\]/.exec(line)?.[1] ?? table
    const [, key, value] = /^(\w+) = ("(?:[^"\\]|\\.)*")/.exec(line) ?? []
    if (key) list.set(`${table}.${key}`, JSON.parse(value!) as string)
  }
  return list
}

/** The English messages, each in brackets; but for what is no word. */
const bracketed = english.replace(/^(?!\[|pattern |group |about_case )(\w+ = .*)$/gm, (line) =>
  line.replace(/"((?:[^"\\]|\\.)*)"/g, '"[$1]"'),
)

/** What no message says: names of programs and formats, and days as a browser writes them. */
const NAMES = "UTC|SHA|KB|MB|sha256|[0-9a-f]{8,}|[0-9a-f]{4}(?=-)|elenchos|pandect\\.[\\w-]+|kb-[\\w-]+|kb(?=-)"
const DAYS = "Jan|Feb|März?|Mar|Apr|Mai|May|Juni?|Juli?|Aug|Sept?|Okt|Oct|Nov|Dez|Dec|AM|PM"
const LETTERS = new RegExp(`\\b(?:${NAMES}|${DAYS})\\b`, "g")

/** The words of a page, with what is only read aloud or shown on demand. */
function wordsOf(): string[] {
  const copy = document.documentElement.cloneNode(true) as HTMLElement
  for (const gone of copy.querySelectorAll("script, style, kbd, code, textarea")) gone.remove()
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

/** Builds the site in a language and gives where it is. */
function build(language: string, more: Record<string, string> = {}): { root: string; made: string } {
  const root = mkdtempSync(path.join(tmpdir(), "pandect-words-"))
  cpSync(path.join(repository, "e2e/fixtures/words"), root, { recursive: true })
  const config = path.join(root, "config.toml")
  writeFileSync(config, `language = "${language}"\n` + readFileSync(config, "utf8"))
  for (const [name, text] of Object.entries(more)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true })
    writeFileSync(path.join(root, name), text)
  }
  const made = path.join(root, "public")
  execFileSync(program, ["build", "--drafts", "--source", root, "--output", made, "--now", "2026-12-01", "--quiet"])
  return { root, made }
}

/** Opens everything that shows words of the interface, and has each looked at. say gives a message. */
async function tour(
  page: Page,
  made: string,
  home: string,
  say: (key: string) => string,
  look: (where: string, texts: string[]) => void,
): Promise<void> {
  const see = async (where: string): Promise<void> => look(where, await page.evaluate(wordsOf))
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
  await page.locator('[data-ref="E-2"] [data-part="evidence"]').fill("Νόμος")
  await page.locator('[data-ref="E-2"] [data-part="evidence"]').press("Enter")
  await page.waitForTimeout(1200) // until it was said politely, too
  await see("answers")
  await button("bar.sign").click()
  await page.locator("dialog[open]").waitFor()
  await see("not ready")
  await page.keyboard.press("Escape")
  for (const key of ["bar.share", "bar.rename", "bar.reopen", "bar.bin"]) {
    if ((await page.locator(".run-more").getAttribute("open")) === null) await page.locator(".run-more summary").click()
    await page
      .locator(".run-menu")
      .getByRole("button", { name: say(key), exact: true })
      .click()
    await page.locator("dialog[open]").waitFor()
    await see(key)
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog[open]")).toHaveCount(0)
  }
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page
      .locator(".run-menu")
      .getByRole("button", { name: say("bar.save_markdown"), exact: true })
      .click(),
  ])
  look("markdown", [
    readFileSync((await download.path())!, "utf8")
      .replace(/\[[x ]\] /g, "")
      .replace(/\bt-\w+/g, ""),
  ])
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")))
  await page.locator(".run-record").waitFor({ state: "attached" })
  await see("record")
  await page.evaluate(() => dispatchEvent(new Event("afterprint")))
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page
      .locator(".run-menu")
      .getByRole("button", { name: say("bar.merge"), exact: true })
      .click(),
  ])
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
  const german = readFileSync(path.join(folder, "de.toml"), "utf8")
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
