// What assistive technology and tired eyes need, in light and in dark.

import { AxeBuilder } from "@axe-core/playwright"
import { expect, open, test } from "../harness.ts"
import { contrasts } from "../inpage.ts"
import { dialect, guidance, pages, sites, type Site } from "../sites.ts"

/** Pages that show every layout: all of the small site, and of the large one those at the top and one for each section. */
function samples(site: Site): string[] {
  if (site === dialect) return pages(site)
  const sections = new Set<string>()
  return pages(site).filter((name) => {
    const folder = name.includes("/") ? name.slice(0, name.lastIndexOf("/")) : ""
    if (folder === "") return true
    return !sections.has(folder) && sections.add(folder)
  })
}

for (const scheme of ["light", "dark"] as const) {
  for (const site of sites) {
    test(`${site.name}: axe finds nothing in ${scheme}`, async ({ browser, host }) => {
      test.slow() // axe takes seconds for each of the pages
      const context = await browser.newContext({ bypassCSP: true }) // axe itself comes as an inline script
      const page = await context.newPage()
      for (const name of samples(site)) {
        await open(page, (await host(site, site.home || "/")) + name, scheme)
        const { violations } = await new AxeBuilder({ page }).analyze()
        const found = violations.flatMap((rule) =>
          rule.nodes.map(
            (node) => `${rule.id}: ${node.html.slice(0, 120)} ${node.failureSummary?.split("\n")[1]?.trim()}`,
          ),
        )
        expect.soft(found, name).toEqual([])
      }
      await context.close()
    })

    test(`${site.name}: text is easy to tell from its ground in ${scheme}`, async ({ page, host }) => {
      const least = { body: 12, link: 5.5, text: 7, code: 4.5 }
      const measured = new Set<string>()
      for (const name of samples(site)) {
        await open(page, (await host(site, site.home || "/")) + name, scheme)
        for (const { kind, ratio, sample } of await page.evaluate(contrasts)) {
          measured.add(kind)
          expect.soft(ratio, `${name}: ${kind} ${sample}`).toBeGreaterThanOrEqual(least[kind])
        }
      }
      expect([...measured].sort()).toEqual(
        site === dialect ? ["body", "code", "link", "text"] : expect.arrayContaining(["body", "link", "text"]),
      )
    })
  }
}

test("the theme follows the system", async ({ page, host }) => {
  const ground = () =>
    page.evaluate(
      () =>
        getComputedStyle(document.documentElement).backgroundColor + getComputedStyle(document.body).backgroundColor,
    )
  await open(page, await host(guidance), "light")
  const light = await ground()
  await open(page, await host(guidance), "dark")
  expect(await ground()).not.toBe(light)
})

test("links in text are underlined, and everything works in forced colours", async ({ page, host }) => {
  await page.emulateMedia({ forcedColors: "active" })
  await page.goto(await host(guidance))
  const link = page.locator("main p a[href]").first()
  await expect(link).toHaveCSS("text-decoration-line", "underline")
  await expect(page.locator("main")).toBeVisible()
})
