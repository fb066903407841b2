// The record of a run on paper: what an auditor reads who has seen neither the site nor the people.
import { element } from "../element"
import { evidenceText } from "../run/rows"
import { facts, rolesOf, type ItemState } from "../run/rules"
import { plain } from "../run/safe"
import { who, type Session } from "./session"
import { count, itemStateOf, notice, progressOf, stateOf, when } from "./words"

const NOTICE = "Names are self-declared and times are the clock of the device on which they were made. The digest shows whether the record was altered after the digest was noted elsewhere; it does not prove who made it, or when."

/** The record of a run as it is now. */
export function record(session: Session): HTMLElement {
  const { seen } = session
  const { ledger } = seen
  const { run } = ledger
  const list = run.checklist
  const article = element("article", "run-record", element("h1", "", `${list.title}: ${seen.name}`))
  const table = element("table", "record-head")
  const line = (name: string, value: string): void => void (value && table.append(element("tr", "", head(name), element("td", "", value))))
  line("Notice", notice())
  line("State", `${stateOf(seen)}. ${progressOf(seen)}`)
  for (const [name, value] of ledger.subject()) line(name, value)
  line("Run", `${run.id}, revision ${seen.revision}`)
  line("Checklist", `${list.version ? `Version ${list.version}` : "No version"}${list.reviewed ? `, reviewed ${list.reviewed}` : ""}, content ${list.content.slice(7, 23)}`)
  if (session.page && session.page.content !== list.content) line("Guidance", "It has changed since; this run was answered against the version above.")
  line("Digest", ledger.digest())
  line("Site", run.site.title)
  line("Made", `${when(who().at)} (UTC${who().tz})`)
  line("Kept", list.retain)
  article.append(table)
  const open = seen.items.filter((one) => one.state === "open" && !one.outOfScope)
  const odd = seen.items.filter((one) => one.state !== "open" && (!one.resolved || one.state !== "done" || one.reworded))
  if (open.length > 0) article.append(element("p", "", `Not done: ${open.map(label).join(", ")}.`))
  if (odd.length > 0 || seen.retired.length > 0) {
    article.append(element("h2", "", "Exceptions"), element("ul", "", ...odd.map((one) => element("li", "", `${label(one)}: ${itemStateOf(one)}${one.state === "na" ? `: ${plain(one.reason, 1000)}` : ""}${one.exception ? `: ${plain(one.exception.why, 1000)}${one.exception.until ? ` (until ${plain(one.exception.until)})` : ""}` : ""}`)), ...seen.retired.map(({ item }) => element("li", "", `${item.ref}: no longer in the guidance`))))
  }
  let section = "\u0000"
  let body = element("tbody", "")
  for (const one of seen.items) {
    if (one.item.section !== section) {
      section = one.item.section
      article.append(element("h2", "", section || "Items"), tableOf((body = element("tbody", ""))))
    }
    body.append(row(one))
  }
  if (seen.retired.length > 0) {
    article.append(element("h2", "", "No longer in the guidance"), tableOf((body = element("tbody", ""))))
    for (const one of seen.retired) body.append(row(one))
  }
  article.append(...remarks(session), signatures(session), element("p", "record-notice", NOTICE), element("p", "record-notice", `Content ${list.content}. Digest ${ledger.digest()}.`))
  return article
}

const head = (text: string): HTMLElement => {
  const made = element("th", "", text)
  made.scope = "row"
  return made
}

const label = (one: ItemState): string => (one.item.ref.startsWith("t-") ? one.item.text : one.item.ref)

function tableOf(body: HTMLElement): HTMLElement {
  const titles = ["Item", "State", "By", "Notes and evidence"].map((title) => {
    const made = element("th", "", title)
    made.scope = "col"
    return made
  })
  return element("table", "record-items", element("thead", "", element("tr", "", ...titles)), body)
}

const SIGNS = { open: "☐", done: "☑", problem: "☒", na: "–" }

function row(one: ItemState): HTMLElement {
  const more = element("td", "")
  for (const { value, event } of one.notes) more.append(element("p", "", `${plain(value, 4000)} (${plain(event.by)})`))
  for (const { value } of one.evidence) more.append(element("p", "", "Evidence: ", plain(evidenceText(value), 2000)))
  if (one.state === "na" && one.reason) more.append(element("p", "", `Reason: ${plain(one.reason, 1000)}`))
  if (one.owner || one.dueBy) more.append(element("p", "", [one.owner && `Owner ${plain(one.owner)}`, one.dueBy && `due ${plain(one.dueBy)}`].filter(Boolean).join(", ")))
  const ref = one.item.ref.startsWith("t-") ? "" : one.item.ref + " "
  return element(
    "tr", "",
    element("td", "", element("strong", "", ref), `(${one.item.severity}) ${one.item.text}`),
    element("td", "", `${SIGNS[one.state]} ${itemStateOf(one)}`),
    element("td", "", one.last ? `${plain(one.last.by)}, ${when(one.last.at)}` : ""),
    more,
  )
}

/** What an auditor may want to know of how the run was made, as facts. */
function remarks({ seen }: Session): HTMLElement[] {
  const found = facts(seen, who().at)
  const lines = [
    found.burst > 0 && `${count(found.burst, "item")} marked within 10 seconds.`,
    found.oneMinute && "All items were marked within one minute.",
    found.sameSigner && "The same name stands under more than one signature.",
    found.sameEvidence > 0 && `The same evidence is given for ${count(found.sameEvidence, "item")}.`,
    found.clocks > 0 && `${count(found.clocks, "change has", "changes have")} a time that cannot be right.`,
    seen.late.length > 0 && `${count(seen.late.length, "change")} came in after the signatures and ${seen.late.length === 1 ? "is" : "are"} not part of this record.`,
    seen.items.some((one) => one.outOfScope) && `${count(seen.items.filter((one) => one.outOfScope).length, "item")} left out of scope.`,
  ].filter((text): text is string => typeof text === "string")
  return lines.length === 0 ? [] : [element("h2", "", "Remarks"), element("ul", "", ...lines.map((text) => element("li", "", text)))]
}

function signatures({ seen }: Session): HTMLElement {
  const body = element("tbody", "")
  for (const role of rolesOf(seen.ledger.run.checklist)) {
    const given = seen.signatures.find(([name]) => name === role)?.[1]
    body.append(element("tr", "", head(role), element("td", "", given ? plain(given.name) : "Name:"), element("td", "", given ? when(given.at) : "Date:"), element("td", "", given ? `digest ${given.digest.slice(7, 23)}` : "Signature:")))
  }
  return element("section", "record-signatures", element("h2", "", "Sign-off"), element("table", "", body))
}
