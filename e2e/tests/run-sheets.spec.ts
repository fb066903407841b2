// Workbooks, CSV and archives: out and in again is the same, text stays text, and what is hostile is refused in words.

import { deflateRawSync } from "node:zlib"
import { expect, test } from "@playwright/test"
import { exportsOf, readWorkbook, readWorkbooks } from "../inbrowser.ts"
import { csv, randomOf, xlsx, zip } from "../run.ts"

const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000_000)

/** Text with everything that goes wrong in tables. */
function textOf(random: (below: number) => number): string {
  const pieces = [
    "a",
    "Zürich",
    "漢字",
    "🙂",
    '"',
    "'",
    '""',
    ",",
    ";",
    "\n",
    "\r",
    "\t",
    " ",
    "&",
    "<b>",
    "]]>",
    "=1+1",
    "_x0041_",
    "_x",
    "+",
    "-",
    "@",
    "＝",
    "עברית",
    "\u202e",
    "_x000D_",
    "&#65;",
    "0012",
    "1e5",
  ]
  return Array.from({ length: random(6) }, () => pieces[random(pieces.length)]).join("")
}

test("what is written is read back, cell by cell", async ({ page }) => {
  console.log(`seed ${seed}`)
  const random = randomOf(seed)
  const tables = Array.from({ length: 150 }, () => {
    const width = 1 + random(6)
    const rows = Array.from({ length: 1 + random(12) }, () => Array.from({ length: width }, () => textOf(random)))
    for (const row of rows) row[0] = `R${random(1000)}` + row[0]! // a row without anything is none
    return { titles: Array.from({ length: width }, (_, i) => `Title ${i}`), rows }
  })
  const books = tables.map(({ titles, rows }) =>
    xlsx.writeXlsx([{ name: "Checklist", columns: titles.map((title) => ({ title, width: 10 })), rows }]),
  )
  const readings = await readWorkbooks(page, books)
  for (const [i, { titles, rows }] of tables.entries()) {
    const reading = readings[i]!
    const read = "sheets" in reading ? reading.sheets[0]!.rows : []
    const padded = read.map((row) => titles.map((_, k) => row[k] ?? ""))
    expect(padded, `SEED=${seed}`).toEqual([titles, ...rows])
    for (const separator of [",", ";"] as const) {
      const text = csv.writeCsv([titles, ...rows], titles.length > 1 ? separator : ",")
      expect(csv.readCsv(text), `SEED=${seed}`).toEqual([titles, ...rows])
    }
  }
})

test("14. formula text is text in CSV and XLSX", async () => {
  const cells = ["=cmd|x", "+1", "-1", "@x", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠x"]
  const text = csv.writeCsv([cells])
  expect(text.startsWith("\ufeff")).toBe(true)
  expect(text.slice(1)).toBe(cells.map((cell) => `"'${cell}"`).join(",") + "\r\n")
  const data = xlsx.writeXlsx([
    { name: "A", columns: cells.map((_, i) => ({ title: `T${i}`, width: 10 })), rows: [cells] },
  ])
  const sheet = new TextDecoder().decode(await zip.readZip(data).get("xl/worksheets/sheet1.xml")!())
  expect(sheet).not.toMatch(/<f[ >]/)
  expect(sheet.match(/s="1" t="inlineStr"/g)!.length).toBe(cells.length)
})

/** An archive as other programs write it: deflated, with the sizes that are asked for. */
function archive(entries: Array<[name: string, data: Buffer, claimed?: number]>): Uint8Array {
  const plain = zip.writeZip(entries.map(([name, data]) => [name, deflateRawSync(data)]))
  const view = new DataView(plain.buffer)
  let i = 0
  for (let at = 0; at + 46 < plain.length; at++) {
    if (view.getUint32(at, true) === 0x02014b50) {
      view.setUint16(at + 10, 8, true)
      view.setUint32(at + 24, entries[i]![2] ?? entries[i]![1].length, true)
      i++
    }
  }
  return plain
}

const NAMESPACES =
  'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ' +
  'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'

const book = (sheet: string, extra: Array<[string, Buffer]> = []): Uint8Array =>
  archive([
    [
      "xl/workbook.xml",
      Buffer.from(`<workbook ${NAMESPACES}><sheets><sheet name="Checklist" r:id="rId1"/></sheets></workbook>`),
    ],
    [
      "xl/_rels/workbook.xml.rels",
      Buffer.from('<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'),
    ],
    ["xl/worksheets/sheet1.xml", Buffer.from(sheet)],
    [
      "xl/sharedStrings.xml",
      Buffer.from("<sst><si><t>shared</t></si><si><r><t>in </t></r><r><t>runs</t></r><rPh><t>no</t></rPh></si></sst>"),
    ],
    [
      "xl/styles.xml",
      Buffer.from(
        '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>' +
          '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>',
      ),
    ],
    ...extra,
  ])

test("workbooks of other programs are read: shared strings, dates, numbers, gaps", async ({ page }) => {
  const [sheet] = await readWorkbook(
    page,
    book(
      '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>' +
        '<row r="2"><c r="A2" s="1"><v>46000</v></c><c r="B2" s="2"><v>46000.5</v></c><c r="C2"><v>12.5</v></c>' +
        '<c r="D2" t="b"><v>1</v></c><c r="E2" t="str"><f>1+1</f><v>2</v></c></row></sheetData></worksheet>',
    ),
  )
  expect(sheet).toEqual({
    name: "Checklist",
    rows: [
      ["shared", "", "in runs"],
      ["2025-12-09", "2025-12-09", "12.5", "Yes", "2"],
    ],
  })
})

test("XML is read by its names: prefixes, comments, entities and unparsed text are what they mean", async ({
  page,
}) => {
  const [sheet] = await readWorkbook(
    page,
    book(
      '<?xml version="1.0"?><x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData>' +
        '<x:row r="1"><!-- <c r="A1"><v>no</v></c> --><x:c r="B1" t="inlineStr"><x:is><x:t>a &lt;b&gt; &#x6f22;</x:t></x:is></x:c>' +
        '<x:c r="C1" t="str"><x:v><![CDATA[<v>&amp;</v>]]></x:v></x:c></x:row></x:sheetData></x:worksheet>',
    ),
  )
  expect(sheet!.rows).toEqual([["", "a <b> 漢", "<v>&amp;</v>"]])
})

test("13. hostile workbooks are refused in words", async ({ page }) => {
  const bomb = Buffer.alloc(20 * 1024 * 1024)
  const refused: Array<[book: Uint8Array, why: RegExp]> = [
    [new Uint8Array(), /not a workbook/],
    [new TextEncoder().encode("PK nothing"), /not a workbook/],
    [book("<worksheet/>", [["xl/vbaProject.bin", Buffer.from("x")]]), /macros/],
    [book('<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'), /document type/],
    [book('<!DOCTYPE x SYSTEM "https://elsewhere.example/x.dtd"><worksheet/>'), /document type/],
    [book("<worksheet><sheetData>"), /not a workbook/],
    [book("<worksheet>&unknown;</worksheet>"), /not a workbook/],
    [book('<worksheet><c unknown:r="1"/></worksheet>'), /not a workbook/],
    [archive([["xl/workbook.xml", bomb]]), /far more than its size/],
    [archive([["xl/workbook.xml", bomb, 100]]), /more than it says/],
    [zip.writeZip(Array.from({ length: 3000 }, (_, i) => [`f${i}`, new Uint8Array()])), /more parts/],
  ]
  const readings = await readWorkbooks(
    page,
    refused.map(([data]) => data),
  )
  for (const [i, [, why]] of refused.entries()) {
    expect(readings[i], String(why)).toEqual({ error: "FileError", says: expect.stringMatching(why) })
  }
  const parse = (source: string): Promise<unknown> =>
    page.evaluate(`${exportsOf("run/xml.ts")}.parseXml(${source}).nodeName`)
  await expect(parse('"<a>" + "<b/>".repeat(4_000_000) + "</a>"')).rejects.toThrow(/larger than a checklist/)
  await expect(parse('"<a>".repeat(100_000) + "</a>".repeat(100_000)')).rejects.toThrow(/not a workbook/)
})

test("a workbook that was damaged anywhere is read or refused", async ({ page }) => {
  const random = randomOf(seed)
  const good = book('<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>')
  const damaged = Array.from({ length: 500 }, () => {
    const bad = good.slice(0, random(4) ? good.length : random(good.length))
    for (let k = 0; k < 1 + random(6); k++) bad[random(bad.length)] = random(256)
    return bad
  })
  for (const reading of await readWorkbooks(page, damaged)) {
    if ("error" in reading) expect(reading, `SEED=${seed}`).toMatchObject({ error: "FileError" })
  }
  expect(csv.readCsv('"' + "x".repeat(1000))).toEqual([["x".repeat(1000)]])
})

test("reading a workbook asks for nothing and runs nothing", async ({ page }) => {
  const asked: string[] = []
  page.on("request", (request) => asked.push(request.url()))
  const html = 'xmlns:h="http://www.w3.org/1999/xhtml"'
  const [sheet] = await readWorkbook(
    page,
    book(
      '<?xml-stylesheet type="text/css" href="https://elsewhere.example/a.css"?>' +
        `<worksheet ${html}><h:img src="https://elsewhere.example/a.png" onerror="window.ran = 1"/>` +
        '<h:script src="https://elsewhere.example/a.js"/><h:script>window.ran = 1</h:script>' +
        '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>',
    ),
  )
  expect(sheet!.rows).toEqual([["shared"]])
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)))
  expect(asked).toEqual([])
  expect(await page.evaluate(() => "ran" in window)).toBe(false)
})
