// Names of files, as Windows, macOS and Linux allow them.

const MAX_BYTES = 120 // well below what file systems allow, for what browsers and people add to it

/** What Windows or macOS forbid in a name, and what nobody sees. */
const FORBIDDEN =
  /[<>:"/\\|?*\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\p{Surrogate}]+/gu

/** What Windows takes for a device, whatever follows a full stop. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?=\.|$)/i

/** A text as it may stand in the name of a file, or be one: letters of every script stay as they are. "" for a text without any. */
export function fileSafe(text: string): string {
  return text
    .normalize("NFC")
    .replace(FORBIDDEN, "-")
    .replace(/\s+/g, " ")
    .replace(/^[-. ]+|[-. ]+$/g, "")
    .replace(DEVICE, "-$&")
}

/** A name that ends in tail, and of which the head is cut where it would be too long; never within a letter. */
export function fileNameOf(head: string, tail: string): string {
  const bytes = (text: string): number => new TextEncoder().encode(text).length
  let room = MAX_BYTES - bytes(tail)
  let cut = ""
  for (const letter of head.match(/\P{M}\p{M}*|\p{M}+/gu) ?? []) {
    if ((room -= bytes(letter)) < 0) break
    cut += letter
  }
  return cut.replace(/[-_. ]+$/, "") + tail
}
