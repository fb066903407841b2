// Reads what others wrote. Nothing that is read here can change anything outside of what is returned.
import * as say from "../messages"

/** Why something cannot be read, as a sentence for a reader. */
export class FileError extends Error {
  override name = "FileError"
}

const MAX_LENGTH = 10 * 1024 * 1024 // characters
const MAX_DEPTH = 12
const MAX_STRING = 32 * 1024
const MAX_MEMBERS = 30_000 // of one list or object
const FORBIDDEN = ["__proto__", "constructor", "prototype"]

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** Reads JSON with bounds on its size and depth. Objects have no prototype. */
export function parseJson(text: string): Json {
  if (text.length > MAX_LENGTH) throw new FileError(say.fileTooLarge)
  if (depthOf(text) > MAX_DEPTH) throw new FileError(say.fileDeep)
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ""))
  } catch {
    throw new FileError(say.fileNoJson)
  }
  return copy(value)
}

/** How deeply brackets are nested, without recursion; strings are skipped. */
function depthOf(text: string): number {
  let depth = 0
  let most = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (quoted) {
      if (c === 92) i++
      else if (c === 34) quoted = false
    } else if (c === 34) quoted = true
    else if (c === 91 || c === 123) most = Math.max(most, ++depth)
    else if (c === 93 || c === 125) depth--
    if (most > MAX_DEPTH) return most
  }
  return most
}

/** A copy in fresh objects without prototypes. The depth is bounded already. */
function copy(value: unknown): Json {
  if (typeof value === "string") {
    if (value.length > MAX_STRING) throw new FileError(say.fileLongText)
    return value
  }
  if (value === null || typeof value === "boolean" || typeof value === "number") return value
  if (Array.isArray(value)) {
    few(value.length)
    return value.map(copy)
  }
  const made: { [key: string]: Json } = Object.create(null)
  const keys = Object.keys(value as object)
  few(keys.length)
  for (const key of keys) {
    if (FORBIDDEN.includes(key)) throw new FileError(say.fileMember({ name: key }))
    made[key] = copy((value as Record<string, unknown>)[key])
  }
  return made
}

function few(n: number): void {
  if (n > MAX_MEMBERS) throw new FileError(say.fileLongList)
}

export const isObject = (value: unknown): value is { [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value)

export const text = (value: unknown): string => (typeof value === "string" ? value : "")
export const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : []
export const oneOf = <T extends string>(value: unknown, ...choices: T[]): T =>
  choices.includes(value as T) ? (value as T) : choices[0]!

/** A name or a reference without what nobody sees, on one line. */
export function plain(value: string, most = 200): string {
  const cleaned = value
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ")
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, "")
  return cleaned
    .trim()
    .slice(0, most)
    .replace(/[\ud800-\udbff]$/, "") // never half of a character
}

/** An address that may be a link: https, http and mailto. Everything else is shown as text. */
export function linkable(address: string): boolean {
  return /^(?:https?:\/\/[^\s/]|mailto:[^\s@]+@)/i.test(address) && !/[\s\u0000-\u001f]/.test(address)
}
