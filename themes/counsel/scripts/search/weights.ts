// The numbers that this client shares with internal/search: MAX_PLACE to READY_UNIT and MAX_TYPO_LENGTH are those of format,
// MAX_FORM is that of words, the others are those of client. What may differ from site to site travels in the head, and nothing
// here is a default for it.

/** The names of the weights, in the order of the head. Each is a factor, unless something else is said. */
export const WEIGHTS = [
  "prefix", // of a form of which only the beginning was typed
  "prefixBase", // the share of that which does not grow with how much was typed
  "oneEdit", // of a form that differs from what was typed in one letter, or in the order of two
  "twoEdits", // in two letters
  "firstEdit", // in the first letter
  "stemMate", // of another form of the same word
  "joined", // of two words that are written as one, or of one that is written as two
  "shortened", // of a word whose ending was taken away
  "inherited", // of the page's title and keywords, for each of its sections but the first
  "elsewhere", // of a word that stands in another section of the page
  "elsewherePresence", // the share of its rarity (idf) with which such a word counts as found
  "synonym", // of a query in which a word was replaced by a synonym
  "nearness", // a bonus: when all words are as near each other as they were typed
  "heading", // a bonus: by how much of a heading and of the query is the same
  "full", // the least share of the query's rarity (idf) with which a page counts as having all words
  "partial", // the least share of it that a page must have, relative to the best page
  "furtherSection", // the least score of a further section, relative to the best of its page
  "beside", // of a further section of a page, in the order of results
] as const

export type Weights = Record<(typeof WEIGHTS)[number], number>

/** How many words of a query are read; the others are left out. */
export const MAX_WORDS = 16
/** How many characters a form (a word as it is written in the index) may have; longer ones are cut. */
export const MAX_FORM = 40
/** How many sections a page may have in the index. */
export const MAX_SECTIONS = 1 << 15
/** Forms of one group share a set of bits; those after this place share its last bit. */
export const MAX_PLACE = 23
/** In how many shards at most the forms of a prefix are looked up. A prefix that spans more of them has a ready list. */
export const MAX_SPAN = 2
/** Ready lists count values in units of this. */
export const READY_UNIT = 128
/** How many synonyms of a query are tried. */
export const MAX_VARIANTS = 4
/** When this many pages have all words of a query, or nearly all (see "full"), the others are left out. */
export const FULL_PAGES = 10

/** From this many characters on a word may have been mistyped; shorter ones are too like each other. */
export const MIN_TYPO = 4
/** From this many characters on two letters of a word may be wrong. */
export const MIN_TWO_TYPOS = 8
/** From this many characters on a word that is still being typed may have been mistyped. */
export const MIN_OPEN_TYPO = 5
/** Words with more characters are not corrected, which bounds the work. */
export const MAX_TYPO_LENGTH = 30
/** How many corrections of a word are tried, the likeliest first. */
export const MAX_TYPOS = 3
/** How many characters stay at least of a word whose ending is taken away. */
export const MIN_SHORTENED = 5
/** How many characters of an ending are taken away at most. */
export const MAX_SHORTENED = 3

/** Words of a query are near each other when they stand within this many tokens. */
export const NEAR_TOKENS = 8
/** What that counts, as a share of what words that follow each other count. */
export const NEAR_SHARE = 0.5

/** The length of an excerpt in tokens. */
export const EXCERPT_WINDOW = 32
/** How many tokens of an excerpt stand before the first that is marked. */
export const EXCERPT_BEFORE = 6

/** The weight of a form of which the given number of characters was typed. */
export function prefixWeight(w: Weights, typed: number, length: number): number {
  return w.prefix * (w.prefixBase + ((1 - w.prefixBase) * typed) / length)
}
