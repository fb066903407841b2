// Workbooks for Excel and LibreOffice, as far as tables of text need them: Office Open XML, ECMA-376 part 1. Cells are
// texts and never formulas.
import * as say from "../messages"
import { writeZip } from "./zip"

export interface Sheet {
  name: string
  columns: Array<{ title: string; width: number; locked?: boolean; options?: string[] }>
  rows: string[][]
}

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
const PACKAGE = "http://schemas.openxmlformats.org/package/2006"
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
const MAX_CELL = 32_767 // characters, of Excel

const xml = (body: string): Uint8Array =>
  new TextEncoder().encode('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + body)

/** Text as it may stand in XML. Characters that XML forbids are left out. What would be read as _xHHHH_, a character, is not. */
const escape = (text: string): string =>
  text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Surrogate}]/gu, "")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;")
    .replace(/\r/g, "&#13;") // as it stands, it would be read as the end of a line

const letter = (n: number): string =>
  (n < 26 ? "" : letter(Math.floor(n / 26) - 1)) + String.fromCharCode(65 + (n % 26))

/** Markup for each of several things, one after the other. */
const each = <T>(list: T[], markup: (one: T, i: number) => string): string => list.map(markup).join("")

/** What Excel would take for a formula when somebody edits the cell: it stays text, because its style says so. */
const FORMULA_START = /^[=+\-@\t\r＝＋－＠]/

/** Writes a workbook. The same sheets give the same bytes. */
export function writeXlsx(sheets: Sheet[]): Uint8Array {
  const files: Array<[string, string]> = [
    ["[Content_Types].xml", contentTypes(sheets)],
    [
      "_rels/.rels",
      `<Relationships xmlns="${PACKAGE}/relationships">` +
        relation(1, "officeDocument", "xl/workbook.xml") +
        "</Relationships>",
    ],
    ["xl/workbook.xml", workbook(namesOf(sheets))],
    [
      "xl/_rels/workbook.xml.rels",
      `<Relationships xmlns="${PACKAGE}/relationships">` +
        each(sheets, (_, i) => relation(i + 1, "worksheet", `worksheets/sheet${i + 1}.xml`)) +
        relation(sheets.length + 1, "styles", "styles.xml") +
        "</Relationships>",
    ],
    ["xl/styles.xml", STYLES],
    ...sheets.map((sheet, i): [string, string] => [`xl/worksheets/sheet${i + 1}.xml`, sheetXml(sheet)]),
  ]
  return writeZip(files.map(([name, body]) => [name, xml(body)]))
}

function contentTypes(sheets: Sheet[]): string {
  const part = (path: string, kind: string): string =>
    `<Override PartName="/xl/${path}.xml" ContentType="${TYPE}.${kind}+xml"/>`
  return (
    `<Types xmlns="${PACKAGE}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    part("workbook", "sheet.main") +
    part("styles", "styles") +
    each(sheets, (_, i) => part(`worksheets/sheet${i + 1}`, "worksheet")) +
    "</Types>"
  )
}

/** The names of sheets as Excel allows them: without its own signs, not too long, each another one in any case of its letters. */
function namesOf(sheets: Sheet[]): string[] {
  const names: string[] = []
  for (const [i, { name }] of sheets.entries()) {
    const signs: Record<string, string> = { "[": "(", "]": ")" }
    const plain = name.replace(/[[\]:*?/\\\u0000-\u001f]/g, (c) => signs[c] ?? "-").replace(/^'+|'+$/g, "")
    const cut = plain.slice(0, 31).trim() || String(i + 1)
    const taken = names.some((other) => other.toLowerCase() === cut.toLowerCase())
    names.push(taken ? `${cut.slice(0, 26)} (${i + 1})` : cut)
  }
  return names
}

const relation = (id: number, type: string, target: string): string =>
  `<Relationship Id="rId${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`

function workbook(names: string[]): string {
  const titles = (name: string, i: number): string =>
    `<definedName name="_xlnm.Print_Titles" localSheetId="${i}">'${escape(name.replace(/'/g, "''"))}'!$1:$1</definedName>`
  return (
    `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}">` +
    `<sheets>${each(names, (name, i) => `<sheet name="${escape(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)}</sheets>` +
    `<definedNames>${each(names, titles)}</definedNames></workbook>`
  )
}

// Styles: 0 plain, 1 text that begins like a formula, 2 grey, 3 grey and like a formula, 4 a title.
const style = (more: string): string =>
  `<xf numFmtId="49"${more} applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>`
const QUOTED = ' quotePrefix="1"'
const STYLES =
  `<styleSheet xmlns="${MAIN}">` +
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' +
  '<fill><patternFill patternType="solid"><fgColor rgb="FFEDEDED"/></patternFill></fill></fills>' +
  '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>' +
  `<cellXfs count="5">${style("")}${style(QUOTED)}` +
  style(' fillId="2" applyFill="1"') +
  style(` fillId="2"${QUOTED} applyFill="1"`) +
  style(' fontId="1" applyFont="1"') +
  "</cellXfs></styleSheet>"

function cell(text: string, at: string, style: number): string {
  const cut = text.length > MAX_CELL ? text.slice(0, MAX_CELL - 40) + " … " + say.fileCut : text
  if (cut === "") return style === 2 ? `<c r="${at}" s="2"/>` : ""
  return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escape(cut)}</t></is></c>`
}

function sheetXml({ columns, rows }: Sheet): string {
  const lines = each(rows, (row, i) => {
    const cells = each(columns, ({ locked }, k) => {
      const text = row[k] ?? ""
      return cell(text, letter(k) + (i + 2), (locked ? 2 : 0) + (FORMULA_START.test(text) ? 1 : 0))
    })
    return `<row r="${i + 2}">${cells}</row>`
  })
  const lists = columns.flatMap(({ options }, k) => {
    if (!options || options.length === 0 || rows.length === 0) return []
    const cells = `${letter(k)}2:${letter(k)}${rows.length + 1}`
    const values = `<formula1>"${escape(options.join(","))}"</formula1>`
    return [`<dataValidation type="list" allowBlank="1" sqref="${cells}">${values}</dataValidation>`]
  })
  const widths = each(
    columns,
    ({ width }, k) => `<col min="${k + 1}" max="${k + 1}" width="${width}" customWidth="1"/>`,
  )
  return (
    `<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
    '<sheetViews><sheetView workbookViewId="0">' +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `<cols>${widths}</cols>` +
    `<sheetData><row r="1">${each(columns, ({ title }, k) => cell(title, letter(k) + "1", 4))}</row>${lines}</sheetData>` +
    `<autoFilter ref="A1:${letter(columns.length - 1)}${rows.length + 1}"/>` +
    (lists.length > 0 ? `<dataValidations count="${lists.length}">${lists.join("")}</dataValidations>` : "") +
    '<pageSetup orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>'
  )
}
