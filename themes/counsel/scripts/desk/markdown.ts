// A run as markdown that other programs read as a list of tasks.
import * as say from "../messages"
import type { Answered } from "../run/log"
import { evidenceText } from "../run/rows"
import type { ItemState, RunView } from "../run/rules"
import { plain } from "../run/safe"
import { itemStateOf, severityOf, shortState, subjectOf } from "./words"

/** A run as markdown: a box is ticked only where nothing is left to do. */
export function markdown(seen: RunView, openOnly = false, notice = ""): string {
  const { ledger } = seen
  const { checklist } = ledger.run
  const lines = [
    `# ${escape(checklist.title)}: ${escape(seen.name)}`,
    "",
    ...(notice ? [`**${escape(notice)}**`, ""] : []),
  ]
  for (const [name, value] of subjectOf(ledger)) lines.push(`- ${escape(name)}: ${escape(value)}`)
  lines.push(
    `- ${say.recordState}: ${shortState(seen.state)}`,
    `- ${say.recordVersionLabel}: ${escape(checklist.version || say.recordVersionNone)}, ` +
      say.recordContent({ content: checklist.content.slice(7, 23) }),
    `- ${say.recordDigest}: ${ledger.digest()}`,
  )
  let section = ""
  for (const one of seen.items) {
    if (openOnly && (one.resolved || one.outOfScope)) continue
    if (one.item.section !== section) lines.push("", `## ${escape((section = one.item.section))}`, "")
    lines.push(task(one, seen.leftOutWhy), ...below(one))
  }
  if (!openOnly && seen.retired.length > 0) {
    lines.push("", "## " + say.itemRetiredTitle, "")
    for (const one of seen.retired) lines.push(task(one), ...below(one))
  }
  return lines.join("\n") + "\n"
}

function task(one: ItemState, leftOutWhy = ""): string {
  const { item, state, resolved } = one
  const ref = item.ref.startsWith("t-") ? "" : `**${item.ref}** `
  const wording = `${ref}(${severityOf(item.severity)}) ${escape(item.text)}`
  const reason = escape(one.reason)
  if (one.outOfScope && state === "open")
    return `- ~~${wording}~~ (${say.itemOutOfScope}${leftOutWhy && ": " + escape(leftOutWhy)})`
  if (state === "open") return `- [ ] ${wording}`
  if (state === "problem") return `- [ ] ${wording} (${say.recordProblem})`
  if (!resolved) return `- [ ] ${wording} (${escape(itemStateOf(one))}${state === "na" && reason ? ": " + reason : ""})`
  return state === "na" ? `- [x] ~~${wording}~~ (${say.recordNa({ reason })})` : `- [x] ${wording}`
}

function below(one: Answered): string[] {
  return [
    ...one.notes.map(
      ({ value, event }) => `  - ${say.recordNote({ note: escape(value) })} (${escape(plain(event.by))})`,
    ),
    ...one.evidence.map(({ value }) => `  - ${say.recordEvidenceLine({ evidence: escape(evidenceText(value)) })}`),
    ...(one.exception
      ? [`  - ${say.recordAccepted({ name: escape(one.exception.by), why: escape(one.exception.why) })}`]
      : []),
  ]
}

/** Text on one line in which nothing is markup. */
const escape = (text: string): string => plain(text, 4000).replace(/[\\`*_{}[\]<>#|~]/g, "\\$&")
