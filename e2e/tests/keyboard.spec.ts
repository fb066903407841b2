// Everything can be reached and used with the keyboard alone, and one always sees where one is.

import { expect, open, test } from "../harness.ts"
import { focused } from "../inpage.ts"
import { dialect, fileURL, guidance, pages } from "../sites.ts"

const inner = "pages/text.html"

test("the first stop is a skip link that leads to the text", async ({ page }) => {
  await page.goto(fileURL(dialect, inner))
  await page.keyboard.press("Tab")
  const skip = page.locator(":focus")
  await expect(skip).toBeInViewport({ ratio: 1 })
  await page.keyboard.press("Enter")
  await page.keyboard.press("Tab")
  expect(await page.evaluate(() => document.activeElement!.closest("main") !== null)).toBe(true)
})

for (const scheme of ["light", "dark"] as const) {
  for (const width of [1280, 320]) {
    test(`focus is marked and never covered, ${width} px wide in ${scheme}`, async ({ page }) => {
      await page.setViewportSize({ width, height: 700 })
      await open(page, fileURL(dialect, inner), scheme)
      const stops = new Set<string>()
      for (let i = 0; i < 400; i++) {
        await page.keyboard.press("Tab")
        const at = await page.evaluate(focused)
        if (at === null) break
        stops.add(at.element)
        expect.soft(at.marked, `the focus is marked on ${at.element}`).toBe(true)
        expect.soft(at.covered, `the focus is covered on ${at.element}`).toBe(false)
      }
      expect(stops.size).toBeGreaterThan(10)
      expect(await page.evaluate(focused), "the focus leaves the page at its end").toBeNull()
    })
  }
}

test("the sidebar marks the current page and opens its folds", async ({ page }) => {
  await page.goto(fileURL(dialect, inner))
  const sidebar = page.getByRole("navigation", { name: "Guidance" })
  await expect(sidebar.locator("[aria-current=page]")).toHaveCount(1)
  await expect(sidebar.locator("[aria-current=page]")).toBeInViewport()
  expect(await page.evaluate(() => document.activeElement === document.body), "the focus stays at the top").toBe(true)
  const fold = sidebar.locator("details").last()
  const before = await fold.evaluate((element: HTMLDetailsElement) => element.open)
  await fold.locator("summary").first().focus()
  await page.keyboard.press("Enter")
  expect(await fold.evaluate((element: HTMLDetailsElement) => element.open)).toBe(!before)
})

test("breadcrumbs name the current page", async ({ page }) => {
  await page.goto(fileURL(dialect, inner))
  await expect(page.getByRole("navigation", { name: "Breadcrumbs" }).locator("[aria-current=page]")).toHaveCount(1)
})

test("the colour theme is chosen by keyboard and kept from page to page", async ({ page, host }) => {
  const start = await host(guidance)
  const ground = () =>
    page.evaluate(() =>
      [document.documentElement, document.body].map((element) => getComputedStyle(element).backgroundColor).join(),
    )
  await open(page, start, "light")
  const light = await ground()
  const control = page.getByRole("button", { name: "Switch to dark" })
  await control.focus()
  await page.keyboard.press("Space")
  await expect.poll(ground).not.toBe(light)
  const dark = await ground()
  await page.route("**/app*.js", (route) => route.abort()) // without it there is only what the head does, before the first paint
  await page.goto(start + pages(guidance).find((name) => name !== "index.html" && name !== "404.html")!)
  expect(await ground(), "without a flash").toBe(dark)
})
