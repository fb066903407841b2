// The search page: the search with room, at an address that can be kept and sent.
import * as say from "../../scripts/messages"
import { asking } from "../../scripts/asking"
import { element } from "../../scripts/element"
import { facets } from "../../scripts/facets"
import { addressOf, asks, chosen, questionIn } from "../../scripts/question"
import { note } from "../../scripts/recent"
import { byPage, inWords, link } from "../../scripts/results"
import type { Answer, Result } from "../../scripts/search/index"
import { onKey } from "../keys/keys"

const EACH = 20 // results in a part

export function searchPage(box: HTMLElement): void {
  const { form, input, said, list, more } = parts()
  let question = questionIn(location.href)
  let before = 0 // links that were there before more were asked for

  let entered = true // the question in the address, so that another one is a step in the history

  const address = (): string => addressOf(location.href, question)
  const search = (when: "soon" | "now", step = false): void => {
    keepAddress(address(), step)
    const { text, filters, parts } = question
    if (asks(question)) ask[when](text, { filters, limit: EACH * parts, facets: true })
    else clear(say.searchHelp)
  }
  const show = (answer: Answer): void => {
    list.replaceChildren(...byPage(answer).map((results) => entry(results, () => note(question.text))))
    const links = list.querySelectorAll("a")
    if (before > 0) links[before]?.focus()
    before = 0
    said.textContent = inWords(answer)
    more.hidden = links.length >= answer.total || links.length === 0
    narrow.box.hidden = answer.facets.length === 0 && chosen(question.filters) === 0
    narrow.show(answer.facets, question.filters)
  }
  const clear = (sentence: string): void => {
    ask.stop()
    list.replaceChildren()
    more.hidden = narrow.box.hidden = true
    said.textContent = sentence
  }

  const ask = asking(show, clear, (sentence) => (said.textContent = sentence))
  const narrow = facets(
    (filters) => {
      question = { ...question, filters, parts: 1 }
      search("now")
    },
    () => {},
  )
  narrow.box.open = matchMedia("(min-width: 75em)").matches // there it stands beside the results
  input.value = question.text
  input.addEventListener("input", () => {
    question = { ...question, text: input.value, parts: 1 }
    search("soon", entered && asks(questionIn(location.href)))
    entered = false
  })
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    note(question.text)
    entered = true
    if (location.href === address()) search("now")
    else location.assign(address()) // in a folder, where scripts must not change it
  })
  addEventListener("popstate", () => {
    question = questionIn(location.href)
    input.value = question.text
    entered = true
    search("now")
  })
  more.addEventListener("click", () => {
    before = list.querySelectorAll("a").length
    question.parts++
    search("now")
  })
  box.replaceChildren(form, said, narrow.box, list, more)
  for (const key of ["/", "Ctrl+K"]) onKey(key, say.searchFindGuidance, () => input.select())
  if (!asks(question)) input.focus()
  search("now")
}

/** The elements of the page. */
function parts() {
  const input = element("input", "")
  input.type = "search"
  input.id = "_q"
  input.autocomplete = "off"
  input.spellcheck = false
  const label = element("label", "visually-hidden", say.searchFindGuidance)
  label.htmlFor = input.id
  const form = element("form", "search-form screen-only", label, input, element("button", "", say.searchFind))
  form.setAttribute("role", "search")
  form.setAttribute("aria-label", say.searchFindGuidance)
  const said = element("p", "search-said")
  said.setAttribute("role", "status")
  const more = element("button", "search-more screen-only", say.searchMoreResults)
  more.type = "button"
  return { form, input, said, list: element("ol", "results"), more }
}

/** What was found of one page. */
function entry(results: Result[], opened: () => void): HTMLElement {
  const [best, ...further] = results.map((result, i) => link(result, i === 0))
  const made = element("li", "", best!)
  if (further.length > 0) made.append(element("ul", "", ...further.map((one) => element("li", "", one))))
  made.addEventListener("click", (event) => event.target instanceof Element && event.target.closest("a") && opened())
  return made
}

/** Puts an address into the place of the present one, or after it. */
function keepAddress(address: string, step: boolean): void {
  try {
    if (step) history.pushState(null, "", address)
    else history.replaceState(null, "", address)
  } catch {
    // A page opened from a folder keeps its address.
  }
}
