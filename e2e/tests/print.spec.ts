// Pages are printed for meetings: black on white, without what one operates, nothing lost.

import { expect, test } from "../harness.ts"
import { unreadable } from "../inpage.ts"
import { dialect, fileURL, guidance, portable } from "../sites.ts"

for (const site of [dialect, guidance]) {
  test(`${site.name}: pages print`, async ({ page }) => {
    await page.emulateMedia({ media: "print", colorScheme: "dark" }) // paper is white whatever the screen is
    for (const name of portable(site)) {
      await page.goto(fileURL(site, name))
      expect.soft(await page.evaluate(unreadable, ".prose, main aside"), name).toEqual([])
      const { ink, papers } = await page.evaluate(() => ({
        ink: getComputedStyle(document.querySelector("h1")!).color,
        papers: [document.documentElement, document.body, document.querySelector("main")!].map(
          (element) => getComputedStyle(element).backgroundColor,
        ),
      }))
      expect.soft(ink, name).toBe("rgb(0, 0, 0)")
      for (const paper of papers)
        expect.soft(["rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"], `${name}: ${paper}`).toContain(paper)
      for (const control of await page
        .locator("nav[aria-label=Guidance]:not(main nav), [role=search], .skip-link")
        .all()) {
        await expect.soft(control, name).toBeHidden()
      }
      await expect.soft(page.locator("main h1"), name).toBeVisible()
    }
  })
}

test("a page becomes a PDF", async ({ page }) => {
  await page.goto(fileURL(guidance, "index.html"))
  const pdf = await page.pdf({ format: "A4" })
  expect(pdf.subarray(0, 5).toString("latin1")).toBe("%PDF-")
  expect(pdf.length).toBeGreaterThan(5_000)
})

test("nothing is cut at the edge of the paper, and what is folded is open", async ({ page }) => {
  await page.emulateMedia({ media: "print" })
  await page.setViewportSize({ width: 640, height: 900 }) // the width of A4 between its margins, in CSS pixels
  for (const name of ["pages/tables.html", "pages/code.html"]) {
    await page.goto(fileURL(dialect, name))
    const beyond = await page.evaluate(() =>
      [...document.querySelectorAll(".prose :is(td, th, pre, p, li)")]
        .filter(
          (element) =>
            element.getBoundingClientRect().right > innerWidth + 1 || element.scrollWidth > element.clientWidth + 1,
        )
        .map((element) => element.textContent!.slice(0, 60)),
    )
    expect(beyond, name).toEqual([])
  }
  await page.goto(fileURL(dialect, "pages/tables.html"))
  const shown = await page.evaluate(() => {
    document
      .querySelector(".prose")!
      .insertAdjacentHTML("beforeend", "<details><summary>More</summary><p>folded</p></details>")
    return document.querySelector("details p")!.checkVisibility({ contentVisibilityAuto: true })
  })
  expect(shown).toBe(true)
})

test("the address of a link is printed once", async ({ page }) => {
  await page.emulateMedia({ media: "print" })
  await page.goto(fileURL(dialect, "pages/text.html"))
  const printed = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLAnchorElement>(".prose a[href^=http]")].map((link) => ({
      text: link.textContent!,
      behind: getComputedStyle(link, "::after").content,
    })),
  )
  expect(printed.some(({ text }) => text.startsWith("http"))).toBe(true)
  for (const { text, behind } of printed)
    expect(behind === "none" || behind === "normal", text).toBe(text.startsWith("http"))
})
