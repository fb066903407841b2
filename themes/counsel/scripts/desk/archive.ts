// Many runs at once: all of this browser as one archive, and a folder of files as a register.
import * as say from "../messages"
import { fileName, readRun, writeRun } from "../run/file"
import { Ledger } from "../run/log"
import { merge } from "../run/merge"
import { writeCsv } from "../run/csv"
import { fileNameOf, fileSafe } from "../run/name"
import { view } from "../run/rules"
import { FileError, plain } from "../run/safe"
import type { Kept, Store } from "../run/store"
import { writeZip } from "../run/zip"
import { download } from "./form"
import { keptOf } from "./session"
import { shortState, when } from "./words"

const INDEX = [
  say.archiveFile,
  say.runsRun,
  say.runsChecklist,
  say.runsVersion,
  say.runsState,
  say.runsCritical,
  say.archiveInTheWay,
  say.runsLastChange,
  say.archiveRunId,
]

/** Saves every run of a store as one archive, with a table of what is in it, and notes that they are saved. */
export async function saveAll(store: Store): Promise<number> {
  const day = new Date().toISOString().slice(0, 10)
  const files: Array<[string, Uint8Array]> = []
  const index = [INDEX]
  const taken = new Set<string>()
  for (const { id } of await store.list()) {
    const found = await store.load(id)
    if (!found) continue
    const ledger = new Ledger(found.run)
    const seen = view(ledger)
    let name = fileName(ledger, day)
    if (taken.has(name.toLowerCase())) name = name.replace(".kbrun.json", `_${id.slice(0, 8)}.kbrun.json`)
    taken.add(name.toLowerCase())
    files.push([name, new TextEncoder().encode(writeRun(ledger))])
    const kept = keptOf(ledger, found.kept, seen)
    index.push([
      name,
      seen.name,
      kept.title,
      ledger.run.checklist.version,
      shortState(seen.state),
      say.digits(kept.critical),
      say.digits(kept.blocking),
      when(kept.changed),
      id,
    ])
    await store.write({ ...kept, saved: ledger.events.size, savedAt: new Date().toISOString() }, []).catch(() => {})
  }
  if (files.length > 0)
    download(
      fileNameOf(fileSafe(say.archiveName({ day })), ".zip"),
      writeZip([
        ...files,
        [fileNameOf(fileSafe(say.archiveIndex), ".csv"), new TextEncoder().encode(writeCsv(index))],
      ]) as BlobPart,
      "application/zip",
    )
  return files.length
}

/** What the files of a folder hold, each as a row, and what could not be read. Copies of one run are shown once, united. */
export async function readFolder(files: File[]): Promise<{ rows: Kept[]; refused: string[] }> {
  const runs = new Map<string, Ledger>()
  const refused: string[] = []
  for (const file of files) {
    if (!file.name.endsWith(".kbrun.json")) continue
    try {
      if (file.size > 10 * 1024 * 1024) throw new FileError(say.archiveTooLarge)
      const { run } = readRun(await file.text())
      const known = runs.get(run.id)
      if (!known) runs.set(run.id, new Ledger(run))
      else merge(known, run)
    } catch (error) {
      refused.push(`${plain(file.name, 80)}: ${error instanceof FileError ? error.message : say.archiveUnreadable}`)
    }
  }
  return {
    rows: [...runs.values()].map((ledger) => keptOf(ledger, { saved: ledger.events.size }, view(ledger))),
    refused,
  }
}
