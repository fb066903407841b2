// Lists as lawyers number them: what is copied has the marks, and a point can be linked to.

import { expect, test } from "../harness.ts"
import { dialect, fileURL } from "../sites.ts"

for (const media of ["screen", "print"] as const) {
  test(`${media}: the marks of points are text beside their points`, async ({ page }) => {
    await page.emulateMedia({ media })
    await page.goto(fileURL(dialect, "pages/lists.html"))
    const copied = await page.evaluate(() => {
      const list = document.querySelector("ol.points")!
      getSelection()!.selectAllChildren(list)
      return getSelection()!.toString()
    })
    expect(copied.split("\n").map((line) => line.trim())).toEqual([
      "(a) keep the data in the country named in Schedule 2;",
      "(b) tell the client",
      "(i) within 24 hours of a breach, and",
      "(ii) before any new sub-contractor starts;",
      "(c) return everything at the end.",
    ])
    for (const mark of await page.locator("ol.points .point").all()) {
      const { before, point } = await mark.evaluate((element) => ({
        before: element.getBoundingClientRect().left,
        point: element.closest("ol")!.parentElement!.getBoundingClientRect().left,
      }))
      expect(before).toBeGreaterThanOrEqual(point - 1)
    }
  })
}

test("a link leads to a point", async ({ page }) => {
  await page.goto(fileURL(dialect, "pages/lists.html"))
  await page.getByRole("link", { name: "Schedule 2" }).click()
  await expect(page.locator(":target")).toContainText("before any new sub-contractor starts")
})
