// Results as the dialog and the search page show them: the sections of a page together, under its title and path.
import * as say from "./messages"
import { withMarks } from "../components/marks/marks"
import { element } from "./element"
import type { Answer, Result } from "./search/index"

/** The results of each page, the best first. */
export function byPage(results: Result[]): Result[][] {
  const pages = new Map<string, Result[]>()
  for (const result of results) {
    const page = result.url.split("#", 1)[0]!
    pages.set(page, [...(pages.get(page) ?? []), result])
  }
  return [...pages.values()]
}

/** A link to a result. The best of a page says which page that is; the others name their section only. */
export function link(result: Result, best: boolean): HTMLAnchorElement {
  const made = element("a", best ? "result" : "result result-further")
  made.href = withMarks(result.url, wordsOf(result))
  const name = element("span", "result-name")
  if (best) name.append(element("span", "result-title", result.title))
  if (result.section || !best)
    name.append(" ", element("span", "result-section", result.section || say.searchBeginning))
  made.append(name)
  if (best && result.path) made.append(" ", element("span", "result-path", result.path))
  const text = result.pieces.map((piece, i) => (i % 2 ? element("mark", "", piece) : piece))
  if (result.excerpt.trim()) made.append(" ", element("span", "result-text", ...text))
  return made
}

/** What is to be marked on the page that a result leads to. */
function wordsOf({ pieces, why }: Result): string[] {
  return [...why.map(({ form, word }) => form || word), ...pieces.filter((_, i) => i % 2)]
}

/** What an answer comes to, as a sentence. */
export function inWords({ total, more, widened }: Answer): string {
  if (total === 0) return say.searchNothing
  if (widened) return more ? say.searchSomeMore(total) : say.searchSome(total)
  return more ? say.searchFoundMore(total) : say.searchFound(total)
}
