// Loads shards when they are first needed, and keeps those decoded that were used last.
import { Damaged } from "./codec"
import { decodeLabels, decodePages, decodePrefixes, decodeTerms, decodeWords } from "./decode"
import type { Group, LabelValue, PageData, ReadyList, SectionData, Synonym, TermsShard, WordList } from "./decode"
import { placeOf, readHead, shardOf, spanOf, type Head } from "./head"
import { MAX_SECTIONS, MAX_SPAN } from "./weights"

/** The arguments with which a file called pandectShard. */
export type Call = unknown[]

/** Loads a file by its address below the site's root; rejects with a SearchError. */
export type Load = (address: string) => Promise<Call[]>

/** Why a search has no answer, in a sentence for the reader. */
export class SearchError extends Error {
  constructor(file: string, fault: string) {
    super(`Search does not work at the moment: ${file} ${fault}. Reload this page, or try again later.`)
  }
}

const FORMAT = 1
const HEAD = "search/head.js"
const INITIALS = { terms: "t", prefixes: "x", words: "v", pages: "p", labels: "l" }
type Kind = keyof typeof INITIALS

/** How many characters of payloads are kept decoded. Decoded they take some ten times as many bytes. */
const KEPT = 1e6

function fileName(kind: Kind, number: number, digest: string): string {
  return `search/${INITIALS[kind]}${number}-${digest}.js`
}

/** The payload of a call that is what was asked for. */
function payloadOf(file: string, call: Call | undefined, kind: string, number: number, digest?: unknown): string {
  if (!call) throw new SearchError(file, "did not arrive whole")
  if (call[0] !== FORMAT) throw new SearchError(file, "is of another version than this page")
  if (call[1] !== kind || call[2] !== number || (digest !== undefined && call[3] !== digest) || typeof call[4] !== "string") {
    throw new SearchError(file, "is not what it should be")
  }
  return call[4]
}

function decoded<T>(file: string, decode: () => T): T {
  try {
    return decode()
  } catch (error) {
    throw error instanceof Damaged ? new SearchError(file, "is damaged") : error
  }
}

export class Shards {
  private readonly kept = new Map<string, { value: unknown; size: number }>()
  private readonly coming = new Map<string, Promise<unknown>>()
  private size = 0

  private constructor(
    private readonly load: Load,
    readonly head: Head,
    /** What tells one index from another. */
    readonly payload: string,
    /** Payloads that came with the head, by file name. */
    private readonly inline: Map<string, string>,
  ) {}

  /** Loads the head. A suffix of the address makes the browser ask the host for it again. */
  static async open(load: Load, suffix = ""): Promise<Shards> {
    const [first, ...rest] = await load(HEAD + suffix)
    const payload = payloadOf(HEAD, first, "head", 0)
    const head = decoded(HEAD, () => readHead(payload))
    const inline = new Map<string, string>()
    for (const call of rest) {
      const [, kind, number, digest] = call as [number, Kind, number, string]
      inline.set(fileName(kind, number, digest), payloadOf(HEAD, call, kind, number))
    }
    return new Shards(load, head, payload, inline)
  }

  /** A decoded shard. What could not be loaded is asked for again the next time. */
  private get<T>(kind: Kind, number: number, digests: string[], decode: (payload: string) => T): T | Promise<T> {
    const name = fileName(kind, number, digests[number]!)
    const kept = this.kept.get(name)
    if (kept) {
      this.kept.delete(name) // and put it last: it was used
      this.kept.set(name, kept)
      return kept.value as T
    }
    const keep = (payload: string): T => {
      const value = decoded(name, () => decode(payload))
      this.keep(name, value, payload.length)
      return value
    }
    const inline = this.inline.get(name)
    if (inline !== undefined) return keep(inline)
    let coming = this.coming.get(name) as Promise<T> | undefined
    if (!coming) {
      coming = this.load(name)
        .then((calls) => keep(payloadOf(name, calls.length > 1 ? [FORMAT] : calls[0], kind, number, digests[number])))
        .finally(() => this.coming.delete(name))
      this.coming.set(name, coming)
    }
    return coming
  }

  private keep(name: string, value: unknown, size: number): void {
    for (const [oldest, { size: freed }] of this.kept) {
      if (this.size + size <= KEPT) break
      this.kept.delete(oldest)
      this.size -= freed
    }
    this.kept.set(name, { value, size })
    this.size += size
  }

  terms(number: number): TermsShard | Promise<TermsShard> {
    return this.get("terms", number, this.head.terms.digests, (payload) => decodeTerms(payload, this.head))
  }

  /** The shard in which a form lies; undefined if the site has no words at all. */
  private termsOf(form: string): TermsShard | Promise<TermsShard> | undefined {
    const { firsts } = this.head.terms
    return firsts.length > 0 ? this.terms(shardOf(firsts, form)) : undefined
  }

  words(number: number): WordList | Promise<WordList> {
    return this.get("words", number, this.head.words, decodeWords)
  }

  labels(number: number): LabelValue[] | Promise<LabelValue[]> {
    return this.get("labels", number, this.head.labelDigests, (payload) => decodeLabels(payload, this.head))
  }

  /** The page and the section that a place names. */
  async section(place: number): Promise<[PageData, SectionData]> {
    const { perShard, pages, pageDigests } = this.head
    const number = Math.floor(place / MAX_SECTIONS)
    const shard = Math.floor(number / perShard)
    const first = shard * perShard
    const list = await this.get("pages", shard, pageDigests, (payload) => decodePages(payload, Math.min(perShard, pages - first)))
    const page = list[number - first]!
    const section = page.sections[place % MAX_SECTIONS]
    if (!section) throw new SearchError(fileName("pages", shard, pageDigests[shard]!), "is damaged")
    return [page, section]
  }

  /** The ready list of a prefix, if it has one. */
  async ready(prefix: string): Promise<ReadyList | undefined> {
    const { firsts, digests } = this.head.prefixes
    if (firsts.length === 0) return undefined
    const decode = (payload: string): Map<string, ReadyList> => decodePrefixes(payload, this.head)
    return (await this.get("prefixes", shardOf(firsts, prefix), digests, decode)).get(prefix)
  }

  /** The group of a form and the form's place in it, if the site has the form. */
  async group(form: string): Promise<{ group: Group; place: number } | undefined> {
    const ref = refIn(await this.termsOf(form), form)
    if (!ref || ref.group) return ref as { group: Group; place: number } | undefined
    const home = refIn(await this.termsOf(ref.redirect), ref.redirect)
    if (home && home.group && ref.place < home.group.forms) return { group: home.group, place: ref.place }
    const { firsts, digests } = this.head.terms
    const number = shardOf(firsts, ref.redirect)
    throw new SearchError(fileName("terms", number, digests[number]!), "is damaged")
  }

  /** The important forms that begin with a prefix; undefined if they lie in too many shards to be sought. */
  async formsWith(prefix: string): Promise<string[] | undefined> {
    const { firsts } = this.head.terms
    if (firsts.length === 0) return []
    const [first, last] = spanOf(firsts, prefix)
    if (last - first >= MAX_SPAN) return undefined
    const shards = await Promise.all(last > first ? [this.terms(first), this.terms(last)] : [this.terms(first)])
    return shards.flatMap(({ forms }) => {
      const from = placeOf(forms, prefix)
      let end = from
      while (end < forms.length && forms[end]!.startsWith(prefix)) end++
      return forms.slice(from, end).filter((form) => !this.head.stop.has(form))
    })
  }

  /** The synonyms of phrases that begin with a form. */
  async synonyms(form: string): Promise<Synonym[]> {
    const shard = await this.termsOf(form)
    return shard ? shard.synonyms.filter(({ phrase }) => phrase[0] === form) : []
  }
}

function refIn(shard: TermsShard | undefined, form: string): TermsShard["refs"][number] | undefined {
  if (!shard) return undefined
  const at = placeOf(shard.forms, form)
  return shard.forms[at] === form ? shard.refs[at] : undefined
}
