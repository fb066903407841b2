// Finds the forms that a word leads to.
import type { Group, ReadyList } from "./decode"
import { word as wordOf, type Word } from "./fold"
import type { Query } from "./query"
import type { Shards } from "./shards"
import { typosOf } from "./typos"
import { MIN_SHORTENED, MAX_VARIANTS, MAX_SHORTENED, prefixWeight } from "./weights"

/** How a form came to be found. */
export type How = "exact" | "joined" | "prefix" | "typo" | "shortened"

/** A form that a word leads to. */
export interface Entry {
  form: string
  how: How
  weight: number
  group: Group
  /** Of the form in its group. */
  place: number
}

/** A word of a query with all that it finds. */
export interface Term {
  word: Word
  entries: Map<string, Entry>
  ready?: ReadyList
  idf: number
}

/** A query, as typed or with a synonym, looked up. */
export interface Variant {
  terms: Term[]
  factor: number
}

/** Looks a query up, as typed and with synonyms. */
export async function variantsOf(shards: Shards, query: Query): Promise<Variant[]> {
  const { words } = query
  const typed = await variantOf(shards, words, 1)
  const replaced: Word[][] = []
  const known = await Promise.all(
    words.map((word) => (word.phrase || skips(shards, words, word) ? [] : shards.synonyms(word.form))),
  )
  known.forEach((synonyms, i) => {
    for (const { phrase, replacement } of synonyms) {
      if (replaced.length >= MAX_VARIANTS || !phrase.every((form, k) => isTyped(words[i + k], form))) continue
      replaced.push([
        ...words.slice(0, i),
        ...replacement.map((form) => wordOf(form)),
        ...words.slice(i + phrase.length),
      ])
    }
  })
  const { synonym } = shards.head.weights
  return [typed, ...(await Promise.all(replaced.map((list) => variantOf(shards, list, synonym))))]
}

function isTyped(word: Word | undefined, form: string): boolean {
  return word !== undefined && !word.phrase && word.form === form
}

/** Whether a word is not looked up because it says little and others say more. */
function skips({ head: { stop } }: Shards, words: Word[], { form }: Word): boolean {
  return stop.has(form) && words.some((word) => !stop.has(word.form))
}

async function variantOf(shards: Shards, words: Word[], factor: number): Promise<Variant> {
  const terms = await Promise.all(
    words.filter((word) => !skips(shards, words, word)).map((word) => lookUp(shards, word)),
  )
  return { terms: terms.flat(), factor }
}

/** The terms of a word: one, or one for each piece. */
async function lookUp(shards: Shards, word: Word): Promise<Term[]> {
  const w = shards.head.weights
  const term: Term = { word, entries: new Map(), idf: 0 }
  const found = (): boolean => term.entries.size > 0 || term.ready !== undefined
  const [exact, joined, longer] = await Promise.all([
    groupsOf(shards, [word.form]),
    groupsOf(shards, word.others),
    word.last ? shards.formsWith(word.form) : [],
  ])
  add(term, exact, () => 1, "exact")
  add(term, joined, () => w.joined, "joined")
  const known = [...term.entries.values()][0]
  if (longer) {
    const typed = [...word.form].length
    add(term, await groupsOf(shards, longer), (form) => prefixWeight(w, typed, [...form].length), "prefix")
  } else {
    term.ready = await shards.ready(word.form)
  }
  if (!found() && word.pieces.length > 1) {
    const end = word.pieces.length - 1
    return (
      await Promise.all(word.pieces.map((piece, i) => lookUp(shards, wordOf(piece, word.last && i === end))))
    ).flat()
  }
  if (!found()) {
    const typos = await typosOf(shards, word)
    add(term, await groupsOf(shards, [...typos.keys()]), (form) => typos.get(form)!, "typo")
  }
  if (!found()) add(term, await groupsOf(shards, await shortened(shards, word.form)), () => w.shortened, "shortened")
  term.idf = known ? known.group.idf : leastIdf(term) || shards.head.rare
  return [term]
}

type Found = Array<{ form: string; group: Group; place: number } | undefined>

async function groupsOf(shards: Shards, forms: string[]): Promise<Found> {
  return Promise.all(
    forms.map(async (form) => {
      const found = await shards.group(form)
      return found && { form, ...found }
    }),
  )
}

/** Adds an entry for each form that the site has and the term does not. */
function add(term: Term, found: Found, weight: (form: string) => number, how: How): void {
  for (const one of found) {
    if (one && !term.entries.has(one.form)) term.entries.set(one.form, { ...one, how, weight: weight(one.form) })
  }
}

/** What it says that a section has a term of which no form was typed. */
function leastIdf({ entries, ready }: Term): number {
  const all = [...entries.values()].map(({ group }) => group.idf)
  if (ready) all.push(ready.idf)
  return all.length > 0 ? Math.min(...all) : 0
}

/** Forms that begin like the word: the site may have it with another ending. */
async function shortened(shards: Shards, form: string): Promise<string[]> {
  const characters = [...form]
  for (let n = 1; n <= MAX_SHORTENED && characters.length - n >= MIN_SHORTENED; n++) {
    const forms = await shards.formsWith(characters.slice(0, characters.length - n).join(""))
    if (forms && forms.length > 0) return forms
  }
  return []
}
