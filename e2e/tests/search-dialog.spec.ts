// The dialog in which readers search: from opening a page to the words they looked for, marked where they stand.

import path from "node:path"
import { pathToFileURL } from "node:url"
import { AxeBuilder } from "@axe-core/playwright"
import type { Page } from "@playwright/test"
import { expect, open, test, watch } from "../harness.ts"
import { contrasts, focused, sideways } from "../inpage.ts"
import { fileURL, guidance } from "../sites.ts"

const inner = "ethics/supervision.html"

const dialog = (page: Page) => page.getByRole("dialog", { name: "Find guidance" })
const field = (page: Page) => dialog(page).getByRole("combobox")
const options = (page: Page) => dialog(page).getByRole("option")
const chosen = (page: Page) => dialog(page).getByRole("option", { selected: true })
const said = (page: Page) => dialog(page).locator(".finder-said")

/** Opens the dialog and waits for the results of a query. */
async function find(page: Page, query: string): Promise<void> {
  if (!(await dialog(page).isVisible())) await page.keyboard.press("/")
  await field(page).fill(query)
  await expect(said(page)).toHaveText(/ results?( with some of them)?\.$/)
}

/** The files of the index that a page asks for. */
function asked(page: Page): string[] {
  const list: string[] = []
  page.on("request", (request) => {
    const name = /search\/[^/?]+\.js/.exec(request.url())?.[0]
    if (name) list.push(name)
  })
  return list
}

for (const [way, prefix] of [
  ["a folder", undefined],
  ["the root of a server", "/"],
  ["a path of a server", "/team/guidance/"],
] as const) {
  test(`the whole journey by keyboard alone, from ${way}`, async ({ page, host }) => {
    const start = prefix === undefined ? pathToFileURL(guidance.folder + path.sep).href : await host(guidance, prefix)
    const problems = watch(page, start)
    const index = asked(page)
    await page.goto(start + inner)
    await page.waitForLoadState("load")
    expect(index, "before search is opened").toEqual([])

    await page.keyboard.press("/")
    await expect(field(page)).toBeFocused()
    await expect(said(page)).toContainText("Type words")
    await page.keyboard.type("fixed price work")
    await expect(chosen(page)).toHaveCount(1)
    const best = (await chosen(page).getAttribute("id"))!
    await expect(field(page)).toHaveAttribute("aria-activedescendant", best)
    await page.keyboard.press("ArrowDown")
    await expect(options(page).nth(1)).toHaveAttribute("aria-selected", "true")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowUp") // round to the last
    await expect(options(page).last()).toHaveAttribute("aria-selected", "true")
    await expect(options(page).last()).toBeInViewport()
    await page.keyboard.press("ArrowDown")
    await expect(field(page), "the focus stays in the field").toBeFocused()
    await expect(chosen(page)).toHaveAttribute("id", best)

    await field(page).fill("ABA 08-451")
    await page.keyboard.press("Enter") // before there is an answer
    await page.waitForURL(/authorities\.html\?marks=[^#]*08-451[^#]*#/)
    await expect(page.locator("main mark").filter({ hasText: "08-451" }).first()).toBeAttached()
    await expect(page.locator(`[id="${decodeURIComponent(new URL(page.url()).hash.slice(1))}"]`)).toBeInViewport()
    await page.keyboard.press("Escape")
    await expect(page.locator("main mark")).toHaveCount(0)

    await page.keyboard.press("Control+k")
    await expect(said(page)).toContainText("kept in this browser only")
    await page.keyboard.press("ArrowDown")
    await expect(chosen(page)).toHaveText("ABA 08-451")
    await page.keyboard.press("Enter")
    await expect(options(page).first()).toContainText("08-451")
    await expect(field(page)).toHaveValue("ABA 08-451")
    expect(problems).toEqual([])
  })
}

test("Escape gives the focus back, and Tab stays in the dialog", async ({ page }) => {
  await page.goto(fileURL(guidance, inner))
  const opener = page.getByRole("banner").getByRole("button", { name: "Find guidance" })
  await opener.press("Enter")
  await find(page, "privilege")
  await dialog(page).getByText("Narrow the results").click()
  await expect(dialog(page).getByRole("group", { name: "Section" })).toBeVisible()
  for (const key of ["Tab", "Shift+Tab"]) {
    const stops = new Set<string>()
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press(key)
      const at = (await page.evaluate(focused))!
      stops.add(at.element)
      expect(at, at.element).toMatchObject({ marked: true, covered: false })
      expect(await page.evaluate(() => document.activeElement!.closest("dialog") !== null), at.element).toBe(true)
    }
    expect(stops.size).toBeGreaterThan(5)
  }
  await page.keyboard.press("Escape")
  await expect(dialog(page)).toBeHidden()
  await expect(opener).toBeFocused()
  await page.keyboard.press("/")
  await expect(options(page).first(), "what was found is still there").toBeVisible()
})

test("keys in the dialog are text, and with Ctrl a result opens in a new tab", async ({ page, context }) => {
  await page.goto(fileURL(guidance, inner))
  await page.keyboard.press("/")
  await page.keyboard.type("?]/")
  await expect(field(page)).toHaveValue("?]/")
  await page.keyboard.press("Control+k")
  await page.keyboard.type("kovel") // in the place of all
  await expect(chosen(page)).toContainText("Kovel")
  const opened = context.waitForEvent("page")
  await page.keyboard.press("Control+Enter")
  await expect((await opened).locator("main mark").first()).toContainText("Kovel")
  await expect(dialog(page)).toBeVisible()
  expect(page.url()).toBe(fileURL(guidance, inner))
})

test("the Enter that ends a composition of an input method does not leave the page", async ({ page }) => {
  await page.goto(fileURL(guidance, inner))
  await find(page, "privilege")
  for (const init of [
    { key: "Enter", isComposing: true },
    { key: "Enter", keyCode: 229 }, // Safari
  ]) {
    await field(page).evaluate((input, init) => {
      input.dispatchEvent(new KeyboardEvent("keydown", { ...init, bubbles: true, cancelable: true }))
    }, init)
    await page.waitForTimeout(200)
    expect(page.url()).toBe(fileURL(guidance, inner))
    await expect(dialog(page)).toBeVisible()
  }
})

test("the number of results is announced when the reader pauses, and once", async ({ page }) => {
  await page.clock.install()
  await page.goto(fileURL(guidance, inner))
  await page.keyboard.press("/")
  const status = dialog(page).getByRole("status")
  await expect(status).toContainText("Type words")
  const heard: string[] = []
  await page.exposeFunction("heard", (text: string) => heard.push(text))
  await status.evaluate((element) => {
    new MutationObserver(() =>
      (globalThis as unknown as { heard(text: string): void }).heard(element.textContent!),
    ).observe(element, { childList: true })
  })
  await page.clock.pauseAt(Date.now() + 10_000) // so that what is shown and what is announced can be told apart
  for (const words of ["privilege", " waiver"]) {
    await page.keyboard.type(words)
    const before = (await said(page).textContent())!
    await page.clock.runFor(300)
    await expect(async () => {
      await page.clock.runFor(1) // a search rests now and then
      expect(await said(page).textContent()).not.toBe(before)
    }).toPass()
    await expect(said(page)).toHaveText(/^\d+ results\.$/)
  }
  expect(heard, "before a pause").toEqual([])
  await page.clock.resume()
  await expect(status).toHaveText(/^\d+ results\.$/)
  expect(heard).toEqual([await said(page).textContent()])
})

test("an answer says what it is worth", async ({ page }) => {
  await page.goto(fileURL(guidance, inner))
  await page.keyboard.press("/")
  for (const [query, sentence] of [
    ["kovel", /^\d+ results?\.$/],
    ["kovel xylophone", /^No section has all of these words\. \d+ results? with some of them\.$/],
    ["xylophone", /^Nothing was found\./],
  ] as const) {
    await field(page).fill(query)
    await expect(said(page)).toHaveText(sentence)
  }
  await expect(options(page)).toHaveCount(0)
  await expect(field(page)).toHaveAttribute("aria-expanded", "false")
})

test("results are sections under their page, with the words marked", async ({ page }) => {
  await page.goto(fileURL(guidance, inner))
  await find(page, "privilege waiver")
  const groups = dialog(page).getByRole("listbox").getByRole("group")
  const names = await groups.evaluateAll((list) => list.map((group) => group.getAttribute("aria-label")))
  expect(new Set(names).size, "a page has one group").toBe(names.length)
  for (const group of await groups.all()) {
    const addresses = await group
      .getByRole("option")
      .evaluateAll((list) => list.map((link) => (link as HTMLAnchorElement).pathname))
    expect(new Set(addresses).size).toBe(1)
  }
  expect(await dialog(page).locator("mark").allTextContents()).toEqual(
    expect.arrayContaining([expect.stringMatching(/privilege/i), expect.stringMatching(/waive/i)]),
  )
})

test("facets count pages, narrow, and are taken back", async ({ page }) => {
  await page.goto(fileURL(guidance, inner))
  await find(page, "privilege")
  const all = await said(page).textContent()
  const narrow = dialog(page).locator(".facets")
  await narrow.locator("summary").press("Enter")
  const value = narrow.getByRole("group", { name: "Section" }).getByRole("button", { name: /^Ethics \d+$/ })
  const pages = Number((await value.textContent())!.match(/\d+$/)![0])
  expect(pages).toBeGreaterThan(0)
  await value.press("Space")
  await expect(value).toHaveAttribute("aria-pressed", "true")
  await expect(value).toBeFocused()
  await expect(narrow.locator("summary")).toHaveText("Narrow the results (1 chosen)")
  expect(await said(page).textContent()).not.toBe(all)
  for (const option of await options(page).all())
    expect(await option.getAttribute("href")).toMatch(/^([^/]*|\.\.\/ethics\/.*)$/)
  await expect(dialog(page).getByRole("link", { name: "All results" })).toHaveAttribute(
    "href",
    /search\.html\?q=privilege&in=section%3AEthics$/,
  )
  await field(page).fill("xylophone")
  await expect(said(page)).toContainText("Nothing was found")
  await value.press("Space")
  await find(page, "privilege")
  await expect(said(page)).toHaveText(all!)
})

test("recent searches are those that led somewhere, and can be cleared", async ({ page }) => {
  await page.goto(fileURL(guidance, inner))
  await find(page, "waiver") // and not opened
  for (const query of ["kovel", "08-451", "kovel"]) {
    await find(page, query)
    await page.keyboard.press("Enter")
    await page.waitForURL(/marks=/)
    await page.goto(fileURL(guidance, inner))
  }
  await page.keyboard.press("/")
  await expect(options(page)).toHaveText(["kovel", "08-451"])
  await dialog(page).getByRole("button", { name: "Clear them" }).press("Enter")
  await expect(options(page)).toHaveCount(0)
  await expect(field(page)).toBeFocused()
  await page.reload()
  await page.keyboard.press("/")
  await expect(said(page)).toContainText("Type words")
  expect(await page.evaluate(() => Object.keys(localStorage).filter((name) => name.includes("searches")))).toEqual([])
})

test("a broken index is told at once, and forgotten when it is mended", async ({ page, host }) => {
  await page.goto((await host(guidance)) + inner)
  await page.route("**/search/*", (route) => route.abort())
  await page.keyboard.press("/")
  await page.keyboard.type("kovel")
  const sentence =
    "Search does not work at the moment: search/head.js could not be loaded. Reload this page, or try again later."
  await expect(said(page)).toHaveText(sentence)
  await expect(dialog(page).getByRole("status")).toHaveText(sentence)
  await page.unroute("**/search/*")
  await page.keyboard.press("Enter")
  await page.waitForURL(/marks=/)
})

test("typing loads what words need, and results only after a pause", async ({ page, host, context }) => {
  const query = "privilege waiver in india"
  const start = (await host(guidance)) + inner
  const results = (list: string[]) => list.filter((name) => name.startsWith("search/p")).sort()
  const typed = asked(page)
  await page.clock.install()
  await page.goto(start)
  await page.keyboard.press("/")
  await expect.poll(() => typed).toEqual(["search/head.js"])
  await page.clock.pauseAt(Date.now() + 10_000)
  await page.keyboard.type(query) // faster than any pause: the clock stands still
  await expect.poll(() => typed.filter((name) => name.startsWith("search/t"))).not.toEqual([])
  expect(results(typed)).toEqual([])
  await page.clock.resume()
  await expect(chosen(page)).toContainText("Privilege")
  expect(new Set(typed).size, "each file is asked for once").toBe(typed.length)

  const other = await context.newPage()
  const pasted = asked(other)
  await other.goto(start)
  await find(other, query)
  expect(results(typed), "no more than the whole query needs").toEqual(results(pasted))
})

for (const scheme of ["light", "dark"] as const) {
  test(`axe finds nothing in the open dialog, and its text is easy to read, in ${scheme}`, async ({
    browser,
    host,
  }) => {
    const context = await browser.newContext({ bypassCSP: true }) // axe itself comes as an inline script
    const page = await context.newPage()
    await open(page, (await host(guidance)) + inner, scheme)
    const check = async (state: string) => {
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect
        .soft(
          violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 120)}`)),
          state,
        )
        .toEqual([])
      for (const { kind, ratio, sample } of await page.evaluate(contrasts)) {
        expect.soft(ratio, `${state}: ${kind} ${sample}`).toBeGreaterThanOrEqual(kind === "link" ? 5.5 : 7)
      }
    }
    await page.keyboard.press("/")
    await check("empty")
    await find(page, "privilege india")
    await check("with results")
    await dialog(page).locator("summary").press("Enter")
    await dialog(page)
      .getByRole("button", { name: /^Ethics/ })
      .click()
    await expect(dialog(page).locator("[aria-pressed=true]")).toHaveCount(1)
    await check("narrowed")
    await field(page).fill("xylophone")
    await expect(said(page)).toContainText("Nothing was found")
    await check("with nothing found")
    await find(page, "kovel")
    await options(page).first().click()
    await expect(page.locator("main mark").first()).toBeVisible()
    await check("with marks on the page")
    await page.keyboard.press("/")
    await expect(options(page)).toHaveText(["kovel"])
    await check("with recent searches")
    await context.close()
  })
}

for (const [width, height] of [
  [320, 640],
  [320, 256],
] as const) {
  test(`the dialog fits into a window of ${width} by ${height} px`, async ({ page }) => {
    await page.setViewportSize({ width, height })
    await page.goto(fileURL(guidance, inner))
    await find(page, "privilege waiver")
    await dialog(page).locator("summary").press("Enter")
    await expect(dialog(page).getByRole("group", { name: "Section" })).toBeVisible()
    expect(await page.evaluate(sideways)).toEqual([])
    for (const part of [".finder", ".finder-list", ".facets"]) {
      expect(await page.locator(part).evaluate((box) => box.scrollWidth - box.clientWidth), part).toBe(0)
    }
    await dialog(page).locator("summary").press("Enter")
    await field(page).press("ArrowDown")
    await expect(chosen(page)).toBeInViewport()
  })
}
