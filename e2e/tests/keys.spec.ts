// Keys that work anywhere on a page: never while typing, listed on request, and possible to switch off.

import { expect, test } from "../harness.ts"
import { dialect, fileURL } from "../sites.ts"

const start = fileURL(dialect, "pages/lists.html")

test.beforeEach(async ({ page }) => {
  await page.goto(start)
})

test("brackets lead to the previous and the next page", async ({ page }) => {
  await page.keyboard.press("]")
  await page.waitForURL(fileURL(dialect, "pages/tables.html"))
  await page.keyboard.press("[")
  await page.waitForURL(start)
  await page.keyboard.press("[")
  await page.waitForURL(fileURL(dialect, "pages/text.html"))
})

test("the question mark lists the keys, and Escape gives the focus back", async ({ page }) => {
  const opener = page.getByRole("button", { name: "Keys" })
  await opener.press("Enter")
  const dialog = page.getByRole("dialog", { name: "Keys" })
  for (const key of ["/", "Ctrl+K", "[", "]", "?"]) await expect(dialog.getByText(key, { exact: true })).toBeVisible()
  await page.keyboard.press("Escape")
  await expect(dialog).toBeHidden()
  await expect(opener).toBeFocused()
  await page.keyboard.press("?")
  await expect(dialog).toBeVisible()
})

test("keys can be switched off, and stay off", async ({ page }) => {
  await page.keyboard.press("?")
  await page.getByRole("checkbox", { name: "Use these keys" }).press("Space")
  await page.keyboard.press("Escape")
  await page.reload()
  for (const key of ["/", "Control+k", "?"]) await page.keyboard.press(key)
  await expect(page.getByRole("dialog")).toHaveCount(0)
  await page.getByRole("button", { name: "Keys" }).click()
  await page.getByRole("checkbox", { name: "Use these keys" }).press("Space")
  await page.keyboard.press("Escape")
  await page.keyboard.press("Control+k")
  await expect(page.getByRole("dialog", { name: "Find guidance" })).toBeVisible()
})

test("on a narrow screen a button opens the menu and Escape closes it", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 700 })
  const sidebar = page.getByRole("navigation", { name: "Guidance" })
  await expect(sidebar).toBeHidden()
  const button = page.getByRole("banner").getByRole("button", { name: "Guidance", exact: true })
  await expect(button).toHaveAttribute("aria-expanded", "false")
  await button.press("Enter")
  await expect(sidebar).toBeVisible()
  await sidebar.getByRole("link").first().focus()
  await page.keyboard.press("Escape")
  await expect(sidebar).toBeHidden()
  await expect(button).toBeFocused()
})

test("the sidebar keeps what was opened for the visit", async ({ page }) => {
  const fold = () =>
    page
      .getByRole("navigation", { name: "Guidance" })
      .locator("details", { has: page.getByText("States") })
      .first()
  await expect(fold()).not.toHaveAttribute("open")
  await fold().locator("summary").first().press("Enter")
  await page.waitForFunction(() => sessionStorage.length > 0) // the event of opening comes a task later; no reader leaves before
  await page.goto(fileURL(dialect, "pages/tables.html"))
  await expect(fold()).toHaveAttribute("open")
})
