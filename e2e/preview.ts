// A preview of a small site of its own, which a test may edit.

import { spawn } from "node:child_process"
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { program } from "./sites.ts"

/** What stands in the site before a test edits it. */
const start: Record<string, string> = {
  "config.toml": 'title = "Handbook"\n',
  "content/_index.md": "# Handbook\n\nWelcome. Read about [privilege](privilege.md).\n",
  "content/privilege.md": "# Privilege\n\nThe first text.\n",
  "content/fees.md": "# Fees\n\nWhat is charged.\n",
}

export class Preview {
  /** Where the preview stands, ending in a slash. */
  url = ""
  /** All that the program has said so far. */
  said = ""
  /** How it ended; undefined as long as it runs. */
  code: number | null | undefined
  readonly folder = mkdtempSync(path.join(tmpdir(), "pandect preview "))
  private readonly child

  constructor() {
    for (const [name, text] of Object.entries(start)) this.write(name, text)
    this.child = spawn(program, ["serve", "--addr", "127.0.0.1:0"], {
      cwd: this.folder,
      env: { ...process.env, PANDECT_EDITOR: "cp {file} {file}~" },
      stdio: ["ignore", "pipe", "pipe"],
    })
    for (const stream of [this.child.stdout, this.child.stderr])
      stream.setEncoding("utf8").on("data", (text) => (this.said += text))
    this.child.on("exit", (code) => (this.code = code))
  }

  /** Waits until the program has said something that matches, and returns the match. */
  async hears(pattern: RegExp): Promise<RegExpMatchArray> {
    for (const end = Date.now() + 30_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 10))) {
      const match = this.said.match(pattern)
      if (match) return match
      if (this.code !== undefined) break
    }
    throw new Error(`the preview did not say ${pattern}, but:\n${this.said}`)
  }

  async ready(): Promise<void> {
    this.url = (await this.hears(/http:\/\/127\.0\.0\.1:\d+\//))[0]
  }

  /** Saves a file as careful editors do: under another name first, then renamed over the old one. */
  write(name: string, text: string): void {
    const file = path.join(this.folder, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(`${file}.tmp`, text)
    renameSync(`${file}.tmp`, file)
  }

  remove(name: string): void {
    rmSync(path.join(this.folder, name), { recursive: true })
  }

  /** Ends the program as Ctrl-C does, and returns its exit code. */
  async end(): Promise<number | null> {
    if (this.code === undefined) {
      const gone = new Promise((resolve) => this.child.on("exit", resolve))
      this.child.kill("SIGINT")
      await gone
    }
    rmSync(this.folder, { recursive: true, force: true })
    return this.code ?? null
  }
}
