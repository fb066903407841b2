// What leaves a run as a file, and what comes in as one.
import * as say from "../messages"
import { element } from "../element"
import { readCsv, writeCsv } from "../run/csv"
import { fileName, readRun, writeRun } from "../run/file"
import { Ledger } from "../run/log"
import { merge } from "../run/merge"
import { COLUMNS, propose, rows, STATUSES, take, type Proposals } from "../run/rows"
import { FileError, plain } from "../run/safe"
import { view } from "../run/rules"
import { writeXlsx } from "../run/xlsx"
import { readXlsx } from "../run/xlsx-read"
import { forgetfulStore, type Kept, type Store } from "../run/store"
import { sentence } from "./failure"
import { button, chooseFile, dialog, download, input } from "./form"
import { historySheet } from "./history"
import { markdown } from "./markdown"
import { keptOf, UNCHANGEABLE, who, type Session } from "./session"
import { told } from "./told"
import { nameOf, notice, shortState, stateName, subjectOf, unstopped, when } from "./words"

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
    ...(notice() ? [[say.recordNotice, notice()]] : []),
    [say.recordChecklist, list.title],
    [say.recordRun, seen.name],
    ...subjectOf(ledger),
    [say.recordState, stateName(seen.state)],
    [say.recordVersionLabel, list.version],
    [say.recordReviewedLabel, say.day(list.reviewed)],
    [say.recordContentLabel, list.content],
    [say.recordDigest, ledger.digest()],
    [say.recordRunId, ledger.run.id],
    [say.recordRevision, say.digits(seen.revision)],
    [say.recordSite, ledger.run.site.title],
    [say.recordMade, `${when(who().at)} (UTC${who().tz})`],
  ]
  const data = writeXlsx([
    { name: "Checklist", columns: columnsOf(), rows: rows(seen, openOnly) },
    historySheet(session.ledger),
    {
      name: say.recordAbout,
      columns: [
        { title: say.formWhat, width: 20 },
        { title: say.formValue, width: 80 },
      ],
      rows: about,
    },
  ])
  download(
    fileName(ledger, today(), ".xlsx"),
    data as BlobPart,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  )
}

export function saveCsv(session: Session, openOnly: boolean): void {
  download(fileName(session.ledger, today(), ".csv"), writeCsv([COLUMNS, ...rows(session.seen, openOnly)]), "text/csv")
}

const WIDTHS: Record<string, number> = {
  Ref: 12,
  Section: 20,
  Item: 60,
  Note: 40,
  Evidence: 40,
  "Reason if N/A": 30,
  "Wording hash": 20,
}
const LOCKED = ["Ref", "Item", "Wording hash"]

function columnsOf() {
  return COLUMNS.map((title) => ({
    title,
    width: WIDTHS[title] ?? 14,
    locked: LOCKED.includes(title),
    options: title === "Status" ? STATUSES : title === "Answer" ? ["Yes", "No"] : [],
  }))
}

/** Takes a workbook back that somebody filled in: every change is shown before it is made. */
export async function importWorkbook(session: Session, file: File): Promise<void> {
  if (session.locked) throw new FileError(UNCHANGEABLE)
  const data = new Uint8Array(await file.arrayBuffer())
  const table = /\.csv$/i.test(file.name)
    ? readCsv(new TextDecoder().decode(data))
    : ((await readXlsx(data)).find(({ name }) => name === "Checklist")?.rows ?? [])
  preview(session, propose(table, session.seen), file.name)
}

function preview(session: Session, found: Proposals, file: string): void {
  const choices = found.changes.map((change) => {
    const box = input("", "checkbox")
    box.checked = !change.otherWording
    const what = told(change.set, change.item.answer).join("; ")
    return {
      change,
      box,
      line: element(
        "li",
        "",
        element(
          "label",
          "",
          box,
          ` ${nameOf(change.item)}: ${what}${change.otherWording ? ` (${say.fileOtherWording})` : ""}`,
        ),
      ),
    }
  })
  const go = button(say.fileTake, () => {
    take(
      session.ledger,
      choices.filter(({ box }) => box.checked).map(({ change }) => change),
      file,
      who(),
    )
    session.show(() => session.keep())
    box.close()
  })
  const box = dialog(
    found.changes.length > 0
      ? say.fileTakeTitle(found.changes.length, { file: plain(file, 80) })
      : say.fileTakeNothing({ file: plain(file, 80) }),
    element("ul", "check-entries", ...choices.map(({ line }) => line)),
    ...(found.refused.length > 0
      ? [
          element("p", "", element("strong", "", say.fileNotTaken)),
          element("ul", "", ...found.refused.map((text) => element("li", "", text))),
        ]
      : []),
    element(
      "div",
      "buttons",
      ...(found.changes.length > 0 ? [go] : []),
      button(say.runClose, () => box.close()),
    ),
  )
}

/** What is done with a run that was opened from a file and lies in a store now. */
export type Receiver = (kept: Kept, store: Store, readOnly: boolean) => void

/** Opens the file of a run: it is looked at first, and kept when the reader says so. A file of a newer format is
 * only shown. */
async function openRun(store: Store, file: File, opened: Receiver): Promise<void> {
  if (file.size > 10 * 1024 * 1024) throw new FileError(say.fileTooLarge)
  const { run, altered, readOnly } = readRun(await file.text())
  const theirs = new Ledger(run)
  const seen = view(theirs)
  const into = readOnly ? forgetfulStore() : store
  const here = await into.load(run.id)
  const mine = here ? new Ledger(here.run) : null
  const fresh = mine ? run.events.filter((event) => !mine.events.has(event.id)).length : run.events.length
  const lines = [
    say.fileSummary({
      checklist: plain(run.checklist.title),
      name: unstopped(seen.name) || say.runsUnnamed,
      state: shortState(seen.state),
    }),
    !mine ? say.fileChanges(run.events.length) : fresh === 0 ? say.fileCopyNothing : say.fileCopyLacks(fresh),
  ]
  if (altered.length > 0)
    lines.push(
      say.fileAltered(altered.length, { names: [...new Set(altered.map((event) => plain(event.by)))].join(", ") }),
    )
  if (readOnly) lines.push(say.fileNewer)
  const go = button(readOnly ? say.fileShow : mine ? say.fileMerge : say.fileKeep, () => {
    const ledger = mine ?? theirs
    const merged = mine ? merge(mine, run) : null
    const before = here?.kept ?? { saved: run.events.length, savedAt: new Date().toISOString() }
    const kept = keptOf(ledger, { ...before, binned: "" }, view(ledger))
    void into
      .write(kept, ledger.run.events)
      .catch(() => {})
      .then(() => {
        box.close()
        if (merged && merged.conflicts.length > 0) {
          const said = dialog(
            say.fileConflictTitle,
            element(
              "p",
              "",
              say.fileConflictText(merged.taken, {
                items: [...new Set(merged.conflicts.map(({ ref }) => named(ledger, ref)))].join(", "),
              }),
            ),
            element(
              "div",
              "buttons",
              button(say.runClose, () => said.close()),
            ),
          )
        }
        opened(kept, into, readOnly)
      })
  })
  const box = dialog(
    say.fileOpenTitle({ file: plain(file.name, 80) }),
    ...lines.map((text) => element("p", "", text)),
    element(
      "div",
      "buttons",
      button(say.runCancel, () => box.close()),
      go,
    ),
  )
}

function named(ledger: Ledger, ref: string): string {
  const item = ledger.run.checklist.items.find((one) => one.ref === ref)
  return item ? nameOf(item) : ref
}

/** Asks for the file of a run. */
export function chooseRun(store: Store, alarm: (text: string) => void, opened: Receiver): void {
  chooseFile(".json,application/json", ([file]) => {
    if (file) openRun(store, file, opened).catch((error) => alarm(sentence(error)))
  })
}
