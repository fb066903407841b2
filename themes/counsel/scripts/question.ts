// What a reader asks for, and how it stands in the address of the search page: ?q=kovel&in=section:Ethics&parts=2.

/** What is chosen: the values of each label. */
export type Filters = Record<string, string[]>

export interface Question {
  text: string
  filters: Filters
  /** How many parts of the results are shown. */
  parts: number
}

/** Whether there is anything to look for. */
export function asks({ text, filters }: Question): boolean {
  return text.trim() !== "" || chosen(filters) > 0
}

/** How many values are chosen. */
export function chosen(filters: Filters): number {
  return Object.values(filters).reduce((sum, values) => sum + values.length, 0)
}

/** The address of the search page with a question. */
export function addressOf(page: string, { text, filters, parts }: Question): string {
  const url = new URL(page, location.href)
  url.search = ""
  url.hash = ""
  if (text.trim() !== "") url.searchParams.set("q", text.trim())
  for (const [name, values] of Object.entries(filters))
    for (const value of values) url.searchParams.append("in", `${name}:${value}`)
  if (parts > 1) url.searchParams.set("parts", String(parts))
  return url.href
}

/** The question in an address. */
export function questionIn(address: string): Question {
  const list = new URL(address).searchParams
  const filters: Filters = {}
  for (const item of list.getAll("in")) {
    const [, name, value] = /^([^:]+):(.+)$/.exec(item) ?? []
    if (name && value) filters[name] = [...(filters[name] ?? []), value]
  }
  return {
    text: list.get("q") ?? "",
    filters,
    parts: Math.min(Math.max(1, Math.floor(Number(list.get("parts"))) || 1), 50),
  }
}
