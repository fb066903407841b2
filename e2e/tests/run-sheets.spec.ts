// Workbooks, CSV and archives: out and in again is the same, text stays text, and what is hostile is refused in words.

import { deflateRawSync } from "node:zlib"
import { expect, test } from "@playwright/test"
import { csv, randomOf, safe, xlsx, zip } from "../run.ts"

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
    "\t",
    " ",
    "&",
    "<b>",
    "]]>",
    "=1+1",
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

test("what is written is read back, cell by cell", async () => {
  console.log(`seed ${seed}`)
  const random = randomOf(seed)
  for (let round = 0; round < 150; round++) {
    const width = 1 + random(6)
    const rows = Array.from({ length: 1 + random(12) }, () => Array.from({ length: width }, () => textOf(random)))
    for (const row of rows) row[0] = `R${random(1000)}` + row[0]! // a row without anything is none
    const titles = Array.from({ length: width }, (_, i) => `Title ${i}`)
    const [sheet] = await xlsx.readXlsx(
      xlsx.writeXlsx([{ name: "Checklist", columns: titles.map((title) => ({ title, width: 10 })), rows }]),
    )
    const padded = sheet!.rows.map((row) => Array.from({ length: width }, (_, i) => row[i] ?? ""))
    expect(padded, `SEED=${seed}`).toEqual([titles, ...rows])
    for (const separator of [",", ";"] as const)
      expect(csv.readCsv(csv.writeCsv([titles, ...rows], width > 1 ? separator : ",")), `SEED=${seed}`).toEqual([
        titles,
        ...rows,
      ])
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

const book = (sheet: string, extra: Array<[string, Buffer]> = []): Uint8Array =>
  archive([
    ["xl/workbook.xml", Buffer.from('<workbook><sheets><sheet name="Checklist" r:id="rId1"/></sheets></workbook>')],
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
        '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>',
      ),
    ],
    ...extra,
  ])

test("workbooks of other programs are read: shared strings, dates, numbers, gaps", async () => {
  const [sheet] = await xlsx.readXlsx(
    book(
      '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row><row r="2"><c r="A2" s="1"><v>46000</v></c><c r="B2" s="2"><v>46000.5</v></c><c r="C2"><v>12.5</v></c><c r="D2" t="b"><v>1</v></c><c r="E2" t="str"><f>1+1</f><v>2</v></c></row></sheetData></worksheet>',
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

test("13. hostile workbooks are refused in words", async () => {
  const refused = async (data: Uint8Array, why: RegExp): Promise<void> => {
    await expect(xlsx.readXlsx(data)).rejects.toThrow(why)
  }
  await refused(new Uint8Array(), /not a workbook/)
  await refused(new TextEncoder().encode("PK nothing"), /not a workbook/)
  await refused(book("<worksheet/>", [["xl/vbaProject.bin", Buffer.from("x")]]), /macros/)
  await refused(book('<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'), /document type/)
  await refused(book("<a>".repeat(100)), /larger or deeper/)
  const bomb = Buffer.alloc(20 * 1024 * 1024)
  await refused(archive([["xl/workbook.xml", bomb]]), /far more than its size/)
  await refused(archive([["xl/workbook.xml", bomb, 100]]), /more than it says/)
  await refused(zip.writeZip(Array.from({ length: 3000 }, (_, i) => [`f${i}`, new Uint8Array()])), /more parts/)
  const random = randomOf(seed)
  const good = book('<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>')
  for (let i = 0; i < 500; i++) {
    const bad = good.slice(0, random(4) ? good.length : random(good.length))
    for (let k = 0; k < 1 + random(6); k++) bad[random(bad.length)] = random(256)
    await xlsx.readXlsx(bad).catch((error) => {
      if (!(error instanceof safe.FileError))
        throw new Error(`SEED=${seed}: ${String(error)}\n${(error as Error).stack}`)
    })
  }
  expect(csv.readCsv('"' + "x".repeat(1000))).toEqual([["x".repeat(1000)]])
})
