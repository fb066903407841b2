// A checklist in the page, as the people who run it meet it. The numbers are those of the acceptance list; what concerns the
// model alone is in run-model.spec.ts.

import { spawn } from "node:child_process"
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { pathToFileURL } from "node:url"
import { AxeBuilder } from "@axe-core/playwright"
import { chromium, type Page } from "@playwright/test"
import { expect, test as base, watch } from "../harness.ts"
import { readWorkbook } from "../inbrowser.ts"
import { sideways } from "../inpage.ts"
import { bar, box, item, ListSite, more, opened, saved, start, status, usual } from "../lists.ts"
import { rows, zip, xlsx } from "../run.ts"
import { serve } from "../server.ts"

const test = base.extend<{ list: ListSite; home: string }>({
  list: async ({}, use) => {
    const list = new ListSite()
    await use(list)
    list.remove()
  },
  home: async ({ list }, use) => {
    const server = await serve(list.made, "/")
    await use(server.url)
    await server.close()
  },
})

const page1 = (home: string): string => home + "vendor.html"

test("18. a run under the strictest policy: answers, evidence, a problem that is accepted, a reason, signatures", async ({
  page,
  home,
}) => {
  const problems = watch(page, home)
  await page.goto(page1(home))
  await start(page)
  await expect(bar(page)).toContainText("Not started")
  await box(page, "VDD-01").check()
  await expect(status(page, "VDD-01")).toContainText("Done, evidence missing. A. Reader")
  await more(page, "VDD-01")
  await item(page, "VDD-01").getByRole("textbox", { name: "Evidence (required)" }).fill("https://registry.example/1")
  await item(page, "VDD-01").getByRole("button", { name: "Add evidence" }).click()
  await expect(status(page, "VDD-01")).toHaveText(/^Done\. A\. Reader/)
  await expect(page.locator(".check-gate").first()).toContainText("Everything above is resolved.")
  await item(page, "VDD-03").getByRole("radio", { name: "No", exact: true }).check()
  await expect(status(page, "VDD-03")).toContainText("No, a problem, not accepted")
  await more(page, "VDD-02")
  await item(page, "VDD-02")
    .getByRole("radio", { name: /^Not applicable/ })
    .check()
  await item(page, "VDD-02").getByRole("textbox", { name: "Why it does not apply" }).fill("Only one party is involved")
  await page.keyboard.press("Tab")
  await expect(page.locator(".run-strip")).toContainText("1 not applicable")
  await more(page, "VDD-04")
  await expect(item(page, "VDD-04").getByRole("radio", { name: /^Not applicable/ })).toBeDisabled()
  await item(page, "VDD-04")
    .getByRole("radio", { name: /^Problem found/ })
    .check()
  await expect(bar(page)).toContainText("Blocked by 1 critical item")
  await bar(page).getByRole("button", { name: "Sign…" }).click()
  await expect(page.getByRole("dialog", { name: "Not ready to sign" })).toContainText("VDD-04: Problem, not accepted")
  await page.keyboard.press("Escape")
  await expect(bar(page).getByRole("button", { name: "Sign…" })).toBeFocused()
  await item(page, "VDD-04").getByRole("textbox", { name: "Who accepts it" }).fill("General Counsel")
  await item(page, "VDD-04").getByRole("textbox", { name: "Why", exact: true }).fill("Signed next week")
  await item(page, "VDD-04").getByRole("button", { name: "Accept this problem" }).click()
  await expect(bar(page)).toContainText("Ready to sign")
  for (const [role, name] of [
    ["Prepared by", "A. Reader"],
    ["Reviewed by", "B. Reviewer"],
  ]) {
    await bar(page).getByRole("button", { name: "Sign…" }).click()
    const dialog = page.getByRole("dialog", { name: "Sign this run" })
    await dialog.getByLabel("As").selectOption(role!)
    await dialog.getByLabel("Your name").fill(name!)
    await dialog.getByRole("checkbox").check()
    await dialog.getByRole("button", { name: "Sign", exact: true }).click()
  }
  await expect(bar(page)).toContainText("Signed")
  await expect(box(page, "VDD-01")).toBeDisabled()
  expect((await page.locator("body").innerText()).toLowerCase()).not.toContain("completed")
  await page.reload()
  await expect(bar(page)).toContainText("Signed")
  await expect(box(page, "VDD-01")).toBeChecked()
  expect(problems).toEqual([])
})

test("3. 5. a changed guidance is shown, and taken over when the reader says so", async ({ page, list, home }) => {
  await page.goto(page1(home))
  await start(page)
  await box(page, "VDD-02").check()
  await box(page, "VDD-04").check()
  list.write(
    usual
      .replace("Sign the data terms.", "Sign the terms on data.")
      .replace(/- \[ \] \*\*VDD-02.*\n/, "")
      .replace("## Data", "- [ ] **VDD-09** (required) Ask for references.\n\n## Data"),
  )
  await page.reload()
  const banner = page.locator(".run-banner")
  await expect(banner).toContainText("The guidance has changed since version 1")
  await expect(item(page, "VDD-02")).toBeVisible() // the run stays on its own questions
  await banner.locator("summary").click()
  for (const line of ["VDD-04 reworded", "VDD-02 is no longer asked", "VDD-09 is new"])
    await expect(banner).toContainText(line)
  await banner.getByRole("button", { name: "Update this run" }).click()
  await expect(status(page, "VDD-04")).toContainText("the wording changed, confirm it again")
  await expect(page.getByRole("heading", { name: "No longer in the guidance" })).toBeVisible()
  await expect(status(page, "VDD-02")).toHaveText("Done")
  await more(page, "VDD-04")
  await item(page, "VDD-04").getByRole("button", { name: "It still holds" }).click()
  await expect(status(page, "VDD-04")).toHaveText(/^Done\./)
})

test("7. two tabs tick different items and lose nothing", async ({ page, context, home }) => {
  await page.goto(page1(home))
  await start(page)
  const other = await context.newPage()
  await other.goto(page.url())
  await box(page, "VDD-01").check()
  await box(other, "VDD-02").check()
  await box(page, "VDD-04").check()
  await expect(box(other, "VDD-01")).toBeChecked()
  await expect(box(other, "VDD-04")).toBeChecked()
  await expect(box(page, "VDD-02")).toBeChecked()
  await page.reload()
  for (const ref of ["VDD-01", "VDD-02", "VDD-04"]) await expect(box(page, ref)).toBeChecked()
})

for (const way of ["http", "file"] as const) {
  test(`8. a browser that is killed 100 ms after a tick keeps the tick, over ${way}`, async ({ list, home }) => {
    const address = way === "http" ? page1(home) : pathToFileURL(path.join(list.made, "vendor.html")).href
    const profile = mkdtempSync(path.join(tmpdir(), "pandect-profile-"))
    const first = await launched(profile)
    await first.page.goto(address)
    await start(first.page)
    await box(first.page, "VDD-02").check()
    await new Promise((done) => setTimeout(done, 100))
    first.kill()
    const second = await launched(profile)
    await second.page.goto(address)
    await second.page.locator(".run-list a").click()
    await expect(box(second.page, "VDD-02")).toBeChecked()
    second.kill()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  })
}

/** A browser with a profile on disk, that can be killed with all its processes. */
async function launched(profile: string): Promise<{ page: Page; kill: () => void }> {
  const browser = spawn(
    "/usr/bin/chromium",
    [
      "--headless=new",
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--remote-debugging-port=0",
      `--user-data-dir=${profile}`,
      "about:blank",
    ],
    { detached: true, stdio: ["ignore", "ignore", "pipe"] },
  )
  const address = await new Promise<string>((resolve, reject) => {
    let said = ""
    browser.stderr.on("data", (data: Buffer) => {
      said += String(data)
      const found = /DevTools listening on (ws:\S+)/.exec(said)
      if (found) resolve(found[1]!)
    })
    browser.on("exit", () => reject(new Error(said)))
  })
  const connected = await chromium.connectOverCDP(address)
  const page = await connected.contexts()[0]!.newPage()
  return { page, kill: () => process.kill(-browser.pid!, "SIGKILL") }
}

test("9. where the browser keeps nothing, a banner says so and the file works", async ({ page, home }) => {
  await page.addInitScript(() =>
    Object.defineProperty(window, "indexedDB", {
      get: () => {
        throw new Error("forbidden")
      },
    }),
  )
  await page.goto(page1(home))
  await expect(page.getByRole("alert")).toContainText(
    "This browser will not keep your answers. Save the run to a file before you close this page.",
  )
  await start(page)
  await box(page, "VDD-02").check()
  const { text } = await saved(page, "Save to a file")
  expect(JSON.parse(text)).toMatchObject({ format: "kb-run/1", run: { name: "Provider A" } })
})

test("a run that is not to be kept is not", async ({ page, home }) => {
  await page.goto(page1(home))
  await page.getByRole("button", { name: "Start a run" }).click()
  await page.getByLabel(/Do not keep this run in this browser/).check()
  await page.getByLabel("Vendor", { exact: true }).fill("Provider A")
  await page.getByLabel("Your name").fill("A. Reader")
  await page.getByRole("button", { name: "Start", exact: true }).click()
  await box(page, "VDD-02").check()
  expect((await saved(page, "Save to a file")).text).toContain('"done"')
  await page.reload()
  await expect(page.locator(".run-start")).toBeVisible()
  await expect(page.locator(".run-list")).toHaveCount(0)
})

test("a run whose checklist is gone is shown from its own copy", async ({ page, home, list }) => {
  await page.goto(page1(home))
  await start(page)
  await box(page, "VDD-02").check()
  await expect(page.locator(".run-unsaved")).toContainText("not yet saved")
  list.write("- [ ] **NEW-1** Something else.\n", "", "other-list")
  await page.goto(home + "runs.html")
  await page.getByRole("link", { name: "Provider A" }).click()
  await expect(page.getByRole("alert")).toContainText("It is shown from its own copy.")
  await expect(box(page, "VDD-02")).toBeChecked()
  await box(page, "VDD-04").check()
  await page.reload()
  await expect(box(page, "VDD-04")).toBeChecked()
})

test("runs that the browser forgot are missed", async ({ page, home }) => {
  await page.goto(page1(home))
  await start(page)
  await box(page, "VDD-02").check()
  await page.goto("about:blank")
  await page.goto(home + "assets/none.txt")
  await page.evaluate(() => new Promise((done) => (indexedDB.deleteDatabase("kb-vendor-guidance").onsuccess = done)))
  await page.goto(page1(home))
  await expect(page.getByRole("alert")).toContainText("Your saved runs are no longer in this browser")
})

test("10. 11. 12. a file goes out, everything is erased, it comes back the same; a colleague’s copy is merged", async ({
  page,
  browser,
  home,
}) => {
  await page.goto(page1(home))
  await start(page)
  await box(page, "VDD-02").check()
  const first = await saved(page, "Save to a file")
  expect(first.name).toMatch(/^VDD_Provider A_\d{4}-\d\d-\d\d_r1\.kbrun\.json$/)
  await expect(page.locator(".run-unsaved")).toContainText("Saved to a file")

  const theirs = await (await browser.newContext()).newPage()
  await theirs.goto(page1(home))
  await opened(theirs, first.name, first.text)
  await theirs.getByRole("button", { name: "Keep in this browser" }).click()
  await expect(box(theirs, "VDD-02")).toBeChecked()
  expect((await saved(theirs, "Save to a file")).text).toBe(first.text)
  await more(theirs, "VDD-04")
  await item(theirs, "VDD-04")
    .getByRole("radio", { name: /^Problem found/ })
    .check()
  const second = await saved(theirs, "Save to a file")

  await box(page, "VDD-04").check()
  await page.locator(".run-more summary").click()
  for (const twice of [1, 2]) {
    await opened(page, second.name, second.text)
    await expect(page.getByRole("dialog")).toContainText(
      twice === 1 ? "1 change that the copy lacks" : "nothing that the copy lacks",
    )
    await page.getByRole("button", { name: "Merge", exact: true }).click()
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).click()
    await page.locator(".run-more summary").click()
  }
  await expect(status(page, "VDD-04")).toContainText("Problem, not accepted, two people said different things")
  await more(page, "VDD-04")
  await item(page, "VDD-04").locator(".check-conflicts").getByRole("button", { name: /^Done/ }).click()
  await expect(status(page, "VDD-04")).toHaveText(/^Done/)
  await theirs.context().close()
})

test("13. a hostile run file is refused in words, or shown as text", async ({ page, home }) => {
  await page.goto(page1(home))
  page.on("dialog", () => expect(true, "a script of the file ran").toBe(false))
  await start(page)
  await box(page, "VDD-02").check()
  const { text } = await saved(page, "Save to a file")
  const markup = "<img src=x onerror=alert(1)><script>alert(2)</script>"
  await page.goto(page1(home))
  for (const bad of [
    text.replace('"format"', '"__proto__": {"x": 1}, "format"'),
    "[".repeat(10_000),
    "x".repeat(11 * 1024 * 1024),
    '{"format": "kb-run/9"',
  ]) {
    await opened(page, "bad.kbrun.json", bad)
    await expect(page.getByRole("alert").first()).toContainText(/It was not opened|cannot be read|larger than 10 MB/)
    await page.getByRole("alert").getByRole("button", { name: /^Hide/ }).first().click()
  }
  const file = JSON.parse(text) as {
    run: { id: string }
    checklist: Record<string, unknown>
    events: Array<{ id: string; by: string; set: Record<string, unknown> }>
  }
  file.run.id = "another-run"
  file.checklist["title"] = markup
  for (const event of file.events) {
    event.by = markup
    if ("name" in event.set) event.set["name"] = markup
    if ("field:Country" in event.set) event.set["field:Country"] = markup
  }
  file.events.push({
    ...file.events[file.events.length - 1]!,
    id: "note",
    set: { note: markup, evidence: { text: "javascript:alert(3)" }, owner: markup, due: markup },
  } as never)
  await opened(page, "markup.kbrun.json", JSON.stringify(file))
  await expect(page.getByRole("dialog")).toContainText("altered outside of this page")
  await page.getByRole("button", { name: "Keep in this browser" }).click()
  await expect(bar(page)).toContainText("<img src=x onerror=alert(1)>")
  await more(page, "VDD-02")
  await expect(item(page, "VDD-02")).toContainText("javascript:alert(3)")
  expect(await page.locator('main img, main script, main a[href^="javascript"]').count()).toBe(0)
})

test("a file of a newer format is shown and cannot be changed", async ({ page, home }) => {
  await page.goto(page1(home))
  await start(page)
  await box(page, "VDD-02").check()
  const { name, text } = await saved(page, "Save to a file")
  await page.goto(page1(home))
  await opened(page, name, text.replace("kb-run/1", "kb-run/2"))
  await expect(page.getByRole("dialog")).toContainText("written by a newer version")
  await page.getByRole("dialog").getByRole("button", { name: "Show" }).click()
  await expect(box(page, "VDD-02")).toBeChecked()
  await expect(box(page, "VDD-02")).toBeDisabled()
})

test("14. 15. text that looks like a formula stays text, and a workbook that was edited comes back by reference", async ({
  page,
  home,
}) => {
  await page.goto(page1(home))
  await start(page)
  await more(page, "VDD-02")
  for (const note of ["=cmd|x", "+1", "@SUM(A1)"]) {
    await item(page, "VDD-02").getByRole("textbox", { name: "Note" }).fill(note)
    await item(page, "VDD-02").getByRole("button", { name: "Add note" }).click()
  }
  const csv = await saved(page, "Save as CSV")
  expect(csv.text).toContain("\"'=cmd|x (A. Reader)")
  const book = await saved(page, "Save as Excel")
  const data = new Uint8Array(readFileSync(book.file))
  const sheet = new TextDecoder().decode(await zip.readZip(data).get("xl/worksheets/sheet1.xml")!())
  expect(sheet).not.toMatch(/<f>/)
  const table = (await readWorkbook(page, data))[0]!.rows
  expect(table[0]).toEqual(rows.COLUMNS)
  const edited = table.map((row) => [...row])
  const at = (title: string): number => rows.COLUMNS.indexOf(title)
  for (const row of edited) {
    if (row[0] === "VDD-01") row[at("Status")] = "Done"
    if (row[0] === "VDD-05-A") row[0] = "VDD-99"
    if (row[0] === "VDD-99") row[at("Status")] = "Done"
  }
  const moved = [edited[0]!, ...edited.slice(1).reverse()].map((row) =>
    rows.COLUMNS.map((_, i) => row[i] ?? "").reverse(),
  )
  const back = xlsx.writeXlsx([
    { name: "Checklist", columns: moved[0]!.map((title) => ({ title, width: 10 })), rows: moved.slice(1) },
  ])
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "Take back a workbook…" }).click(),
  ])
  await chooser.setFiles({ name: "back.xlsx", mimeType: "application/octet-stream", buffer: Buffer.from(back) })
  const dialog = page.getByRole("dialog")
  await expect(dialog).toContainText("1 change in back.xlsx")
  await expect(dialog).toContainText("VDD-99")
  await dialog.getByRole("button", { name: "Take over" }).click()
  await expect(box(page, "VDD-01")).toBeChecked()
})

test("16. from a folder: start, answer, load again, save, print", async ({ page, list }) => {
  const address = pathToFileURL(path.join(list.made, "vendor.html")).href
  await page.goto(address)
  await expect(page.locator(".run-start")).toContainText("opened from a folder")
  await start(page)
  await box(page, "VDD-02").check()
  await page.goto(address)
  await page.locator(".run-list a").click()
  await expect(box(page, "VDD-02")).toBeChecked()
  expect((await saved(page, "Save to a file")).text).toContain('"kb-run/1"')
  expect(await printed(page)).toContain("☑ Done")
})

test("16. as one file, alone in a folder: start, answer, load again, save, print, nothing refused by its own policy", async ({
  page,
  list,
}) => {
  const folder = mkdtempSync(path.join(tmpdir(), "pandect one file "))
  copyFileSync(path.join(list.made, "vendor-single.html"), path.join(folder, "vendor.html"))
  const address = pathToFileURL(path.join(folder, "vendor.html")).href
  const problems = watch(page, address)
  await page.goto(address)
  await expect(page.getByRole("navigation")).toHaveCount(0) // there is nothing beside it to lead to
  await start(page)
  await box(page, "VDD-02").check()
  await page.goto(address)
  await page.locator(".run-list a").click()
  await expect(box(page, "VDD-02")).toBeChecked()
  expect((await saved(page, "Save to a file")).text).toContain('"kb-run/1"')
  expect((await saved(page, "Save as Excel")).name).toMatch(/\.xlsx$/)
  expect(await printed(page)).toContain("☑ Done")
  expect(await page.evaluate(() => document.querySelectorAll('script[src], link[rel="stylesheet"]').length)).toBe(0)
  expect(problems).toEqual([])
  rmSync(folder, { recursive: true })
})

test("17. on plain http under a name of the intranet, without a secure context", async ({ home }) => {
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP intranet.test 127.0.0.1"],
  })
  const page = await browser.newPage()
  await page.goto(page1(home.replace("127.0.0.1", "intranet.test")))
  expect(
    await page.evaluate(() => [isSecureContext, typeof crypto.subtle, typeof (crypto as Partial<Crypto>).randomUUID]),
  ).toEqual([false, "undefined", "undefined"])
  await start(page)
  await box(page, "VDD-02").check()
  await page.reload()
  await expect(box(page, "VDD-02")).toBeChecked()
  expect((await saved(page, "Save to a file")).text).toContain('"kb-run/1"')
  await browser.close()
})

test("headings with the names of scripts and items as ids are in nobody's way", async ({ page, list, home }) => {
  list.write(
    usual.replace("(gate)", "(gate) {#pandectPaper}") +
      "\n## Again {#VDD-01}\n\n## Last {#pandect}\n\n- [ ] **VDD-06** Go.\n",
  )
  await page.goto(page1(home))
  await start(page)
  await box(page, "VDD-02").check()
  await expect(status(page, "VDD-02")).toContainText("Done")
  expect(await page.locator("[id=VDD-01]").evaluateAll((all) => all.map((one) => one.localName))).toEqual(["li"])
})

/** What a page prints. */
async function printed(page: Page): Promise<string> {
  await expect.poll(() => page.evaluate(() => "pandectPaper" in globalThis)).toBe(true)
  await page.emulateMedia({ media: "print" })
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")))
  const text = await page.locator("main").innerText()
  await page.evaluate(() => dispatchEvent(new Event("afterprint")))
  await page.emulateMedia({ media: "screen" })
  return text
}

test("19. with all panels closed everything is printed, and without a run a blank form", async ({ page, home }) => {
  await page.goto(page1(home))
  await page.emulateMedia({ media: "print" })
  expect(await page.locator("main").innerText()).toMatch(/☐\s+VDD-01/)
  await expect(page.locator(".run-start")).toBeHidden()
  await page.emulateMedia({ media: "screen" })
  await start(page)
  await more(page, "VDD-02")
  await item(page, "VDD-02").getByRole("textbox", { name: "Note" }).fill("The list is of last year")
  await item(page, "VDD-02").getByRole("button", { name: "Add note" }).click()
  await box(page, "VDD-02").check()
  await more(page, "VDD-02")
  const text = await printed(page)
  for (const part of [
    "Provider A",
    "Confidential. For the legal department.",
    "Country",
    "India",
    "In progress",
    "The list is of last year",
    "VDD-05-B",
    "self-declared",
    "Prepared by",
    "sha256:",
    "Obtain a certificate",
  ])
    expect(text).toContain(part)
  await expect(bar(page)).toBeVisible()
})

test("21. axe finds nothing, in any state of the page", async ({ browser, home, list }) => {
  const context = await browser.newContext({ bypassCSP: true }) // axe itself comes as an inline script
  const page = await context.newPage()
  const clean = async (what: string): Promise<void> => {
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect
      .soft(
        violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.html.slice(0, 150)).join("; ")}`),
        what,
      )
      .toEqual([])
  }
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme })
    list.write(usual)
    await page.goto(page1(home))
    await clean("the panel")
    await page.getByRole("button", { name: "Start a run" }).click()
    await clean("the form")
    await page.getByRole("button", { name: "Start a run" }).click()
    await start(page)
    await clean("a run")
    for (const [ref, state] of [
      ["VDD-01", /^Not applicable/],
      ["VDD-02", /^Problem/],
      ["VDD-04", /^Done/],
    ] as const) {
      await more(page, ref)
      await item(page, ref).getByRole("radio", { name: state }).check()
    }
    await clean("open panels")
    await page.locator(".run-more summary").click()
    await clean("the menu")
    await bar(page).getByRole("button", { name: "Sign…" }).click()
    await page.getByRole("dialog").waitFor()
    await clean("not ready to sign")
    await page.keyboard.press("Escape")
    list.write(usual.replace("Sign the data terms.", "Sign the terms on data."))
    await page.reload()
    await page.locator(".run-banner").waitFor()
    await clean("the guidance changed")
    await page.goto(home + "runs.html")
    await page.locator(".runs-table").first().waitFor()
    await page.locator("summary", { hasText: "What this browser holds" }).click()
    await clean("all runs")
  }
  await context.close()
})

test("21. at 320 pixels nothing scrolls sideways, and forced colours show the boxes", async ({ page, home }) => {
  await page.setViewportSize({ width: 320, height: 640 })
  await page.emulateMedia({ forcedColors: "active" })
  await page.goto(page1(home))
  await start(page)
  for (const ref of ["VDD-01", "VDD-02", "VDD-04"]) await more(page, ref)
  await item(page, "VDD-01")
    .getByRole("radio", { name: /^Not applicable/ })
    .check()
  expect(await page.evaluate(sideways)).toEqual([])
  await page.goto(home + "runs.html")
  await page.locator(".runs-table").first().waitFor()
  expect(await page.evaluate(sideways)).toEqual([])
})

test("21. the whole journey by keyboard alone: start, answer, not applicable, evidence, sign, save", async ({
  page,
  home,
}) => {
  await page.goto(page1(home))
  const to = async (
    name: string | RegExp,
    role: "button" | "checkbox" | "radio" | "textbox" | "combobox" = "button",
    within: Page | ReturnType<typeof item> = page,
  ): Promise<void> => {
    const target = within.getByRole(role, { name }).filter({ visible: true }).first()
    await target.waitFor()
    for (let i = 0; i < 300; i++) {
      if (await target.evaluate((element) => element === document.activeElement)) return
      await page.keyboard.press("Tab")
    }
    throw new Error(`${String(name)} cannot be reached by Tab`)
  }
  const type = async (name: string | RegExp, text: string): Promise<void> => {
    await to(name, "textbox")
    await page.keyboard.type(text)
  }
  await to("Start a run")
  await page.keyboard.press("Enter")
  await expect(page.getByLabel("Vendor", { exact: true })).toBeFocused()
  await page.keyboard.type("Provider A")
  await type("Country", "India")
  await type("Your name", "A. Reader")
  await page.keyboard.press("Enter")
  await bar(page).waitFor()
  await to(/^Obtain a certificate/, "checkbox")
  await page.keyboard.press("Space")
  await to(/^More for VDD-01/)
  await page.keyboard.press("Enter")
  await type("Evidence (required)", "extract.pdf")
  await page.keyboard.press("Enter")
  await expect(status(page, "VDD-01")).toHaveText(/^Done\./)
  await to(/^More for VDD-02/)
  await page.keyboard.press("Enter")
  await to(/^Not done/, "radio", item(page, "VDD-02"))
  for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowDown")
  await type("Why it does not apply", "Only one party is involved")
  await page.keyboard.press("Tab")
  await expect(status(page, "VDD-02")).toHaveText(/^Not applicable/)
  await to(/^Sign the data terms/, "checkbox")
  await page.keyboard.press("Space")
  for (const role of ["Prepared by", "Reviewed by"]) {
    await to("Sign…")
    await page.keyboard.press("Enter")
    await expect(page.getByRole("dialog", { name: "Sign this run" }).getByLabel("As", { exact: true })).toHaveValue(
      role,
    )
    await to(/^I have looked at every item/, "checkbox")
    await page.keyboard.press("Space")
    await to(/^Sign$/)
    await page.keyboard.press("Enter")
  }
  await expect(bar(page)).toContainText("Signed")
  await to("Save to a file")
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")])
  expect(download.suggestedFilename()).toContain("Provider A")
})

test("23. a status goes as a code; a code of other questions is explained", async ({ page, home, list }) => {
  await page.goto(page1(home))
  await start(page)
  await box(page, "VDD-02").check()
  await page.locator(".run-more summary").click()
  await page.getByRole("button", { name: "Share the status…" }).click()
  const code = await page.getByRole("textbox", { name: "Code" }).inputValue()
  const link = await page.getByRole("textbox", { name: "Link" }).inputValue()
  expect(link.length).toBeLessThan(300)
  await page.goto("about:blank")
  await page.goto(link)
  await expect(page.getByRole("region", { name: "A status" })).toContainText("Required 1 of")
  await expect(status(page, "VDD-02")).toHaveText("Done")
  list.write(usual.replace("Sign the data terms.", "Sign the terms on data."))
  await page.goto(page1(home))
  await page.getByRole("button", { name: "Open from a code…" }).click()
  await page.getByLabel("Code or link").fill(code)
  await page.getByRole("button", { name: "Open", exact: true }).click()
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText("another version of this checklist")
})

test("the page of all runs: sorting, the bin, all runs as one file, a folder of runs, erasing", async ({
  page,
  home,
}) => {
  const problems = watch(page, home)
  for (const name of ["Provider B", "Provider A"]) {
    await page.goto(page1(home))
    await start(page, name)
    await box(page, "VDD-02").check()
  }
  const file = await saved(page, "Save to a file")
  await page.goto(home + "runs.html")
  const names = page.locator(".runs > div .runs-table tbody th")
  await expect(names).toHaveText(["Provider A", "Provider B"])
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await expect(page.locator("th[aria-sort]")).toHaveCount(1)
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await expect(names).toHaveText(["Provider B", "Provider A"])
  const [all] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save all to one file" }).click(),
  ])
  const entries = zip.readZip(new Uint8Array(readFileSync((await all.path())!)))
  expect([...entries.keys()].filter((name) => name.endsWith(".kbrun.json"))).toHaveLength(2)
  await page.getByRole("link", { name: "Provider A" }).click()
  await page.locator(".run-more summary").click()
  await page.getByRole("button", { name: "Move to the bin…" }).click()
  await expect(page.getByRole("dialog").getByRole("button", { name: "Cancel" })).toBeFocused()
  await page.getByRole("dialog").getByRole("button", { name: "Move to the bin" }).click()
  await page.locator(".run-start").waitFor()
  await page.goto(home + "runs.html")
  await expect(names).toHaveText(["Provider B"])
  await page.locator("summary", { hasText: "Bin: 1 run" }).click()
  await page.getByRole("button", { name: /^Take out of the bin/ }).click()
  await expect(names).toHaveCount(2)
  const folder = mkdtempSync(path.join(tmpdir(), "pandect-runs-"))
  writeFileSync(path.join(folder, file.name), file.text)
  writeFileSync(path.join(folder, "broken.kbrun.json"), "{")
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "Open a folder of runs…" }).click(),
  ])
  await chooser.setFiles(folder)
  await expect(page.locator(".runs-folder")).toContainText("In the folder: 1 run")
  await expect(page.locator(".runs-folder")).toContainText("broken.kbrun.json")
  rmSync(folder, { recursive: true })
  await page.locator("summary", { hasText: "What this browser holds" }).click()
  await page.getByRole("button", { name: "Erase everything…" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Erase", exact: true }).click()
  await expect(page.locator(".runs")).toContainText("No run is kept in this browser")
  expect(problems).toEqual([])
})
