// Signing, reopening and reviewing a run. A signature covers the events that were there, by name; it does not prove who
// signed or when.
import { begin, RUN, type Ledger } from "./log"
import { rolesOf, sign8, view, type ItemState, type Signature } from "./rules"
import type { Checklist, Who } from "./types"

/** Signs a run in one role. */
export function sign(ledger: Ledger, role: string, name: string, who: Who): void {
  const sums = [...ledger.events.values()].map(sign8).sort()
  const signature: Signature = { name, at: who.at, digest: ledger.digest(), over: sums.join("") }
  ledger.append(RUN, { ["sign:" + role]: signature }, who)
}

/** Takes all signatures off, for a reason, and begins the next revision. What was signed stays among the events. */
export function reopen(ledger: Ledger, why: string, who: Who): void {
  const seen = view(ledger)
  const set: Record<string, unknown> = { reopen: why, revision: seen.revision + 1 }
  for (const role of new Set([...rolesOf(seen.ledger.run.checklist), ...ledger.fields("sign:").map(([name]) => name)]))
    set["sign:" + role] = null
  ledger.append(RUN, set, who)
}

/** A new run about the same subject, with every item open. Last time's answers stand beside it and are never inherited. */
export function review(from: Ledger, list: Checklist, who: Who): { ledger: Ledger; before: Map<string, ItemState> } {
  const made = begin(from.run.site, list, who)
  const seen = view(from)
  const set: Record<string, unknown> = { name: seen.name, reviews: from.run.id }
  for (const [name, value] of seen.ledger.fields("field:")) set["field:" + name] = value
  const scope = seen.ledger.value(RUN, "scope")
  if (scope) set["scope"] = scope
  made.append(RUN, set, who)
  return { ledger: made, before: new Map(seen.items.map((one) => [one.item.ref, one])) }
}
