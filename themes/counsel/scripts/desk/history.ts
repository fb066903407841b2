// The history of a run as a table, a row for each change.
import * as say from "../messages"
import { inOrder, RUN, type Ledger } from "../run/log"
import { plain } from "../run/safe"
import type { Event, Item } from "../run/types"
import type { Sheet } from "../run/xlsx"
import { told } from "./told"
import { when } from "./words"

/** The sheet of a workbook that holds it. */
export function historySheet(ledger: Ledger): Sheet {
  const columns = [
    say.historyAt,
    say.historyZone,
    say.recordBy,
    say.recordItem,
    say.historyChange,
    say.historyHash,
    say.historyEvent,
  ].map((title) => ({ title, width: title === say.historyChange ? 60 : 18 }))
  return { name: say.historyTitle, columns, rows: history(ledger) }
}

export function history(ledger: Ledger): string[][] {
  return inOrder(ledger.events.values()).map((event) => {
    const item = itemOf(ledger, event)
    return [
      when(event.at, event.tz),
      zoneOf(event.tz),
      plain(event.by),
      event.item === RUN ? say.recordRun : item && event.item.startsWith("t-") ? item.text : event.item,
      told(event.set, item?.answer, ledger).join("\n"),
      event.h,
      event.id,
    ]
  })
}

const zoneOf = (tz: string): string => (/^[+-]\d\d:\d\d$/.test(tz) ? "UTC" + tz : plain(tz))

/** The item of a change, in the wording that was answered if that is known. */
function itemOf(ledger: Ledger, { item, h }: Event): Item | undefined {
  const known = ledger.run.editions.flatMap(({ items }) => items.filter(({ ref }) => ref === item))
  return known.find(({ hash }) => hash === h) ?? known[0]
}
