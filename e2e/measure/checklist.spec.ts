// What a run of 250 items costs: opening it, and a tick until it is painted and until it is kept. `make bench-checklist` prints it.

import { expect, test } from '@playwright/test'
import { gzipSync } from 'node:zlib'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { bar, ListSite, start } from '../lists.ts'
import { serve } from '../server.ts'

const ITEMS = 250
const TIMES = 30

const median = (list: number[]): number => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]!
const say = (what: string, list: number[]): void => console.log(`${what}: median ${median(list).toFixed(1)} ms, worst ${Math.max(...list).toFixed(1)} ms (${list.length})`)

test('a run of 250 items', async ({ page }) => {
  const items = Array.from({ length: ITEMS }, (_, i) => `${i % 9 === 0 ? `\n## Section ${i / 9} (gate)\n\n` : ''}- [ ] **VDD-${i + 100}** (${i % 4 === 0 ? 'critical' : 'required'}) Obtain paper number ${i} from the provider.\n  - Why: It proves point ${i}.\n  - Evidence: The paper itself\n`).join('')
  const list = new ListSite(items)
  const server = await serve(list.made, '/')
  const assets = path.join(list.made, 'assets')
  const sizes = readdirSync(assets).filter((name) => /^(app|boot|checklist|paper)-/.test(name)).map((name) => `${name.split('-')[0]} ${gzipSync(readFileSync(path.join(assets, name)), { level: 9 }).length}`)
  console.log(`scripts, bytes gzipped: ${sizes.join(', ')}; paper is loaded when a run is open, or when it is first needed`)
  await page.goto(server.url + 'vendor.html')
  await start(page)
  for (let i = 0; i < ITEMS; i += 2) await page.locator(`#_c-VDD-${i + 100}`).evaluate((box) => (box as HTMLInputElement).click())
  const address = page.url()

  const client = await page.context().newCDPSession(page)
  await client.send('Performance.enable')
  const tasks = async (): Promise<number> => ((await client.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0) * 1000
  const opening: number[] = []
  const longest: number[] = []
  for (let i = 0; i < 10; i++) {
    await page.goto('about:blank')
    const before = await tasks()
    await page.addInitScript(() => {
      const seen = ((globalThis as { longTasks?: number[] }).longTasks = [0])
      new PerformanceObserver((list) => seen.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask', buffered: true })
    })
    await page.goto(address)
    await bar(page).waitFor()
    await page.waitForTimeout(300)
    opening.push((await tasks()) - before)
    longest.push(await page.evaluate(() => Math.max(...(globalThis as { longTasks?: number[] }).longTasks!)))
  }
  say('opening: script on the main thread', opening)
  say('opening: longest task above 50 ms, everything included', longest)

  const painted: number[] = []
  const kept: number[] = []
  for (let i = 0; i < TIMES; i++) {
    const [frame, stored] = await page.evaluate(async (ref) => {
      const box = document.getElementById(`_c-${ref}`) as HTMLInputElement
      const wait = new Promise<number>((done) => {
        const channel = new BroadcastChannel('kb-vendor-guidance') // the store tells other tabs when an event is kept
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
    }, `VDD-${101 + 2 * i}`)
    painted.push(frame)
    kept.push(stored)
  }
  say('a tick: work before the next frame can be painted', painted)
  say('a tick: until it is kept', kept)
  expect(median(kept)).toBeGreaterThan(0)
  await server.close()
  list.remove()
})
