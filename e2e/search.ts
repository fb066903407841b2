// The search client of the theme without a browser, over an index in memory, and its answers in the form that the
// reference client writes.

import { createRequire } from "node:module"
import { readFileSync } from "node:fs"
import path from "node:path"
import { repository } from "./sites.ts"

// The theme's files are for a bundler, so they are loaded as it would: not as modules of Node.
const require = createRequire(import.meta.url)
const folder = "../themes/counsel/scripts/search/"

export const codec = require(folder + "codec.ts") as typeof import("../themes/counsel/scripts/search/codec.ts")
const client = require(folder + "client.ts") as typeof import("../themes/counsel/scripts/search/client.ts")
export const { SearchError } = require(
  folder + "shards.ts",
) as typeof import("../themes/counsel/scripts/search/shards.ts")

export type Answer = import("../themes/counsel/scripts/search/answer.ts").Answer
export type SearchOptions = import("../themes/counsel/scripts/search/answer.ts").SearchOptions
type Call = import("../themes/counsel/scripts/search/shards.ts").Call

/** The files of an index by their names below the site's root. */
export type Files = Record<string, string>

/** A client over files, which may change while it is used. Each file that it asks for is put into the list. */
export function clientOf(
  files: Files,
  asked: string[] = [],
): import("../themes/counsel/scripts/search/client.ts").Client {
  return client.clientOf(async (address) => {
    asked.push(address)
    const text = files[address.split("?")[0]!]
    if (text === undefined) throw new SearchError(address, "could not be loaded")
    return run(text)
  })
}

/** The calls that a script makes; none if it is not a script, as a browser would have it. */
export function run(script: string): Call[] {
  const calls: Call[] = []
  try {
    new Function("pandectShard", script)((...call: Call) => calls.push(call))
  } catch {
    // A browser says so in the console, and then that the script was loaded.
  }
  return calls
}

/** A file of test vectors of internal/search. */
export function vectors<T>(name: string): T {
  return JSON.parse(readFileSync(path.join(repository, "internal/search/testdata/vectors", name), "utf8")) as T
}

/** A query with its answer, as the reference client writes them. */
export interface Asked {
  query: string
  limit?: number
  page?: number
  filters?: Record<string, string[]>
  facets?: boolean
  answer: unknown
}

/** An answer as the reference client writes it. */
export function written(answer: Answer): unknown {
  const list = <T, U>(items: T[], write: (item: T) => U): U[] | null =>
    items.length > 0 ? Array.from(items, write) : null
  return {
    Results: list(answer, (result) => ({
      URL: result.url,
      Title: result.title,
      Section: result.section,
      Path: result.path,
      Excerpt: result.pieces,
      Score: result.score,
      Why: list(result.why, (why) => ({
        Word: why.word,
        Form: why.form,
        How: why.how,
        Fields: list(why.fields, (name) => name),
      })),
    })),
    Total: answer.total,
    Widened: answer.widened,
    More: answer.more,
    Facets: list(answer.facets, ({ name, values }) => ({
      Name: name,
      Values: values.map(({ value, pages }) => ({ Value: value, Pages: pages })),
    })),
  }
}
