// Random sequences of edit, export, import, merge and update lose no event, and end in the same state whatever the order of
// merging; and no file, however mutilated, does more than be refused.

import { expect, test } from "@playwright/test"
import {
  begun,
  changes,
  checklist,
  copyOf,
  file,
  history,
  item,
  log,
  markdown,
  merging,
  person,
  randomOf,
  rows,
  rules,
  safe,
  signing,
  type Checklist,
  type Ledger,
} from "../run.ts"

const SEQUENCES = Number(process.env["SEQUENCES"] ?? 1000)

/** Editions of one checklist: items come, go, change and move. */
function editions(random: (below: number) => number): Checklist[] {
  const list: Checklist[] = []
  let refs = ["A-1", "A-2", "A-3", "A-4"]
  for (let version = 1; version <= 3; version++) {
    list.push(
      checklist(
        refs.map((ref) =>
          item(ref, `${ref} asks for ${random(3)} papers`, {
            severity: (["critical", "required", "recommended"] as const)[random(3)]!,
          }),
        ),
        { version: String(version) },
      ),
    )
    refs = [...refs.filter(() => random(4) > 0), `A-${10 * version}`].sort(() => random(3) - 1)
  }
  return list
}

/** What a run comes to, in a form that can be compared. */
function whole(ledger: Ledger): string {
  const seen = rules.view(ledger)
  return JSON.stringify([
    file.writeRun(ledger),
    seen.items.map(({ item, state, resolved, reworded, notes, evidence, conflicts }) => [
      item.ref,
      state,
      resolved,
      reworded,
      notes.map(({ event }) => event.id),
      evidence.length,
      Object.keys(conflicts),
    ]),
    seen.state,
    seen.blocking,
    ledger.digest(),
  ])
}

test(`${SEQUENCES} random sequences of edit, export, import, merge and update lose nothing`, () => {
  test.setTimeout(300_000)
  const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000_000)
  console.log(`seed ${seed}`)
  for (let round = 0; round < SEQUENCES; round++) {
    const random = randomOf(seed + round)
    const lists = editions(random)
    const first = begun(lists[0]!)
    const copies = [first, copyOf(first), copyOf(first)]
    const people = ["Ann", "Bob", "Cho"].map((name, i) => person(name, Date.parse("2026-11-04T10:00:00Z") - i * 1e9))
    const made = new Set<string>()
    for (let step = 0; step < 12; step++) {
      const at = random(3)
      const copy = copies[at]!
      const who = people[at]!()
      const items = copy.run.checklist.items
      const one = items[random(items.length)]!
      switch (random(8)) {
        case 0:
        case 1:
        case 2:
          made.add(
            copy.append(
              one.ref,
              { state: (["open", "done", "problem", "na"] as const)[random(4)]!, reason: `because ${random(3)}` },
              who,
              one.hash,
            ).id,
          )
          break
        case 3:
          made.add(
            copy.append(
              one.ref,
              random(2) ? { note: `note ${step}` } : { evidence: { text: `paper ${step}` } },
              who,
              one.hash,
            ).id,
          )
          break
        case 4:
          copies[at] = copyOf(copy)
          break
        case 5:
          merging.merge(copy, copyOf(copies[random(3)]!).run)
          break
        case 6:
          changes.update(copy, lists[random(3)]!, who)
          break
        case 7:
          if (random(4) === 0) signing.sign(copy, "Signed by", who.by, who)
          else if (rules.view(copy).state === "signed") signing.reopen(copy, "why", who)
          break
      }
    }
    for (const copy of copies) for (const id of copy.events.keys()) made.add(id)
    const orders = [
      [0, 1, 2],
      [2, 1, 0],
      [1, 0, 2, 1],
    ]
    const ends = orders.map((order) => {
      const united = copyOf(copies[order[0]!]!)
      for (const next of order.slice(1)) merging.merge(united, copyOf(copies[next]!).run)
      return united
    })
    const want = whole(ends[0]!)
    const same = ends.slice(1).every((end) => whole(end) === want) && whole(copyOf(ends[0]!)) === want
    const kept = ends.every((end) => [...made].every((id) => end.events.has(id)))
    if (!same || !kept)
      throw new Error(
        `SEED=${seed + round}: ${kept ? "the order of merging, or a file in between, made a difference" : "an event is lost"}`,
      )
  }
})

/** Does with a run all that the page does. */
function useAll(ledger: Ledger): void {
  const seen = rules.view(ledger)
  rules.facts(seen, "2026-11-27T00:00:00Z")
  rows.propose([rows.COLUMNS, ...rows.rows(seen)], seen)
  history.history(ledger)
  markdown.markdown(seen)
  file.fileName(ledger, "2026-11-27")
  file.readRun(file.writeRun(ledger))
}

test("mutilated files are refused in words, or read without harm", () => {
  test.setTimeout(120_000)
  const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000_000)
  console.log(`seed ${seed}`)
  const random = randomOf(seed)
  const run = begun(checklist([item("A-1", "One", { severity: "critical" }), item("A-2", "Two")]))
  const ann = person("Ann")
  run.append("A-1", { state: "done", note: 'a "note"' }, ann(), run.run.checklist.items[0]!.hash)
  run.append(log.RUN, { name: "Provider", scope: { excluded: ["x"] } }, ann())
  signing.sign(run, "Signed by", "Ann", ann())
  const good = file.writeRun(run)
  const pieces = [
    '"',
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "-1e999",
    '"__proto__"',
    "\\u0000",
    '{"state":{}}',
    '"set"',
    "[[]]",
    "1",
    "true",
    "\ud800",
  ]
  let opened = 0
  for (let i = 0; i < 5000; i++) {
    let bad = good
    for (let k = 0; k <= random(3); k++) {
      const from = random(bad.length)
      const to = from + random(random(2) ? 4 : 200)
      bad = bad.slice(0, from) + (random(3) ? pieces[random(pieces.length)] : "") + bad.slice(to)
    }
    try {
      const { run: read } = file.readRun(bad)
      opened++
      const ledger = new log.Ledger(read)
      useAll(ledger)
    } catch (error) {
      if (!(error instanceof safe.FileError))
        throw new Error(`SEED=${seed}, file ${i}: ${String(error)}\n${(error as Error).stack}\n${bad}`)
    }
  }
  expect(opened).toBeGreaterThan(0)
  const odd: unknown[] = [
    null,
    5,
    -1,
    true,
    "",
    "x",
    [],
    [[]],
    {},
    { text: 5 },
    { text: "x", file: 5 },
    { text: "x", file: {} },
    { by: {} },
    { excluded: [{}] },
    { to: {} },
    { name: "x", over: "y" },
  ]
  for (let i = 0; i < 2000; i++) {
    const made = JSON.parse(good) as { events: Array<{ set: Record<string, unknown> }> }
    for (const event of made.events)
      for (const field of [
        ...Object.keys(event.set),
        "state",
        "note",
        "evidence",
        "exception",
        "confirmed",
        "withdraw",
        "name",
        "scope",
        "update",
        "due",
        "owner",
        "reason",
        "sign:Signed by",
        "field:x",
        "reviews",
        "revision",
      ])
        if (random(3) === 0) event.set[field] = odd[random(odd.length)]
    useAll(new log.Ledger(file.readRun(JSON.stringify(made)).run))
  }
  expect(Object.keys(Object.prototype)).toEqual([])
})
