// Makes a checklist something that is worked through: runs, kept in this browser, saved to files, printed as records.
import * as say from "../../scripts/messages"
import { element } from "../../scripts/element"
import { view, type ItemState } from "../../scripts/run/rules"
import type { Status } from "../../scripts/run/link"
import { begin, Ledger, RUN } from "../../scripts/run/log"
import { openStore, type Store } from "../../scripts/run/store"
import type { Checklist } from "../../scripts/run/types"
import { bar } from "../../scripts/desk/bar"
import { definitionOf } from "../../scripts/desk/definition"
import { sentence } from "../../scripts/desk/failure"
import { button } from "../../scripts/desk/form"
import { itemControls } from "../../scripts/desk/item"
import { later, ready } from "../../scripts/desk/later"
import { questions } from "../../scripts/desk/questions"
import { keptOf, Session, who } from "../../scripts/desk/session"
import { start } from "../../scripts/desk/start"
import { itemStateOf, progressOf } from "../../scripts/desk/words"

export function checklist(root: HTMLElement): void {
  const page = definitionOf(root)
  if (page.items.length === 0) return
  const place = element("div", "run")
  const alarms = element("div", "run-alarms screen-only")
  alarms.setAttribute("role", "alert")
  const said = element("p", "visually-hidden")
  said.setAttribute("role", "status")
  root.prepend(alarms, place, said)
  const blank = root.querySelector(".prose")!.cloneNode(true) as HTMLElement // the page as it was made
  const site = { id: root.dataset["site"] || "site", title: root.dataset["siteTitle"] ?? "" }
  void openStore(site.id).then((store) => new Desk(root, page, site, store, place, alarms, said, blank).begin())
}

/** What a page shows: the panel, one run, or a status that somebody sent. */
class Desk {
  private session: Session | null = null
  private timer = 0

  constructor(
    private readonly root: HTMLElement,
    private readonly page: Checklist,
    private readonly site: { id: string; title: string },
    private readonly store: Store,
    private readonly place: HTMLElement,
    private readonly alarms: HTMLElement,
    private readonly said: HTMLElement,
    private readonly blank: HTMLElement,
  ) {}

  async begin(): Promise<void> {
    if (this.store.problem) this.alarm(this.store.problem)
    this.store.watch((id) => {
      if (this.session && (id === "" || id === this.session.kept.id)) void this.session.refresh()
    })
    addEventListener("beforeunload", (event) => {
      if (this.session && this.session.unsaved > 0 && !this.session.store.lasting) event.preventDefault()
    })
    document.addEventListener("visibilitychange", () => {
      const writing = document.activeElement
      if (document.visibilityState === "hidden" && writing instanceof HTMLTextAreaElement)
        writing.dispatchEvent(new Event("change")) // the page may never come back
    })
    let paper: HTMLElement | null = null
    addEventListener("beforeprint", () => {
      const made = this.session && ready()?.record(this.session)
      paper?.remove()
      if (!made) return
      this.root.before((paper = made))
      document.body.classList.add("printing-run")
    })
    addEventListener("afterprint", () => {
      paper?.remove()
      document.body.classList.remove("printing-run")
    })
    const id = new URLSearchParams(location.search).get("run")
    if (location.hash.startsWith("#r=")) this.fromCode(location.hash)
    else if (id) await this.open(id)
    else await this.panel()
  }

  private alarm(text: string): void {
    if (!text || [...this.alarms.children].some((one) => one.firstChild?.textContent === text)) return
    const line = element(
      "p",
      "run-alarm",
      element("span", "", text),
      " ",
      button(say.runHide, () => line.remove(), say.runHideWhat),
    )
    this.alarms.append(line)
  }

  /** Says something politely, and of several things within a second only the last. */
  private say(text: string): void {
    clearTimeout(this.timer)
    this.timer = window.setTimeout(() => (this.said.textContent = text), 1000)
  }

  private clear(): void {
    this.session = null
    this.root.classList.remove("has-run")
    for (const gone of this.root.querySelectorAll(".run-questions, .run-strip")) gone.remove()
    this.root.querySelector(".prose")!.replaceWith(this.blank.cloneNode(true))
    this.place.replaceChildren()
  }

  private async panel(): Promise<void> {
    this.clear()
    const kept = (await this.store.list()).filter((one) => one.checklist === this.page.id && one.binned === "")
    this.place.append(
      start(this.page, this.site, this.store, kept, this.root.dataset["runs"] ?? "", {
        open: (id, store) => void this.open(id, undefined, store),
        alarm: (text) => this.alarm(text),
        openFile: () => this.openFile(),
        openCode: () =>
          void later()
            .then(({ codeDialog }) => codeDialog(this.page, (status) => this.status(status)))
            .catch((error) => this.alarm(sentence(error))),
      }),
    )
  }

  private openFile(): void {
    later()
      .then(({ chooseRun }) =>
        chooseRun(
          this.session?.store ?? this.store,
          (text) => this.alarm(text),
          ({ id }, store, readOnly) => void this.open(id, undefined, store, readOnly),
        ),
      )
      .catch((error) => this.alarm(sentence(error)))
  }

  private async open(id: string, before?: Map<string, ItemState>, store = this.store, readOnly = false): Promise<void> {
    const found = await store.load(id)
    if (!found) {
      await this.panel()
      this.alarm(say.runNotHere)
      return
    }
    this.clear()
    if (found.broken > 0) this.alarm(say.runBroken({ n: say.digits(found.broken) }))
    const foreign = found.run.checklist.id !== this.page.id
    if (foreign) this.alarm(say.runForeign({ title: found.run.checklist.title }))
    const session = new Session(
      store,
      new Ledger(found.run),
      found.kept,
      foreign ? null : this.page,
      (text) => this.say(text),
      (text) => this.alarm(text),
      readOnly,
    )
    session.known()
    this.session = session
    this.show(session, before ?? (await this.lastTime(session)))
    if (store === this.store) keepAddress("?run=" + encodeURIComponent(id))
  }

  /** The answers of the run that this one reviews. */
  private async lastTime(session: Session): Promise<Map<string, ItemState> | undefined> {
    const from = session.ledger.value(RUN, "reviews")
    const found = typeof from === "string" ? await session.store.load(from) : null
    return found ? new Map(view(new Ledger(found.run)).items.map((one) => [one.item.ref, one])) : undefined
  }

  private show(session: Session, before?: Map<string, ItemState>): void {
    this.root.classList.add("has-run")
    const banner = element("div", "")
    const above = bar(session, this.root, {
      close: () => {
        keepAddress("?")
        void this.panel()
      },
      review: () => this.review(session),
      remove: () => {
        session.kept.binned = new Date().toISOString()
        session.keep()
        void session.settled().then(() => this.panel())
      },
      openFile: () => this.openFile(),
    })
    let updates: Array<() => void> = []
    let shown = ""
    const ask = (): void => {
      const { content } = session.seen.ledger.run.checklist
      if (content === shown) return
      if (shown !== "") this.root.querySelector(".prose:not(.run-questions)")!.replaceWith(this.blank.cloneNode(true))
      shown = content
      updates = [...questions(session, this.root)].map(([ref, li]) => itemControls(session, li, before?.get(ref)))
      banner.replaceChildren()
      if (!session.page || content === session.page.content) return
      later()
        .then(({ guidance }) => {
          const changed = guidance(session, ask, () => this.review(session))
          banner.replaceChildren(...(changed ? [changed] : []))
        })
        .catch((error) => this.alarm(sentence(error)))
    }
    ask()
    const update = (): void => {
      ask()
      above.update()
      for (const one of updates) one()
      this.groups(session)
      this.pauses(session)
    }
    session.onChange(() => {
      if (this.session === session) update()
    })
    update()
    this.place.replaceChildren(banner, above.element)
    this.place.after(above.strip)
    setTimeout(() => void later().catch(() => {}), 1000) // so that printing, which does not wait, finds it
  }

  /** An item with parts says how many of them are done. */
  private groups(session: Session): void {
    for (const group of this.root.querySelectorAll<HTMLElement>("li.check-group")) {
      const parts = [...group.querySelectorAll<HTMLElement>("li.check:not(.check-group)")]
        .map((li) => session.item(li.dataset["ref"] ?? ""))
        .filter((one): one is ItemState => one !== undefined)
      const text = say.runPartsDone({ done: parts.filter((one) => one.resolved).length, all: parts.length })
      let line = group.querySelector<HTMLElement>(":scope > .check-status")
      if (!line) group.querySelector(".check-head")!.after((line = element("p", "check-status")))
      line.textContent = text
    }
  }

  /** A pause point says what holds it shut. */
  private pauses(session: Session): void {
    for (const pause of this.root.querySelectorAll<HTMLElement>(".check-gate")) {
      const open = session.seen.gates.get(pause.dataset["gate"] ?? "")
      pause.classList.toggle("check-gate-open", open?.length === 0)
      let line = pause.querySelector<HTMLElement>(".check-gate-state")
      if (!line) pause.append((line = element("p", "check-gate-state")))
      line.textContent = !open ? "" : open.length === 0 ? say.runGateOpen : say.runGateShut({ items: open.join(", ") })
    }
  }

  private review(session: Session): void {
    later()
      .then(async ({ review }) => {
        const { ledger, before } = review(session.ledger, session.page ?? session.seen.ledger.run.checklist, who())
        await session.store.write(keptOf(ledger, {}, view(ledger)), ledger.run.events).catch(() => {})
        await this.open(ledger.run.id, before, session.store)
      })
      .catch((error) => this.alarm(sentence(error)))
  }

  private fromCode(code: string): void {
    later()
      .then(({ readCode }) => this.status(readCode(code, this.page)))
      .catch((error) => {
        void this.panel()
        this.alarm(sentence(error))
      })
  }

  /** What somebody else’s code says, to read and not to change. */
  private status(status: Status): void {
    this.clear()
    const ledger = begin(this.site, this.page, who())
    ledger.append(RUN, { name: status.name || say.runFromCode, from: "a code" }, who())
    for (const item of this.page.items) {
      const state = status.states.get(item.ref)
      if (state && state !== "open") ledger.append(item.ref, { state, from: "a code" }, who(), item.hash)
    }
    const seen = view(ledger)
    for (const one of seen.items) {
      const li = document.getElementById(one.item.ref)
      li?.querySelector(".check-head")?.after(
        element("p", "check-status", itemStateOf({ ...one, evidenceMissing: false, needsSecond: false })),
      )
    }
    const keep = button(
      say.runFromCodeKeep,
      () =>
        void this.store
          .write(keptOf(ledger, {}, seen), ledger.run.events)
          .catch(() => {})
          .then(() => this.open(ledger.run.id)),
    )
    const box = element(
      "section",
      "run-bar screen-only",
      element("h2", "run-name", status.name || say.runFromCodeTitle),
      element("p", "", say.runFromCodeText({ progress: progressOf(seen) })),
      element(
        "div",
        "buttons",
        keep,
        button(say.runClose, () => void this.panel()),
      ),
    )
    box.setAttribute("aria-label", say.runFromCodeLabel)
    this.place.append(box)
  }
}

/** Names the run in the address, so that it is there again when the page is loaded again. */
function keepAddress(query: string): void {
  try {
    history.replaceState(null, "", location.pathname + (query === "?" ? "" : query))
  } catch {
    // A page opened from a folder keeps its address; its runs are in the panel.
  }
}
