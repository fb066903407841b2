// When the page asks other questions than the run was answered against: what changed, and the reader's choice.
import { element } from "../element"
import { compare, pairs, update, type Change } from "../run/changes"
import { button, input } from "./form"
import { who, type Session } from "./session"
import { count } from "./words"

/** The banner above a run whose guidance changed; nothing when it did not. settled is called when the run was updated. */
export function guidance(session: Session, settled: () => void, review: () => void): HTMLElement | null {
  const { page, ledger, seen } = session
  const mine = seen.ledger.run.checklist
  if (!page || mine.content === page.content) return null
  const changes = compare(mine, page)
  const list = element("ul", "check-changes")
  for (const change of changes) list.append(element("li", "", ...lineOf(change)))
  const more = element("details", "", element("summary", "", `Show ${count(changes.length, "change")}`), list)
  const version = mine.version ? `version ${mine.version}` : "the earlier version"
  if (session.locked) {
    const text = `${count(changes.length, "item has", "items have")} changed since this run was ${seen.signatures.length > 0 ? "signed" : "begun"}. It stays as it is.`
    return element("div", "run-banner", element("p", "", text), more, element("div", "buttons screen-only", button("Start a review from this run", review)))
  }
  const choices = pairs(mine, page).map((pair) => {
    const box = input("", "checkbox")
    box.checked = pair.chosen
    const label = element("label", "", box, ` “${pair.before.text}” is now “${pair.after.text}”`)
    return { pair, box, label }
  })
  const take = button("Update this run", () => {
    update(ledger, page, who(), choices.filter(({ box }) => box.checked).map(({ pair }) => pair))
    session.show(() => session.keep())
    settled()
  })
  const asked = choices.length > 0 ? [element("fieldset", "", element("legend", "", "These are probably the same questions; take their answers over?"), ...choices.map(({ label }) => label))] : []
  const text = `The guidance has changed since ${version}, against which this run is answered: ${count(changes.length, "change")}. The run stays on ${version} until you update it.`
  return element("div", "run-banner", element("p", "", text), more, ...asked, element("div", "buttons screen-only", take))
}

function lineOf(change: Change): Array<Node | string> {
  const name = element("strong", "", change.ref)
  switch (change.kind) {
    case "reworded":
      return [name, ` reworded${change.turning ? "; the meaning may have changed" : ""}: `, ...marked(change.before, change.after)]
    case "rules":
      return [name, `: ${change.what.map((field) => ({ severity: "severity", evidence: "evidence", na: "when it does not apply", answer: "how it is answered" })[field] ?? field).join(", ")} changed`]
    case "moved":
      return [name, change.before === change.after ? " stands in another place" : ` moved from “${change.before}” to “${change.after}”`]
    case "added":
      return [name, ` is new: ${change.after}`]
    case "removed":
      return [name, ` is no longer asked: ${change.before}`]
    case "replaced":
      return [name, ` takes the place of ${change.formerly.join(", ")}: ${change.after}. It begins open.`]
    case "help":
      return [name, ": what stands below it changed"]
  }
}

/** Two wordings as one line with what was taken out and put in. */
function marked(before: string, after: string): Array<Node | string> {
  const a = before.split(" ")
  const b = after.split(" ")
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  const out: Array<Node | string> = [b.slice(0, start).join(" ") + " "]
  const gone = a.slice(start, a.length - end).join(" ")
  const come = b.slice(start, b.length - end).join(" ")
  if (gone) out.push(element("del", "", gone), " ")
  if (come) out.push(element("ins", "", come), " ")
  out.push(b.slice(b.length - end).join(" "))
  return out
}
