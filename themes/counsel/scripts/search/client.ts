// A search over the index that a site has now: it notices when the site was published anew.
import { answerOf, type Answer, type SearchOptions } from "./answer"
import { variantsOf } from "./lookup"
import { begin } from "./pace"
import { parse } from "./query"
import { openShards, SearchError, type Load, type Shards } from "./shards"

export interface Client {
  /** Answers a query; rejects with a sentence for the reader. The addresses of results begin at the site's root. */
  search(query: string, options?: SearchOptions): Promise<Answer>
  /** Loads what the words of a query need. */
  prepare(query: string): Promise<void>
}

export function clientOf(load: Load): Client {
  let opened: Promise<Shards> | undefined
  let reopening: Promise<Shards> | undefined

  function open(): Promise<Shards> {
    if (!opened) {
      opened = openShards(load)
      opened.catch(() => (opened = undefined))
    }
    return opened
  }

  /** Asks for the head again, because a shard that it names is not there; the same if it still names that shard. */
  async function reopen(failed: Shards): Promise<Shards> {
    const current = await open()
    if (current !== failed) return current
    reopening =
      reopening ||
      openShards(load, `?${Date.now()}`)
        .then((newer) => {
          if (newer.payload === failed.payload) return failed
          opened = Promise.resolve(newer)
          return newer
        })
        .finally(() => (reopening = undefined))
    return reopening
  }

  return {
    async search(query, options = {}) {
      begin()
      const shards = await open()
      try {
        return await answerOf(shards, query, options)
      } catch (error) {
        if (!(error instanceof SearchError)) throw error
        const newer = await reopen(shards)
        if (newer === shards) throw error
        return answerOf(newer, query, options)
      }
    },
    async prepare(query) {
      const shards = await open()
      await variantsOf(shards, parse(query, shards.head.labels))
    },
  }
}
