// The record of a run on paper: what an auditor reads who has seen neither the site nor the people.
import * as say from "../messages"
import { element } from "../element"
import { evidenceText } from "../run/rows"
import { facts, rolesOf, type ItemState } from "../run/rules"
import { plain } from "../run/safe"
import { who, type Session } from "./session"
import { itemStateOf, notice, progressOf, roleName, severityOf, stateOf, subjectOf, unstopped, when } from "./words"

/** The record of a run as it is now. */
export function record(session: Session): HTMLElement {
  const { seen } = session
  const { ledger } = seen
  const { run } = ledger
  const list = run.checklist
  const article = element("article", "run-record", element("h1", "", `${list.title}: ${seen.name}`))
  const table = element("table", "record-head")
  const line = (name: string, value: string): void =>
    void (value && table.append(element("tr", "", head(name), element("td", "", value))))
  line(say.recordNotice, notice())
  line(say.recordState, `${stateOf(seen)}. ${progressOf(seen)}`)
  for (const [name, value] of subjectOf(ledger)) line(name, value)
  line(say.recordRun, say.recordRunLine({ id: run.id, revision: seen.revision }))
  line(
    say.recordChecklist,
    [
      list.version ? say.recordVersion({ version: list.version }) : say.recordNoVersion,
      list.reviewed && say.recordReviewed({ date: say.day(list.reviewed) }),
      say.recordContent({ content: list.content.slice(7, 23) }),
    ]
      .filter(Boolean)
      .join(", "),
  )
  if (session.page && session.page.content !== list.content) line(say.recordGuidance, say.recordGuidanceChanged)
  line(say.recordDigest, ledger.digest())
  line(say.recordSite, run.site.title)
  line(say.recordMade, `${when(who().at)} (UTC${who().tz})`)
  line(say.recordKept, list.retain)
  article.append(table)
  const open = seen.items.filter((one) => one.state === "open" && !one.outOfScope)
  const odd = seen.items.filter(
    (one) => one.state !== "open" && (!one.resolved || one.state !== "done" || one.reworded),
  )
  if (open.length > 0) article.append(element("p", "", say.recordNotDone({ items: open.map(label).join(", ") })))
  if (odd.length > 0 || seen.retired.length > 0) {
    article.append(
      element("h2", "", say.recordExceptions),
      element(
        "ul",
        "",
        ...odd.map((one) => element("li", "", `${label(one)}: ${itemStateOf(one)}${whyOf(one)}`)),
        ...seen.retired.map(({ item }) => element("li", "", `${item.ref}: ${say.recordRetired}`)),
      ),
    )
  }
  let section = "\u0000"
  let body = element("tbody", "")
  for (const one of seen.items) {
    if (one.item.section !== section) {
      section = one.item.section
      article.append(element("h2", "", section || say.recordItems), tableOf((body = element("tbody", ""))))
    }
    body.append(row(one, seen.leftOutWhy))
  }
  if (seen.retired.length > 0) {
    article.append(element("h2", "", say.itemRetiredTitle), tableOf((body = element("tbody", ""))))
    for (const one of seen.retired) body.append(row(one))
  }
  article.append(
    ...remarks(session),
    signatures(session),
    element("p", "record-notice", say.recordFoot),
    element("p", "record-notice", say.recordSums({ content: list.content, digest: ledger.digest() })),
  )
  return article
}

const head = (text: string): HTMLElement => {
  const made = element("th", "", text)
  made.scope = "row"
  return made
}

const label = (one: ItemState): string => (one.item.ref.startsWith("t-") ? unstopped(one.item.text) : one.item.ref)

function tableOf(body: HTMLElement): HTMLElement {
  const titles = [say.recordItem, say.recordState, say.recordBy, say.recordNotes].map((title) => {
    const made = element("th", "", title)
    made.scope = "col"
    return made
  })
  return element("table", "record-items", element("thead", "", element("tr", "", ...titles)), body)
}

const SIGNS = { open: "☐", done: "☑", problem: "☒", na: "–" }

function row(one: ItemState, leftOutWhy = ""): HTMLElement {
  const leftOut = one.outOfScope && one.state === "open"
  const more = element("td", "")
  for (const { value, event } of one.notes) more.append(element("p", "", `${plain(value, 4000)} (${plain(event.by)})`))
  for (const { value } of one.evidence)
    more.append(element("p", "", say.recordEvidence, plain(evidenceText(value), 2000)))
  if (one.state === "na" && one.reason)
    more.append(element("p", "", say.recordReason({ reason: plain(one.reason, 1000) })))
  if (leftOut && leftOutWhy) more.append(element("p", "", say.recordReason({ reason: plain(leftOutWhy, 1000) })))
  if (one.owner || one.dueBy)
    more.append(
      element(
        "p",
        "",
        [
          one.owner && say.recordOwner({ name: plain(one.owner) }),
          one.dueBy && say.recordDue({ date: say.day(plain(one.dueBy)) }),
        ]
          .filter(Boolean)
          .join(", "),
      ),
    )
  const ref = one.item.ref.startsWith("t-") ? "" : one.item.ref + " "
  return element(
    "tr",
    "",
    element("td", "", element("strong", "", ref), `(${severityOf(one.item.severity)}) ${one.item.text}`),
    element("td", "", `${leftOut ? SIGNS.na : SIGNS[one.state]} ${itemStateOf(one)}`),
    element("td", "", one.last ? `${plain(one.last.by)}, ${when(one.last.at)}` : ""),
    more,
  )
}

/** What an auditor may want to know of how the run was made, as facts. */
function remarks({ seen }: Session): HTMLElement[] {
  const found = facts(seen, who().at)
  const leftOut = seen.items.filter((one) => one.outOfScope).length
  const lines = [
    found.burst > 0 && say.recordBurst(found.burst),
    found.oneMinute && say.recordOneMinute,
    found.sameSigner && say.recordSameSigner,
    found.sameEvidence > 0 && say.recordSameEvidence(found.sameEvidence),
    found.clocks > 0 && say.recordClocks(found.clocks),
    seen.late.length > 0 && say.recordLate(seen.late.length),
    leftOut > 0 && say.recordScope(leftOut) + (seen.leftOutWhy && " " + say.recordReason({ reason: seen.leftOutWhy })),
  ].filter((text): text is string => typeof text === "string")
  return lines.length === 0
    ? []
    : [element("h2", "", say.recordRemarks), element("ul", "", ...lines.map((text) => element("li", "", text)))]
}

function signatures({ seen }: Session): HTMLElement {
  const body = element("tbody", "")
  for (const role of rolesOf(seen.ledger.run.checklist)) {
    const given = seen.signatures.find(([name]) => name === role)?.[1]
    body.append(
      element(
        "tr",
        "",
        head(roleName(role)),
        element("td", "", given ? plain(given.name) : say.recordNameLine),
        element("td", "", given ? when(given.at) : say.recordDateLine),
        element("td", "", given ? say.recordDigestOf({ digest: given.digest.slice(7, 23) }) : say.recordSignatureLine),
      ),
    )
  }
  return element("section", "record-signatures", element("h2", "", say.recordSignOff), element("table", "", body))
}

/** Why an item does not apply, or why a problem was accepted and until when. */
function whyOf({ state, reason, exception }: ItemState): string {
  const parts = state === "na" && reason ? [`: ${plain(reason, 1000)}`] : []
  if (exception) parts.push(`: ${plain(exception.why, 1000)}`)
  if (exception?.until) parts.push(` (${say.recordUntil({ date: say.day(plain(exception.until)) })})`)
  return parts.join("")
}
