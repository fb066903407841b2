// A search over the index that a site has now: it notices when the site was published anew.
import { answerOf, type Answer, type SearchOptions } from "./answer"
import { variantsOf } from "./lookup"
import { begin } from "./pace"
import { parse } from "./query"
import { SearchError, Shards, type Load } from "./shards"

export class Client {
  private opened: Promise<Shards> | undefined
  private reopening: Promise<Shards> | undefined

  constructor(private readonly load: Load) {}

  /** Loads the head, if that has not been done. */
  open(): Promise<Shards> {
    if (!this.opened) {
      this.opened = Shards.open(this.load)
      this.opened.catch(() => (this.opened = undefined))
    }
    return this.opened
  }

  /** Answers a query; rejects with a sentence for the reader. The addresses of results begin at the site's root. */
  async search(query: string, options: SearchOptions = {}): Promise<Answer> {
    begin()
    const shards = await this.open()
    try {
      return await answerOf(shards, query, options)
    } catch (error) {
      if (!(error instanceof SearchError)) throw error
      const newer = await this.reopen(shards)
      if (newer === shards) throw error
      return answerOf(newer, query, options)
    }
  }

  /** Loads what the words of a query need. */
  async prepare(query: string): Promise<void> {
    const shards = await this.open()
    await variantsOf(shards, parse(query, shards.head.labels))
  }

  /** Asks for the head again, because a shard that it names is not there; the same if it still names that shard. */
  private async reopen(failed: Shards): Promise<Shards> {
    const current = await this.open()
    if (current !== failed) return current
    this.reopening =
      this.reopening ||
      Shards.open(this.load, `?${Date.now()}`)
        .then((newer) => {
          if (newer.payload === failed.payload) return failed
          this.opened = Promise.resolve(newer)
          return newer
        })
        .finally(() => (this.reopening = undefined))
    return this.reopening
  }
}
