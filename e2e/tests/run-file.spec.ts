// The file of a run that both sides read: what the script writes, and internal/runs checks.

import { readFileSync, writeFileSync } from "node:fs"
import path from "node:path"
import { expect, test } from "@playwright/test"
import { checklist, file, item, log, site } from "../run.ts"
import { repository } from "../sites.ts"

test("the sample of internal/runs is what the script writes", () => {
  const name = path.join(repository, "internal/runs/testdata/sample.kbrun.json")
  const list = checklist([
    item("VDD-01", "Obtain a certificate", { severity: "critical" }),
    item("VDD-02", "Run a check"),
  ])
  const run = new log.Ledger({
    id: "0f0e0d0c-0000-4000-8000-000000000001",
    site,
    editions: [list],
    checklist: list,
    events: [],
    rest: { later: 1.5 },
  })
  const add = (id: string, at: string, of: string, set: Record<string, unknown>, prev: string[] = []): void => {
    run.add(
      log.seal({
        id,
        item: of,
        set,
        by: "Ann",
        dev: "d-1",
        at,
        tz: "+01:00",
        h: list.items.find(({ ref }) => ref === of)?.hash ?? "",
        prev,
      }),
    )
  }
  add("e1", "2026-11-04T10:00:00.000Z", log.RUN, { update: { from: "", to: list.content, after: "1" } })
  add("e2", "2026-11-04T10:00:01.000Z", log.RUN, { name: "Provider Ä “quoted” & <b>", "field:Country": "India" })
  add("e3", "2026-11-04T10:01:00.000Z", "VDD-01", {
    state: "problem",
    note: "line\nbreak \u2028 \u007f 🙂",
    due: "2026-12-01",
    owner: "Ann",
  })
  add("e4", "2026-11-04T10:02:00.000Z", "VDD-02", {
    state: "done",
    evidence: {
      text: "",
      file: { name: "a.pdf", size: 12345678901, modified: "2026-01-01T00:00:00.000Z", sha256: "00" },
    },
  })
  const written = file.writeRun(run)
  if (process.env["UPDATE"]) writeFileSync(name, written)
  expect(readFileSync(name, "utf8")).toBe(written)
})
