// A link that carries how far a run is, and nothing else: two bits an item. It fits into chat programs, needs no server,
// and is accompanied by the code behind it, because some logins and mail programs drop what follows the number sign.
import * as say from "../messages"
import { FileError, plain } from "./safe"
import type { Checklist, State } from "./types"

const STATES: State[] = ["open", "done", "problem", "na"]
const MAX_LINK = 1800 // characters: above it chat programs cut addresses
const MAX_NAME = 60 // bytes

/** What a code says. */
export interface Status {
  name: string
  states: Map<string, State>
}

/** The code of a status. name may be empty. */
export function codeOf(list: Checklist, name: string, stateOf: (ref: string) => State): string {
  const label = new TextEncoder().encode(plain(name, MAX_NAME / 2)).slice(0, MAX_NAME)
  const bytes = new Uint8Array(1 + label.length + Math.ceil(list.items.length / 4))
  bytes[0] = label.length
  bytes.set(label, 1)
  list.items.forEach((item, i) => {
    const at = 1 + label.length + (i >> 2)
    bytes[at] = bytes[at]! | (STATES.indexOf(stateOf(item.ref)) << (2 * (i & 3)))
  })
  return "1." + contentOf(list) + "." + base64(bytes)
}

/** The link with a code; null when it would be too long to be kept whole. page is the address of the checklist. */
export function linkOf(page: string, code: string): string | null {
  const link = page.replace(/[?#].*$/, "") + "#r=" + code
  return link.length > MAX_LINK ? null : link
}

const contentOf = (list: Checklist): string => list.content.replace(/^sha256:/, "").slice(0, 8)

/** Reads a code, or a link that holds one. */
export function readCode(written: string, list: Checklist): Status {
  const code = written.trim().replace(/^.*#r=/, "")
  const parts = /^(\d+)\.([0-9a-f]{8})\.([\w-]{1,1600})$/.exec(code)
  if (!parts) throw new FileError(say.codeNoCode)
  if (parts[1] !== "1") throw new FileError(say.codeNewer)
  if (parts[2] !== contentOf(list)) throw new FileError(say.codeOtherVersion)
  const bytes = fromBase64(parts[3]!)
  const named = bytes[0] ?? 0
  if (named > MAX_NAME || bytes.length !== 1 + named + Math.ceil(list.items.length / 4))
    throw new FileError(say.codeCutOff)
  const name = plain(new TextDecoder().decode(bytes.slice(1, 1 + named)), MAX_NAME)
  const states = new Map<string, State>()
  list.items.forEach((item, i) => states.set(item.ref, STATES[(bytes[1 + named + (i >> 2)]! >> (2 * (i & 3))) & 3]!))
  return { name, states }
}

const base64 = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "")

function fromBase64(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0))
  } catch {
    return new Uint8Array()
  }
}
