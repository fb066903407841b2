// Loads shards when they are first needed, and keeps those decoded that were used last.
import * as say from "../messages"
import { Damaged } from "./codec"
import { decodeLabels, decodePages, decodePrefixes, decodeTerms, decodeWords } from "./decode"
import type {
  FormRef,
  LabelValue,
  PageData,
  Place,
  ReadyList,
  SectionData,
  Synonym,
  TermsShard,
  WordList,
} from "./decode"
import { placeOf, readHead, shardOf, spanOf, type Head } from "./head"
import { MAX_SECTIONS, MAX_SPAN } from "./weights"

/** The arguments with which a file called pandectShard. */
export type Call = unknown[]

/** Loads a file by its address below the site's root; rejects with a SearchError. */
export type Load = (address: string) => Promise<Call[]>

/** Why a search has no answer, in a sentence for the reader. */
export class SearchError extends Error {
  constructor(file: string, fault: string) {
    super(say.searchFault({ file, fault }))
  }
}

const FORMAT = 2
const HEAD = "search/head.js"
const INITIALS = { terms: "t", prefixes: "x", words: "v", pages: "p", labels: "l" }
type Kind = keyof typeof INITIALS

/** How many characters of payloads are kept decoded. Decoded they take some five times as many bytes. */
const KEPT = 2e6

function fileName(kind: Kind, number: number, digest: string): string {
  return `search/${INITIALS[kind]}${number}-${digest}.js`
}

/** The payload of a call that is what was asked for. */
function payloadOf(file: string, call: Call | undefined, kind: string, number: number, digest?: unknown): string {
  if (!call) throw new SearchError(file, say.searchFaultPart)
  if (call[0] !== FORMAT) throw new SearchError(file, say.searchFaultVersion)
  if (
    call[1] !== kind ||
    call[2] !== number ||
    (digest !== undefined && call[3] !== digest) ||
    typeof call[4] !== "string"
  ) {
    throw new SearchError(file, say.searchFaultOther)
  }
  return call[4]
}

function decoded<T>(file: string, decode: () => T): T {
  try {
    return decode()
  } catch (error) {
    throw error instanceof Damaged ? damaged(file) : error
  }
}

function damaged(file: string): SearchError {
  return new SearchError(file, say.searchFaultDamaged)
}

/** The shards of one edition of an index. */
export interface Shards {
  readonly head: Head
  /** What tells one edition from another. */
  readonly payload: string
  words(number: number): Wait<WordList>
  labels(number: number): Wait<LabelValue[]>
  /** The page and the section that a place names. */
  section(place: Place): Promise<[PageData, SectionData]>
  /** The ready list of a prefix, if it has one. */
  ready(prefix: string): Promise<ReadyList | undefined>
  /** The group of a form and the form's place in it, if the site has the form. */
  group(form: string): Promise<Required<Pick<FormRef, "group" | "place">> | undefined>
  /** The important forms that begin with a prefix; undefined if they lie in too many shards to be sought. */
  formsWith(prefix: string): Promise<string[] | undefined>
  /** The synonyms of phrases that begin with a form. */
  synonyms(form: string): Promise<Synonym[]>
}

/** What is at hand, or will be. */
type Wait<T> = T | Promise<T>

/** Loads the head. A suffix of the address makes the browser ask the host for it again. */
export async function openShards(load: Load, suffix = ""): Promise<Shards> {
  const [first, ...rest] = await load(HEAD + suffix)
  const payload = payloadOf(HEAD, first, "head", 0)
  const head = decoded(HEAD, () => readHead(payload))
  const inline = new Map<string, string>() // payloads that came with the head, by file name
  for (const call of rest) {
    const [, kind, number, digest] = call as [number, Kind, number, string]
    inline.set(fileName(kind, number, digest), payloadOf(HEAD, call, kind, number))
  }
  const kept = new Map<string, { value: unknown; size: number }>() // decoded; what was used last is last
  const coming = new Map<string, Promise<unknown>>()
  let size = 0

  /** A decoded shard. What could not be loaded is asked for again the next time. */
  function get<T>(kind: Kind, number: number, digests: string[], decode: (payload: string, head: Head) => T): Wait<T> {
    const name = fileName(kind, number, digests[number]!)
    const known = kept.get(name)
    if (known) {
      kept.delete(name)
      kept.set(name, known)
      return known.value as T
    }
    const keep = (payload: string): T => {
      const value = decoded(name, () => decode(payload, head))
      for (const [oldest, { size: freed }] of kept) {
        if (size + payload.length <= KEPT) break
        kept.delete(oldest)
        size -= freed
      }
      kept.set(name, { value, size: payload.length })
      size += payload.length
      return value
    }
    const text = inline.get(name)
    if (text !== undefined) return keep(text)
    let arrival = coming.get(name) as Promise<T> | undefined
    if (!arrival) {
      arrival = load(name)
        .then((calls) => keep(payloadOf(name, calls.length > 1 ? [FORMAT] : calls[0], kind, number, digests[number])))
        .finally(() => coming.delete(name))
      coming.set(name, arrival)
    }
    return arrival
  }

  const terms = (number: number): Wait<TermsShard> => get("terms", number, head.terms.digests, decodeTerms)

  /** The shard in which a form lies; undefined if the site has no words at all. */
  function termsOf(form: string): Wait<TermsShard> | undefined {
    const { firsts } = head.terms
    return firsts.length > 0 ? terms(shardOf(firsts, form)) : undefined
  }

  return {
    head,
    payload,
    words: (number) => get("words", number, head.words, decodeWords),
    labels: (number) => get("labels", number, head.labelDigests, decodeLabels),
    async section(place) {
      const { perShard, pages, pageDigests } = head
      const number = Math.floor(place / MAX_SECTIONS)
      const shard = Math.floor(number / perShard)
      const first = shard * perShard
      const list = await get("pages", shard, pageDigests, (payload) =>
        decodePages(payload, Math.min(perShard, pages - first)),
      )
      const page = list[number - first]!
      const section = page.sections[place % MAX_SECTIONS]
      if (!section) throw damaged(fileName("pages", shard, pageDigests[shard]!))
      return [page, section]
    },
    async ready(prefix) {
      const { firsts, digests } = head.prefixes
      return firsts.length > 0
        ? (await get("prefixes", shardOf(firsts, prefix), digests, decodePrefixes)).get(prefix)
        : undefined
    },
    async group(form) {
      const ref = refIn(await termsOf(form), form)
      if (!ref) return undefined
      const { group, redirect, place } = ref
      if (group) return { group, place }
      const home = refIn(await termsOf(redirect), redirect)
      if (home && home.group && place < home.group.forms) return { group: home.group, place }
      const { firsts, digests } = head.terms
      const number = shardOf(firsts, redirect)
      throw damaged(fileName("terms", number, digests[number]!))
    },
    async formsWith(prefix) {
      const { firsts } = head.terms
      if (firsts.length === 0) return []
      const [first, last] = spanOf(firsts, prefix)
      if (last - first >= MAX_SPAN) return undefined
      const shards = await Promise.all([terms(first), ...(last > first ? [terms(last)] : [])])
      return shards.flatMap(({ forms }) => {
        const from = placeOf(forms, prefix)
        let end = from
        while (end < forms.length && forms[end]!.startsWith(prefix)) end++
        return forms.slice(from, end).filter((form) => !head.stop.has(form))
      })
    },
    async synonyms(form) {
      const shard = await termsOf(form)
      return shard ? shard.synonyms.filter(({ phrase }) => phrase[0] === form) : []
    },
  }
}

function refIn(shard: TermsShard | undefined, form: string): FormRef | undefined {
  if (!shard) return undefined
  const at = placeOf(shard.forms, form)
  return shard.forms[at] === form ? shard.refs[at] : undefined
}
