// What of a wording matters. The Go package internal/checklist computes the same; its testdata/wordings.json holds the two
// together. Hashes of wordings and of whole checklists are made there alone: a page brings them along.

/** What remains of a text without what does not make another question of it: forms, quotes, hyphens, spaces, case, one full stop. */
export function normalise(text: string): string {
  let out = ""
  let gap = false
  for (let c of text.normalize("NFKC")) {
    if (/[\s\u0085]/.test(c) && c !== "\ufeff") {
      gap = out !== ""
      continue
    }
    if (c === "\u200b" || c === "\ufeff" || c === "\u2060") {
      gap = gap && out !== ""
      continue
    }
    if (c === "\u00ad") continue
    if ("‘’‚‛′ʼ`´".includes(c)) c = "'"
    else if ("“”„‟″«»".includes(c)) c = '"'
    else if ("‐‑‒–—―−".includes(c)) c = "-"
    if (gap) out += " "
    gap = false
    out += c.toLowerCase()
  }
  return out.replace(/\.$/, "").replace(/ +$/, "")
}

/** How alike two wordings look, from 0 to 1. A hint, never an identity. */
export function similarity(a: string, b: string): number {
  const [x, y] = [normalise(a), normalise(b)]
  if (x === y) return 1
  return Math.max(dice(trigrams(x), trigrams(y)), dice(stems(x), stems(y)))
}

function dice(a: string[], b: string[]): number {
  const left = new Map<string, number>()
  for (const part of a) left.set(part, (left.get(part) ?? 0) + 1)
  let common = 0
  for (const part of b) {
    const n = left.get(part) ?? 0
    if (n > 0) {
      common++
      left.set(part, n - 1)
    }
  }
  return a.length + b.length === 0 ? 0 : (2 * common) / (a.length + b.length)
}

function trigrams(text: string): string[] {
  const letters = [...("  " + text + " ")]
  return letters.slice(2).map((_, i) => letters.slice(i, i + 3).join(""))
}

const words = (text: string): string[] => text.split(/[ ,;:.()/"']+/).filter(Boolean)

function stems(text: string): string[] {
  return words(text).map((word) => {
    const ending = ["ing", "ed", "es", "s"].find((end) => word.endsWith(end) && [...word].length - end.length >= 4)
    return ending ? word.slice(0, -ending.length) : word
  })
}

const TURNING =
  /^(?:not|no|never|nor|neither|unless|except|without|only|must|shall|should|may|can|cannot|will|need|n't)$/
const MONTHS = /^(?:january|february|march|april|june|july|august|september|october|november|december)$/

/** Whether the meaning may have changed although the wordings look alike: other digits, currency, dates, negations or modals. */
export function meaning(a: string, b: string): boolean {
  const turning = (text: string): string =>
    words(normalise(text).replace(/n't\b/g, " not"))
      .map((word) => (/[0-9%$€£¥₹]/.test(word) || TURNING.test(word) || MONTHS.test(word) ? word : ""))
      .filter(Boolean)
      .sort()
      .join(" ")
  return turning(a) !== turning(b)
}
