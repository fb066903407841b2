// What a run of 250 items costs: opening it, and a tick until it is painted and until it is kept. `make bench-checklist` prints it.

import { expect, test } from "@playwright/test"
import { gzipSync } from "node:zlib"
import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"
import { longTasks, metrics, quantile, say, watchTasks } from "../figures.ts"
import { ListSite, start } from "../lists.ts"
import { serve } from "../server.ts"

const ITEMS = 250
const TIMES = 30

test("a run of 250 items", async ({ page }) => {
  const items = Array.from({ length: ITEMS }, (_, i) => {
    const heading = i % 9 === 0 ? `\n## Section ${i / 9} (gate)\n\n` : ""
    const question = `- [ ] **VDD-${i + 100}** (${i % 4 === 0 ? "critical" : "required"}) Obtain paper number ${i} from the provider.`
    return `${heading}${question}\n  - Why: It proves point ${i}.\n  - Evidence: The paper itself\n`
  }).join("")
  const list = new ListSite(items)
  const server = await serve(list.made, "/")
  const assets = path.join(list.made, "assets")
  const sizes = readdirSync(assets)
    .filter((name) => /^(app|boot|checklist|paper)-/.test(name))
    .map((name) => `${name.split("-")[0]} ${gzipSync(readFileSync(path.join(assets, name)), { level: 9 }).length}`)
  console.log(
    `scripts, bytes gzipped: ${sizes.join(", ")}; paper is loaded when a run is open, or when it is first needed`,
  )
  await page.goto(server.url + "vendor.html")
  await start(page)
  for (let i = 0; i < ITEMS; i += 2)
    await page.locator(`#_c-VDD-${i + 100}`).evaluate((box) => (box as HTMLInputElement).click())
  const address = page.url()

  const client = await page.context().newCDPSession(page)
  await client.send("Performance.enable")
  const busy = async (): Promise<number> => (await metrics(client))["TaskDuration"]! * 1000
  const opening = async (what: string, address: string, shown: string): Promise<void> => {
    const spent: number[] = []
    const longest: number[] = []
    for (let i = 0; i < 10; i++) {
      await page.goto("about:blank")
      const before = await busy()
      await page.goto(address)
      await page.locator(shown).waitFor()
      await page.waitForTimeout(300)
      spent.push((await busy()) - before)
      longest.push(Math.max(0, ...(await longTasks(page))))
    }
    say(`opening ${what}: main thread, everything included`, spent)
    say(`opening ${what}: longest task above 50 ms`, longest)
  }
  await watchTasks(page)
  await opening("the page", server.url + "vendor.html", ".run-start")
  await opening("the run", address, ".run-bar")

  const painted: number[] = []
  const kept: number[] = []
  for (let i = 0; i < TIMES; i++) {
    const [frame, stored] = await page.evaluate(
      async (ref) => {
        const box = document.getElementById(`_c-${ref}`) as HTMLInputElement
        const wait = new Promise<number>((done) => {
          const channel = new BroadcastChannel("kb-vendor-guidance") // the store tells other tabs when an event is kept
          channel.onmessage = () => {
            done(performance.now() - from)
            channel.close()
          }
        })
        await new Promise(requestAnimationFrame)
        const from = performance.now()
        box.click()
        const worked = performance.now() - from
        return [worked, await wait] as const
      },
      `VDD-${101 + 2 * i}`,
    )
    painted.push(frame)
    kept.push(stored)
  }
  say("a tick: work before the next frame can be painted", painted)
  say("a tick: until it is kept", kept)
  expect(quantile(kept, 0.5)).toBeGreaterThan(0)
  await server.close()
  list.remove()
})
