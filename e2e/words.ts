// The site of the tests of words, in a language, and the messages of a language.

import { execFileSync } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { program, repository } from "./sites.ts"

const folder = path.join(repository, "themes/counsel/messages")

/** The file of messages of a language. */
export const messageFile = (language: string): string => readFileSync(path.join(folder, language + ".toml"), "utf8")

/** The messages of a file by key, as far as they are plain. */
export function messages(text: string): Map<string, string> {
  const list = new Map<string, string>()
  let table = ""
  for (const line of text.split("\n")) {
    table = /^\[(\w+)\]/.exec(line)?.[1] ?? table
    const [, key, value] = /^(\w+) = ("(?:[^"\\]|\\.)*")/.exec(line) ?? []
    if (key) list.set(`${table}.${key}`, JSON.parse(value!) as string)
  }
  return list
}

/** Builds the site in a language and gives where it is. */
export function build(language: string, more: Record<string, string> = {}): { root: string; made: string } {
  const root = mkdtempSync(path.join(tmpdir(), "pandect-words-"))
  cpSync(path.join(repository, "e2e/fixtures/words"), root, { recursive: true })
  const config = path.join(root, "config.toml")
  writeFileSync(config, `language = "${language}"\n` + readFileSync(config, "utf8"))
  for (const [name, text] of Object.entries(more)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true })
    writeFileSync(path.join(root, name), text)
  }
  const made = path.join(root, "public")
  execFileSync(program, ["build", "--drafts", "--source", root, "--output", made, "--now", "2026-12-01", "--quiet"])
  return { root, made }
}
