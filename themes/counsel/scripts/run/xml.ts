// The parts of a workbook that comes from elsewhere: the browser reads them, within bounds. What is told apart are local names:
// programs differ in their prefixes, and the two editions of Office Open XML in their namespaces.
import * as say from "../messages"
import { FileError } from "./safe"

const MAX_TAGS = 4_000_000 // opening and closing ones: 50 MB unpacked could be three times as many, and freeze the page

/** Reads a document. One with a document type, and so with entities of its own, is refused. */
export function parseXml(source: string): Document {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(source)) throw new FileError(say.fileDoctype)
  let tags = 0
  for (let at = source.indexOf("<"); at >= 0; at = source.indexOf("<", at + 1)) {
    if (++tags > MAX_TAGS) throw new FileError(say.fileLargeWorkbook)
  }
  const parsed = new DOMParser().parseFromString(source, "application/xml")
  if (parsed.getElementsByTagName("parsererror").length > 0) throw new FileError(say.fileNoWorkbook)
  return parsed
}

/** All elements with a name at any depth, in the order of the document. There are none in a document that is missing. */
export const all = (within: Document | null, name: string): Element[] =>
  within ? [...within.getElementsByTagNameNS("*", name)] : []

/** The elements with a name that stand directly in another one. */
export const children = (of: Element, name: string): Element[] =>
  [...of.children].filter(({ localName }) => localName === name)

/** An attribute, whatever its prefix; "" when there is none. */
export const attribute = (of: Element, name: string): string =>
  [...of.attributes].find(({ localName }) => localName === name)?.value ?? ""
