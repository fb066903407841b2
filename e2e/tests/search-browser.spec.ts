// The search of a page in a real browser: served at a root and below a path under a strict policy, and opened from a
// folder by double click.

import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs"
import path from "node:path"
import { pathToFileURL } from "node:url"
import type { Page, TestInfo } from "@playwright/test"
import { expect, test, watch } from "../harness.ts"
import { serve } from "../server.ts"
import { vectors, written, type Answer, type Asked, type Files } from "../search.ts"
import { files, guidance } from "../sites.ts"

/** A folder with an index, and pages that have nothing but the theme's script. */
function folderOf(info: TestInfo, index: Files): string {
  const folder = info.outputPath("Shared drive #1 (100 % ü)")
  for (const below of ["assets", "ethics/cases", "search"]) mkdirSync(path.join(folder, below), { recursive: true })
  const script = files(guidance).find((name) => /^assets\/app-\w+\.js$/.test(name))!
  copyFileSync(path.join(guidance.folder, script), path.join(folder, "assets/app.js"))
  writeFileSync(path.join(folder, "icon.svg"), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  for (const [name, up] of [
    ["index.html", ""],
    ["404.html", ""],
    ["ethics/cases/kovel.html", "../../"],
  ] as const) {
    // Nothing says how the page is encoded, so a browser takes it for something old.
    const head = `<title>A page</title><link rel="icon" href="${up}icon.svg"><script src="${up}assets/app.js" defer></script>`
    writeFileSync(path.join(folder, name), `<!doctype html><html lang="en"><head>${head}</head><body></body></html>`)
  }
  publish(folder, index)
  return folder
}

function publish(folder: string, index: Files): void {
  rmSync(path.join(folder, "search"), { recursive: true })
  mkdirSync(path.join(folder, "search"))
  for (const [name, text] of Object.entries(index)) writeFileSync(path.join(folder, name), text)
}

/** Searches as any script of a page may; what went wrong is its message. */
async function search(page: Page, asked: Omit<Asked, "answer">): Promise<unknown> {
  const answer = await page.evaluate(async ({ query, ...options }) => {
    const { pandect } = globalThis as unknown as {
      pandect: { search(query: string, options: object): Promise<Answer> }
    }
    return pandect.search(query, options).then(
      (found) => ({
        list: [...found],
        total: found.total,
        widened: found.widened,
        more: found.more,
        facets: found.facets,
      }),
      (error: Error) => error.message,
    )
  }, asked)
  if (typeof answer === "string") return answer
  const { list, ...rest } = answer
  return written(Object.assign(list, rest))
}

/** An answer of which the addresses are those seen from a page so many folders down. */
function seenFrom(depth: number, answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer), (key, value: unknown) =>
    key === "URL" ? "../".repeat(depth) + String(value) : value,
  )
}

for (const [way, prefix] of [
  ["a folder", undefined],
  ["the root of a server", "/"],
  ["a path of a server", "/team/guidance/"],
] as const) {
  test(`every page searches from ${way}`, async ({ page }, info) => {
    for (const [index, answers] of [
      ["files.json", "answers.json"],
      ["inline-files.json", "inline-answers.json"],
    ] as const) {
      const folder = folderOf(info, vectors<Files>(index))
      const server = prefix === undefined ? undefined : await serve(folder, prefix)
      const start = server?.url ?? pathToFileURL(folder + path.sep).href
      const problems = watch(page, start)
      const asked: string[] = []
      page.on("request", (request) => asked.push(request.url().slice(start.length)))
      const list = vectors<Asked[]>(answers)
      for (const [name, depth] of [
        ["index.html", 0],
        ["ethics/cases/kovel.html", 2],
      ] as const) {
        await page.goto(start + name)
        await page.waitForLoadState("load")
        expect(
          asked.filter((address) => address.startsWith("search/")),
          "before the first search",
        ).toEqual([])
        for (const { answer, ...one } of list)
          expect(await search(page, one), one.query).toEqual(seenFrom(depth, answer))
        expect(new Set(asked).size, "each file is asked for once").toBe(asked.length)
        expect(await page.locator("script").count(), "scripts that stay").toBe(1)
        asked.length = 0
      }
      expect(problems).toEqual([])
      page.removeAllListeners()
      await server?.close()
    }
  })
}

test("a portal elsewhere that has the script searches the site, and gets whole addresses", async ({ page }, info) => {
  const server = await serve(folderOf(info, vectors<Files>("files.json")), "/team/guidance/")
  const portal = info.outputPath("portal.html")
  writeFileSync(portal, `<!doctype html><title>Portal</title><script src="${server.url}assets/app.js" defer></script>`)
  await page.goto(pathToFileURL(portal).href)
  const { answer } = vectors<Asked[]>("answers.json").find(({ query }) => query === "kovel")!
  const whole = JSON.stringify(answer).replace(/"URL":"/g, `"URL":"${server.url}`)
  expect(await search(page, { query: "kovel" })).toEqual(JSON.parse(whole))
  await server.close()
})

test("a page says what is wrong, and searches again when it is mended", async ({ page }, info) => {
  const index = vectors<Files>("files.json")
  const folder = folderOf(info, index)
  const server = await serve(folder, "/")
  const answer = vectors<Asked[]>("answers.json").find(({ query }) => query === "LPO")!.answer
  for (const [fault, text] of [
    ["could not be loaded", undefined],
    ["did not arrive whole", "<!doctype html>"],
    ["is of another version than this page", 'pandectShard(3,"","","","");\n'],
  ]) {
    await page.goto(server.url)
    for (const name of Object.keys(index)) {
      if (text === undefined) rmSync(path.join(folder, name))
      else writeFileSync(path.join(folder, name), text)
    }
    expect(await search(page, { query: "LPO" })).toBe(
      `Search does not work at the moment: search/head.js ${fault}. Reload this page, or try again later.`,
    )
    writeFileSync(path.join(folder, "search/head.js"), index["search/head.js"]!)
    expect(await search(page, { query: "LPO" })).toMatch(
      new RegExp(`^Search does not work at the moment: search/t\\d+-[0-9a-v]{5}\\.js ${fault}\\.`),
    )
    publish(folder, index)
    expect(await search(page, { query: "LPO" })).toEqual(answer)
  }
  await server.close()
})

test("a file that does not come is given up, and asked for again", async ({ page }, info) => {
  const server = await serve(folderOf(info, vectors<Files>("files.json")), "/")
  await page.clock.install()
  await page.goto(server.url)
  const hanging = new Promise<void>((resolve) => void page.route("**/search/p*", () => resolve()))
  const found = search(page, { query: "kovel" })
  await hanging
  await page.clock.fastForward(20_000)
  expect(await found).toMatch(
    /^Search does not work at the moment: search\/p\d+-[0-9a-v]{5}\.js did not arrive in time\./,
  )
  await page.unroute("**/search/p*")
  expect(await search(page, { query: "kovel" })).toEqual(vectors<Asked[]>("answers.json")[0]!.answer)
  await server.close()
})

for (const way of ["a server", "a folder"]) {
  test(`a page that was opened from ${way} before the site was published anew searches the new site`, async ({
    page,
  }, info) => {
    const folder = folderOf(info, vectors<Files>("files.json"))
    const server = await serve(folder, "/")
    await page.goto(way === "a server" ? server.url : pathToFileURL(path.join(folder, "index.html")).href)
    await search(page, { query: "kovel" })
    publish(folder, vectors<Files>("inline-files.json"))
    const { answer, ...asked } = vectors<Asked[]>("inline-answers.json").find(({ query }) => query === "contr")!
    expect(await search(page, asked)).toEqual(answer)
    await server.close()
  })
}
