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
import { Sheet } from "../../scripts/desk/sheet"
import { start } from "../../scripts/desk/start"
import { itemStateOf, progressOf } from "../../scripts/desk/words"

export function checklist(root: HTMLElement): void {
  const page = definitionOf(root)
  if (page.items.length === 0) return
  const sheet = new Sheet(root)
  const site = { id: root.dataset["site"] || "site", title: root.dataset["siteTitle"] ?? "" }
  void openStore(site.id).then((store) => new Desk(sheet, page, site, store).begin())
}

/** What a page shows: the panel, one run, or a status that somebody sent. */
class Desk {
  private session: Session | null = null

  constructor(
    private readonly sheet: Sheet,
    private readonly page: Checklist,
    private readonly site: { id: string; title: string },
    private readonly store: Store,
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
      this.sheet.root.before((paper = made))
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
    this.sheet.alarm(text)
  }

  private clear(): void {
    this.session = null
    this.sheet.clear()
  }

  private async panel(): Promise<void> {
    this.clear()
    const kept = (await this.store.list()).filter((one) => one.checklist === this.page.id && one.binned === "")
    this.sheet.place.append(
      start(this.page, this.site, this.store, kept, this.sheet.root.dataset["runs"] ?? "", {
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
    if (found.broken > 0) this.alarm(say.runBroken(found.broken))
    const foreign = found.run.checklist.id !== this.page.id
    if (foreign) this.alarm(say.runForeign({ title: found.run.checklist.title }))
    const session = new Session(store, { ...found, readOnly }, foreign ? null : this.page, this.sheet)
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
    this.sheet.root.classList.add("has-run")
    const banner = element("div", "")
    const above = bar(session, this.sheet.root, {
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
      if (shown !== "") this.sheet.restore(".prose:not(.run-questions)")
      shown = content
      updates = [...questions(session, this.sheet.root)].map(([ref, li]) => itemControls(session, li, before?.get(ref)))
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
      this.sheet.update(session)
    }
    session.onChange(() => {
      if (this.session === session) update()
    })
    update()
    this.sheet.place.replaceChildren(banner, above.element)
    this.sheet.place.after(above.strip)
    setTimeout(() => void later().catch(() => {}), 1000) // so that printing, which does not wait, finds it
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
        element(
          "p",
          "check-status",
          itemStateOf({ ...one, evidenceMissing: false, reasonMissing: false, needsSecond: false }),
        ),
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
    this.sheet.place.append(box)
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
