// Words that a search led to are marked on the page; Esc clears the marks.
import * as say from "../../scripts/messages"
import { element } from "../../scripts/element"
import { fold, formsOf, tokens } from "../../scripts/search/fold"

const PARAMETER = "marks"
const MAX_WORDS = 16
const MAX_MARKS = 500

/** Adds words to mark to an address. */
export function withMarks(url: string, words: string[]): string {
  const forms = [...new Set(words.map(fold))].filter(Boolean).slice(0, MAX_WORDS)
  const [page, fragment] = url.split("#", 2)
  const marked = forms.length > 0 ? `${page}?${String(new URLSearchParams({ [PARAMETER]: forms.join(" ") }))}` : page!
  return fragment === undefined ? marked : `${marked}#${fragment}`
}

/** Marks in a text what the address asks for. */
export function marks(prose: HTMLElement): void {
  const words = new URLSearchParams(location.search).get(PARAMETER)?.split(" ").filter(Boolean)
  const made = words ? mark(prose, new Set(words.slice(0, MAX_WORDS))) : []
  if (made.length === 0) return

  const clear = element("button", "clear-marks screen-only", say.searchClearMarks + " ", key(say.keysEscape))
  clear.type = "button"
  const end = (): void => {
    removeEventListener("keydown", escape)
    clear.remove()
    for (const one of made) {
      const parent = one.parentNode
      one.replaceWith(...one.childNodes)
      parent?.normalize()
    }
    forget()
  }
  const escape = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open]")) end()
  }
  clear.addEventListener("click", end)
  addEventListener("keydown", escape)
  prose.before(clear)
}

function key(name: string): HTMLElement {
  const made = element("kbd", "", name)
  made.setAttribute("aria-hidden", "true")
  return made
}

/** Marks the tokens that have one of the forms. */
function mark(prose: HTMLElement, forms: Set<string>): HTMLElement[] {
  const texts: Text[] = []
  const walker = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement!.closest(".heading-link, button, svg")) texts.push(node as Text)
  }
  const made: HTMLElement[] = []
  for (const text of texts) {
    const found = tokens(text.data).filter((token) => formsOf(token.text).some((form) => forms.has(form)))
    for (const token of found.reverse()) {
      // from the end, so that places before it stay
      if (made.length === MAX_MARKS) return made
      const middle = text.splitText(token.start)
      middle.splitText(token.text.length)
      const one = element("mark", "found")
      middle.replaceWith(one)
      one.append(middle)
      made.push(one)
    }
  }
  return made
}

/** The address without the words, where the browser lets it be changed. */
function forget(): void {
  const url = new URL(location.href)
  url.searchParams.delete(PARAMETER)
  try {
    history.replaceState(history.state, "", url)
  } catch {
    // A page opened from a folder keeps its address.
  }
}
