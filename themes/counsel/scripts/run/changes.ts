// When the guidance changes: what differs between the questions of a run and those of the page, and taking them over. A
// person decides; nothing is dropped, and a signed run stays as it is.
import { canonical } from "./hash"
import { Ledger, RUN } from "./log"
import { meaning, similarity } from "./text"
import type { Checklist, Item, Who } from "./types"

export type Change =
  | { kind: "reworded"; ref: string; before: string; after: string; turning: boolean }
  | { kind: "rules"; ref: string; what: string[] } // severity, evidence, na, answer
  | { kind: "moved"; ref: string; before: string; after: string } // to another section or place
  | { kind: "help"; ref: string }
  | { kind: "added"; ref: string; after: string }
  | { kind: "removed"; ref: string; before: string }
  | { kind: "replaced"; ref: string; formerly: string[]; after: string }

/** An item without a reference whose text changed: probably the same question. */
export interface Pair {
  before: Item
  after: Item
  likeness: number
  /** Alike enough to be chosen unless the reader says otherwise. */
  chosen: boolean
}

/** What differs, in the order of the page; what is gone comes last. */
export function compare(before: Checklist, after: Checklist): Change[] {
  const known = new Map(before.items.map((item) => [item.ref, item]))
  const order = places(before, after)
  const changes: Change[] = []
  for (const item of after.items) {
    const old = known.get(item.ref)
    known.delete(item.ref)
    if (!old) {
      const formerly = item.formerly.filter((ref) => before.items.some((one) => one.ref === ref))
      changes.push(
        formerly.length > 0
          ? { kind: "replaced", ref: item.ref, formerly, after: item.text }
          : { kind: "added", ref: item.ref, after: item.text },
      )
      continue
    }
    if (old.hash !== item.hash && old.text !== item.text) {
      changes.push({
        kind: "reworded",
        ref: item.ref,
        before: old.text,
        after: item.text,
        turning: meaning(old.text, item.text),
      })
    }
    const what = (["severity", "evidence", "na", "answer"] as const).filter((field) => old[field] !== item[field])
    if (what.length > 0) changes.push({ kind: "rules", ref: item.ref, what })
    if (old.section !== item.section || order.has(item.ref))
      changes.push({ kind: "moved", ref: item.ref, before: old.section, after: item.section })
    if (old.help !== item.help) changes.push({ kind: "help", ref: item.ref })
  }
  for (const item of known.values()) changes.push({ kind: "removed", ref: item.ref, before: item.text })
  return changes
}

/** The items that stand in another order than before, among those that both have: those outside the longest run that kept it. */
function places(before: Checklist, after: Checklist): Set<string> {
  const at = new Map(before.items.map((item, i) => [item.ref, i]))
  const kept = after.items.map((item) => item.ref).filter((ref) => at.has(ref))
  const best: number[] = []
  const from: number[] = []
  let last = -1
  kept.forEach((ref, i) => {
    best[i] = 1
    from[i] = -1
    for (let k = 0; k < i; k++) {
      if (at.get(kept[k]!)! < at.get(ref)! && best[k]! + 1 > best[i]!) {
        best[i] = best[k]! + 1
        from[i] = k
      }
    }
    if (last < 0 || best[i]! > best[last]!) last = i
  })
  const moved = new Set(kept)
  for (let i = last; i >= 0; i = from[i]!) moved.delete(kept[i]!)
  return moved
}

/** Questions without a reference that are gone, each with the new one that it most probably became. */
export function pairs(before: Checklist, after: Checklist): Pair[] {
  const here = new Set(after.items.map((item) => item.ref))
  const there = new Set(before.items.map((item) => item.ref))
  const gone = before.items.filter((item) => item.ref.startsWith("t-") && !here.has(item.ref))
  const fresh = after.items.filter((item) => item.ref.startsWith("t-") && !there.has(item.ref))
  const all = gone.flatMap((old) =>
    fresh.map((item) => ({ before: old, after: item, likeness: similarity(old.text, item.text), chosen: false })),
  )
  const found: Pair[] = []
  for (const pair of all.sort((a, b) => b.likeness - a.likeness)) {
    if (pair.likeness < 0.4 || found.some((one) => one.before === pair.before || one.after === pair.after)) continue
    found.push({ ...pair, chosen: pair.likeness >= 0.6 })
  }
  return found
}

/** Takes the questions of the page over into a run. accepted pairs carry their answers along. */
export function update(ledger: Ledger, after: Checklist, who: Who, accepted: Pair[] = []): void {
  const before = ledger.run.checklist
  const changes = compare(before, after)
  ledger.keep(after)
  ledger.append(
    RUN,
    {
      update: {
        from: before.content,
        to: after.content,
        before: before.version,
        after: after.version,
        changes: changes.map(({ kind, ref }) => ({ kind, ref })),
      },
    },
    who,
  )
  for (const pair of accepted) carry(ledger, pair, who)
}

/** The items that are no longer asked, each in the form that was answered last, by reference. */
export function retired(ledger: Ledger): Item[] {
  const asked = new Set(ledger.run.checklist.items.map((item) => item.ref))
  const gone = new Map<string, Item>()
  const forms = new Map(
    ledger.run.editions.flatMap(({ items }) => items.map((item) => [canonical(item), item] as const)),
  )
  for (const [, item] of [...forms].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (asked.has(item.ref)) continue
    const answered = ledger.answered(item.ref).last?.h === item.hash
    if (answered || !gone.has(item.ref)) gone.set(item.ref, item)
  }
  return [...gone.values()].sort((a, b) => (a.ref < b.ref ? -1 : 1))
}

/** Copies what holds for one item to another, under the wording that was answered. */
function carry(ledger: Ledger, { before, after }: Pair, who: Who): void {
  const old = ledger.answered(before.ref)
  const set: Record<string, unknown> = { from: before.ref }
  if (old.state !== "open") set["state"] = old.state
  for (const field of ["reason", "owner", "due", "exception"] as const) if (old[field]) set[field] = old[field]
  ledger.append(after.ref, set, who, old.last?.h || before.hash)
  for (const { value } of old.notes) ledger.append(after.ref, { note: value }, who, before.hash)
  for (const { value } of old.evidence) ledger.append(after.ref, { evidence: value }, who, before.hash)
}
