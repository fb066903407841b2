// Asks the search as a reader types: what the words need is loaded as they grow, but results are shown only after a
// pause, because they load more. An answer that is out of date is never shown.
import * as say from "./messages"
import { prepareSearch, search, type Answer, type SearchOptions } from "./search/index"

const PAUSE = 300 // ms without a letter
const BEGUN = /(^|\s)\S{1,2}$/ // such a word mostly goes on, and what it needs itself would be loaded in vain
const SLOW = 400 // ms without an answer, after which the reader is told

export interface Asking {
  /** Asks after a pause. */
  soon(query: string, options: SearchOptions): void
  now(query: string, options: SearchOptions): void
  /** Shows nothing more. */
  stop(): void
}

/** Shows each answer; says in a sentence why there is none, or none yet. */
export function asking(
  show: (answer: Answer) => void,
  fail: (sentence: string) => void,
  wait: (sentence: string) => void,
): Asking {
  let current = new AbortController()
  let timer: number | undefined
  const stop = (): void => {
    current.abort()
    clearTimeout(timer)
  }
  const now = async (query: string, options: SearchOptions): Promise<void> => {
    stop()
    const { signal } = (current = new AbortController())
    const slow = setTimeout(() => signal.aborted || wait(say.searchSearching), SLOW)
    try {
      const answer = await search(query, { ...options, signal })
      if (!signal.aborted) show(answer)
    } catch (error) {
      if (!signal.aborted) fail(error instanceof Error ? error.message : String(error))
    } finally {
      clearTimeout(slow)
    }
  }
  return {
    soon(query, options) {
      stop()
      if (!BEGUN.test(query)) prepareSearch(query)
      timer = setTimeout(() => void now(query, options), PAUSE)
    },
    now: (query, options) => void now(query, options),
    stop,
  }
}
