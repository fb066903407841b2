// CSV as other programs want it: UTF-8 with a byte order mark, CRLF, every field in quotes, and no field that a spreadsheet
// would take for a formula.

// A field that begins with apostrophes before such a character gets one more, so that reading can tell.
const FORMULA_START = /^'*[=+\-@\t\r\n\u0000＝＋－＠]/

/** Writes rows. A field that begins like a formula gets an apostrophe in front of it. CWE-1236, ASVS 1.2.10. */
export function writeCsv(rows: string[][], separator: "," | ";" = ","): string {
  const cell = (text: string): string => '"' + (FORMULA_START.test(text) ? "'" + text : text).replace(/"/g, '""') + '"'
  return "\ufeff" + rows.map((row) => row.map(cell).join(separator) + "\r\n").join("")
}

const MAX_CELLS = 200_000

/** Reads rows, with commas or semicolons, and takes our own apostrophes away. */
export function readCsv(text: string): string[][] {
  const source = text.replace(/^\ufeff/, "")
  const first = source.split(/\r?\n/, 1)[0] ?? ""
  const separator = (first.match(/;/g) ?? []).length > (first.match(/,/g) ?? []).length ? ";" : ","
  const rows: string[][] = []
  let row: string[] = []
  let cell = ""
  let quoted = false
  let cells = 0
  const end = (): void => {
    row.push(cell[0] === "'" && FORMULA_START.test(cell.slice(1)) ? cell.slice(1) : cell)
    cell = ""
    cells++
  }
  for (let i = 0; i < source.length && cells < MAX_CELLS; i++) {
    const c = source[i]!
    if (quoted) {
      if (c === '"' && source[i + 1] === '"') cell += source[++i]
      else if (c === '"') quoted = false
      else cell += c
    } else if (c === '"') quoted = true
    else if (c === separator) end()
    else if (c === "\n") {
      end()
      rows.push(row)
      row = []
    } else if (c !== "\r") cell += c
  }
  if (cell !== "" || row.length > 0) {
    end()
    rows.push(row)
  }
  return rows
}
