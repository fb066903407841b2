// Two people's copies of one run become one: the events of both. It does not matter in which order copies are merged, nor
// how often.
import * as say from "../messages"
import { Ledger } from "./log"
import { FileError } from "./safe"
import type { Run } from "./types"

export interface Merged {
  /** Events that this copy did not have. */
  taken: number
  /** Fields for which two people said different things. */
  conflicts: Array<{ ref: string; field: string }>
}

/** Adds to a run what another copy of it has. */
export function merge(into: Ledger, other: Run): Merged {
  const { run } = into
  if (run.id !== other.id) throw new FileError(say.fileDifferent)
  if (run.checklist.id !== other.checklist.id) throw new FileError(say.fileOtherChecklist)
  other.editions.forEach((edition) => into.keep(edition))
  let taken = 0
  for (const event of other.events) if (into.add(event)) taken++
  into.settle()
  return { taken, conflicts: conflictsOf(into) }
}

/** What two people answered differently. */
export function conflictsOf(ledger: Ledger): Merged["conflicts"] {
  return ledger.run.checklist.items.flatMap(({ ref }) =>
    Object.keys(ledger.answered(ref).conflicts).map((field) => ({ ref, field })),
  )
}
