// Functions that run inside a page. Each is sent there by its text, so it may use nothing from outside itself.

export interface Reference {
  /** The element and attribute, for example "a href". */
  from: string
  /** As written in the page. */
  written: string
}

export interface Survey {
  language: string
  title: string
  headings: number // of level 1
  landmarks: string[] // role and name, for example "navigation Guidance"
  ids: string[]
  references: Reference[]
  inline: string[] // code and style that a strict policy refuses
  charset: boolean // is declared first in the head
}

/** What one page holds. */
export function surveyPage(): Survey {
  const all = [...document.querySelectorAll("*")]
  const show = (element: Element) => element.outerHTML.slice(0, 120)
  const inline: string[] = []
  for (const element of all) {
    if (element.localName === "style") inline.push(show(element))
    if (element.localName === "script" && (!element.hasAttribute("src") || element.textContent!.trim() !== ""))
      inline.push(show(element))
    for (const attribute of element.attributes) {
      const code =
        attribute.name === "style" || attribute.name.startsWith("on") || /^\s*javascript:/i.test(attribute.value)
      if (code) inline.push(show(element))
    }
  }
  const references: Reference[] = []
  for (const element of all) {
    for (const name of ["href", "src", "action", "data", "poster", "xlink:href"]) {
      const written = element.getAttribute(name)
      if (written !== null) references.push({ from: `${element.localName} ${name}`, written })
    }
    for (const candidate of element.getAttribute("srcset")?.split(",") ?? []) {
      references.push({ from: `${element.localName} srcset`, written: candidate.trim().split(/\s+/)[0]! })
    }
  }
  const name = (element: Element) => {
    const by = element.getAttribute("aria-labelledby")
    return element.getAttribute("aria-label") ?? (by ? (document.getElementById(by)?.textContent?.trim() ?? "") : "")
  }
  const sectioning = "article, aside, main, nav, section"
  const landmarks = all.flatMap((element) => {
    const top = !element.parentElement?.closest(sectioning)
    const role: string | undefined =
      element.getAttribute("role") ??
      {
        header: top ? "banner" : undefined,
        nav: "navigation",
        main: "main",
        aside: "complementary",
        footer: top ? "contentinfo" : undefined,
      }[element.localName]
    return role && ["banner", "navigation", "main", "complementary", "contentinfo"].includes(role)
      ? [`${role} ${name(element)}`.trim()]
      : []
  })
  return {
    language: document.documentElement.lang,
    title: document.title,
    headings: document.querySelectorAll("h1").length,
    landmarks,
    ids: all.flatMap((element) => (element.id ? [element.id] : [])),
    references,
    inline,
    charset: document.head.firstElementChild?.getAttribute("charset")?.toLowerCase() === "utf-8",
  }
}

/** Pieces of text that nobody can read: neither shown nor in a fold that opens without scripts. Looks at everything
 * within the elements of a selector but what one operates. */
export function unreadable(within: string): string[] {
  const lost: string[] = []
  for (const part of document.querySelectorAll(within)) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement!
      if (node.textContent!.trim() === "" || parent.closest("details:not([open]), nav, button, .heading-link")) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      const shown = parent.checkVisibility({
        opacityProperty: true,
        visibilityProperty: true,
      } as CheckVisibilityOptions)
      if (!shown || range.getClientRects().length === 0)
        lost.push(`<${parent.localName} class="${parent.className}"> ${node.textContent!.trim().slice(0, 60)}`)
    }
  }
  return lost
}

/** Controls that are shown but do nothing without scripts. */
export function deadControls(): string[] {
  return [...document.querySelectorAll("button, input, select, textarea, [role=button], [tabindex]")]
    .filter((element) => element.checkVisibility() && !element.closest("form[action]"))
    .filter((element) => !(element instanceof HTMLInputElement && element.type === "checkbox" && element.disabled)) // a task list
    .filter(
      (element) =>
        element.localName === "button" ||
        element.getAttribute("role") === "button" ||
        element.matches("input, select, textarea"),
    )
    .map((element) => element.outerHTML.slice(0, 120))
}

/** How far the page is wider than its window, with the elements that stick out. */
export function sideways(): string[] {
  const root = document.documentElement
  if (root.scrollWidth <= root.clientWidth) return []
  const wide = [...document.body.querySelectorAll("*")].filter((element) => {
    const box = element.getBoundingClientRect()
    return box.width > 0 && box.right + scrollX > root.clientWidth + 0.5 && element.checkVisibility()
  })
  return [
    `${root.scrollWidth} px in ${root.clientWidth} px`,
    ...wide.slice(0, 5).map((element) => element.outerHTML.slice(0, 120)),
  ]
}

export interface Contrast {
  kind: "body" | "link" | "code" | "text"
  ratio: number
  sample: string
}

/** The contrast of every piece of shown text against what lies behind it, by WCAG 2.2 "contrast ratio". */
export function contrasts(): Contrast[] {
  const canvas = document.createElement("canvas")
  canvas.width = canvas.height = 1
  const context = canvas.getContext("2d", { willReadFrequently: true })!
  const over = (layers: string[]): number[] => {
    context.clearRect(0, 0, 1, 1)
    for (const layer of layers) {
      context.fillStyle = layer
      context.fillRect(0, 0, 1, 1)
    }
    return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3)
  }
  const luminance = (rgb: number[]) => {
    const [r, g, b] = rgb.map((value) =>
      value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
    )
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
  }
  const grounds = new Map<Element, string[]>()
  const ground = (element: Element): string[] => {
    const known = grounds.get(element)
    if (known) return known
    const below = element.parentElement ? ground(element.parentElement) : ["Canvas"]
    const layers = [...below, getComputedStyle(element).backgroundColor]
    grounds.set(element, layers)
    return layers
  }
  const seen = new Map<string, Contrast>()
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement!
    if (
      node.textContent!.trim() === "" ||
      element.closest("script, noscript") ||
      !element.checkVisibility({ visibilityProperty: true } as CheckVisibilityOptions)
    )
      continue
    const link = element.closest("a[href]")
    const kind = element.closest("pre") ? "code" : link ? "link" : element.matches(".prose > p") ? "body" : "text"
    const layers = ground(element)
    const color = getComputedStyle(element).color
    const key = [kind, color, ...layers].join()
    if (seen.has(key)) continue
    const [a, b] = [luminance(over([...layers, color])), luminance(over(layers))]
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
    seen.set(key, {
      kind,
      ratio,
      sample: `<${element.localName} class="${element.className}"> ${node.textContent!.trim().slice(0, 40)}`,
    })
  }
  return [...seen.values()]
}

/** What has the focus, whether it can be seen there, and how the focus is shown. */
export function focused(): { element: string; marked: boolean; covered: boolean } | null {
  const element = document.activeElement
  if (!element || element === document.body) return null
  const style = getComputedStyle(element)
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
  const boxes = [...element.getClientRects()].filter((box) => box.width > 0 && box.height > 0)
  const covered = !boxes.some((box) => {
    const hit = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 10))
    return hit !== null && (element.contains(hit) || hit.contains(element))
  })
  return { element: element.outerHTML.slice(0, 120), marked: outlined || style.boxShadow !== "none", covered }
}
