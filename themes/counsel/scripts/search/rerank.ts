// What the text of a section adds to its score, in the order that docs/search-format.md states.
import type { Marks } from "./excerpt"
import type { Head } from "./head"
import { NEAR_SHARE, NEAR_TOKENS } from "./weights"

/**
 * What the text adds for n terms: those that were typed next to each other and stand so, and a heading that says what was
 * typed and nothing else.
 */
export function bonusOf({ stop, weights }: Head, n: number, marks: Marks, heading: string[], text: string[]): number {
  // The terms that lead to each token, without unimportant tokens to which none does.
  const [inHeading, inText] = [heading, text].map((forms) => {
    const list: number[][] = []
    for (const form of forms) {
      const terms = marks(form)
      if (terms.length > 0 || !stop.has(form)) list.push(terms)
    }
    return list
  }) as [number[][], number[][]]
  let bonus = 0
  if (n > 1) {
    const near: number[] = new Array(n - 1).fill(0)
    raise(near, inHeading)
    raise(near, inText)
    bonus = (weights.nearness * near.reduce((sum, share) => sum + share, 0)) / (n - 1)
  }
  if (inHeading.length > 0) {
    const tokens = inHeading.filter((terms) => terms.length > 0).length
    bonus += (weights.heading * (tokens * new Set(inHeading.flat()).size)) / (inHeading.length * n)
  }
  return bonus
}

/** Raises how near each term comes to the next one: 1 if it stands right before it. */
function raise(near: number[], tokens: number[][]): void {
  const last: number[] = new Array(near.length + 1).fill(-Infinity)
  tokens.forEach((terms, at) => {
    for (const t of terms) {
      const after = at - last[t - 1]! // NaN for the first term
      if (after <= NEAR_TOKENS) near[t - 1] = Math.max(near[t - 1]!, after === 1 ? 1 : NEAR_SHARE)
      if (at - last[t + 1]! <= NEAR_TOKENS) near[t] = Math.max(near[t]!, NEAR_SHARE)
    }
    for (const t of terms) last[t] = at
  })
}
