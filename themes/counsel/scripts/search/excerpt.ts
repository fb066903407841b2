// What a result shows: the part of the text in which most words of the query stand, and why it was found.
import type { Group } from "./decode"
import { formsOf, tokens } from "./fold"
import type { Head } from "./head"
import { placeOf } from "./head"
import type { Term } from "./lookup"
import { isExact, valueOf, type Values } from "./rank"
import { EXCERPT_BEFORE, EXCERPT_WINDOW, MAX_SECTIONS } from "./weights"

/** Why a word counts for a result. */
export interface Why {
  /** As typed, folded. */
  word: string
  /** What was found; empty for a word that stands elsewhere. */
  form: string
  /** "exact", "joined", "stem", "prefix", "typo", "shortened", "elsewhere" in the page, or in its "title". */
  how: string
  /** Where: "title", "heading", "body", "keywords". */
  fields: string[]
}

/** Says for each term what gave its value at a place. */
export function whyOf(head: Head, place: number, terms: Term[], values: Values[]): Why[] {
  return terms.flatMap((term, t): Why[] => {
    const { places, own, titles } = values[t]!
    const first = Math.floor(place / MAX_SECTIONS) * MAX_SECTIONS
    const why = (how: string, form = "", fields: string[] = []): Why[] => [{ word: term.word.form, form, how, fields }]
    const at = placeOf(places, place)
    if (places[at] === place && own[at]! > 0) return [whyOwn(head, term, place, own[at]!) || why("prefix")[0]!]
    let i = placeOf(places, first)
    if (places[i] === first && titles[i]! > 0) return why("title", "", ["title"])
    for (; places[i]! < first + MAX_SECTIONS; i++) if (own[i]! > 0) return why("elsewhere")
    return []
  })
}

function whyOwn(head: Head, { word, entries }: Term, place: number, value: number): Why | undefined {
  for (const entry of entries.values()) {
    const { group, form, how } = entry
    const at = placeOf(group.postings.places, place, group.start, group.end)
    if (at === group.end || group.postings.places[at] !== place || valueOf(head, entry, at) !== value) continue
    const exact = how !== "exact" || isExact(group, entry.place, at)
    return { word: word.form, form, how: exact ? how : "stem", fields: fieldNames(group, at) }
  }
  return undefined
}

function fieldNames({ postings }: Group, at: number): string[] {
  return ["title", "heading", "body", "keywords"].filter((_, i) => (postings.fields[at]! >> i) & 1)
}

/** Says to which terms a token belongs. */
export type Marks = (token: string) => number[]

const NONE: number[] = []

export function marksOf(terms: Term[]): Marks {
  const byForm = new Map<string, number[]>()
  const of = (form: string): number[] => byForm.get(form) || NONE
  terms.forEach(({ entries }, t) => {
    for (const { form, group } of entries.values()) {
      for (const one of [form, ...group.local]) if (!of(one).includes(t)) byForm.set(one, [...of(one), t])
    }
  })
  const prefixes = terms.map(({ ready, word }) => ready && word.form)
  const ofForm = (form: string): number[] => {
    const longer = prefixes.flatMap((prefix, t) => (prefix && form.startsWith(prefix) ? [t] : NONE))
    return longer.length > 0 ? longer.concat(of(form)) : of(form)
  }
  const known = new Map<string, number[]>() // a text repeats its words
  return (token) => {
    let found = known.get(token)
    if (!found) known.set(token, (found = formsOf(token).flatMap(ofForm)))
    return found
  }
}

/** The part of a text in which most terms stand, in pieces of which every second is to be marked. */
export function excerptOf(text: string, marks: Marks): string[] {
  const list = tokens(text).map(({ text, start }) => ({ text, start, terms: marks(text) }))
  if (list.length === 0) return [text]
  let first = 0
  let most = 0
  list.forEach(({ terms }, i) => {
    if (terms.length === 0) return
    const from = Math.max(0, i - EXCERPT_BEFORE)
    const distinct = new Set(list.slice(from, from + EXCERPT_WINDOW).flatMap((token) => token.terms)).size
    if (distinct > most) [first, most] = [from, distinct]
  })
  const shown = list.slice(first, first + EXCERPT_WINDOW)
  const last = shown[shown.length - 1]!
  let end = last.start + last.text.length
  const space = text.slice(end).search(/\s/)
  end = space < 0 ? text.length : end + space

  const pieces: string[] = []
  let at = first > 0 ? shown[0]!.start : 0
  let before = first > 0 ? "… " : ""
  for (const { start, text: token, terms } of shown) {
    if (terms.length === 0) continue
    pieces.push(before + text.slice(at, start), token)
    before = ""
    at = start + token.length
  }
  return [...pieces, before + text.slice(at, end) + (end < text.length ? " …" : "")]
}
