// What was looked for lately. It stays in this browser, for this site alone, until the reader clears it.
import { recall, remember } from "./store"

const MOST = 8

/** The site's root, one folder above this script, tells its searches from those of other sites. */
const NAME = `pandect.searches ${new URL("..", (document.currentScript as HTMLScriptElement).src || location.href).pathname}`

/** The latest searches, newest first. */
export function recent(): string[] {
  try {
    const list: unknown = JSON.parse(recall(NAME) ?? "[]")
    return Array.isArray(list) ? list.filter((item) => typeof item === "string").slice(0, MOST) : []
  } catch {
    return []
  }
}

/** Notes a search that led somewhere. */
export function note(query: string): void {
  const text = query.trim()
  if (text) remember(NAME, JSON.stringify([text, ...recent().filter((other) => other !== text)].slice(0, MOST)))
}

export function clearRecent(): void {
  remember(NAME, null)
}
