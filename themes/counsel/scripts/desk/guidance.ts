// When the page asks other questions than the run was answered against: what changed, and the reader's choice.
import * as say from "../messages"
import { element } from "../element"
import { compare, pairs, update, type Change } from "../run/changes"
import { button, input } from "./form"
import { who, type Session } from "./session"

/** The banner above a run whose guidance changed; nothing when it did not. settled is called when the run was updated. */
export function guidance(session: Session, settled: () => void, review: () => void): HTMLElement | null {
  const { page, ledger, seen } = session
  const mine = seen.ledger.run.checklist
  if (!page || mine.content === page.content) return null
  const changes = compare(mine, page)
  const list = element("ul", "check-changes")
  for (const change of changes) list.append(element("li", "", ...lineOf(change)))
  const more = element("details", "", element("summary", "", say.guidanceShow(changes.length)), list)
  const version = mine.version ? say.guidanceVersion({ version: mine.version }) : say.guidanceEarlier
  if (session.locked) {
    const text =
      seen.signatures.length > 0 ? say.guidanceSinceSigned(changes.length) : say.guidanceSinceBegun(changes.length)
    return element(
      "div",
      "run-banner",
      element("p", "", text),
      more,
      element("div", "buttons screen-only", button(say.barReview, review)),
    )
  }
  const choices = pairs(mine, page).map((pair) => {
    const box = input("", "checkbox")
    box.checked = pair.chosen
    const label = element(
      "label",
      "",
      box,
      " " + say.guidanceIsNow({ before: pair.before.text, after: pair.after.text }),
    )
    return { pair, box, label }
  })
  const take = button(say.guidanceUpdate, () => {
    update(
      ledger,
      page,
      who(),
      choices.filter(({ box }) => box.checked).map(({ pair }) => pair),
    )
    session.show(() => session.keep())
    settled()
  })
  const asked =
    choices.length > 0
      ? [element("fieldset", "", element("legend", "", say.guidanceSame), ...choices.map(({ label }) => label))]
      : []
  const text = say.guidanceChanged(changes.length, { version })
  return element(
    "div",
    "run-banner",
    element("p", "", text),
    more,
    ...asked,
    element("div", "buttons screen-only", take),
  )
}

function lineOf(change: Change): Array<Node | string> {
  const name = element("strong", "", change.ref)
  switch (change.kind) {
    case "reworded":
      return [
        name,
        change.turning ? say.guidanceRewordedMeaning : say.guidanceReworded,
        ...marked(change.before, change.after),
      ]
    case "rules":
      return [
        name,
        say.guidanceRules({
          rules: change.what
            .map(
              (field) =>
                ({
                  severity: say.guidanceRuleSeverity,
                  evidence: say.guidanceRuleEvidence,
                  na: say.guidanceRuleNa,
                  answer: say.guidanceRuleAnswer,
                })[field] ?? field,
            )
            .join(", "),
        }),
      ]
    case "moved":
      return [
        name,
        change.before === change.after
          ? say.guidanceMovedPlace
          : say.guidanceMoved({ before: change.before, after: change.after }),
      ]
    case "added":
      return [name, say.guidanceAdded({ text: change.after })]
    case "removed":
      return [name, say.guidanceRemoved({ text: change.before })]
    case "replaced":
      return [name, say.guidanceReplaced({ items: change.formerly.join(", "), text: change.after })]
    case "help":
      return [name, say.guidanceHelp]
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
