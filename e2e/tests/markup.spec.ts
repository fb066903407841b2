// What is in the files: valid HTML, nothing inline, the landmarks by which readers find their way.

import { execFile } from "node:child_process"
import { createRequire } from "node:module"
import { readFile } from "node:fs/promises"
import path from "node:path"
import { promisify } from "node:util"
import { expect, test } from "../harness.ts"
import { built, files, sites } from "../sites.ts"

interface Message {
  type: string
  url: string
  lastLine: number
  message: string
  extract?: string
}

test("the Nu validator finds no error in any page", async () => {
  const jar = createRequire(import.meta.url).resolve("vnu-jar/build/dist/vnu.jar")
  const args = [
    "-Xss4m",
    "-jar",
    jar,
    "--errors-only",
    "--exit-zero-always",
    "--skip-non-html",
    "--stdout",
    "--format",
    "json",
    built,
  ]
  const { stdout } = await promisify(execFile)("java", args, { maxBuffer: 1 << 28 })
  const { messages } = JSON.parse(stdout) as { messages: Message[] }
  expect(messages.map((m) => `${path.basename(m.url)}:${m.lastLine}: ${m.message} ${m.extract ?? ""}`)).toEqual([])
})

for (const site of sites) {
  test(`${site.name}: no inline script, style or handler`, async ({ survey }) => {
    const found = [...(await survey(site))].flatMap(([name, { inline }]) => inline.map((code) => `${name}: ${code}`))
    expect(found).toEqual([])
    for (const name of files(site).filter((name) => name.endsWith(".svg"))) {
      expect(await readFile(path.join(site.folder, name), "utf8"), name).not.toMatch(
        /<script|<style|\sstyle=|\son[a-z]+=|javascript:/i,
      )
    }
  })

  test(`${site.name}: every page has its language, title, one heading and the landmarks`, async ({ survey }) => {
    for (const [name, page] of await survey(site)) {
      expect.soft(page.language, `${name}: language`).not.toBe("")
      expect.soft(page.title, `${name}: title`).not.toBe("")
      expect.soft(page.charset, `${name}: the character set is declared first`).toBe(true)
      expect.soft(page.headings, `${name}: headings of level 1`).toBe(1)
      for (const landmark of ["banner", "main", "contentinfo", "navigation Guidance"]) {
        expect
          .soft(
            page.landmarks.filter((found) => found === landmark),
            `${name}: ${landmark}`,
          )
          .toHaveLength(1)
      }
      expect
        .soft(new Set(page.landmarks).size, `${name}: two landmarks with one name: ${page.landmarks}`)
        .toBe(page.landmarks.length)
    }
  })
}
