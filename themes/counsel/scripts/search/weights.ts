// The numbers of ranking that stand in the format, as internal/search/format has them. What may differ from site to site
// travels in the head, and nothing here is a default for it.

/** The names of the weights, in the order of the head. */
export const WEIGHTS = [
  "prefix",
  "prefixBase", // of a form of which the beginning was typed
  "oneEdit",
  "twoEdits",
  "firstEdit", // of a form that was mistyped
  "stemMate",
  "joined",
  "shortened", // of a form other than the typed one
  "inherited", // a section has its page's title in part
  "elsewhere",
  "elsewherePresence", // a word in another section of the page
  "synonym",
  "nearness",
  "heading",
  "full",
  "partial",
  "furtherSection", // shares of the query's words, and of a page's best score
  "beside", // a further section of a page, beside the best ones of others
] as const

export type Weights = Record<(typeof WEIGHTS)[number], number>

/** Words of a query that are read. */
export const MAX_WORDS = 16
/** Characters of the longest form. */
export const MAX_FORM = 40
/** Sections of a page. */
export const MAX_SECTIONS = 1 << 15
/** The highest place of a form in its group that has a bit of its own in a set. */
export const MAX_PLACE = 23
/** Shards in which the forms of a prefix are sought; beyond that it has a ready list. */
export const MAX_SPAN = 2
/** In which the values of ready lists are counted. */
export const READY_UNIT = 128
/** Synonyms of a query that are tried. */
export const MAX_VARIANTS = 4
/** Pages with all words that make those with some unnecessary. */
export const FULL_PAGES = 10

/** Characters of a word in which a typo is sought, and in which two are; and one, when the word may go on. */
export const LEAST_TYPO = 4
export const LEAST_TWO_TYPOS = 8
export const LEAST_OPEN_TYPO = 5
export const MAX_TYPO = 30
/** Forms that a typo may have been meant for. */
export const BEST_TYPOS = 3
/** Characters that stay of a word of which the end is taken away, and how many are taken. */
export const LEAST_SHORTENED = 5
export const MOST_SHORTENED = 3

/** Tokens within which terms are near each other, and what that counts beside being next to each other. */
export const NEAR_TOKENS = 8
export const NEAR_SHARE = 0.5

/** Tokens of an excerpt, and how many of them stand before the first that is marked. */
export const EXCERPT_WINDOW = 32
export const EXCERPT_BEFORE = 6

/** The weight of a form of which the given number of characters was typed. */
export function prefixWeight(w: Weights, typed: number, length: number): number {
  return w.prefix * (w.prefixBase + ((1 - w.prefixBase) * typed) / length)
}
