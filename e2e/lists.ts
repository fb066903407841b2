// Sites with one checklist, made for a test, and what a person does on their pages.

import { execFileSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import type { Download, Locator, Page } from "@playwright/test"
import { program } from "./sites.ts"

export const usual = `## Standing (gate)

- [ ] **VDD-01** (critical) Obtain a certificate of good standing dated within 90 days of signature.
  - Why: A dissolved company cannot give an enforceable indemnity.
  - Evidence: Registry extract (required)
  - N/A: Group company; Public body
- [ ] **VDD-02** (required) Run a conflicts check against the client list.
- [ ] **VDD-03** (recommended) Is the vendor known to the team?
  - Answer: yes/no

## Data

- [ ] **VDD-04** (critical) Sign the data terms.
  - Why: Without them there is no basis.
  - Evidence: Signed terms
  - N/A: not allowed
- [ ] **VDD-05** Look at the sites.
  - [ ] **VDD-05-A** Visit the first.
  - [ ] **VDD-05-B** Visit the second.
`

/** A site whose checklist can be written anew. */
export class ListSite {
  readonly folder: string
  readonly made: string

  constructor(items = usual, front = "") {
    this.folder = mkdtempSync(path.join(tmpdir(), "pandect-list-"))
    this.made = path.join(this.folder, "public folder")
    mkdirSync(path.join(this.folder, "content"))
    writeFileSync(
      path.join(this.folder, "config.toml"),
      'title = "Vendor guidance"\n[checklists]\nnotice = "Confidential. For the legal department."\n',
    )
    writeFileSync(path.join(this.folder, "content", "_index.md"), "# Home\n\nText.\n")
    this.write(items, front)
  }

  /** Writes the checklist and builds the site. front is more front matter. */
  write(items: string, front = "", id = "vendor-dd"): void {
    const matter =
      `---\ntitle: Vendor due diligence\ntype: checklist\nid: ${id}\nprefix: VDD\n` +
      `version: "${items === usual ? 1 : 2}"\nreviewed: 2026-10-01\n` +
      `run:\n  about: Vendor\n  ask: [Country]\nsign_off: [Prepared by, Reviewed by]\n${front}---\n\n`
    writeFileSync(path.join(this.folder, "content", "vendor.md"), matter + items)
    execFileSync(program, ["build", "--source", this.folder, "--output", this.made, "--quiet"])
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

export const item = (page: Page, ref: string): Locator =>
  page.locator(`li[data-ref="${ref}"]`).filter({ visible: true })
export const box = (page: Page, ref: string): Locator => item(page, ref).getByRole("checkbox").first()
export const status = (page: Page, ref: string): Locator => item(page, ref).locator(":scope > .check-status")
export const bar = (page: Page): Locator => page.getByRole("region", { name: "This run" })
export const more = (page: Page, ref: string): Promise<void> =>
  item(page, ref).getByRole("button", { name: "More" }).click()

/** Starts a run. */
export async function start(page: Page, name = "Provider A", me = "A. Reader"): Promise<void> {
  await page.getByRole("button", { name: "Start a run" }).click()
  await page.getByLabel("Vendor", { exact: true }).fill(name)
  await page.getByLabel("Country").fill("India")
  await page.getByLabel("Your name").fill(me)
  await page.getByRole("button", { name: "Start", exact: true }).click()
  await bar(page).waitFor()
}

/** Presses a button of the menu of a run and gives the file that comes of it. */
export async function saved(page: Page, button: string): Promise<{ name: string; file: string; text: string }> {
  const inMenu = button !== "Save to a file"
  if (inMenu && (await page.locator(".run-more").getAttribute("open")) === null)
    await page.locator(".run-more summary").click()
  const [download] = await Promise.all([
    page.waitForEvent("download") as Promise<Download>,
    page.getByRole("button", { name: button, exact: true }).click(),
  ])
  const file = (await download.path())!
  return { name: download.suggestedFilename(), file, text: readFileSync(file, "utf8") }
}

/** Opens the file of a run by the panel or the menu. */
export async function opened(page: Page, name: string, text: string): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: /^(Open a file…|Merge a colleague’s file…)$/ }).click(),
  ])
  await chooser.setFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) })
}
