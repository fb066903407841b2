// One and the same folder works by double click, at a domain's root and below a path, under a strict policy, without a
// single complaint of the browser and without asking anyone else for anything.

import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test, watch } from '../harness.ts'
import { fileURL, pages, sites } from '../sites.ts'

for (const site of sites) {
  test(`${site.name}: every page opens by double click`, async ({ page }) => {
    const problems = watch(page, pathToFileURL(site.folder + path.sep).href)
    for (const name of pages(site)) await page.goto(fileURL(site, name))
    expect(problems).toEqual([])
  })

  for (const prefix of ['/', '/legal/guidance/']) {
    test(`${site.name}: every page opens from a server at ${prefix}`, async ({ page, host }) => {
      const start = await host(site, prefix)
      const problems = watch(page, start)
      for (const name of pages(site)) await page.goto(start + name)
      await page.goto(start)
      expect(problems).toEqual([])
    })
  }
}
