// The values of labels that the pages of an answer have, as buttons that narrow it.
import * as say from "./messages"
import { element } from "./element"
import { chosen, type Filters } from "./question"
import type { Facet } from "./search/index"

const SHOWN = 6 // values of a label, unless all are asked for

export interface Facets {
  box: HTMLDetailsElement
  /** Shows what may be chosen and what is. */
  show(list: Facet[], filters: Filters): void
}

/** A fold that narrows an answer. The counts are needed only while it is open: opened says that it now is. */
export function facets(changed: (filters: Filters) => void, opened: () => void): Facets {
  const summary = element("summary", "", say.searchNarrow)
  const groups = element("div", "facet-groups")
  const box = element("details", "facets screen-only", summary, groups)
  const all = new Set<string>() // labels of which all values are shown
  box.addEventListener("toggle", () => box.open && opened())

  const button = (filters: Filters, name: string, value: string, pages: number): HTMLButtonElement => {
    const values = filters[name] ?? []
    const on = values.includes(value)
    const made = element("button", "facet-value", `${value} `, element("span", "count", say.digits(pages)))
    made.type = "button"
    made.dataset.key = `${name}:${value}`
    made.setAttribute("aria-pressed", String(on))
    made.addEventListener("click", () =>
      changed({ ...filters, [name]: on ? values.filter((other) => other !== value) : [...values, value] }),
    )
    return made
  }

  const group = (filters: Filters, { name, values }: Facet): HTMLElement => {
    const title = titleOf(name)
    const list = element("div", "facet-values")
    const made = element("div", "facet", element("span", "facet-name", title), list)
    made.setAttribute("role", "group")
    made.setAttribute("aria-label", title)
    const buttons = values.map(({ value, pages }) => button(filters, name, value, pages))
    list.append(...(all.has(name) ? buttons : buttons.slice(0, SHOWN)))
    if (!all.has(name) && buttons.length > SHOWN) {
      const rest = element("button", "link-button", say.searchAllValues(buttons.length))
      rest.type = "button"
      rest.addEventListener("click", () => {
        all.add(name)
        rest.replaceWith(...buttons.slice(SHOWN))
        buttons[SHOWN]!.focus()
      })
      list.append(rest)
    }
    return made
  }

  return {
    box,
    show(list, filters) {
      const focused = (document.activeElement as HTMLElement | null)?.dataset.key
      const number = chosen(filters)
      summary.textContent = number > 0 ? say.searchNarrowChosen(number) : say.searchNarrow
      groups.replaceChildren(...withChosen(list, filters).map((facet) => group(filters, facet)))
      if (focused)
        [...groups.querySelectorAll<HTMLElement>("[data-key]")].find(({ dataset }) => dataset.key === focused)?.focus()
    },
  }
}

/** What a label is called. Those that a site makes itself, its taxonomies, are called as they are. */
function titleOf(name: string): string {
  const known = new Map([
    ["section", say.searchSection],
    ["jurisdiction", say.searchJurisdiction],
    ["audience", say.searchAudience],
    ["tag", say.searchTag],
  ])
  return known.get(name) ?? name.charAt(0).toUpperCase() + name.slice(1)
}

/** What is chosen first, even if no page has it, then what most pages have. A label with one value narrows nothing. */
function withChosen(list: Facet[], filters: Filters): Facet[] {
  const names = new Set([...list.map(({ name }) => name), ...Object.keys(filters)])
  return [...names].flatMap((name) => {
    const found = list.find((facet) => facet.name === name)?.values ?? []
    const mine = filters[name] ?? []
    if (found.length < 2 && mine.length === 0) return []
    const pages = (value: string): number => found.find((one) => one.value === value)?.pages ?? 0
    const others = found.filter(({ value }) => !mine.includes(value)).sort((a, b) => b.pages - a.pages)
    return [{ name, values: [...mine.map((value) => ({ value, pages: pages(value) })), ...others] }]
  })
}
