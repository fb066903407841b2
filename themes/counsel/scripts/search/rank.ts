// Scores sections and brings pages into their order. Every sum and product is in the order that docs/search-format.md
// states, so that clients agree to the last bit.
import type { Place } from "./decode"
import type { Entry, Term } from "./lookup"
import type { Head } from "./head"
import { FULL_PAGES, MAX_PLACE, MAX_SECTIONS } from "./weights"

/** What a term finds, by place in ascending order. */
export interface Values {
  places: Place[]
  own: number[]
  /** At section 0, what the page's title or keywords gave. */
  titles: number[]
}

/** The fields that belong to a whole page: title, keywords. */
const OF_PAGE = 1 | 8

/** Works out what a term finds. */
export function valuesOf(head: Head, term: Term): Values {
  let lists = [...term.entries.values()].map((entry) => entryValues(head, entry))
  if (term.ready) {
    const { places, values } = term.ready
    lists.push({ places, own: values, titles: places.map(() => 0) })
  }
  while (lists.length > 1) {
    const longer: Values[] = []
    for (let i = 0; i < lists.length; i += 2)
      longer.push(i + 1 < lists.length ? best(lists[i]!, lists[i + 1]!) : lists[i]!)
    lists = longer
  }
  return lists[0] || { places: [], own: [], titles: [] }
}

function entryValues(head: Head, entry: Entry): Values {
  const { start, end, postings } = entry.group
  const list: Values = { places: [], own: [], titles: [] }
  for (let at = start; at < end; at++) {
    const place = postings.places[at]!
    const value = valueOf(head, entry, at)
    list.places.push(place)
    list.own.push(value)
    list.titles.push(postings.fields[at]! & OF_PAGE && place % MAX_SECTIONS === 0 ? value : 0)
  }
  return list
}

/** What a posting is worth for an entry. */
export function valueOf(head: Head, { weight, group, place }: Entry, at: number): number {
  const value = weight * group.idf * head.levels[group.postings.levels[at]!]!
  return isExact(group, place, at) ? value : value * head.weights.stemMate
}

/** Whether the form at a place in its group stands where a posting says. */
export function isExact({ forms, postings }: Entry["group"], place: number, at: number): boolean {
  return forms < 2 || ((postings.sets[at]! >> Math.min(place, MAX_PLACE)) & 1) === 1
}

/** The greater values of two lists. */
function best(a: Values, b: Values): Values {
  const list: Values = { places: [], own: [], titles: [] }
  for (let i = 0, j = 0; i < a.places.length || j < b.places.length;) {
    const p = i < a.places.length ? a.places[i]! : Infinity
    const q = j < b.places.length ? b.places[j]! : Infinity
    list.places.push(Math.min(p, q))
    const greater = (x: number[], y: number[]): number => (p < q ? x[i]! : q < p ? y[j]! : Math.max(x[i]!, y[j]!))
    list.own.push(greater(a.own, b.own))
    list.titles.push(greater(a.titles, b.titles))
    if (p <= q) i++
    if (q <= p) j++
  }
  return list
}

/** A section that may be a result. */
export interface Scored {
  place: number
  page: number
  score: number
  /** The part of the query that it matched. */
  share: number
  variant: number
}

/** The sections in which a variant finds anything, in the order of their places. */
export function scoresOf(head: Head, terms: Term[], values: Values[], factor: number, variant: number): Scored[] {
  const { inherited, elsewhere, elsewherePresence } = head.weights
  const idfs = terms.map((term) => term.idf)
  const total = idfs.reduce((sum, idf) => sum + idf, 0)
  const at = terms.map(() => 0)
  const any = terms.map(() => 0)
  const title = terms.map(() => 0)
  const list: Scored[] = []
  const next = (): number =>
    values.reduce(
      (least, { places }, t) => (at[t]! < places.length && places[at[t]!]! < least ? places[at[t]!]! : least),
      Infinity,
    )
  let end = 0 // of the page
  for (let place = next(); place < Infinity; place = next()) {
    const page = Math.floor(place / MAX_SECTIONS)
    if (place >= end) {
      end = (page + 1) * MAX_SECTIONS
      values.forEach(({ places, own, titles }, t) => {
        let i = at[t]!
        title[t] = places[i] === page * MAX_SECTIONS ? titles[i]! : 0
        any[t] = 0
        for (; i < places.length && places[i]! < end; i++) if (own[i]! > any[t]!) any[t] = own[i]!
      })
    }
    let sum = 0
    let matched = 0
    for (let t = 0; t < values.length; t++) {
      const { places, own } = values[t]!
      const i = at[t]!
      let value = 0
      if (places[i] === place) {
        value = own[i]!
        at[t] = i + 1
      }
      if (place % MAX_SECTIONS > 0) value += inherited * title[t]!
      if (value > 0) {
        sum += value
        matched += idfs[t]!
      } else if (any[t]! > 0) {
        sum += elsewhere * any[t]!
        matched += elsewherePresence * idfs[t]!
      }
    }
    const share = matched / total
    list.push({ place, page, score: sum * share * share * factor, share, variant })
  }
  return list
}

/** The better of two scores for each section; at a tie the first. */
export function better(a: Scored[], b: Scored[]): Scored[] {
  if (a.length === 0) return b
  const out: Scored[] = []
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) {
    const x = a[i]!
    const y = b[j]!
    if (x.place <= y.place) i++
    if (y.place <= x.place) j++
    out.push(x.place < y.place || (x.place === y.place && !(y.score > x.score)) ? x : y)
  }
  return out.concat(a.slice(i), b.slice(j))
}

/** A page with its sections, best first. */
export interface Ranked {
  page: number
  sections: Scored[]
}

/**
 * Groups sections, which come by page, without the pages that match too little, and orders all. Widened says that no
 * section has all words.
 */
export function pagesOf(head: Head, list: Scored[]): { pages: Ranked[]; widened: boolean } {
  const { full, partial, furtherSection } = head.weights
  const grouped: Array<Ranked & { share: number }> = []
  let most = 0
  for (const scored of list) {
    let last = grouped[grouped.length - 1]
    if (!last || last.page !== scored.page) grouped.push((last = { page: scored.page, sections: [], share: 0 }))
    last.sections.push(scored)
    last.share = Math.max(last.share, scored.share)
    most = Math.max(most, scored.share)
  }
  const whole = grouped.filter(({ share }) => share >= full).length
  const least = whole >= FULL_PAGES ? full : partial * most
  const pages = grouped.filter(({ share }) => share >= least)
  for (const page of pages) {
    orderSections(page)
    const enough = furtherSection * page.sections[0]!.score
    page.sections = page.sections.slice(0, 1 + head.further).filter(({ score }) => score >= enough)
  }
  return { pages: orderPages(pages), widened: whole === 0 && pages.length > 0 }
}

const byScore = (a: Scored, b: Scored): number => b.score - a.score || a.place - b.place

export function orderSections(page: Ranked): void {
  if (page.sections.length > 1) page.sections.sort(byScore)
}

export function orderPages(pages: Ranked[]): Ranked[] {
  return pages.sort((a, b) => b.sections[0]!.score - a.sections[0]!.score || a.page - b.page)
}

/**
 * The results in their order, by rounds of some pages: in each the best section of each page and the further ones, which
 * count for a little less, as far as there is room.
 */
export function roundsOf({ screen, weights }: Head, pages: Ranked[]): Scored[][] {
  const rounds: Scored[][] = []
  for (let i = 0; i < pages.length; i += screen) {
    const round = pages
      .slice(i, i + screen)
      .flatMap(({ sections }) =>
        sections.map((scored, k) => ({ scored, rank: k > 0 ? scored.score * weights.beside : scored.score })),
      )
    round.sort((a, b) => b.rank - a.rank || a.scored.place - b.scored.place)
    rounds.push(round.slice(0, 2 * screen).map(({ scored }) => scored))
  }
  return rounds
}
