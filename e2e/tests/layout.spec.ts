// Narrow windows and strong zoom: text reflows, nothing has to be scrolled sideways.

import { expect, test } from "../harness.ts"
import { sideways } from "../inpage.ts"
import { fileURL, portable, sites } from "../sites.ts"

const windows = {
  "320 px wide": { width: 320, height: 640, scale: 1, text: 1 },
  "1280 px at 400 % zoom": { width: 320, height: 256, scale: 4, text: 1 },
  "1280 px with text at 200 %": { width: 1280, height: 1024, scale: 1, text: 2 },
}

for (const [title, { width, height, scale, text }] of Object.entries(windows)) {
  for (const site of sites) {
    test(`${site.name}: no sideways scrolling at ${title}`, async ({ browser }) => {
      const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: scale })
      await page.addInitScript((factor) => {
        document.addEventListener(
          "readystatechange",
          () => (document.documentElement.style.fontSize = `${factor * 100}%`),
          { once: true },
        )
      }, text)
      for (const name of portable(site)) {
        await page.goto(fileURL(site, name))
        if (name === "runs.html") await page.locator(".runs-count").first().waitFor() // a column that a script adds
        expect.soft(await page.evaluate(sideways), name).toEqual([])
      }
      await page.close()
    })
  }
}
