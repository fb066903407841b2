// The preview: an editor saves a file, and the page that is open shows it without a key pressed.

import { existsSync } from "node:fs"
import path from "node:path"
import { AxeBuilder } from "@axe-core/playwright"
import type { Page } from "@playwright/test"
import { expect, test as base, watch } from "../harness.ts"
import { Preview } from "../preview.ts"

const test = base.extend<{ preview: Preview }>({
  preview: async ({}, use) => {
    const preview = new Preview()
    await preview.ready()
    await use(preview)
    expect(await preview.end(), preview.said).toBe(0)
  },
})

/** Puts a mark into the page that a reload removes, and returns a look whether it is still there. */
async function marked(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate(() => document.documentElement.setAttribute("data-mark", ""))
  return () => page.evaluate(() => document.documentElement.hasAttribute("data-mark"))
}

const bar = (page: Page) => page.locator("#_pandect-bar")
const panel = (page: Page) => page.getByRole("region", { name: "Errors in this page" })

test("a saved text shows in the open page and leaves other pages alone", async ({ page, context, preview }) => {
  const problems = watch(page, preview.url)
  await page.goto(`${preview.url}privilege.html`)
  const other = await context.newPage()
  await other.goto(`${preview.url}fees.html`)
  await other.bringToFront()
  const stays = await marked(other)
  preview.write("content/privilege.md", "# Privilege\n\nThe first text.\n\nA second.\n")
  await expect(page.locator("main")).toContainText("A second.")
  preview.write("content/privilege.md", "# Privilege\n\nThe first text.\n\nA third.\n")
  await expect(page.locator("main")).toContainText("A third.")
  expect(await stays()).toBe(true)
  expect(problems).toEqual([])
})

test("the place in the text is kept", async ({ page, preview }) => {
  const long = (first: string) =>
    `# Fees\n\n${first}\n\n` +
    Array.from({ length: 40 }, (_, i) => `## Part ${i}\n\n${"Words that fill a line. ".repeat(30)}\n`).join("\n")
  preview.write("content/fees.md", long("One."))
  await preview.hears(/fees\.md/)
  await page.goto(`${preview.url}fees.html`)
  await expect(page.locator("main")).toContainText("One.")
  const heading = page.locator("#part-20")
  await heading.evaluate((h) => h.scrollIntoView({ behavior: "instant" }))
  const top = () => heading.evaluate((h) => Math.round(h.getBoundingClientRect().top))
  const before = await top()
  preview.write("content/fees.md", long("Two.\n\nAnd a paragraph that pushes everything down."))
  await expect(page.locator("main")).toContainText("Two.")
  await expect.poll(top).toBe(before)
})

test("a title that changes shows in the pages that show it", async ({ page, preview }) => {
  await page.goto(preview.url)
  preview.write("content/fees.md", "# Charges\n\nWhat is charged.\n")
  await expect(page.getByRole("navigation", { name: "Guidance" })).toContainText("Charges")
})

test("broken front matter is told in the page, and mending it shows the page", async ({ page, preview }) => {
  await page.goto(`${preview.url}privilege.html`)
  preview.write("content/privilege.md", '---\ntitle: "Privilege\nreviewed: yesterday\n---\n\nText.\n')
  await expect(panel(page)).toContainText("content/privilege.md")
  await expect(panel(page).locator("li").first()).toContainText("line 2")
  await preview.hears(/content\/privilege\.md:2/)
  const other = await page.context().newPage()
  await other.goto(`${preview.url}fees.html`)
  await expect(other.locator("main")).toContainText("What is charged.")
  await other.close()
  await page.bringToFront()
  preview.write("content/privilege.md", "---\ntitle: Privilege\n---\n\nMended text.\n")
  await expect(page.locator("main")).toContainText("Mended text.")
  await expect(panel(page)).toHaveCount(0)
})

test("the bar counts the problems of a page and leads to the desk, which quotes the line", async ({
  page,
  preview,
}) => {
  await page.goto(`${preview.url}privilege.html`)
  await expect(bar(page)).toBeHidden()
  preview.write("content/privilege.md", "# Privilege\n\nSee [the fees](fee.md).\n")
  await expect(bar(page)).toHaveText("1 problem on this page, 1 in the site")
  await bar(page).getByRole("link").click()
  const problem = page.locator("li.pandect-warning")
  await expect(problem).toContainText("line 3")
  await expect(problem).toContainText("See [the fees](fee.md).")
  await expect(problem).toContainText("fees.md")
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme })
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  }
  preview.write("content/privilege.md", "# Privilege\n\nSee [the fees](fees.md).\n")
  await expect(problem).toHaveCount(0)
})

test("a click opens a file, and a script of the site does not", async ({ page, preview }) => {
  const problems = watch(page, preview.url)
  preview.write("content/fees.md", "# Fees\n\nSee [this](nowhere.md).\n")
  await preview.hears(/1 warning/)
  const opened = () => existsSync(path.join(preview.folder, "content/fees.md~"))
  await page.goto(`${preview.url}.pandect/problems`)
  const script = await page.evaluate(async () => {
    const form = document.querySelector<HTMLFormElement>('form[action="/.pandect/open"]')!
    const body = new URLSearchParams([...new FormData(form)] as [string, string][])
    return (await fetch(form.action, { method: "POST", body })).status
  })
  expect(script).toBe(403)
  expect(opened()).toBe(false)
  await page.getByRole("button", { name: "Open content/fees.md" }).click()
  await expect.poll(opened).toBe(true)
  expect(problems.filter((problem) => problem.includes("Content Security Policy"))).toEqual([])
})

test("a stylesheet is exchanged without a reload", async ({ page, preview }) => {
  await page.goto(preview.url)
  const stays = await marked(page)
  preview.write("themes/counsel/styles/reset.css", "body { outline: 7px solid rgb(1, 2, 3) }\n")
  await expect(page.locator("body")).toHaveCSS("outline-color", "rgb(1, 2, 3)")
  await expect(page.locator("body")).toHaveCSS("outline-width", "7px")
  expect(await stays()).toBe(true)
})

test("a broken config.toml keeps the last good pages and says so", async ({ page, preview }) => {
  await page.goto(preview.url)
  preview.write("config.toml", 'title = "Manual\n')
  await expect(bar(page)).toContainText("pages are shown as before the last error")
  await expect(page.locator("main")).toContainText("Welcome.")
  preview.write("config.toml", 'title = "Manual"\n')
  await expect(page).toHaveTitle(/Manual/)
  await expect(bar(page)).toBeHidden()
})

test("a search finds what was written after the last one", async ({ page, preview }) => {
  await page.goto(`${preview.url}privilege.html`)
  const search = async (query: string) => {
    await page.keyboard.press("/")
    await page.keyboard.type(query)
    return page.getByRole("dialog").locator(".finder-said")
  }
  await expect(await search("okapi")).toContainText("Nothing was found")
  preview.write("content/fees.md", "# Fees\n\nWhat is charged.\n\n## Okapi\n\nRarely.\n")
  await preview.hears(/fees\.md/)
  await page.reload()
  await expect(await search("okapi")).toHaveText("1 result.")
  await page.keyboard.press("Enter")
  await page.waitForURL(`${preview.url}fees.html?marks=okapi#okapi`)
  await expect(page.locator("main mark")).toHaveText("Okapi")
  preview.write("content/fees.md", "# Fees\n\nWhat is charged.\n\n## Okapi\n\nHardly ever.\n")
  await expect(page.locator("main")).toContainText("Hardly ever.")
  await expect(page.locator("main mark"), "marks stay while one writes").toHaveText("Okapi")
})

test("a page that is removed, and one that comes, need no restart", async ({ page, preview }) => {
  await page.goto(`${preview.url}fees.html`)
  preview.remove("content/fees.md")
  await expect(page.locator("main")).not.toContainText("What is charged.")
  preview.write("content/new folder/fees.md", "# Fees elsewhere\n\nMoved.\n")
  await preview.hears(/new folder/)
  await page.goto(preview.url)
  await page.getByRole("navigation", { name: "Guidance" }).getByText("New folder").first().click()
  await expect(page.getByRole("navigation", { name: "Guidance" })).toContainText("Fees elsewhere")
})
