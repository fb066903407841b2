// Digests and names that need no secure context: crypto.subtle and randomUUID are missing on plain http.

/** The SHA-256 of a text in UTF-8, or of bytes, in hexadecimal digits. FIPS 180-4, section 6.2. */
export function sha256(data: string | Uint8Array): string {
  const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data
  const blocks = ((bytes.length + 8) >> 6) + 1
  const padded = new Uint8Array(blocks * 64)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 0x20000000))
  view.setUint32(padded.length - 4, bytes.length << 3)
  const sum = new Uint32Array(START)
  const words = new Uint32Array(64)
  for (let at = 0; at < padded.length; at += 64) {
    for (let i = 0; i < 16; i++) words[i] = view.getUint32(at + 4 * i)
    block(sum, words)
  }
  return Array.from(sum, (word) => word.toString(16).padStart(8, "0")).join("")
}

function block(sum: Uint32Array, w: Uint32Array): void {
  for (let i = 16; i < 64; i++) {
    const a = w[i - 15]!
    const b = w[i - 2]!
    w[i] = w[i - 16]! + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + w[i - 7]! + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10))
  }
  let a = sum[0]!
  let b = sum[1]!
  let c = sum[2]!
  let d = sum[3]!
  let e = sum[4]!
  let f = sum[5]!
  let g = sum[6]!
  let h = sum[7]!
  for (let i = 0; i < 64; i++) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[i]! + w[i]!) | 0
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + one) | 0
    d = c
    c = b
    b = a
    a = (one + two) | 0
  }
  sum[0]! += a
  sum[1]! += b
  sum[2]! += c
  sum[3]! += d
  sum[4]! += e
  sum[5]! += f
  sum[6]! += g
  sum[7]! += h
}

const turn = (x: number, n: number): number => (x >>> n) | (x << (32 - n))

/** The first 32 bits of the fractional part of a root of each of the first primes. */
function roots(count: number, power: number): number[] {
  const found: number[] = []
  for (let n = 2; found.length < count; n++) {
    let prime = true
    for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false
    if (prime) found.push((n ** power % 1) * 0x100000000)
  }
  return found
}

const START = Uint32Array.from(roots(8, 1 / 2))
const ROUNDS = Uint32Array.from(roots(64, 1 / 3))

/** A random name for a run or an event. RFC 9562, version 4. */
export function uuid(): string {
  const b = crypto.getRandomValues(new Uint8Array(16))
  b[6] = (b[6]! & 0x0f) | 0x40
  b[8] = (b[8]! & 0x3f) | 0x80
  const hex = Array.from(b, (byte) => byte.toString(16).padStart(2, "0")).join("")
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-")
}

/**
 * A value as canonical JSON: keys in the order of their UTF-16 code units, no spaces. Members that are undefined are left out.
 * Half of a character is U+FFFD, because no other program reads it as it is.
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return "[" + value.map(canonical).join(",") + "]"
  if (value !== null && typeof value === "object") {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [wellFormed(key), member] as const)
    return (
      "{" +
      members
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, member]) => JSON.stringify(key) + ":" + canonical(member))
        .join(",") +
      "}"
    )
  }
  return JSON.stringify(typeof value === "string" ? wellFormed(value) : value)
}

const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, "\ufffd")
