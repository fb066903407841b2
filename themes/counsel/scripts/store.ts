// What the browser remembers. Storage may be full, forbidden or missing; a page works without it.

export const CHOSEN_THEME = "pandect.theme"
export const KEYS_OFF = "pandect.keys-off"

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}

/** Remembers a value; null forgets it. */
export function remember(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(name)
    else localStorage.setItem(name, value)
  } catch {
    // The choice holds for this page only.
  }
}
