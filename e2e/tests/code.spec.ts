// Code with numbers or marked lines is the same code: on the screen, in what one selects and copies, and in print.

import { expect, test } from "../harness.ts"
import { dialect } from "../sites.ts"

test("code keeps every blank, however its lines are shown", async ({ page, host, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"])
  await page.goto((await host(dialect)) + "pages/code.html")
  const blocks = page.locator(".prose pre code:has(.line)")
  expect(await blocks.count()).toBeGreaterThan(1)
  for (const block of await blocks.all()) {
    const source = await block.evaluate((code) => {
      const copy = code.cloneNode(true) as HTMLElement
      copy.querySelectorAll(".ln").forEach((number) => number.remove())
      return copy.textContent!
    })
    expect(source).toMatch(/\n +\S/) // it has indented lines, or the test would show nothing
    for (const media of ["screen", "print"] as const) {
      await page.emulateMedia({ media })
      const shown = await block.evaluate((code) => (code as HTMLElement).innerText)
      for (const line of source.trimEnd().split("\n")) expect(shown, media).toContain(line)
    }
    await page.emulateMedia({ media: "screen" })
    const selected = await block.evaluate((code) => {
      getSelection()!.selectAllChildren(code)
      return getSelection()!.toString()
    })
    expect(selected.trimEnd()).toBe(source.trimEnd())
    await page.keyboard.press("Control+C")
    expect((await page.evaluate(() => navigator.clipboard.readText())).trimEnd()).toBe(source.trimEnd())
  }
})
