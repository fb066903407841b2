// Finds the forms that a mistyped word was probably meant for.
import type { WordList } from "./decode"
import type { Word } from "./fold"
import { rest } from "./pace"
import type { Shards } from "./shards"
import {
  MAX_TYPOS,
  MIN_OPEN_TYPO,
  MIN_TWO_TYPOS,
  MIN_TYPO,
  MAX_TYPO_LENGTH,
  prefixWeight,
  type Weights,
} from "./weights"

interface Candidate {
  form: string
  weight: number
  commonness: number
}

/** The best forms that may have been meant, with their weights. */
export async function typosOf(shards: Shards, { form, last }: Word): Promise<Map<string, number>> {
  const typed = Array.from(form, (c) => c.codePointAt(0)!)
  if (typed.length < MIN_TYPO || typed.length > MAX_TYPO_LENGTH || !/^[\p{L}\p{M}]+$/u.test(form)) return new Map()
  const [first, second] = typed as [number, number]
  // Where a letter stands, and which.
  const usual: Array<[0 | 1, number]> = [[0, first]]
  let found = await step(shards, typed, usual, false)
  if (found.length === 0 && last && typed.length >= MIN_OPEN_TYPO) found = await step(shards, typed, usual, true)
  if (found.length === 0)
    found = await step(
      shards,
      typed,
      [
        [1, second],
        [1, first],
        [0, second],
      ],
      false,
    )
  found.sort(
    (a, b) => b.weight - a.weight || b.commonness - a.commonness || (a.form < b.form ? -1 : a.form > b.form ? 1 : 0),
  )
  const best = new Map<string, number>()
  for (const { form, weight } of found) if (best.size < MAX_TYPOS) best.set(form, weight)
  return best
}

async function step(
  shards: Shards,
  typed: number[],
  letters: Array<[0 | 1, number]>,
  open: boolean,
): Promise<Candidate[]> {
  const lists = await Promise.all(letters.map(([place, letter]) => wordsBy(shards, place, letter)))
  const found: Candidate[] = []
  for (const [i, list] of lists.entries()) {
    const [place, letter] = letters[i]!
    await rest()
    const codes: number[] = []
    list.forms.forEach((form, n) => {
      const length = read(form, codes)
      if (place >= length || codes[place] !== letter) return // a shard holds the words of several letters
      const weight = typoWeight(shards.head.weights, typed, codes, length, open)
      if (weight > 0) found.push({ form, weight, commonness: list.commonness[n]! })
    })
  }
  return found
}

/** The words that have a letter at a place, among others. */
async function wordsBy(shards: Shards, place: 0 | 1, letter: number): Promise<WordList> {
  const { letters } = shards.head
  const at = letters[place].findIndex((list) => list.includes(String.fromCodePoint(letter)))
  return at < 0 ? { forms: [], commonness: [] } : shards.words(place === 1 ? letters[0].length + at : at)
}

/** Reads the characters of a form; returns how many they are. */
function read(form: string, codes: number[]): number {
  let n = 0
  for (let i = 0; i < form.length; n++) {
    const code = form.codePointAt(i)!
    codes[n] = code
    i += code > 0xffff ? 2 : 1
  }
  return n
}

/** The weight of a form that may have been meant, or 0. If open, the word may be the beginning of a longer one. */
function typoWeight(w: Weights, typed: number[], form: number[], length: number, open: boolean): number {
  const limit = typed.length >= MIN_TWO_TYPOS ? 2 : 1
  if (open ? length <= typed.length : length > typed.length + limit || length < typed.length - limit) return 0
  const edits = distance(typed, form, open ? Math.min(length, typed.length + limit) : length, limit, open)
  if (edits > limit) return 0
  let weight = edits === 0 ? 1 : edits === 1 ? w.oneEdit : w.twoEdits
  if (typed[0] !== form[0]) weight *= w.firstEdit
  return open ? weight * prefixWeight(w, typed.length, length) : weight
}

const rows = [
  new Int32Array(MAX_TYPO_LENGTH + 4),
  new Int32Array(MAX_TYPO_LENGTH + 4),
  new Int32Array(MAX_TYPO_LENGTH + 4),
] as const

/**
 * The optimal string alignment distance of a word and the first n characters of another, or more than limit. If open, of
 * the first and the nearest beginning of the second.
 */
function distance(a: number[], b: number[], n: number, limit: number, open: boolean): number {
  let [before, last, row] = rows
  for (let j = 0; j <= n; j++) last[j] = j
  for (let i = 1; i <= a.length; i++) {
    row[0] = i
    let least = i
    for (let j = 1; j <= n; j++) {
      const same = a[i - 1] === b[j - 1]
      let d = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, before[j - 2]! + 1)
      row[j] = d
      if (d < least) least = d
    }
    if (least > limit) return limit + 1
    ;[before, last, row] = [last, row, before]
  }
  return open ? Math.min(...last.subarray(0, n + 1)) : last[n]!
}
