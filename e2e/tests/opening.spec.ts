// One and the same folder works by double click, at a domain's root and below a path, under a strict policy, without a
// single complaint of the browser and without asking anyone else for anything.

import path from "node:path"
import { pathToFileURL } from "node:url"
import { expect, test, watch } from "../harness.ts"
import { dialect, fileURL, pages, portable, sites } from "../sites.ts"

for (const site of sites) {
  test(`${site.name}: every page opens by double click`, async ({ page }) => {
    const problems = watch(page, pathToFileURL(site.folder + path.sep).href)
    for (const name of portable(site)) await page.goto(fileURL(site, name))
    expect(problems).toEqual([])
  })

  for (const prefix of [site.home || "/", "/some/where/else/"]) {
    test(`${site.name}: every page opens from a server at ${prefix}`, async ({ page, host }) => {
      const start = await host(site, prefix)
      const problems = watch(page, start)
      for (const name of prefix === site.home ? pages(site) : portable(site)) await page.goto(start + name)
      await page.goto(start)
      expect(problems).toEqual([])
    })
  }
}

test("a missing address shows the page for it, complete at any depth", async ({ page, host }) => {
  const start = await host(dialect, dialect.home)
  const problems = watch(page, start)
  const response = await page.goto(start + "no/such/page.html")
  expect(response?.status()).toBe(404)
  expect(
    problems.filter((problem) => !problem.endsWith("404 (Not Found)") && !problem.endsWith("no/such/page.html")),
  ).toEqual([])
  await page.locator("main").getByRole("link").first().click()
  await page.waitForURL(start + "index.html")
})
