// Whatever arrives in the place of a file of the index, the reader gets a right answer or a sentence, and never a wrong
// result.

import { expect, test } from "@playwright/test"
import { clientOf, SearchError, vectors, written, type Asked, type Files } from "../search.ts"

const sentence =
  /^Search does not work at the moment: search\/[a-z0-9-]+\.js [a-z ]+\. Reload this page, or try again later\.$/

const answers = vectors<Asked[]>("answers.json")
const asked = [
  "privlege",
  "LPO",
  "c",
  "legal process outsourcing",
  '"fixed price"',
  'jurisdiction:"european union" vendor',
].map((query) => answers.find((one) => one.query === query)!)

/** What may arrive instead of a file. */
const faults: Record<string, (text: string) => string | undefined> = {
  nothing: () => undefined,
  "an empty file": () => "",
  "half of it": (text) => text.slice(0, text.length / 2),
  "all but its end": (text) => text.slice(0, -4),
  "a page that asks for a password": () => "<!doctype html><title>Sign in</title>",
  "a script of something else": () => "var x = 1;",
  "another version": (text) => text.replace("pandectShard(2,", "pandectShard(3,"),
  "another kind": (text) => text.replace(/"(head|terms|prefixes|words|pages|labels)"/, '"other"'),
  "another number": (text) => text.replace(/,\d+,/, ",77,"),
  "another edition": (text) => text.replace(/,"[0-9a-v]{5}",/, ',"00000",'),
  "no text": (text) => text.replace(/,".*/s, ',"k3f9a",7);\n'),
  "a damaged text": (text) => text.replace(/end"\);\n$/, '");\n'),
  "the text of a shorter file": (text) => text.replace(/\\n.*\\nend/, "\\nend"),
}

for (const [fault, change] of Object.entries(faults)) {
  test(`${fault} in the place of a file is said, and forgotten when the file is there`, async () => {
    const files = vectors<Files>("files.json")
    for (const { query, answer } of asked) {
      const needed: string[] = []
      await clientOf(files, needed).search(query)
      expect(needed.length).toBeGreaterThan(2)
      for (const name of needed) {
        if (fault === "another edition" && name === "search/head.js") continue // nothing else names the head
        const broken = { ...files }
        const text = change(files[name]!)
        expect(text).not.toBe(files[name])
        if (text === undefined) delete broken[name]
        else broken[name] = text
        const client = clientOf(broken)
        const problem: unknown = await client.search(query).catch((error: unknown) => error)
        expect(problem, `${query}: ${name}`).toBeInstanceOf(SearchError)
        expect((problem as Error).message).toMatch(sentence)
        expect((problem as Error).message).toContain(name)
        broken[name] = files[name]!
        expect(written(await client.search(query)), query).toEqual(answer)
      }
    }
  })
}

test("a file that is there twice over is not used", async () => {
  const files = vectors<Files>("files.json")
  const needed: string[] = []
  await clientOf(files, needed).search("privlege")
  for (const name of needed.slice(1)) {
    const client = clientOf({ ...files, [name]: files[name]! + files[name]! })
    await expect(client.search("privlege"), name).rejects.toThrow(sentence)
  }
})

test("one file that ends between two of its parts is noticed", async () => {
  const [[name, text]] = Object.entries(vectors<Files>("inline-files.json")) as [[string, string]]
  const lines = text.split("\n")
  let said = 0
  for (let n = 1; n < lines.length - 1; n++) {
    const client = clientOf({ [name]: lines.slice(0, n).join("\n") + "\n" })
    const answer: unknown = await client.search("LPO").then(written, (error: unknown) => error)
    if (answer instanceof SearchError) said++
    else expect(answer).toEqual(vectors<Asked[]>("inline-answers.json").find((one) => one.query === "LPO")!.answer)
  }
  expect(said).toBeGreaterThan(5)
})

test("a site that was published anew while the page was open is searched as it is now", async () => {
  const before = vectors<Files>("files.json")
  const files = { ...before }
  const needed: string[] = []
  const client = clientOf(files, needed)
  await client.search("kovel")
  for (const name of Object.keys(files)) delete files[name]
  Object.assign(files, vectors<Files>("inline-files.json"))
  const together = ["LPO", "privlege", "contr"].map((query) =>
    client.search(query, { limit: query === "contr" ? 20 : 10 }),
  )
  const now = vectors<Asked[]>("inline-answers.json")
  for (const [i, query] of ["LPO", "privlege", "contr"].entries()) {
    expect(written(await together[i]!), query).toEqual(now.find((one) => one.query === query)!.answer)
  }
  expect(needed.filter((address) => /^search\/head\.js\?\d+$/.test(address))).toHaveLength(1)
})

test("a search that was given up ends at once, and takes nothing from the next", async () => {
  const needed: string[] = []
  const client = clientOf(vectors<Files>("files.json"), needed)
  const control = new AbortController()
  const given = client.search("privlege", { signal: control.signal })
  control.abort()
  await expect(given).rejects.toThrow("given up")
  expect(needed.filter((name) => name.startsWith("search/p"))).toEqual([])
  const { answer } = answers.find((one) => one.query === "privlege")!
  expect(written(await client.search("privlege"))).toEqual(answer)
})

test("damage of any kind ends in an answer or a sentence", async () => {
  const sites = [vectors<Files>("files.json"), vectors<Files>("inline-files.json")]
  let state = 1
  const random = (n: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
  const alphabet = ' !#0AZaz[]^_`{|}~\t\n\\"é漢😀'
  let said = 0
  for (let round = 0; round < 1500; round++) {
    const files = sites[round % 2]!
    const { query } = asked[random(asked.length)]!
    const needed: string[] = []
    await clientOf(files, needed).search(query)
    const name = needed[random(needed.length)]!
    let text = files[name]!
    for (let edits = 1 + random(3); edits > 0; edits--) {
      const at = random(text.length)
      const put = JSON.stringify([...alphabet][random([...alphabet].length)])
        .slice(1, -1)
        .repeat(random(3))
      text = text.slice(0, at) + put + text.slice(at + random(12))
    }
    try {
      await clientOf({ ...files, [name]: text }).search(query, { facets: true })
    } catch (error) {
      said++
      if (!(error instanceof SearchError))
        throw new Error(`round ${round}: ${query}: ${name}: ${String(error)}\n${text}`, { cause: error })
    }
  }
  expect(said).toBeGreaterThan(300)
})
