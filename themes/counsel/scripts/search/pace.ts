// Keeps a search from holding up the page: it is divided into steps, and between them the browser gets its turn.

/** Milliseconds after which the browser gets its turn. */
const TURN = 8

let since = 0

/** Says that a task has just begun. */
export function begin(): void {
  since = performance.now()
}

/** Ends a step. Rejects if the search was given up meanwhile. */
export async function rest(signal?: AbortSignal): Promise<void> {
  if (performance.now() - since > TURN) {
    await new Promise((resolve) => setTimeout(resolve))
    begin()
  }
  if (signal && signal.aborted) throw new DOMException("The search was given up.", "AbortError")
}
