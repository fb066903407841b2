// A page is complete without scripts: all its text can be read, and nothing is shown that would do nothing.

import { expect, test } from "../harness.ts"
import { deadControls, unreadable } from "../inpage.ts"
import { fileURL, guidance, portable, sites } from "../sites.ts"

test.use({ javaScriptEnabled: false })

for (const site of sites) {
  test(`${site.name}: everything is readable without scripts`, async ({ page }) => {
    for (const name of portable(site)) {
      await page.goto(fileURL(site, name))
      expect.soft(await page.evaluate(unreadable, "main"), name).toEqual([])
      expect.soft(await page.evaluate(deadControls), name).toEqual([])
      await expect.soft(page.locator("main"), name).toBeVisible()
    }
  })
}

test("the sidebar shows the current branch and opens others without scripts", async ({ page, survey }) => {
  const deep = [...(await survey(guidance)).keys()].find((name) => name.includes("/") && !name.endsWith("index.html"))!
  await page.goto(fileURL(guidance, deep))
  const sidebar = page.getByRole("navigation", { name: "Guidance" })
  await expect(sidebar.locator("[aria-current=page]")).toBeVisible()
  const fold = (await sidebar.locator("details:not([open])").first().elementHandle())!
  const inside = (await fold.$(":scope > :not(summary) a[href]"))!
  expect(await inside.isVisible()).toBe(false)
  await (await fold.$("summary"))!.press("Enter")
  await inside.waitForElementState("visible")
})
