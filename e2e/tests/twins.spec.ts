// What exists in Go and in the scripts gives the same: each pair has one file of vectors, written by the Go package that owns
// it, and the scripts run it here in the browser, whose Unicode is the readers'.

import { readFileSync } from "node:fs"
import path from "node:path"
import { expect, test, type Page } from "@playwright/test"
import { exportsOf } from "../inbrowser.ts"
import { clientOf, written as answerOf, type Asked, type Files } from "../search.ts"
import { repository } from "../sites.ts"

/** A file of vectors of a Go package, by its path below internal/. */
function vectors<T>(name: string): T {
  return JSON.parse(readFileSync(path.join(repository, "internal", name), "utf8")) as T
}

/** What an expression over each of several values gives in the browser. script is what it may use, as "its". */
async function each<T, R>(page: Page, script: string, values: T[], expression: string): Promise<R[]> {
  const made = `(() => { const its = ${exportsOf(script)}; return ${JSON.stringify(values)}.map((of) => ${expression}) })()`
  return page.evaluate(made)
}

test("wordings are normalised as in Go, and look as alike", async ({ page }) => {
  const { normalise, similarity } = vectors<{
    normalise: Array<{ text: string; want: string }>
    similarity: Array<{ a: string; b: string; want: number }>
  }>("checklist/testdata/wordings.json")
  const normal = await each(page, "run/text.ts", normalise, "({ ...of, want: its.normalise(of.text) })")
  expect(normal).toEqual(normalise)
  const alike = await each(page, "run/text.ts", similarity, "({ ...of, want: its.similarity(of.a, of.b) })")
  expect(alike).toEqual(similarity)
})

test("values have one canonical form, and one digest", async ({ page }) => {
  const list = vectors<Array<{ json: string; want: string; sha256: string }>>("checklist/testdata/canonical.json")
  const made = await each(
    page,
    "run/hash.ts",
    list.map(({ json }) => json),
    "({ json: of, want: its.canonical(JSON.parse(of)), sha256: its.sha256(its.canonical(JSON.parse(of))) })",
  )
  expect(made).toEqual(list)
})

test("text is cut and folded in the browser as in the index, and queries are read as in Go", async ({ page }) => {
  const list = vectors<Array<{ text: string; words: unknown }>>("search/testdata/vectors/words.json")
  const texts = list.map(({ text }) => text)
  const cut = await each<string, Words>(page, "search/fold.ts", texts, "its.wordsOf(of)")
  expect(cut.map((words, i) => ({ text: texts[i], words: words.map(written) }))).toEqual(list)

  const { labels, cases } = vectors<{ labels: string[]; cases: Query[] }>("search/testdata/vectors/queries.json")
  const read = await each<Query, Query>(
    page,
    "search/query.ts",
    cases,
    `(({ words, phrases, left, filters }) => ({ text: of.text, words, phrases, left, filters: Object.fromEntries(filters) }))
      (its.parse(of.text, ${JSON.stringify(labels)}))`,
  )
  expect(read.map((query) => ({ ...query, words: query.words.map(written) }))).toEqual(
    cases.map(({ text, words, phrases = [], left = [], filters = {} }) => ({ text, words, phrases, left, filters })),
  )
})

type Words = Array<{ form: string; others: string[]; pieces: string[]; phrase?: boolean; last?: boolean }>

interface Query {
  text: string
  words: Words
  phrases?: string[][]
  left?: string[][]
  filters?: Record<string, string[]>
}

/** A word as Go writes it: without what is empty. */
const written = (word: Words[number]): object =>
  Object.fromEntries(Object.entries(word).filter(([, value]) => (Array.isArray(value) ? value.length > 0 : value)))

test("names are shown on one line, without what nobody sees, as in a register", async ({ page }) => {
  const list = vectors<Array<{ text: string; want: string }>>("runs/testdata/plain.json")
  expect(await each(page, "run/safe.ts", list, "({ ...of, want: its.plain(of.text) })")).toEqual(list)
})

test("the CSV of a blank form is read back, field by field", async ({ page }) => {
  const list = vectors<Array<{ rows: string[][]; csv: string }>>("workbook/testdata/csv.json")
  const read = await each(page, "run/csv.ts", list, "({ rows: its.readCsv(of.csv), csv: of.csv })")
  expect(read).toEqual(list)
})

test("a workbook that a run is saved as has the columns and the words of the blank form", async ({ page }) => {
  const columns = vectors<Array<{ title: string; options?: string[] }>>("checksheet/testdata/columns.json")
  const [its] = await each<null, { COLUMNS: string[]; STATUSES: string[] }>(page, "run/rows.ts", [null], "its")
  expect(its!.COLUMNS).toEqual(columns.map(({ title }) => title).slice(0, its!.COLUMNS.length))
  expect(its!.STATUSES).toEqual(columns.find(({ title }) => title === "Status")!.options)
})

test("messages with numbers are filled as in templates", async ({ page }) => {
  const { languages, cases } = vectors<{ languages: object; cases: Array<{ language: string; n: number }> }>(
    "message/testdata/numbers.json",
  )
  const filled = await each(
    page,
    "say.ts",
    cases,
    `(({ group, forms }) => ({
      ...of,
      want: its.counted(its.numbersOf(of.language, group), forms)(of.n, { name: of.name }),
    }))(${JSON.stringify(languages)}[of.language])`,
  )
  expect(filled).toEqual(cases)
})

test("what readers type in each language finds what the index holds, with answers as in Go", async () => {
  const languages = vectors<Array<{ language: string; files: Files; cases: Asked[] }>>(
    "search/testdata/vectors/languages.json",
  )
  for (const { language, files, cases } of languages) {
    const client = clientOf(files)
    for (const asked of cases) {
      expect(answerOf(await client.search(asked.query, asked)), `${language}: ${asked.query}`).toEqual(asked.answer)
    }
  }
})
