// The search client agrees with the reference client to the last bit, and says so when it cannot answer.

import { execFileSync } from "node:child_process"
import { createReadStream } from "node:fs"
import path from "node:path"
import { createInterface } from "node:readline"
import { expect, test } from "@playwright/test"
import { clientOf, codec, run, vectors, written, type Asked, type Files } from "../search.ts"
import { output, repository } from "../sites.ts"

test("numbers, lists of forms and strings are read, and damaged ones are not", () => {
  const v = vectors<{
    numbers: Array<{ number: number; text: string }>
    damagedNumbers: string[]
    forms: Array<{ forms: string[]; text: string }>
    damagedForms: string[]
    script: { good: string; payload: string }
  }>("decoding.json")
  const number = (text: string) => {
    const numbers = codec.numbersIn(text)
    const n = numbers.next(codec.MAX_NUMBER)
    numbers.end()
    return n
  }
  expect(v.numbers.map(({ text }) => ({ number: number(text), text }))).toEqual(v.numbers)
  for (const text of v.damagedNumbers) expect(() => number(text), JSON.stringify(text)).toThrow(codec.Damaged)
  expect(v.forms.map(({ text }) => ({ forms: codec.readForms(text), text }))).toEqual(v.forms)
  for (const text of v.damagedForms) expect(() => codec.readForms(text), JSON.stringify(text)).toThrow(codec.Damaged)
  expect(run(v.script.good)).toEqual([[2, "pages", 12, "k3f9a", v.script.payload]])
})

for (const [name, index, answers] of [
  ["many files", "files.json", "answers.json"],
  ["one file", "inline-files.json", "inline-answers.json"],
] as const) {
  test(`answers from ${name} are those of the reference client`, async () => {
    const client = clientOf(vectors<Files>(index))
    const list = vectors<Asked[]>(answers)
    for (const asked of list) {
      const answer = await client.search(asked.query, asked)
      expect(written(answer), asked.query).toEqual(asked.answer)
      for (const { excerpt, pieces } of answer) expect(excerpt).toBe(pieces.join(""))
    }
    expect(list.length).toBeGreaterThan(50)
  })
}

test("answers to random queries over random sites are those of the reference client", async () => {
  const file = path.join(output, "search-vectors.jsonl")
  execFileSync("go", ["test", "-count=1", "-run", "^TestOracle$", "./internal/search/client"], {
    cwd: repository,
    env: { ORACLE_QUERIES: "2000", ...process.env, ORACLE_VECTORS: file },
    stdio: ["ignore", "ignore", "inherit"],
  })
  let compared = 0
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const { files, cases } = JSON.parse(line) as { files: Files; cases: Asked[] }
    const client = clientOf(files)
    for (const asked of cases) {
      const got = JSON.stringify(written(await client.search(asked.query, asked)))
      if (got !== JSON.stringify(asked.answer)) expect(JSON.parse(got), asked.query).toEqual(asked.answer)
      compared++
    }
  }
  expect(compared).toBeGreaterThanOrEqual(2000)
})

test("what was not used for long is let go of, and loaded again", async () => {
  const files = vectors<Files>("files.json")
  for (const name of Object.keys(files)) {
    if (name.startsWith("search/p")) files[name] = files[name]!.replace(/\\nend"\);\n$/, ` ${"x".repeat(900_000)}$&`)
  }
  const asked: string[] = []
  const client = clientOf(files, asked)
  const queries = ["kovel", "pricing", "gdpr", "note 5", "competence"]
  const first = []
  for (const query of queries) first.push(written(await client.search(query)))
  const needed = asked.length
  for (const [i, query] of queries.entries()) expect(written(await client.search(query)), query).toEqual(first[i])
  expect(asked.length).toBeGreaterThan(needed)
  await client.search("kovel")
  const known = asked.length
  await client.search("kovel")
  expect(asked.length, "what was used just now is kept").toBe(known)
})
