// The dialog in which a reader searches. It is made, and the index is asked, only when it is opened.
import * as say from "../../scripts/messages"
import { asking } from "../../scripts/asking"
import { composing } from "../../scripts/composing"
import { element } from "../../scripts/element"
import { facets } from "../../scripts/facets"
import { listbox } from "../../scripts/listbox"
import { addressOf, asks, chosen, type Question } from "../../scripts/question"
import { clearRecent, note, recent } from "../../scripts/recent"
import { byPage, inWords, link } from "../../scripts/results"
import { prepareSearch, type Answer } from "../../scripts/search/index"
import { onKey } from "../keys/keys"

const ANNOUNCED_AFTER = 700 // ms without another answer

/** Puts a button in the place of the header's field, and opens the dialog from there and by keys. */
export function finder(form: HTMLElement): void {
  const opener = element("button", "search-open", element("span", "", say.searchFindGuidance), key("/"))
  opener.type = "button"
  opener.setAttribute("aria-haspopup", "dialog")
  opener.setAttribute("aria-keyshortcuts", "/ Control+K Meta+K")
  let dialog: Finder | undefined
  const open = (): void => {
    dialog ??= new Finder(form.dataset.page ?? "")
    dialog.open()
  }
  opener.addEventListener("click", open)
  form.replaceChildren(opener)
  onKey("/", say.searchFindGuidance, open)
  onKey("Ctrl+K", say.searchFindGuidanceTyping, open)
}

class Finder {
  private readonly box = element("dialog", "finder")
  private readonly input = field()
  private readonly said = element("p", "finder-said")
  private readonly announced = element("p", "visually-hidden")
  private readonly list = listbox(this.input, "_finder-list", say.searchResults)
  private readonly all = element("a", "", say.searchAllResults)
  private readonly foot = element(
    "p",
    "finder-foot",
    this.all,
    hint(say.searchChoose, "↑", "↓"),
    hint(say.searchOpen, say.keysEnter),
    hint(say.searchNewTab, say.keysCtrl, say.keysEnter),
  )
  private readonly narrow = facets(
    (filters) => {
      this.question.filters = filters
      this.search("now")
    },
    () => this.search("now"),
  )
  private readonly asking = asking(
    (answer) => this.showAnswer(answer),
    (sentence) => this.showNothing(sentence, 0),
    (sentence) => this.say(sentence, 0),
  )
  private readonly question: Question = { text: "", filters: {}, parts: 1 }
  private answered = false // the list is the answer to the question
  private enter: "here" | "apart" | "" = "" // was pressed before the answer was there, alone or with Ctrl
  private announcing: number | undefined

  constructor(private readonly page: string) {
    const { box, input } = this
    const close = element("button", "", say.searchClose + " ", key(say.keysEscape))
    close.type = "button"
    close.addEventListener("click", () => box.close())
    const form = element("form", "finder-form", input, close)
    form.setAttribute("role", "search")
    form.addEventListener("submit", (event) => event.preventDefault())
    this.announced.setAttribute("role", "status")
    box.setAttribute("aria-label", say.searchFindGuidance)
    box.append(form, this.said, this.announced, this.narrow.box, this.list.box, this.foot)
    box.addEventListener("keydown", (event) => this.press(event))
    box.addEventListener("click", (event) => event.target === box && box.close()) // beside it
    input.addEventListener("input", () => this.typed("soon"))
    document.body.append(box)
  }

  open(): void {
    this.box.showModal()
    this.input.select()
    prepareSearch("")
    if (!this.answered) this.search("now")
  }

  private typed(when: "soon" | "now"): void {
    this.question.text = this.input.value
    this.enter = ""
    this.search(when)
  }

  private search(when: "soon" | "now"): void {
    const { text, filters } = this.question
    this.answered = false
    this.all.href = addressOf(this.page, this.question)
    if (asks(this.question)) this.asking[when](text, { filters, facets: this.narrow.box.open })
    else this.showRecent()
  }

  private showAnswer(answer: Answer): void {
    this.list.fill(
      byPage(answer).map((results) => [
        results[0]!.title,
        results.map((result, i) => this.option(link(result, i === 0))),
      ]),
    )
    this.list.move(1)
    this.answered = true
    this.foot.hidden = answer.length === 0
    this.narrow.box.hidden = answer.length === 0 && chosen(this.question.filters) === 0
    if (this.narrow.box.open) this.narrow.show(answer.facets, this.question.filters)
    this.say(inWords(answer))
    if (this.enter) this.go(this.enter === "apart")
    this.enter = ""
  }

  private showNothing(sentence: string, announcedAfter?: number): void {
    this.list.fill([])
    this.narrow.box.hidden = this.foot.hidden = true
    this.enter = ""
    this.say(sentence, announcedAfter)
  }

  private showRecent(): void {
    this.asking.stop()
    this.question.filters = {}
    this.showNothing(say.searchHelp)
    const searches = recent().map((text) => {
      const option = element("div", "finder-recent", text)
      option.addEventListener("click", () => {
        this.input.value = text
        this.input.focus()
        this.typed("now")
      })
      return option
    })
    if (searches.length === 0) return
    this.list.fill([[say.searchRecent, searches]])
    this.say(say.searchRecentKept)
    const forget = element("button", "link-button", say.searchClearRecent)
    forget.type = "button"
    forget.addEventListener("click", () => {
      clearRecent()
      this.input.focus()
      this.showRecent()
    })
    this.said.append(" ", forget)
  }

  /** A result that closes the dialog when it is opened here: it may be on this very page. */
  private option(result: HTMLAnchorElement): HTMLAnchorElement {
    result.addEventListener("click", ({ ctrlKey, metaKey, shiftKey }) => {
      note(this.question.text)
      if (!ctrlKey && !metaKey && !shiftKey) this.box.close()
    })
    return result
  }

  /** Shows a sentence, and announces it after a pause. */
  private say(sentence: string, after = ANNOUNCED_AFTER): void {
    this.said.textContent = sentence
    clearTimeout(this.announcing)
    this.announcing = setTimeout(() => (this.announced.textContent = sentence), after)
  }

  /** Leads to what is chosen. */
  private go(apart: boolean): void {
    const option = this.list.chosen()
    if (apart && option instanceof HTMLAnchorElement) {
      note(this.question.text)
      window.open(option.href, "_blank", "noopener")
    } else option?.click()
  }

  private press(event: KeyboardEvent): void {
    const together = event.ctrlKey || event.metaKey
    if (composing(event)) return
    if (event.key === "Tab") return stay(event, this.box)
    if (together && event.key === "k") this.input.select()
    else if (event.target !== this.input) return
    else if (event.key === "ArrowDown") this.list.move(1)
    else if (event.key === "ArrowUp") this.list.move(-1)
    else if (event.key === "Enter" && (this.answered || !asks(this.question))) this.go(together)
    else if (event.key === "Enter") {
      this.enter = together ? "apart" : "here"
      this.search("now")
    } else return
    event.preventDefault()
  }
}

function field(): HTMLInputElement {
  const input = element("input", "")
  const attributes = {
    type: "text",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    enterkeyhint: "go",
  }
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value)
  for (const name of ["placeholder", "aria-label"]) input.setAttribute(name, say.searchFindGuidance)
  return input
}

function key(name: string): HTMLElement {
  const made = element("kbd", "", name)
  made.setAttribute("aria-hidden", "true")
  return made
}

/** What keys do. */
function hint(does: string, ...keys: string[]): HTMLElement {
  return element("span", "finder-hint", ...keys.flatMap((name) => [element("kbd", "", name), " "]), does)
}

/** Keeps the focus within the dialog: a browser would let it out to its own controls. */
function stay(event: KeyboardEvent, box: HTMLElement): void {
  const stops = [...box.querySelectorAll<HTMLElement>("input, button, summary, a[href]")].filter(
    (stop) => stop.tabIndex >= 0 && stop.checkVisibility(),
  )
  const [from, to] = event.shiftKey ? [stops[0], stops[stops.length - 1]] : [stops[stops.length - 1], stops[0]]
  if (document.activeElement !== from) return
  event.preventDefault()
  to?.focus()
}
