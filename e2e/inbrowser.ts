// Scripts of the theme in a page, for what only a browser has. A page of a site has a policy that forbids to make code out of text,
// so that what is to run goes there as one expression.

import { readFileSync } from "node:fs"
import path from "node:path"
import { fileURLToPath } from "node:url"
import type { Page } from "@playwright/test"
import ts from "typescript"

const folder = fileURLToPath(new URL("../themes/counsel/scripts/", import.meta.url))

/** An expression that gives what a script exports, by its path below the theme's scripts. */
export function exportsOf(entry: string): string {
  const modules = new Map<string, string>()
  const visit = (name: string): void => {
    if (modules.has(name)) return
    modules.set(name, "") // so that a circle comes to an end
    const source = readFileSync(path.join(folder, name), "utf8")
    const { outputText } = ts.transpileModule(source, {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    })
    const made = outputText.replace(/\brequire\("(\..*?)"\)/g, (_, target: string) => {
      const other = path.posix.join(path.posix.dirname(name), target) + ".ts"
      visit(other)
      return `require("${other}")`
    })
    modules.set(name, made)
  }
  visit(entry)
  const functions = [...modules].map(([name, made]) => `${JSON.stringify(name)}: (exports, require) => {${made}\n}`)
  return `(() => {
    const modules = {${functions.join(",")}}
    const made = {}
    const require = (name) => {
      if (!made[name]) modules[name]((made[name] = {}), require)
      return made[name]
    }
    return require(${JSON.stringify(entry)})
  })()`
}

/** What reading one workbook gave: its sheets, or the name of an error and what it says. */
export type Reading = { sheets: Array<{ name: string; rows: string[][] }> } | { error: string; says: string }

/** Reads workbooks as the theme does. */
export async function readWorkbooks(page: Page, books: Uint8Array[]): Promise<Reading[]> {
  const texts = books.map((book) => Buffer.from(book).toString("base64"))
  return page.evaluate(`(async () => {
    const { readXlsx } = ${exportsOf("run/xlsx-read.ts")}
    const readings = []
    for (const text of ${JSON.stringify(texts)}) {
      const book = Uint8Array.from(atob(text), (c) => c.charCodeAt(0))
      readings.push(await readXlsx(book).then((sheets) => ({ sheets }), (error) => ({ error: error.name, says: error.message })))
    }
    return readings
  })()`)
}

/** Reads one workbook that is sound. */
export async function readWorkbook(page: Page, book: Uint8Array): Promise<Array<{ name: string; rows: string[][] }>> {
  const [reading] = await readWorkbooks(page, [book])
  if (!reading || "error" in reading) throw new Error(`the workbook was not read: ${JSON.stringify(reading)}`)
  return reading.sheets
}
