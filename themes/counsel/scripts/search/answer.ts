// Answers a query from the shards of an index.
import { formsOfText } from "./fold"
import { excerptOf, marksOf, whyOf, type Marks, type Why } from "./excerpt"
import { variantsOf, type Variant } from "./lookup"
import { rest } from "./pace"
import { addFilter, parse, sameName, type Query } from "./query"
import {
  better,
  orderPages,
  orderSections,
  pagesOf,
  roundsOf,
  scoresOf,
  valuesOf,
  type Ranked,
  type Scored,
  type Values,
} from "./rank"
import { bonusOf } from "./rerank"
import type { Shards } from "./shards"
import { MAX_SECTIONS } from "./weights"

/** Which part of an answer is wanted. */
export interface SearchOptions {
  /** How many results at most; 10 unless told. */
  limit?: number
  /** Which part, from 1. */
  page?: number
  /** Names of labels to values, one of which a page must have; besides those in the query. */
  filters?: Record<string, string | string[]>
  /** Counts the values of labels. */
  facets?: boolean
  /** Gives the search up, as when the reader types on. */
  signal?: AbortSignal
}

/** A section that was found. */
export interface Result {
  url: string
  /** Of the page. */
  title: string
  /** The heading; empty for the beginning of the page. */
  section: string
  /** Titles of the folders that hold the page. */
  path: string
  excerpt: string
  /** The excerpt in pieces, of which every second is to be marked. */
  pieces: string[]
  score: number
  why: Why[]
}

/** A label with the values that the pages of an answer have. */
export interface Facet {
  name: string
  values: Array<{ value: string; pages: number }>
}

/** The wanted part of the results. */
export interface Answer extends Array<Result> {
  /** How many results there are; with more, among the pages that were looked at. */
  total: number
  /** No section has all words. */
  widened: boolean
  /** Further pages could not be looked at for phrases. */
  more: boolean
  facets: Facet[]
}

type Looked = Variant & { values: Values[]; marks: Marks }

/** Answers a query; the addresses of its results begin at the site's root. */
export async function answerOf(shards: Shards, text: string, options: SearchOptions): Promise<Answer> {
  const { head } = shards
  const { signal } = options
  const limit = count(options.limit, 10)
  const part = count(options.page, 1)
  const query = parse(text, head.labels)
  const passes = await passing(shards, query, options.filters || {})
  const variants: Looked[] = []
  let all: Scored[] = []
  if (query.words.length > 0) {
    for (const variant of await variantsOf(shards, query)) {
      const values: Values[] = []
      for (const term of variant.terms) {
        await rest(signal)
        values.push(valuesOf(head, term))
      }
      await rest(signal)
      all = better(all, scoresOf(head, variant.terms, values, variant.factor, variants.length))
      variants.push({ ...variant, values, marks: marksOf(variant.terms) })
    }
    if (passes) all = all.filter(({ page }) => passes.has(page))
  } else if (passes) {
    all = [...passes]
      .sort((a, b) => a - b)
      .map((page) => ({ place: page * MAX_SECTIONS, page, score: 0, share: 1, variant: 0 }))
  }
  await rest(signal)
  let { pages, widened } = pagesOf(head, all)
  await rest(signal)
  let more = false
  if (query.phrases.length + query.left.length > 0)
    [pages, more] = await checkText(shards, query, pages, limit * part, signal)
  if (query.words.length > 0) pages = await lookAgain(shards, variants, pages, signal)
  const rounds = roundsOf(head, pages)
  const facets = options.facets ? await facetsOf(shards, pages, signal) : []

  const each = Math.ceil(limit / (2 * head.screen))
  const wanted = rounds
    .slice((part - 1) * each, part * each)
    .flat()
    .slice(0, limit)
  await Promise.all(wanted.map(({ place }) => shards.section(place)))
  const results: Result[] = []
  for (const scored of wanted) {
    await rest(signal)
    results.push(await resultOf(shards, scored, variants[scored.variant]))
  }
  const total = rounds.reduce((sum, { length }) => sum + length, 0)
  return Object.assign(results, { total, widened, more, facets })
}

function count(given: number | undefined, usual: number): number {
  return given && given >= 1 ? Math.floor(given) : usual
}

/** The pages that pass the filters; undefined if there are none. */
async function passing(
  shards: Shards,
  query: Query,
  more: NonNullable<SearchOptions["filters"]>,
): Promise<Set<number> | undefined> {
  const { labels } = shards.head
  for (const [name, values] of Object.entries(more)) {
    const known = labels.find((label) => sameName(label, name)) || name
    for (const value of Array.isArray(values) ? values : [values]) addFilter(query.filters, known, value)
  }
  let passes: Set<number> | undefined
  for (const [name, keys] of query.filters) {
    const number = labels.indexOf(name)
    const values = number < 0 ? [] : await shards.labels(number)
    const pages = new Set(values.filter(({ key }) => keys.includes(key)).flatMap((value) => value.pages))
    passes = passes ? new Set([...passes].filter((page) => pages.has(page))) : pages
  }
  return passes
}

/** The forms of a section's heading, or of the page's title, and those of its text. */
async function formsAt(shards: Shards, place: number): Promise<[heading: string[], text: string[]]> {
  const [page, section] = await shards.section(place)
  section.forms = section.forms || formsOfText(section.text)
  return [formsOfText(place % MAX_SECTIONS === 0 ? page.title : section.heading), section.forms]
}

/** Loads what the first pages will be looked at for, all at once. */
async function prepare(shards: Shards, pages: Ranked[]): Promise<void> {
  await Promise.all(pages.map(({ sections }) => shards.section(sections[0]!.place)))
}

/**
 * Drops the sections of which the text does not keep to the phrases of a query, looking at pages until enough have passed.
 * Says besides whether pages were left.
 */
async function checkText(
  shards: Shards,
  query: Query,
  pages: Ranked[],
  wanted: number,
  signal?: AbortSignal,
): Promise<[Ranked[], boolean]> {
  const { look, verify } = shards.head
  const enough = Math.max(look, wanted)
  await prepare(shards, pages.slice(0, Math.min(enough, verify + wanted)))
  const passed: Ranked[] = []
  for (const [i, { page, sections }] of pages.entries()) {
    if (passed.length >= enough || i >= verify + wanted) return [passed, true]
    await rest(signal)
    const kept: Scored[] = []
    for (const scored of sections) {
      const texts = await formsAt(shards, scored.place)
      const has = (phrase: string[]): boolean => texts.some((forms) => contains(forms, phrase))
      if (query.phrases.every(has) && !query.left.some(has)) kept.push(scored)
    }
    if (kept.length > 0) passed.push({ page, sections: kept })
  }
  return [passed, false]
}

/** Whether a phrase stands in a text. */
function contains(forms: string[], phrase: string[]): boolean {
  return forms.some((_, i) => phrase.every((form, k) => form === forms[i + k]))
}

/** Ranks the first pages anew with their text at hand. */
async function lookAgain(shards: Shards, variants: Looked[], pages: Ranked[], signal?: AbortSignal): Promise<Ranked[]> {
  const first = pages.slice(0, shards.head.look)
  await prepare(shards, first)
  for (const page of first) {
    await rest(signal)
    for (const scored of page.sections) {
      const { terms, marks } = variants[scored.variant]!
      scored.score *= 1 + bonusOf(shards.head, terms.length, marks, ...(await formsAt(shards, scored.place)))
    }
    orderSections(page)
  }
  return orderPages(first).concat(pages.slice(first.length))
}

/** Counts the values of labels among pages. */
async function facetsOf(shards: Shards, pages: Ranked[], signal?: AbortSignal): Promise<Facet[]> {
  const numbers = new Set(pages.map(({ page }) => page))
  const lists = await Promise.all(shards.head.labels.map((_, i) => shards.labels(i)))
  await rest(signal)
  const facets = lists.map((list, i): Facet => {
    const values = list.map(({ shown, pages }) => ({
      value: shown,
      pages: pages.filter((page) => numbers.has(page)).length,
    }))
    return { name: shards.head.labels[i]!, values: values.filter(({ pages }) => pages > 0) }
  })
  return facets.filter(({ values }) => values.length > 0)
}

async function resultOf(shards: Shards, { place, score }: Scored, variant?: Looked): Promise<Result> {
  const [page, section] = await shards.section(place)
  const pieces = excerptOf(section.text || page.sections[0]!.text, variant ? variant.marks : () => [])
  return {
    url: section.id ? `${page.url}#${section.id}` : page.url,
    title: page.title,
    section: section.heading,
    path: page.trail.join(" › "),
    excerpt: pieces.join(""),
    pieces,
    score,
    why: variant ? whyOf(shards.head, place, variant.terms, variant.values) : [],
  }
}
