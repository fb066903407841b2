// Decodes the shards that a search reads. Postings lie in typed arrays that all groups of a shard share.
import { check, fields, LAST_DIGIT, linesOf, MAX_NUMBER, numbersIn, readForms, type Numbers } from "./codec"
import { keyOf } from "./fold"
import type { Head } from "./head"
import { MAX_PLACE, MAX_SECTIONS, READY_UNIT } from "./weights"

/** Where sections begin in the number that stands for a page and a section: page * MAX_SECTIONS + section. */
export type Place = number

/** Postings of several groups, one after the other. */
export interface Postings {
  places: Float64Array
  levels: Uint8Array
  /** Bits: 1 title, 2 heading, 4 body, 8 keywords. */
  fields: Uint8Array
  /** Bits: the group's forms that stand there. */
  sets: Uint32Array
}

/** The forms of one stem. */
export interface Group {
  idf: number
  /** Those of its forms that lie in its own shard. */
  local: string[]
  /** How many forms it has in all. */
  forms: number
  postings: Postings
  start: number
  end: number
}

/** Where the postings of a form are. */
export interface FormRef {
  group?: Group
  /** Without a group: the first form of the group, which lies in another shard. */
  redirect: string
  /** Of the form in its group. */
  place: number
}

export interface Synonym {
  phrase: string[]
  replacement: string[]
}

export interface TermsShard {
  forms: string[]
  refs: FormRef[]
  synonyms: Synonym[]
}

const BODY = 4

export function decodeTerms(payload: string, head: Head): TermsShard {
  const lines = linesOf(payload, 5)
  const forms = readForms(lines[0]!)
  const groups: Group[] = []
  const redirects = fields(lines[2]!)
  const records = lines[3]!
  const most = records.length / 3 + 1 // a posting takes three characters
  const postings: Postings = {
    places: new Float64Array(most),
    levels: new Uint8Array(most),
    fields: new Uint8Array(most),
    sets: new Uint32Array(most),
  }
  let used = 0
  let numbers = numbersIn(lines[1]!)
  const refs = forms.map((form): FormRef => {
    const kind = numbers.next(groups.length + 1)
    if (kind === 1) {
      const redirect = redirects[used++]
      check(redirect !== undefined)
      return { redirect: redirect!, place: numbers.next(MAX_NUMBER) }
    }
    if (kind === 0) groups.push({ idf: 0, local: [], forms: 0, postings, start: 0, end: 0 })
    const group = groups[groups.length - Math.max(1, kind - 1)]!
    return { group, redirect: "", place: group.local.push(form) - 1 }
  })
  numbers.end()
  check(used === redirects.length)

  numbers = numbersIn(records)
  let end = 0
  for (const group of groups) {
    group.start = end
    end = group.end = readGroup(numbers, group, head)
  }
  numbers.end()
  const kept = <T extends { slice(from: number, to: number): T }>(list: T): T => list.slice(0, end)
  const { places, levels, fields: found, sets } = postings
  Object.assign(postings, { places: kept(places), levels: kept(levels), fields: kept(found), sets: kept(sets) })

  const synonyms =
    lines[4] === ""
      ? []
      : lines[4]!.split("\t").map((entry) => {
          const cut = entry.indexOf("=")
          const synonym = { phrase: fields(entry.slice(0, cut)), replacement: fields(entry.slice(cut + 1)) }
          check(cut > 0 && synonym.phrase.length > 0 && synonym.replacement.length > 0)
          return synonym
        })
  return { forms, refs, synonyms }
}

/** Reads a group, of which the postings begin at its start; returns where they end. */
function readGroup(numbers: Numbers, group: Group, head: Head): number {
  group.idf = numbers.next(MAX_NUMBER)
  check(group.idf > 0)
  group.forms = group.local.length + (numbers.next(MAX_NUMBER) >> 1)
  let sets = [1]
  if (group.forms > 1) sets = Array.from({ length: numbers.count() }, () => numbers.next(2 ** (MAX_PLACE + 1) - 1))
  const count = numbers.count()
  check(count === 0 || sets.length > 0)
  const { postings } = group
  const place = placesIn(numbers, head)
  let at = group.start
  for (let i = 0; i < count; i++, at++) {
    postings.places[at] = place()
    let impact = numbers.next(LAST_DIGIT + head.levels.length * 16 - 1)
    let found = BODY
    if (impact >= LAST_DIGIT) {
      impact -= LAST_DIGIT
      found = impact & 15
      impact >>= 4
    }
    check(impact < head.levels.length && impact < 256)
    postings.levels[at] = impact
    postings.fields[at] = found
    postings.sets[at] = sets[sets.length > 1 ? numbers.next(sets.length - 1) : 0]!
  }
  return at
}

/** Returns what reads the pages and sections of a list. */
function placesIn(numbers: Numbers, head: Head): () => Place {
  let page = -1
  let section = 0
  return () => {
    const gap = numbers.next(head.pages - 1 - page)
    const next = numbers.next(MAX_SECTIONS - 1)
    page += gap
    section = gap > 0 ? next : section + next + 1
    check(page >= 0 && section < Math.min(head.sections, MAX_SECTIONS))
    return page * MAX_SECTIONS + section
  }
}

/** What a short prefix finds, worked out beforehand. */
export interface ReadyList {
  idf: number
  places: number[]
  values: number[]
}

export function decodePrefixes(payload: string, head: Head): Map<string, ReadyList> {
  const lines = linesOf(payload, 2)
  const numbers = numbersIn(lines[1]!)
  const lists = new Map<string, ReadyList>()
  for (const prefix of readForms(lines[0]!)) {
    const list: ReadyList = { idf: numbers.next(MAX_NUMBER), places: [], values: [] }
    check(list.idf > 0)
    const place = placesIn(numbers, head)
    for (let left = numbers.count(); left > 0; left--) {
      list.places.push(place())
      list.values.push(READY_UNIT * numbers.next(Math.floor(MAX_NUMBER / READY_UNIT)))
    }
    lists.set(prefix, list)
  }
  numbers.end()
  return lists
}

/** Forms in which a typo may be mended, with how common each is. */
export interface WordList {
  forms: string[]
  commonness: number[]
}

export function decodeWords(payload: string): WordList {
  const lines = linesOf(payload, 2)
  const forms = readForms(lines[0]!)
  const numbers = numbersIn(lines[1]!)
  const commonness = forms.map(() => numbers.next(LAST_DIGIT - 1))
  numbers.end()
  return { forms, commonness }
}

export interface PageData {
  url: string
  title: string
  trail: string[]
  sections: SectionData[]
}

export interface SectionData {
  id: string
  heading: string
  text: string
  /** The forms of the text, once they were needed. */
  forms?: string[]
}

/** Decodes a shard of n pages. */
export function decodePages(payload: string, n: number): PageData[] {
  const lines = linesOf(payload)
  const pages: PageData[] = []
  let at = 0
  while (pages.length < n) {
    check(at + 4 <= lines.length)
    const [url, title, trail, count] = lines.slice(at, at + 4) as [string, string, string, string]
    at += 4
    const numbers = numbersIn(count)
    const end = at + numbers.next(lines.length - at)
    numbers.end()
    check(end > at)
    const sections = lines.slice(at, end).map((line): SectionData => {
      const parts = line.split("\t")
      check(parts.length === 3)
      return { id: parts[0]!, heading: parts[1]!, text: parts[2]! }
    })
    pages.push({ url, title, trail: trail === "" ? [] : trail.split("\t"), sections })
    at = end
  }
  check(at === lines.length)
  return pages
}

/** A value of a label, with the pages that have it. */
export interface LabelValue {
  shown: string
  key: string
  pages: number[]
}

export function decodeLabels(payload: string, head: Head): LabelValue[] {
  const lines = linesOf(payload, 2)
  const numbers = numbersIn(lines[1]!)
  const values = lines[0]!.split("\t").map((shown): LabelValue => {
    let page = -1
    const pages = Array.from({ length: numbers.count() }, () => {
      const gap = numbers.next(head.pages - 1 - page)
      check(gap > 0)
      return (page += gap)
    })
    return { shown, key: keyOf(shown), pages }
  })
  numbers.end()
  return values
}
