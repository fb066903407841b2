// Every link within a site leads to a file that exists, spelled as it is on disk, and to a place that is on that page.

import path from "node:path"
import { expect, test } from "../harness.ts"
import { dialect, fileURL, files, redirects, sites } from "../sites.ts"

const scheme = /^[a-z][a-z0-9+.-]*:/i

for (const site of sites) {
  test(`${site.name}: every internal link and fragment resolves`, async ({ survey }) => {
    const existing = new Set(files(site))
    const surveys = await survey(site)
    const broken: string[] = []
    let followed = 0
    for (const [name, { references }] of surveys) {
      for (const { from, written } of references) {
        const complain = (why: string) => broken.push(`${name}: ${from}="${written}" ${why}`)
        if (scheme.test(written)) {
          if (!/^(https?|mailto|tel):/i.test(written)) complain("has a scheme that is not for links")
          if (from !== "a href" && from !== "link href") complain("is fetched from elsewhere")
          continue
        }
        const rooted = name === "404.html" && site.home !== "" && written.startsWith(site.home)
        if (written.startsWith("/") && !rooted) {
          complain("is not relative")
          continue
        }
        followed++
        const [address = "", fragment = ""] = (rooted ? written.slice(site.home.length) : written).split("#", 2)
        const target = path.posix.join(path.posix.dirname(name), decodeURIComponent(address.split("?")[0]!))
        const page = address === "" ? name : target
        if (!existing.has(page)) complain("leads to no file")
        else if (fragment && page.endsWith(".html") && !surveys.get(page)!.ids.includes(decodeURIComponent(fragment)))
          complain("leads to no place on that page")
      }
    }
    expect(broken).toEqual([])
    expect(followed).toBeGreaterThan(surveys.size)
  })

  test(`${site.name}: every page can be reached from the front page`, async ({ survey }) => {
    const surveys = await survey(site)
    const reached = new Set(["index.html", "404.html"])
    for (const name of reached) {
      for (const { from, written } of surveys.get(name)!.references) {
        const target = path.posix.join(path.posix.dirname(name), decodeURIComponent(written.split(/[?#]/)[0]!))
        if (from === "a href" && !scheme.test(written) && surveys.has(target)) reached.add(target)
      }
    }
    expect([...surveys.keys()].filter((name) => !reached.has(name))).toEqual([])
  })
}

test("a former address leads to the present one", async ({ page }) => {
  expect(redirects(dialect)).not.toEqual([])
  for (const name of redirects(dialect)) {
    await page.goto(fileURL(dialect, name))
    await page.waitForURL(fileURL(dialect, "pages/text.html"))
  }
})
