// The search of every page: globalThis.pandect.search, documented in docs/search-api.md. Nothing is loaded before it is
// called.
import type { Answer, SearchOptions } from "./answer"
import { clientOf } from "./client"
import { scriptsBelow } from "./scripts"

export type { Answer, Facet, Result, SearchOptions } from "./answer"
export type { Why } from "./excerpt"

/** The site’s root: this script lies one folder below it, unless it stands in a page that is one file. */
const root = new URL("..", (document.currentScript as HTMLScriptElement).src || location.href).href
const client = clientOf(scriptsBelow(root))

/** Answers a query. Rejects with an Error whose message is a sentence for the reader. */
export async function search(query: string, options?: SearchOptions): Promise<Answer> {
  const answer = await client.search(query, options)
  for (const result of answer) result.url = fromHere(result.url)
  return answer
}

/**
 * Loads ahead what a search for a query will need, but for what its results show: with an empty one when the reader turns
 * to the field, and with each letter while a search waits for the reader to pause.
 */
export function prepareSearch(query: string): void {
  client.prepare(query).catch(() => {}) // the search itself will say what is wrong
}

/** The address of a place of the site as seen from this page; a whole one if the page lies elsewhere. */
function fromHere(url: string): string {
  const here = location.href.replace(/[?#].*/, "")
  if (!here.startsWith(root)) return root + url
  return "../".repeat(here.slice(root.length).split("/").length - 1) + url
}

declare global {
  var pandect: { search: typeof search }
}

globalThis.pandect = { search }
