// What typing in the search dialog of a large site costs: main-thread time a keystroke, the longest task, memory, and what is
// loaded. `make bench-keys` prints it, of the site in the folder BUILT.

import { expect, test, type CDPSession } from "@playwright/test"
import { readdirSync, readFileSync, statSync } from "node:fs"
import path from "node:path"
import { longTasks, metrics, say, watchTasks } from "../figures.ts"
import { randomOf } from "../run.ts"
import { serve } from "../server.ts"

const QUERIES = 20
const PAUSE = 120 // milliseconds between letters, as a quick typist has them

/** Text of a page: its title, a heading, some words in a row. */
function queriesOf(folder: string): string[] {
  const pages = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter(
      (name) => /topic|section/.test(name) && name.endsWith(".html") && statSync(path.join(folder, name)).size > 4096,
    )
    .sort()
  const next = randomOf(5)
  const pick = <T>(list: T[]): T => list[next(list.length)]!
  return Array.from({ length: QUERIES }, (_, i) => {
    const html = readFileSync(path.join(folder, pick(pages)), "utf8")
    const main = html.slice(html.indexOf("<main"))
    const plain = (text: string): string[] =>
      text
        .replace(/<[^>]*>/g, " ")
        .toLowerCase()
        .match(/[a-z]{2,}/g) ?? ["law"]
    const title = plain(/<h1[^>]*>(.*?)<\/h1>/.exec(main)?.[1] ?? "")
    const heading = plain(/<h2 id="[^_][^>]*>(.*?)<\/h2>/.exec(main)?.[1] ?? "")
    const words = plain(
      pick([...main.matchAll(/<p>(.*?)<\/p>/gs)].map((found) => found[1]!).concat("privilege of the client")),
    )
    const from = next(Math.max(1, words.length - 3))
    return [title.slice(0, 3), heading.slice(0, 2), words.slice(from, from + 3), [pick(words), title[0]!]][i % 4]!.join(
      " ",
    )
  })
}

async function heap(client: CDPSession): Promise<number> {
  await client.send("HeapProfiler.collectGarbage")
  return (await metrics(client))["JSHeapUsedSize"]! / 1e6
}

test("typing in the search dialog", async ({ page }) => {
  test.setTimeout(600_000)
  const folder = process.env["BUILT"]!
  const queries = queriesOf(folder)
  const server = await serve(folder, "/")
  await watchTasks(page)
  await page.goto(server.url)
  await page.waitForTimeout(500)
  const client = await page.context().newCDPSession(page)
  await client.send("Performance.enable")
  const before = await heap(client)
  await longTasks(page) // those of opening the page are not meant
  await page.keyboard.press("/")
  const field = page.getByRole("dialog").getByRole("combobox")
  await field.waitFor()
  let loaded = 0
  page.on("request", () => loaded++)
  for (const round of ["as it loads", "once loaded"]) {
    const busy: number[] = []
    for (const query of queries) {
      await field.fill("")
      await page.waitForTimeout(PAUSE)
      for (const letter of query) {
        const from = await metrics(client)
        await page.keyboard.press(letter === " " ? "Space" : letter)
        await page.waitForTimeout(PAUSE)
        const to = await metrics(client)
        busy.push((to["TaskDuration"]! - from["TaskDuration"]!) * 1000)
      }
      await page.waitForTimeout(300)
    }
    say(`a keystroke, ${round}: main thread, with layout and paint`, busy)
  }
  const long = await longTasks(page)
  console.log(`tasks above 50 ms: ${long.length === 0 ? "none" : long.map((ms) => ms.toFixed(0)).join(", ")}`)
  console.log(
    `memory of scripts: ${((await heap(client)) - before).toFixed(1)} MB more after ${2 * QUERIES} queries typed letter by letter`,
  )
  console.log(`files loaded: ${loaded}`)
  expect(await page.getByRole("option").count()).toBeGreaterThan(0)
  await server.close()
})
