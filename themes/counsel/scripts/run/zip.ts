// ZIP archives: written without compression, and read with bounds on everything that they claim about themselves.
import * as say from "../messages"
import { FileError } from "./safe"

const MAX_ENTRIES = 2000
const MAX_BYTES = 50 * 1024 * 1024 // of one entry, unpacked
const MAX_RATIO = 200

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1
  return n >>> 0
})

function crc32(data: Uint8Array): number {
  let sum = 0xffffffff
  for (const byte of data) sum = TABLE[(sum ^ byte) & 0xff]! ^ (sum >>> 8)
  return (sum ^ 0xffffffff) >>> 0
}

/** An archive of files. Names are in UTF-8, times are fixed, so that the same files give the same bytes. APPNOTE 6.3.10. */
export function writeZip(files: Array<[name: string, data: Uint8Array]>): Uint8Array {
  const parts: Uint8Array[] = []
  const central: Uint8Array[] = []
  let at = 0
  for (const [name, data] of files) {
    const label = new TextEncoder().encode(name)
    const fields = [0x0800, 0, 0, 0x5a21, crc32(data), data.length, data.length] // flags, method, time, date (1 January 2025)
    const local = header(0x04034b50, [20], fields, [label.length, 0])
    central.push(header(0x02014b50, [20, 20], fields, [label.length, 0, 0, 0, 0], [0, at]), label)
    parts.push(local, label, data)
    at += local.length + label.length + data.length
  }
  const size = central.reduce((sum, part) => sum + part.length, 0)
  const end = new DataView(new ArrayBuffer(22))
  end.setUint32(0, 0x06054b50, true)
  end.setUint16(8, files.length, true)
  end.setUint16(10, files.length, true)
  end.setUint32(12, size, true)
  end.setUint32(16, at, true)
  return join([...parts, ...central, new Uint8Array(end.buffer)])
}

function header(
  signature: number,
  versions: number[],
  [flags, method, time, date, crc, packed, size]: number[],
  lengths: number[],
  longs: number[] = [],
): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 + 2 * (versions.length + 4 + lengths.length) + 12 + 4 * longs.length))
  let at = 0
  const two = (n: number): void => {
    view.setUint16(at, n, true)
    at += 2
  }
  const four = (n: number): void => {
    view.setUint32(at, n, true)
    at += 4
  }
  four(signature)
  versions.forEach(two)
  ;[flags!, method!, time!, date!].forEach(two)
  ;[crc!, packed!, size!].forEach(four)
  lengths.forEach(two)
  longs.forEach(four)
  return new Uint8Array(view.buffer)
}

function join(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const broken = (): FileError => new FileError(say.fileNoWorkbook)

/** The entries of an archive by their names, each unpacked when it is asked for. */
export function readZip(data: Uint8Array): Map<string, () => Promise<Uint8Array>> {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  let end = data.length - 22
  while (end >= 0 && end > data.length - 65_600 && view.getUint32(end, true) !== 0x06054b50) end--
  if (end < 0 || view.getUint32(end, true) !== 0x06054b50) throw broken()
  const count = view.getUint16(end + 10, true)
  if (count > MAX_ENTRIES) throw new FileError(say.fileManyParts)
  const entries = new Map<string, () => Promise<Uint8Array>>()
  let at = view.getUint32(end + 16, true)
  for (let i = 0; i < count; i++) {
    if (at + 46 > data.length || view.getUint32(at, true) !== 0x02014b50) throw broken()
    const method = view.getUint16(at + 10, true)
    const packed = view.getUint32(at + 20, true)
    const size = view.getUint32(at + 24, true)
    const [name, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true)) as [
      number,
      number,
      number,
    ]
    const local = view.getUint32(at + 42, true)
    const label = new TextDecoder().decode(data.subarray(at + 46, at + 46 + name))
    entries.set(label, () => unpack(data, view, local, method, packed, size))
    at += 46 + name + extra + comment
  }
  return entries
}

async function unpack(
  data: Uint8Array,
  view: DataView,
  local: number,
  method: number,
  packed: number,
  size: number,
): Promise<Uint8Array> {
  if (local + 30 > data.length || view.getUint32(local, true) !== 0x04034b50) throw broken()
  const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
  const bytes = data.subarray(from, from + packed)
  if (bytes.length !== packed) throw broken()
  if (size > MAX_BYTES || size > packed * MAX_RATIO + 1024) throw new FileError(say.fileUnpacksFar)
  if (method === 0) return bytes
  if (method !== 8) throw broken()
  const reader = new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader()
  const parts: Uint8Array[] = []
  let total = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return join(parts)
      total += value.length
      if (total > size) throw new FileError(say.fileUnpacksMore)
      parts.push(value)
    }
  } catch (error) {
    void reader.cancel().catch(() => {})
    throw error instanceof FileError ? error : broken()
  }
}
