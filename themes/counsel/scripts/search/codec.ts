// Reads what the payloads of shards are written in. Whatever is wrong with them is thrown as Damaged, and nothing reads
// beyond the end or makes more than the payload can hold.

export class Damaged extends Error {}

export const MAX_NUMBER = 2 ** 31 - 1

/** Digits from here on are followed by more. */
export const LAST_DIGIT = 62
const BASE = 31

/** Reads numbers from a string. */
export interface Numbers {
  /** The next number, which must be at most limit. */
  next(limit: number): number
  /** The next number, which says how many things follow that take at least one character each. */
  count(): number
  /** Makes sure that all was read. */
  end(): void
}

export function numbersIn(text: string): Numbers {
  let at = 0
  const next = (limit: number): number => {
    for (let n = 0, m = 1, left = 7; left > 0; left--, m *= BASE) {
      const code = text.charCodeAt(at++)
      if (!(code >= 32 && code <= 126) || code === 34 || code === 92) break
      const digit = code - 32 - (code > 34 ? 1 : 0) - (code > 92 ? 1 : 0)
      n += digit * m
      if (digit < LAST_DIGIT) {
        if (n > limit) break
        return n
      }
    }
    throw new Damaged()
  }
  return { next, count: () => next(text.length - at), end: () => check(at === text.length) }
}

export function check(right: boolean): void {
  if (!right) throw new Damaged()
}

/** Reads a sorted list of forms, each a capital letter for what it shares with the one before, and the rest. */
export function readForms(text: string): string[] {
  const list: string[] = []
  let last = ""
  for (let at = 0; at < text.length;) {
    const shared = text.charCodeAt(at) - 65
    check(shared >= 0 && shared < 26 && shared <= last.length && !splitsCharacter(last, shared))
    let end = ++at
    while (end < text.length && !isCapital(text.charCodeAt(end))) end++
    const form = last.slice(0, shared) + text.slice(at, end)
    check(list.length === 0 || last < form)
    list.push(form)
    last = form
    at = end
  }
  return list
}

function isCapital(code: number): boolean {
  return code >= 65 && code <= 90
}

function splitsCharacter(text: string, at: number): boolean {
  return /[\uD800-\uDBFF]/.test(text.charAt(at - 1)) && /[\uDC00-\uDFFF]/.test(text.charAt(at))
}

/** Reads digests of five characters each. */
export function readDigests(text: string): string[] {
  check(text.length % 5 === 0 && !/[^0-9a-v]/.test(text))
  return text.match(/.{5}/g) || []
}

/** Divides a payload into lines, the last of which must be "end"; and into as many as expected, if that is known. */
export function linesOf(payload: string, expected?: number): string[] {
  const lines = payload.split("\n")
  check(lines.pop() === "end" && (expected === undefined || lines.length === expected))
  return lines
}

/** Parts between spaces. */
export function fields(line: string): string[] {
  return line.match(/\S+/g) || []
}
