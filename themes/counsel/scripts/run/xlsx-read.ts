// Workbooks of Excel and LibreOffice, read as tables of text: of what a workbook holds only values count.
import * as say from "../messages"
import { FileError } from "./safe"
import { all, attribute, children, parseXml } from "./xml"
import { readZip } from "./zip"

const MAX_COLUMNS = 500
const MAX_ROWS = 20_000

/** Reads the values of all cells of a workbook, as the text that one sees; a date that is styled as one is YYYY-MM-DD. */
export async function readXlsx(data: Uint8Array): Promise<Array<{ name: string; rows: string[][] }>> {
  const zip = readZip(data)
  if ([...zip.keys()].some((name) => /vbaProject/i.test(name))) throw new FileError(say.fileMacros)
  const part = async (name: string): Promise<Document | null> => {
    const entry = zip.get(name)
    return entry ? parseXml(new TextDecoder().decode(await entry())) : null
  }
  const shared = all(await part("xl/sharedStrings.xml"), "si").map(textOf)
  const dates = dateStyles(await part("xl/styles.xml"))
  const relations = all(await part("xl/_rels/workbook.xml.rels"), "Relationship")
  const targets = new Map(relations.map((one) => [attribute(one, "Id"), attribute(one, "Target")]))
  const sheets: Array<{ name: string; rows: string[][] }> = []
  for (const sheet of all(await part("xl/workbook.xml"), "sheet")) {
    const target = targets.get(attribute(sheet, "id")) ?? ""
    const path = target.startsWith("/") ? target.slice(1) : "xl/" + target
    sheets.push({ name: attribute(sheet, "name"), rows: table(await part(path), shared, dates) })
  }
  if (sheets.length === 0) throw new FileError(say.fileNoWorkbook)
  return sheets
}

/** The text of a shared or inline string: that of its runs, without phonetic hints. */
function textOf(string: Element): string {
  const texts = [...string.children].flatMap((child) =>
    child.localName === "t" ? [child] : child.localName === "r" ? children(child, "t") : [],
  )
  return unescaped(texts.map(({ textContent }) => textContent).join(""))
}

/** Programs write what XML cannot hold, and an underscore that would be read so, as _xHHHH_. ECMA-376 part 1, 22.9.2.19. */
const unescaped = (text: string): string =>
  text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)))

/** Which styles show a number as a date. */
function dateStyles(styles: Document | null): boolean[] {
  const isDate = (format: string): boolean => /[dmy]/i.test(format.replace(/"[^"]*"|\[[^\]]*\]/g, ""))
  const own = new Map(
    all(styles, "numFmts")
      .flatMap((list) => children(list, "numFmt"))
      .map((one) => [Number(attribute(one, "numFmtId")), isDate(attribute(one, "formatCode"))]),
  )
  const [formats] = all(styles, "cellXfs")
  return [...(formats?.children ?? [])].map((one) => {
    const id = Number(attribute(one, "numFmtId"))
    return (id >= 14 && id <= 22) || (own.get(id) ?? false)
  })
}

function table(sheet: Document | null, shared: string[], dates: boolean[]): string[][] {
  const rows: string[][] = []
  for (const row of all(sheet, "row")) {
    if (rows.length >= MAX_ROWS) break
    const cells: string[] = []
    for (const cell of children(row, "c")) {
      const column = columnOf(attribute(cell, "r"), cells.length)
      if (column >= MAX_COLUMNS) continue
      while (cells.length < column) cells.push("")
      cells[column] = valueOf(cell, shared, dates)
    }
    if (cells.some(Boolean)) rows.push(cells)
  }
  return rows
}

function columnOf(reference: string, next: number): number {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0]
  if (!letters) return next
  return [...letters].reduce((n, c) => n * 26 + c.charCodeAt(0) - 64, 0) - 1
}

function valueOf(cell: Element, shared: string[], dates: boolean[]): string {
  const [inline] = children(cell, "is")
  if (inline) return textOf(inline)
  const value = children(cell, "v")[0]?.textContent ?? ""
  switch (attribute(cell, "t")) {
    case "s":
      return shared[Number(value)] ?? ""
    case "b":
      return value === "1" ? "Yes" : "No"
    case "str":
      return unescaped(value)
    case "e":
      return value
  }
  const number = Number(value)
  const dated = value !== "" && dates[Number(attribute(cell, "s"))] && number > 0 && number < 2_958_466
  return dated ? new Date(Math.round((number - 25_569) * 86_400_000)).toISOString().slice(0, 10) : value
}
