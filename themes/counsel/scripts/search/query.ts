// Reads what was typed.
import { keyOf, tokens, wordsOf, type Word } from "./fold"
import { MAX_WORDS } from "./weights"

export interface Query {
  /** Of plain text and phrases, in order. */
  words: Word[]
  /** Forms that must stand next to each other. */
  phrases: string[][]
  /** Forms that must not. */
  left: string[][]
  /** Keys of values by the name of a label. */
  filters: Map<string, string[]>
}

const quote = /["“”„]/

/** Reads a query; names are the labels that it may filter by. */
export function parse(text: string, names: string[]): Query {
  const query: Query = { words: [], phrases: [], left: [], filters: new Map() }
  for (let at = 0; at < text.length;) {
    if (/\s/.test(text[at]!)) {
      at++
      continue
    }
    const negative = text[at] === "-"
    if (negative) at++
    const filter = negative ? undefined : filterAt(text, at, names)
    if (filter) {
      addFilter(query.filters, filter.name, filter.value)
      at = filter.end
      continue
    }
    const { item, quoted, end } = itemAt(text, at)
    const words = wordsOf(item)
    at = end
    if (words.length === 0) continue
    const forms = words.map((word) => word.form)
    if (negative) {
      query.left.push(forms)
      continue
    }
    if (quoted) {
      query.phrases.push(forms)
      for (const word of words) word.phrase = true
    } else {
      words[words.length - 1]!.last = end === text.length && endsInToken(item)
    }
    for (const word of words) query.words.push(word)
  }
  query.words.length = Math.min(query.words.length, MAX_WORDS)
  return query
}

function endsInToken(text: string): boolean {
  const last = tokens(text).pop()
  return last !== undefined && last.start + last.text.length === text.length
}

export function addFilter(filters: Query["filters"], name: string, value: string): void {
  filters.set(name, [...(filters.get(name) || []), keyOf(value)])
}

/** The item that begins at a place: a quotation, or what goes on to the next space or quote. */
function itemAt(text: string, at: number): { item: string; quoted: boolean; end: number } {
  const quoted = quote.test(text.charAt(at))
  const start = quoted ? at + 1 : at
  const length = text.slice(start).search(quoted ? quote : /[\s"“”„]/)
  const end = length < 0 ? text.length : start + length
  return { item: text.slice(start, end), quoted, end: quoted && length >= 0 ? end + 1 : end }
}

function filterAt(text: string, at: number, names: string[]): { name: string; value: string; end: number } | undefined {
  for (const name of names) {
    const start = at + name.length + 1
    if (start >= text.length || !sameName(text.slice(at, start), name + ":")) continue
    const { item, end } = itemAt(text, start)
    if (keyOf(item) !== "") return { name, value: item, end }
  }
  return undefined
}

/** Labels are named in any case. */
export function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
