// A list of which one option is chosen while the focus stays in a field: what WAI-ARIA calls a combobox.
import { element } from "./element"

export interface Listbox {
  box: HTMLElement
  /** Shows groups of options by their names, none of them chosen. */
  fill(groups: Array<[name: string, options: HTMLElement[]]>): void
  chosen(): HTMLElement | undefined
  /** Chooses the option so many steps from the chosen one, round the ends. */
  move(steps: number): void
}

/** Makes the list of a field. */
export function listbox(input: HTMLInputElement, id: string, name: string): Listbox {
  const box = element("div", id.replace(/^_/, ""))
  box.id = id
  box.hidden = true
  box.setAttribute("role", "listbox")
  box.setAttribute("aria-label", name)
  set(input, { role: "combobox", "aria-autocomplete": "list", "aria-controls": id, "aria-expanded": "false" })
  let options: HTMLElement[] = []
  let at = -1 // the chosen one

  return {
    box,
    fill(groups) {
      options = groups.flatMap(([, list]) => list)
      at = -1
      options.forEach((option, i) =>
        set(option, { role: "option", id: `${id}-${i}`, tabindex: "-1", "aria-selected": "false" }),
      )
      box.replaceChildren(
        ...groups.map(([label, list]) => set(element("div", "group", ...list), { role: "group", "aria-label": label })),
      )
      box.hidden = options.length === 0
      box.scrollTop = 0
      input.setAttribute("aria-expanded", String(!box.hidden))
      input.removeAttribute("aria-activedescendant")
    },
    chosen: () => options[at],
    move(steps) {
      if (options.length === 0) return
      options[at]?.setAttribute("aria-selected", "false")
      at = at < 0 && steps < 0 ? options.length - 1 : (at + steps + options.length) % options.length
      const option = options[at]!
      option.setAttribute("aria-selected", "true")
      option.scrollIntoView({ block: "nearest" })
      input.setAttribute("aria-activedescendant", option.id)
    },
  }
}

function set<E extends HTMLElement>(made: E, attributes: Record<string, string>): E {
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  return made
}
