// The search page: a search that can be kept and sent, from a server and from a folder; and the marks on the page that a
// result leads to.

import path from "node:path"
import { pathToFileURL } from "node:url"
import { AxeBuilder } from "@axe-core/playwright"
import type { Page } from "@playwright/test"
import { expect, open, test, watch } from "../harness.ts"
import { contrasts, sideways } from "../inpage.ts"
import { fileURL, guidance } from "../sites.ts"

const main = (page: Page) => page.getByRole("main")
const field = (page: Page) => main(page).getByRole("searchbox", { name: "Find guidance" })
const status = (page: Page) => main(page).getByRole("status")
const results = (page: Page) => main(page).locator(".results a")

for (const [way, prefix] of [
  ["a folder", undefined],
  ["the root of a server", "/"],
  ["a path of a server", "/team/guidance/"],
] as const) {
  test(`an address is a search, from ${way}`, async ({ page, host }) => {
    const start = prefix === undefined ? pathToFileURL(guidance.folder + path.sep).href : await host(guidance, prefix)
    const problems = watch(page, start)
    await page.goto(`${start}search.html?q=privilege`)
    await expect(field(page)).toHaveValue("privilege")
    await expect(status(page)).toHaveText(/^\d+ results\.$/)
    await expect(results(page).first()).toContainText("Privilege")
    const all = parseInt((await status(page).textContent())!)
    const first = await results(page).count()
    expect(first).toBeLessThan(all)

    await page.goto(`${start}search.html?q=privilege&parts=2`)
    await expect.poll(() => results(page).count()).toBeGreaterThan(first)

    await page.goto(`${start}search.html?q=privilege&in=section%3AEthics&web=1`)
    await expect(status(page)).toHaveText(/^\d+ results\.$/)
    expect(parseInt((await status(page).textContent())!)).toBeLessThan(all)
    const ethics = main(page).getByRole("button", { name: /^Ethics \d+$/ })
    await expect(ethics).toHaveAttribute("aria-pressed", "true")
    await ethics.click()
    await expect(status(page)).toHaveText(`${all} results.`)

    await results(page).first().click()
    await page.waitForURL(/privilege\.html\?marks=/)
    await expect(main(page).locator("mark").first()).toBeVisible()
    expect(problems).toEqual([])
  })
}

test("the address follows what is typed and chosen, and Enter makes a step in the history", async ({ page, host }) => {
  const start = `${await host(guidance)}search.html`
  await page.goto(start)
  await expect(field(page)).toBeFocused()
  await expect(status(page)).toContainText("Type words")
  await page.keyboard.type("kovel")
  await expect(results(page).first()).toContainText("Kovel")
  await expect(page).toHaveURL(`${start}?q=kovel`)
  await page.keyboard.press("Enter")
  await expect(status(page)).toHaveText(/result/)
  await field(page).fill("privilege")
  await page.keyboard.press("Enter")
  await expect(results(page).first()).toContainText("Privilege")
  await main(page)
    .getByRole("group", { name: "Jurisdiction" })
    .getByRole("button", { name: /^India/ })
    .press("Enter")
  await expect(page).toHaveURL(`${start}?q=privilege&in=jurisdiction%3AIndia`)
  await page.goBack()
  await expect(field(page)).toHaveValue("kovel")
  await expect(results(page).first()).toContainText("Kovel")
  await results(page).first().click()
  await page.waitForURL(/marks=/)
  await page.goBack()
  await expect(results(page).first()).toContainText("Kovel")
})

test("in a folder Enter leads to the address of the search", async ({ page }) => {
  await page.goto(fileURL(guidance, "search.html"))
  await page.keyboard.type("kovel")
  await page.keyboard.press("Enter")
  await page.waitForURL(`${fileURL(guidance, "search.html")}?q=kovel`)
  await expect(results(page).first()).toContainText("Kovel")
})

test("more results come below, and the focus goes to the first of them", async ({ page }) => {
  await page.goto(`${fileURL(guidance, "search.html")}?q=provider`)
  await expect(results(page).first()).toBeVisible()
  const more = main(page).getByRole("button", { name: "More results" })
  let count = await results(page).count()
  while (await more.isVisible()) {
    await more.press("Enter")
    await expect(results(page).nth(count)).toBeFocused()
    count = await results(page).count()
  }
  await expect(status(page)).toHaveText(`${count} results.`)
})

test("the slash leads to the field, and there is no second one in the header", async ({ page }) => {
  await page.goto(`${fileURL(guidance, "search.html")}?q=kovel`)
  await page.keyboard.press("/")
  await expect(field(page)).toBeFocused()
  await page.keyboard.type("fees")
  await expect(field(page)).toHaveValue("fees")
  await expect(page.getByRole("search")).toHaveCount(1)
})

test("a broken index is told", async ({ page, host }) => {
  await page.route("**/search/*", (route) => route.abort())
  await page.goto(`${await host(guidance)}search.html?q=kovel`)
  await expect(status(page)).toHaveText(
    "Search does not work at the moment: search/head.js could not be loaded. Reload this page, or try again later.",
  )
})

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false })

  test("the field of every page leads to the index from A to Z, and so does the search page", async ({ page }) => {
    await page.goto(fileURL(guidance, "index.html"))
    await page.getByRole("search").getByRole("searchbox").fill("kovel")
    await page.keyboard.press("Enter")
    await page.waitForURL(/a-z\.html/)
    await page.getByRole("link", { name: "Search", exact: true }).click()
    await expect(main(page)).toContainText("Searching needs scripts")
    await main(page).getByRole("link", { name: "index from A to Z" }).click()
    await page.waitForURL(/a-z\.html/)
  })
})

for (const scheme of ["light", "dark"] as const) {
  test(`axe finds nothing on the search page, and its text is easy to read, in ${scheme}`, async ({
    browser,
    host,
  }) => {
    for (const width of [1440, 320]) {
      // axe itself comes as an inline script
      const context = await browser.newContext({ bypassCSP: true, viewport: { width, height: 700 } })
      const page = await context.newPage()
      await open(page, `${await host(guidance)}search.html?q=privilege+waiver&in=section%3AEthics`, scheme)
      await expect(results(page).first()).toBeVisible()
      const fold = main(page).locator(".facets")
      if ((await fold.getAttribute("open")) === null) await fold.locator("summary").click()
      await expect(main(page).locator("[aria-pressed=true]")).toBeVisible()
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 120)}`))).toEqual(
        [],
      )
      for (const { kind, ratio, sample } of await page.evaluate(contrasts)) {
        expect.soft(ratio, `${kind} ${sample}`).toBeGreaterThanOrEqual(kind === "link" ? 5.5 : 7)
      }
      expect(await page.evaluate(sideways)).toEqual([])
      await context.close()
    }
  })
}

test("marks stand on whole words, and are cleared by Escape or their button", async ({ page, host }) => {
  const start = `${await host(guidance)}ethics/privilege.html`
  const marked = () => page.locator(".prose mark").allTextContents()
  await page.goto(start)
  const text = await page.locator(".prose").innerText()
  const html = await page.locator(".prose").innerHTML()
  const times = (await page.locator(".prose").evaluate((prose) => prose.textContent!.match(/\bwaiver\b/gi)!)).length
  for (const clear of [
    () => page.keyboard.press("Escape"),
    () => page.getByRole("button", { name: "Clear the marks" }).click(),
  ]) {
    await page.goto(`${start}?marks=waiver+502%28b%29#what-is-so`)
    const words = await marked()
    expect(new Set(words.map((word) => word.toLowerCase()))).toEqual(new Set(["waiver", "502(b)"]))
    expect(words.filter((word) => /waiver/i.test(word))).toHaveLength(times)
    expect(await page.locator(".prose").innerText()).toBe(text)
    await clear()
    expect(await marked()).toEqual([])
    expect(await page.locator(".prose").innerHTML(), "the page is as it was").toBe(html)
    await expect(page).toHaveURL(`${start}#what-is-so`)
  }
  await page.goto(`${start}?marks=%3Cb%3E+xylophone`)
  expect(await marked()).toEqual([])
  await expect(page.getByRole("button", { name: "Clear the marks" })).toHaveCount(0)
})
