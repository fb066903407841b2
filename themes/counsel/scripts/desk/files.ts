// What leaves a run as a file, and what comes in as one.
import { element } from "../element"
import { readCsv, writeCsv } from "../run/csv"
import { fileName, readRun, writeRun } from "../run/file"
import { Ledger } from "../run/log"
import { merge } from "../run/merge"
import { COLUMNS, history, HISTORY_COLUMNS, markdown, propose, rows, STATUSES, take, type Proposals } from "../run/rows"
import { FileError, plain } from "../run/safe"
import { view } from "../run/rules"
import { readXlsx, writeXlsx } from "../run/xlsx"
import { forgetfulStore, type Kept, type Store } from "../run/store"
import { button, chooseFile, dialog, download, input } from "./form"
import { sentence } from "./later"
import { keptOf, UNCHANGEABLE, who, type Session } from "./session"
import { count, notice } from "./words"

const today = (): string => new Date().toISOString().slice(0, 10)

/** Saves the whole run: the record, and the only copy that outlives this browser. */
export function saveRun(session: Session): void {
  download(fileName(session.ledger, today()), writeRun(session.ledger), "application/json")
  session.saved()
}

export function saveMarkdown(session: Session, openOnly: boolean): void {
  download(fileName(session.ledger, today(), ".md"), markdown(session.seen, openOnly, notice()), "text/markdown")
}

export function saveWorkbook(session: Session, openOnly: boolean): void {
  const { seen } = session
  const { ledger } = seen
  const list = ledger.run.checklist
  const about = [
    ...(notice() ? [["Notice", notice()]] : []),
    ["Checklist", list.title], ["Run", seen.name], ...ledger.subject(), ["State", seen.state],
    ["Version", list.version], ["Reviewed", list.reviewed], ["Content", list.content], ["Digest", ledger.digest()], ["Run id", ledger.run.id], ["Revision", String(seen.revision)], ["Site", ledger.run.site.title], ["Made", who().at],
  ]
  const data = writeXlsx([
    { name: "Checklist", columns: columnsOf(), rows: rows(seen, openOnly) },
    { name: "History", columns: HISTORY_COLUMNS.map((title) => ({ title, width: title === "Change" ? 60 : 18 })), rows: history(session.ledger) },
    { name: "About", columns: [{ title: "What", width: 20 }, { title: "Value", width: 80 }], rows: about },
  ])
  download(fileName(ledger, today(), ".xlsx"), data as BlobPart, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
}

export function saveCsv(session: Session, openOnly: boolean): void {
  download(fileName(session.ledger, today(), ".csv"), writeCsv([COLUMNS, ...rows(session.seen, openOnly)]), "text/csv")
}

const WIDTHS: Record<string, number> = { Ref: 12, Section: 20, Item: 60, Note: 40, Evidence: 40, "Reason if N/A": 30, "Wording hash": 20 }
const LOCKED = ["Ref", "Item", "Wording hash"]

function columnsOf() {
  return COLUMNS.map((title) => ({ title, width: WIDTHS[title] ?? 14, locked: LOCKED.includes(title), options: title === "Status" ? STATUSES : title === "Answer" ? ["Yes", "No"] : [] }))
}

/** Takes a workbook back that somebody filled in: every change is shown before it is made. */
export async function importWorkbook(session: Session, file: File): Promise<void> {
  if (session.locked) throw new FileError(UNCHANGEABLE)
  const data = new Uint8Array(await file.arrayBuffer())
  const table = /\.csv$/i.test(file.name) ? readCsv(new TextDecoder().decode(data)) : ((await readXlsx(data)).find(({ name }) => name === "Checklist")?.rows ?? [])
  preview(session, propose(table, session.seen), file.name)
}

function preview(session: Session, found: Proposals, file: string): void {
  const choices = found.changes.map((change) => {
    const box = input("", "checkbox")
    box.checked = !change.otherWording
    const what = Object.entries(change.set).map(([field, value]) => `${field}: ${plain(value, 300)}`).join("; ")
    return { change, box, line: element("li", "", element("label", "", box, ` ${change.item.ref}: ${what}${change.otherWording ? " (answered against another wording)" : ""}`)) }
  })
  const go = button("Take over", () => {
    take(session.ledger, choices.filter(({ box }) => box.checked).map(({ change }) => change), file, who())
    session.show(() => session.keep())
    box.close()
  })
  const box = dialog(
    found.changes.length > 0 ? `${count(found.changes.length, "change")} in ${plain(file, 80)}` : `Nothing to take over from ${plain(file, 80)}`,
    element("ul", "check-entries", ...choices.map(({ line }) => line)),
    ...(found.refused.length > 0 ? [element("p", "", element("strong", "", "Not taken:")), element("ul", "", ...found.refused.map((text) => element("li", "", text)))] : []),
    element("div", "buttons", ...(found.changes.length > 0 ? [go] : []), button("Close", () => box.close())),
  )
}

/** What is done with a run that was opened from a file and lies in a store now. */
export type Receiver = (kept: Kept, store: Store, readOnly: boolean) => void

/** Opens the file of a run: it is looked at first, and kept when the reader says so. A file of a newer format is
 * only shown. */
async function openRun(store: Store, file: File, opened: Receiver): Promise<void> {
  if (file.size > 10 * 1024 * 1024) throw new FileError("This file is larger than 10 MB, which no run is. It was not opened.")
  const { run, altered, readOnly } = readRun(await file.text())
  const theirs = new Ledger(run)
  const seen = view(theirs)
  const into = readOnly ? forgetfulStore() : store
  const here = await into.load(run.id)
  const mine = here ? new Ledger(here.run) : null
  const fresh = mine ? run.events.filter((event) => !mine.events.has(event.id)).length : run.events.length
  const lines = [
    `${plain(run.checklist.title)}: ${seen.name || "without a name"}. State: ${seen.state}.`,
    mine ? `This browser has a copy of this run. The file has ${fresh === 0 ? "nothing that the copy lacks" : count(fresh, "change") + " that the copy lacks"}.` : `${count(run.events.length, "change")}.`,
  ]
  if (altered.length > 0) lines.push(`${count(altered.length, "entry was", "entries were")} altered outside of this page, by ${[...new Set(altered.map((event) => plain(event.by)))].join(", ")} or somebody else. The digest is another one.`)
  if (readOnly) lines.push("It was written by a newer version of the checklist’s page, so here it can be read and not be changed.")
  const go = button(readOnly ? "Show" : mine ? "Merge" : "Keep in this browser", () => {
    const ledger = mine ?? theirs
    const merged = mine ? merge(mine, run) : null
    const before = here?.kept ?? { saved: run.events.length, savedAt: new Date().toISOString() }
    const kept = keptOf(ledger, { ...before, binned: "" }, view(ledger))
    void into.write(kept, ledger.run.events).catch(() => {}).then(() => {
      box.close()
      if (merged && merged.conflicts.length > 0) {
        const said = dialog("Two people said different things", element("p", "", `Merged ${count(merged.taken, "change")}. Until somebody decides, the more cautious answer holds for: ${[...new Set(merged.conflicts.map(({ ref }) => ref))].join(", ")}.`), element("div", "buttons", button("Close", () => said.close())))
      }
      opened(kept, into, readOnly)
    })
  })
  const box = dialog(`Open ${plain(file.name, 80)}`, ...lines.map((text) => element("p", "", text)), element("div", "buttons", button("Cancel", () => box.close()), go))
}

/** Asks for the file of a run. */
export function chooseRun(store: Store, alarm: (text: string) => void, opened: Receiver): void {
  chooseFile(".json,application/json", ([file]) => {
    if (file) openRun(store, file, opened).catch((error) => alarm(sentence(error)))
  })
}
