// All runs of this browser: by checklist, by run, by subject; out and in; the bin; what is held here.
import * as say from "../../scripts/messages"
import { element } from "../../scripts/element"
import { eraseAll, openStore, rawRecords, type Kept, type Store } from "../../scripts/run/store"
import { sentence } from "../../scripts/desk/failure"
import { button, choice, chooseFile, confirmed, download, field, input } from "../../scripts/desk/form"
import { later } from "../../scripts/desk/later"
import { fileSafe } from "../../scripts/run/name"
import { shortState, stateName, when } from "../../scripts/desk/words"

interface Known {
  title: string
  content: string
  url: string
}

const BIN_DAYS = 30
const CRITICAL = 3 // a column, as are those below
const DUE = 4
const LAST_CHANGE = 6
const CHANGES = 7 // of runs in a folder

function counted(text: string): HTMLElement {
  const cell = element("td", "runs-count", text)
  cell.dataset["title"] = say.runsHere
  return cell
}

/** The text of a cell by which its column is sorted, as it is shown. */
function shownAs(text: string, column: number): string {
  if (column === DUE) return say.day(text)
  if (column === LAST_CHANGE) return when(text)
  return column === CRITICAL || (column === CHANGES && /^\d+$/.test(text)) ? say.digits(Number(text)) : text
}

const stateOf = ({ state, critical }: Kept): string =>
  state === "blocked" ? say.runStateBlockedBy(critical) : stateName(state)

export function runs(root: HTMLElement): void {
  const checklists = new Map<string, Known>()
  for (const row of root.querySelectorAll<HTMLElement>("tr[data-id]")) {
    const link = row.querySelector("a")!
    checklists.set(row.dataset["id"]!, {
      title: link.textContent ?? "",
      content: row.dataset["content"] ?? "",
      url: link.href,
    })
  }
  void openStore(root.dataset["site"] || "site").then((store) => new Dashboard(root, store, checklists).begin())
}

class Dashboard {
  private readonly box = element("div", "")
  private readonly said = element("p", "")
  private sort: [column: number, down: boolean] = [6, true]
  private by = "run"
  private wanted = ""

  constructor(
    private readonly root: HTMLElement,
    private readonly store: Store,
    private readonly checklists: Map<string, Known>,
  ) {}

  async begin(): Promise<void> {
    this.said.setAttribute("role", "status")
    this.root.querySelector("p")!.remove()
    this.root.prepend(this.said, this.box)
    if (this.store.problem) this.said.textContent = this.store.problem
    const old = Date.now() - BIN_DAYS * 86_400_000
    for (const kept of await this.store.list())
      if (kept.binned !== "" && Date.parse(kept.binned) < old) await this.store.remove(kept.id)
    this.store.watch(() => void this.show())
    await this.show()
  }

  private async show(): Promise<void> {
    const all = await this.store.list()
    const here = all.filter((one) => one.binned === "")
    const binned = all.filter((one) => one.binned !== "")
    const parts: HTMLElement[] = [this.actions(here)]
    if (here.length === 0) parts.push(element("p", "", say.runsNone))
    else parts.push(this.views(), this.table(here, true))
    if (binned.length > 0) parts.push(this.bin(binned))
    parts.push(this.holdings(all))
    this.box.replaceChildren(...parts)
    this.counts(here)
  }

  private actions(here: Kept[]): HTMLElement {
    const tell = (work: Promise<unknown>): void => void work.catch((error) => (this.said.textContent = sentence(error)))
    const unsaved = here.filter((one) => one.events > one.saved).length
    return element(
      "div",
      "buttons screen-only",
      button(say.runsSaveAll, () =>
        tell(
          later()
            .then(({ saveAll }) => saveAll(this.store))
            .then((n) => {
              this.said.textContent = say.runsSaved(n)
              return this.show()
            }),
        ),
      ),
      button(say.startOpenFile, () =>
        tell(
          later().then(({ chooseRun }) =>
            chooseRun(
              this.store,
              (text) => (this.said.textContent = text),
              () => void this.show(),
            ),
          ),
        ),
      ),
      button(say.runsOpenFolder, () => chooseFile("", (files) => tell(this.folder(files)), true)),
      element("span", "run-unsaved" + (unsaved > 0 ? " run-urgent" : ""), unsaved > 0 ? say.runsUnsaved(unsaved) : ""),
    )
  }

  private views(): HTMLElement {
    const by = choice(
      [
        ["run", say.runsByRun],
        ["checklist", say.runsByChecklist],
        ["subject", say.runsBySubject],
      ],
      this.by,
    )
    by.addEventListener("change", () => {
      this.by = by.value
      this.sort = [{ run: 6, checklist: 1, subject: 0 }[by.value] ?? 6, by.value === "run"]
      void this.show()
    })
    const wanted = input(this.wanted)
    wanted.addEventListener("change", () => {
      this.wanted = wanted.value.trim().toLowerCase()
      void this.show()
    })
    return element("div", "runs-views screen-only", field(say.runsOrder, by), field(say.runsOnlyWith, wanted))
  }

  /** Runs as a table that can be sorted by each column. mine says that they lie here and can be opened. */
  private table(list: Kept[], mine: boolean): HTMLElement {
    const titles = [
      say.runsRun,
      say.runsChecklist,
      say.runsState,
      say.runsCritical,
      say.runsDue,
      say.runsOwner,
      say.runsLastChange,
      mine ? say.runsSavedToFile : say.runsChanges,
    ]
    const cells = (one: Kept): string[] => [
      one.name || say.runsUnnamed,
      this.checklists.get(one.checklist)?.title ?? one.title,
      stateOf(one) + this.changed(one),
      String(one.critical),
      one.due,
      one.owner,
      one.changed,
      mine ? (one.events > one.saved ? say.runsNotSaved(one.events - one.saved) : say.runsYes) : String(one.events),
    ]
    const shown = list
      .map((one) => ({ one, cells: cells(one) }))
      .filter(({ cells }) => [...cells, ...cells.map(shownAs)].join(" ").toLowerCase().includes(this.wanted))
    const [column, down] = this.sort
    shown.sort((a, b) => {
      const [x, y] = [a.cells[column]!, b.cells[column]!]
      const order =
        column === CRITICAL || (column === CHANGES && !mine) ? Number(x) - Number(y) : x < y ? -1 : x > y ? 1 : 0
      return down ? -order : order
    })
    const head = element(
      "tr",
      "",
      ...titles.map((title, i) => {
        const cell = element(
          "th",
          "",
          button(title, () => {
            this.sort = [i, i === column ? !down : false]
            void this.show().then(() => this.box.querySelectorAll<HTMLElement>("thead button")[i]?.focus())
          }),
        )
        cell.scope = "col"
        if (i === column) cell.setAttribute("aria-sort", down ? "descending" : "ascending")
        return cell
      }),
    )
    const body = element("tbody", "", ...shown.map(({ one, cells }) => this.row(one, cells, titles, mine)))
    return element(
      "table",
      "runs-table",
      element(
        "caption",
        "",
        this.wanted ? say.runsCountWith(shown.length, { wanted: this.wanted }) : say.runsCount(shown.length),
      ),
      element("thead", "", head),
      body,
    )
  }

  private row(one: Kept, cells: string[], titles: string[], mine: boolean): HTMLElement {
    const known = this.checklists.get(one.checklist)
    const name = element("th", "")
    name.scope = "row"
    const at = known ?? [...this.checklists.values()][0] // of a checklist that is gone: any page of one can show it
    if (mine && at) {
      const link = element("a", "", cells[0]!)
      link.href = `${at.url}?run=${encodeURIComponent(one.id)}`
      name.append(link)
    } else name.append(cells[0]!)
    return element(
      "tr",
      "",
      name,
      ...cells.slice(1).map((text, i) => {
        const cell = element("td", "", shownAs(text, i + 1))
        cell.dataset["title"] = titles[i + 1]!
        return cell
      }),
    )
  }

  private changed(one: Kept): string {
    const known = this.checklists.get(one.checklist)
    return known && known.content !== one.content ? say.runsGuidanceChanged : ""
  }

  /** How many runs each checklist has, beside its name. */
  private counts(here: Kept[]): void {
    const table = this.root.querySelector(".runs-checklists")!
    const head = table.querySelector("thead tr")!
    if (!head.querySelector(".runs-count")) {
      const title = element("th", "runs-count", say.runsHere)
      title.scope = "col"
      head.append(title)
    }
    for (const row of table.querySelectorAll<HTMLElement>("tbody tr")) {
      const own = here.filter((one) => one.checklist === row.dataset["id"])
      const states = new Map<string, number>()
      for (const one of own) states.set(one.state, (states.get(one.state) ?? 0) + 1)
      row.querySelector(".runs-count")?.remove()
      row.append(counted([...states].map(([state, n]) => `${say.digits(n)} ${shortState(state)}`).join(", ")))
    }
  }

  private bin(binned: Kept[]): HTMLElement {
    const list = element(
      "ul",
      "run-list",
      ...binned.map((one) => {
        const back = button(
          say.runsTakeOut,
          () => void this.store.write({ ...one, binned: "" }, []).then(() => this.show()),
          one.name,
        )
        return element(
          "li",
          "",
          say.runsBinned({ name: one.name || say.runsUnnamed, checklist: one.title, date: when(one.binned) }) + " ",
          back,
        )
      }),
    )
    const empty = button(
      say.runsEmptyBin,
      () =>
        void confirmed(say.runsEmptyBinTitle, say.runsEmptyBinText(binned.length), say.runsEmptyBinDo).then(
          async (yes) => {
            if (!yes) return
            for (const one of binned) await this.store.remove(one.id)
            await this.show()
          },
        ),
    )
    return element(
      "details",
      "screen-only",
      element("summary", "", say.runsBin(binned.length, { days: BIN_DAYS })),
      list,
      element("div", "buttons", empty),
    )
  }

  /** What lies in this browser because of this site, and how to be rid of it. */
  private holdings(all: Kept[]): HTMLElement {
    const events = all.reduce((sum, one) => sum + one.events, 0)
    const saved = all
      .map((one) => one.savedAt)
      .filter(Boolean)
      .sort()
      .pop()
    const name = "kb-" + (this.root.dataset["site"] || "site")
    const rows = [
      [
        say.runsDatabase({ name }),
        say.runsRunsWith({ runs: say.runsCount(all.length), changes: say.runChanges(events) }),
        say.runsHeldAnswers,
      ],
      [say.runsStorage({ name }), say.runsHeldCount, say.runsHeldCountWhy],
      [say.runsStorage({ name: "pandect.name, pandect.device" }), say.runsHeldName, say.runsHeldNameWhy],
      [
        say.runsStorage({ name: "pandect.theme, pandect.keys-off, pandect.recent" }),
        say.runsHeldSettings,
        say.runsHeldSettingsWhy,
      ],
    ].map((cells) => element("tr", "", ...cells.map((text) => element("td", "", text))))
    const estimate = element("p", "")
    void (navigator.storage as Partial<StorageManager> | undefined)
      ?.estimate?.()
      .then(({ usage = 0 }) => (estimate.textContent = say.runsTakes({ size: say.digits(Math.ceil(usage / 1024)) })))
    const erase = button(
      say.runsErase,
      () =>
        void confirmed(say.runsEraseTitle, say.runsEraseText, say.runsEraseDo).then(async (yes) => {
          if (!yes) return
          await eraseAll(this.root.dataset["site"] || "site")
          for (const key of ["pandect.name", "pandect.device"]) localStorage.removeItem(key)
          location.reload()
        }),
    )
    const raw = button(
      say.runsRaw,
      () =>
        void rawRecords(this.root.dataset["site"] || "site").then((data) =>
          download(fileSafe(say.runsRawName) + ".json", JSON.stringify(data, null, 1), "application/json"),
        ),
    )
    return element(
      "details",
      "screen-only",
      element("summary", "", say.runsHolds),
      element("table", "", element("tbody", "", ...rows)),
      estimate,
      element(
        "p",
        "",
        [
          saved ? say.runsLastSaved({ date: when(saved) }) : "",
          this.store.lasting ? "" : say.runsNotLasting,
          say.runsMayForget,
        ]
          .filter(Boolean)
          .join(" "),
      ),
      element("div", "buttons", raw, erase),
    )
  }

  private async folder(files: File[]): Promise<void> {
    const { readFolder } = await later()
    const { rows, refused } = await readFolder(files)
    this.root.querySelector(".runs-folder")?.remove()
    const wanted = this.wanted
    this.wanted = ""
    const box = element(
      "section",
      "runs-folder",
      element("h2", "", say.runsFolder(rows.length)),
      this.table(rows, false),
    )
    this.wanted = wanted
    if (refused.length > 0)
      box.append(
        element("p", "", say.runsNotRead),
        element("ul", "", ...refused.map((text) => element("li", "", text))),
      )
    this.box.after(box)
    this.said.textContent = say.runsFolderRead(rows.length)
  }
}
