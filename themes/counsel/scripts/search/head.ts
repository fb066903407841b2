// What a client must know before it can find anything.
import { check, fields, linesOf, MAX_NUMBER, numbersIn, readDigests, readForms } from "./codec"
import { WEIGHTS, type Weights } from "./weights"

/** Sorted shards by their first prefixes. */
export interface ShardTable {
  firsts: string[]
  digests: string[]
}

export interface Head {
  build: string
  pages: number
  sections: number
  /** Pages a shard. */
  perShard: number
  /** Pages that are looked at again with their text. */
  look: number
  /** Pages a round of results. */
  screen: number
  /** Sections of a page besides its best. */
  further: number
  /** Pages in which phrases are sought. */
  verify: number
  /** The idf of a word that the site does not have. */
  rare: number
  levels: number[]
  weights: Weights
  terms: ShardTable
  prefixes: ShardTable
  /** Of the shards of words: by first and by second letter. */
  letters: [string[], string[]]
  words: string[]
  pageDigests: string[]
  labels: string[]
  labelDigests: string[]
  /** Unimportant words. */
  stop: Set<string>
}

export function readHead(payload: string): Head {
  const lines = linesOf(payload, 14)
  const line = (n: number): string => lines[n]!
  const numbers = numbersIn(line(1))
  const list = (n: number): number[] => Array.from({ length: n }, () => numbers.next(MAX_NUMBER))
  const [pages, sections, perShard, look, screen, further, verify, rare] = list(8) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const levels = list(numbers.count())
  const thousandths = list(numbers.count())
  numbers.end()
  check(levels.length > 0 && thousandths.length === WEIGHTS.length && perShard > 0 && screen > 0)
  check(sections >= pages && pages <= MAX_NUMBER / 2)
  const weights = {} as Weights
  WEIGHTS.forEach((name, i) => (weights[name] = thousandths[i]! / 1000))

  const digests = (n: number, count: number): string[] => {
    const read = readDigests(line(n))
    check(read.length === count)
    return read
  }
  const table = (n: number): ShardTable => {
    const firsts = readForms(line(n))
    return { firsts, digests: digests(n + 1, firsts.length) }
  }
  const terms = table(2)
  check(!terms.firsts[0])
  const letters: Head["letters"] = [fields(line(6)), fields(line(8))]
  const labels = line(11) === "" ? [] : line(11).split("\t")
  return {
    build: line(0).split("\t")[0]!,
    pages,
    sections,
    perShard,
    look,
    screen,
    further,
    verify,
    rare,
    levels,
    weights,
    terms,
    prefixes: table(4),
    letters,
    words: digests(7, letters[0].length).concat(digests(9, letters[1].length)),
    pageDigests: digests(10, Math.ceil(pages / perShard)),
    labels,
    labelDigests: digests(12, labels.length),
    stop: new Set(fields(line(13))),
  }
}

/** The place of a value in a sorted list, or where it would be. */
export function placeOf<T extends number | string>(list: ArrayLike<T>, value: T, low = 0, high = list.length): number {
  while (low < high) {
    const middle = (low + high) >> 1
    if (list[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}

/** The shard in which a form or a prefix lies. */
export function shardOf(firsts: string[], form: string): number {
  const at = placeOf(firsts, form)
  return firsts[at] === form ? at : Math.max(0, at - 1)
}

/** The first and the last shard in which forms with a prefix lie. */
export function spanOf(firsts: string[], prefix: string): [number, number] {
  const first = shardOf(firsts, prefix)
  let last = first
  while (last + 1 < firsts.length && firsts[last + 1]!.startsWith(prefix)) last++
  return [first, last]
}
