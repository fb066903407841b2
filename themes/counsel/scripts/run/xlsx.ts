// Workbooks of Excel and LibreOffice, as far as tables of text need them: Office Open XML, ECMA-376 part 1. Cells are texts and
// never formulas; of what is read only values count.
import * as say from "../messages"
import { FileError } from "./safe"
import { readZip, writeZip } from "./zip"

export interface Sheet {
  name: string
  columns: Array<{ title: string; width: number; locked?: boolean; options?: string[] }>
  rows: string[][]
}

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
const PACKAGE = "http://schemas.openxmlformats.org/package/2006"
const MAX_CELL = 32_767 // characters, of Excel

const xml = (body: string): Uint8Array =>
  new TextEncoder().encode('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + body)

/** Text as it may stand in XML. Characters that XML forbids are left out. */
const escape = (text: string): string =>
  text
    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?:[^\ud800-\udbff]|^)[\udc00-\udfff]/g,
      "",
    )
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;")

const letter = (n: number): string =>
  (n < 26 ? "" : letter(Math.floor(n / 26) - 1)) + String.fromCharCode(65 + (n % 26))

/** What Excel would take for a formula when somebody edits the cell: it stays text, because its style says so. */
const TRIGGER = /^[=+\-@\t\r＝＋－＠]/

/** Writes a workbook. The same sheets give the same bytes. */
export function writeXlsx(sheets: Sheet[]): Uint8Array {
  const files: Array<[string, string]> = [
    [
      "[Content_Types].xml",
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>${sheets.map((_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`).join("")}</Types>`,
    ],
    [
      "_rels/.rels",
      `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      "xl/workbook.xml",
      `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${sheets.map(({ name }, i) => `<sheet name="${escape(name.slice(0, 31))}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join("")}</sheets><definedNames>${sheets.map(({ name }, i) => `<definedName name="_xlnm.Print_Titles" localSheetId="${i}">'${escape(name.slice(0, 31))}'!$1:$1</definedName>`).join("")}</definedNames></workbook>`,
    ],
    [
      "xl/_rels/workbook.xml.rels",
      `<Relationships xmlns="${PACKAGE}/relationships">${sheets.map((_, i) => `<Relationship Id="rId${i + 1}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join("")}<Relationship Id="rId${sheets.length + 1}" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
    ],
    ["xl/styles.xml", STYLES],
    ...sheets.map((sheet, i): [string, string] => [`xl/worksheets/sheet${i + 1}.xml`, sheetXml(sheet)]),
  ]
  return writeZip(files.map(([name, body]) => [name, xml(body)]))
}

// Styles: 0 plain, 1 text that begins like a formula, 2 grey, 3 grey and like a formula, 4 a title.
const wrap = '<alignment vertical="top" wrapText="1"/>'
const STYLES = `<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFEDEDED"/></patternFill></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf numFmtId="49" applyNumberFormat="1" applyAlignment="1">${wrap}</xf><xf numFmtId="49" quotePrefix="1" applyNumberFormat="1" applyAlignment="1">${wrap}</xf><xf numFmtId="49" fillId="2" applyFill="1" applyNumberFormat="1" applyAlignment="1">${wrap}</xf><xf numFmtId="49" fillId="2" quotePrefix="1" applyFill="1" applyNumberFormat="1" applyAlignment="1">${wrap}</xf><xf numFmtId="49" fontId="1" applyFont="1" applyNumberFormat="1" applyAlignment="1">${wrap}</xf></cellXfs></styleSheet>`

function sheetXml({ columns, rows }: Sheet): string {
  const last = letter(columns.length - 1)
  const cell = (text: string, at: string, style: number): string => {
    const cut = text.length > MAX_CELL ? text.slice(0, MAX_CELL - 40) + " … " + say.fileCut : text
    return cut === ""
      ? style === 2
        ? `<c r="${at}" s="2"/>`
        : ""
      : `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escape(cut)}</t></is></c>`
  }
  const lines = rows.map(
    (row, i) =>
      `<row r="${i + 2}">${columns.map(({ locked }, k) => cell(row[k] ?? "", letter(k) + (i + 2), (locked ? 2 : 0) + (TRIGGER.test(row[k] ?? "") ? 1 : 0))).join("")}</row>`,
  )
  const lists = columns
    .map(({ options }, k) =>
      options && options.length > 0 && rows.length > 0
        ? `<dataValidation type="list" allowBlank="1" sqref="${letter(k)}2:${letter(k)}${rows.length + 1}"><formula1>"${escape(options.join(","))}"</formula1></dataValidation>`
        : "",
    )
    .filter(Boolean)
  return (
    `<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
    `<cols>${columns.map(({ width }, k) => `<col min="${k + 1}" max="${k + 1}" width="${width}" customWidth="1"/>`).join("")}</cols>` +
    `<sheetData><row r="1">${columns.map(({ title }, k) => cell(title, letter(k) + "1", 4)).join("")}</row>${lines.join("")}</sheetData><autoFilter ref="A1:${last}${rows.length + 1}"/>` +
    (lists.length > 0 ? `<dataValidations count="${lists.length}">${lists.join("")}</dataValidations>` : "") +
    `<pageSetup orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>`
  )
}

/** Reads the values of all cells of a workbook, as the text that one sees; a date that is styled as one is YYYY-MM-DD. */
export async function readXlsx(data: Uint8Array): Promise<Array<{ name: string; rows: string[][] }>> {
  const zip = readZip(data)
  if ([...zip.keys()].some((name) => /vbaProject/i.test(name))) throw new FileError(say.fileMacros)
  const part = async (name: string): Promise<Element_[]> => {
    const entry = zip.get(name)
    return entry ? scan(new TextDecoder().decode(await entry())) : []
  }
  const shared = (await part("xl/sharedStrings.xml")).filter(({ name }) => name === "si").map(textOf)
  const formats = dateStyles(await part("xl/styles.xml"))
  const targets = new Map(
    (await part("xl/_rels/workbook.xml.rels"))
      .filter(({ name }) => name === "Relationship")
      .map(({ attributes }) => [attributes["Id"] ?? "", attributes["Target"] ?? ""]),
  )
  const sheets: Array<{ name: string; rows: string[][] }> = []
  for (const { name, attributes } of await part("xl/workbook.xml")) {
    if (name !== "sheet") continue
    const target = targets.get(attributes["r:id"] ?? "") ?? ""
    const path = target.startsWith("/") ? target.slice(1) : "xl/" + target
    sheets.push({ name: attributes["name"] ?? "", rows: table(await part(path), shared, formats) })
  }
  if (sheets.length === 0) throw new FileError(say.fileNoWorkbook)
  return sheets
}

/** An element with the text that stands directly in it. Elements are in the order of the file, whatever their depth. */
interface Element_ {
  name: string
  attributes: Record<string, string>
  text: string
  /** The number of elements around it. */
  depth: number
  children: Element_[]
}

const MAX_ELEMENTS = 2_000_000
const MAX_DEPTH = 64
const ENTITIES: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" }

const decode = (text: string): string =>
  text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w{1,8});/gi, (whole, name: string) => {
    if (name[0] !== "#") return ENTITIES[name] ?? whole
    const code = name[1] === "x" || name[1] === "X" ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10)
    return code > 0x10ffff ? "" : String.fromCodePoint(code)
  })

/** Reads XML without recursion. A document type, and with it every entity of its own, is refused. */
function scan(source: string): Element_[] {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(source)) throw new FileError(say.fileDoctype)
  const all: Element_[] = []
  const open: Element_[] = []
  const tag =
    /<(?:\?[^>]*|!--[\s\S]*?--|\/([\w:.-]+)\s*|([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?))>|([^<]+)/g
  for (let m = tag.exec(source); m; m = tag.exec(source)) {
    const [, closed, name, attributes, alone, text] = m
    if (text !== undefined) {
      const top = open[open.length - 1]
      if (top) top.text += decode(text)
    } else if (closed !== undefined) open.pop()
    else if (name !== undefined) {
      const made: Element_ = {
        name: name.replace(/^x:/, ""),
        attributes: attributesOf(attributes ?? ""),
        text: "",
        depth: open.length,
        children: [],
      }
      open[open.length - 1]?.children.push(made)
      all.push(made)
      if (!alone) open.push(made)
      if (all.length > MAX_ELEMENTS || open.length > MAX_DEPTH) throw new FileError(say.fileLargeWorkbook)
    }
  }
  return all
}

function attributesOf(source: string): Record<string, string> {
  const found: Record<string, string> = Object.create(null)
  source.replace(
    /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
    (whole, name: string, double?: string, single?: string) => {
      found[name] = decode(double ?? single ?? "")
      return whole
    },
  )
  return found
}

/** The text of a shared or inline string: that of its runs, without phonetic hints. */
function textOf(string: Element_): string {
  return string.children
    .map((child) =>
      child.name === "t"
        ? child.text
        : child.name === "r"
          ? child.children
              .filter(({ name }) => name === "t")
              .map(({ text }) => text)
              .join("")
          : "",
    )
    .join("")
}

/** Which styles show a number as a date. */
function dateStyles(styles: Element_[]): boolean[] {
  const own = new Map(
    styles
      .filter(({ name }) => name === "numFmt")
      .map(({ attributes }) => [
        Number(attributes["numFmtId"]),
        /[dmy]/i.test((attributes["formatCode"] ?? "").replace(/"[^"]*"|\[[^\]]*\]/g, "")),
      ]),
  )
  const formats = styles.find(({ name }) => name === "cellXfs")?.children ?? []
  return formats.map(({ attributes }) => {
    const id = Number(attributes["numFmtId"])
    return (id >= 14 && id <= 22) || (own.get(id) ?? false)
  })
}

const MAX_COLUMNS = 500
const MAX_ROWS = 20_000

function table(elements: Element_[], shared: string[], dates: boolean[]): string[][] {
  const rows: string[][] = []
  for (const element of elements) {
    if (element.name !== "row") continue
    if (rows.length >= MAX_ROWS) break
    const cells: string[] = []
    for (const cell of element.children) {
      if (cell.name !== "c") continue
      const column = columnOf(cell.attributes["r"] ?? "", cells.length)
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

function valueOf(cell: Element_, shared: string[], dates: boolean[]): string {
  const inline = cell.children.find(({ name }) => name === "is")
  if (inline) return textOf(inline)
  const value = cell.children.find(({ name }) => name === "v")?.text ?? ""
  switch (cell.attributes["t"]) {
    case "s":
      return shared[Number(value)] ?? ""
    case "b":
      return value === "1" ? "Yes" : "No"
    case "str":
    case "e":
      return value
  }
  const number = Number(value)
  if (value !== "" && dates[Number(cell.attributes["s"] ?? 0)] && number > 0 && number < 2_958_466)
    return new Date(Math.round((number - 25_569) * 86_400_000)).toISOString().slice(0, 10)
  return value
}
