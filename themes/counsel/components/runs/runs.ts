// All runs of this browser: by checklist, by run, by subject; out and in; the bin; what is held here.
import { element } from "../../scripts/element"
import { eraseAll, openStore, rawRecords, type Kept, type Store } from "../../scripts/run/store"
import { button, choice, chooseFile, confirmed, download, field, input } from "../../scripts/desk/form"
import { later, sentence } from "../../scripts/desk/later"
import { count, when } from "../../scripts/desk/words"

interface Known {
  title: string
  content: string
  url: string
}

const BIN_DAYS = 30

function counted(text: string): HTMLElement {
  const cell = element("td", "runs-count", text)
  cell.dataset["title"] = "Runs here"
  return cell
}

const stateOf = ({ state, critical }: Kept): string => (state === "blocked" ? `Blocked by ${count(critical, "critical item")}` : state.charAt(0).toUpperCase() + state.slice(1))

export function runs(root: HTMLElement): void {
  const checklists = new Map<string, Known>()
  for (const row of root.querySelectorAll<HTMLElement>("tr[data-id]")) {
    const link = row.querySelector("a")!
    checklists.set(row.dataset["id"]!, { title: link.textContent ?? "", content: row.dataset["content"] ?? "", url: link.href })
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
    for (const kept of await this.store.list()) if (kept.binned !== "" && Date.parse(kept.binned) < old) await this.store.remove(kept.id)
    this.store.watch(() => void this.show())
    await this.show()
  }

  private async show(): Promise<void> {
    const all = await this.store.list()
    const here = all.filter((one) => one.binned === "")
    const binned = all.filter((one) => one.binned !== "")
    const parts: HTMLElement[] = [this.actions(here)]
    if (here.length === 0) parts.push(element("p", "", "No run is kept in this browser. Open a checklist below and choose “Start a run”, or open the file of one."))
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
      "div", "buttons screen-only",
      button("Save all to one file", () => tell(later().then(({ saveAll }) => saveAll(this.store)).then((n) => {
        this.said.textContent = `${count(n, "run")} saved.`
        return this.show()
      }))),
      button("Open a file…", () => tell(later().then(({ chooseRun }) => chooseRun(this.store, (text) => (this.said.textContent = text), () => void this.show())))),
      button("Open a folder of runs…", () => chooseFile("", (files) => tell(this.folder(files)), true)),
      element("span", "run-unsaved" + (unsaved > 0 ? " run-urgent" : ""), unsaved > 0 ? `${count(unsaved, "run has", "runs have")} changes that no file holds` : ""),
    )
  }

  private views(): HTMLElement {
    const by = choice([["run", "By run"], ["checklist", "By checklist"], ["subject", "By subject"]], this.by)
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
    return element("div", "runs-views screen-only", field("Order", by), field("Only those with", wanted))
  }

  /** Runs as a table that can be sorted by each column. mine says that they lie here and can be opened. */
  private table(list: Kept[], mine: boolean): HTMLElement {
    const titles = ["Run", "Checklist", "State", "Critical open", "Next due", "Owner", "Last change", mine ? "Saved to a file" : "Changes"]
    const cells = (one: Kept): string[] => [
      one.name || "without a name", this.checklists.get(one.checklist)?.title ?? one.title, stateOf(one) + this.changed(one), String(one.critical), one.due, one.owner, one.changed,
      mine ? (one.events > one.saved ? `${one.events - one.saved} not saved` : "yes") : String(one.events),
    ]
    const shown = list.map((one) => ({ one, cells: cells(one) })).filter(({ cells }) => cells.join(" ").toLowerCase().includes(this.wanted))
    const [column, down] = this.sort
    shown.sort((a, b) => {
      const [x, y] = [a.cells[column]!, b.cells[column]!]
      const order = column === 3 ? Number(x) - Number(y) : x < y ? -1 : x > y ? 1 : 0
      return down ? -order : order
    })
    const head = element("tr", "", ...titles.map((title, i) => {
      const cell = element("th", "", button(title, () => {
        this.sort = [i, i === column ? !down : false]
        void this.show().then(() => this.box.querySelectorAll<HTMLElement>("thead button")[i]?.focus())
      }))
      cell.scope = "col"
      if (i === column) cell.setAttribute("aria-sort", down ? "descending" : "ascending")
      return cell
    }))
    const body = element("tbody", "", ...shown.map(({ one, cells }) => this.row(one, cells, titles, mine)))
    return element("table", "runs-table", element("caption", "", `${count(shown.length, "run")}${this.wanted ? ` with “${this.wanted}”` : ""}`), element("thead", "", head), body)
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
    return element("tr", "", name, ...cells.slice(1).map((text, i) => {
      const cell = element("td", "", titles[i + 1] === "Last change" ? when(text) : text)
      cell.dataset["title"] = titles[i + 1]!
      return cell
    }))
  }

  private changed(one: Kept): string {
    const known = this.checklists.get(one.checklist)
    return known && known.content !== one.content ? "; the guidance changed" : ""
  }

  /** How many runs each checklist has, beside its name. */
  private counts(here: Kept[]): void {
    const table = this.root.querySelector(".runs-checklists")!
    const head = table.querySelector("thead tr")!
    if (!head.querySelector(".runs-count")) {
      const title = element("th", "runs-count", "Runs here")
      title.scope = "col"
      head.append(title)
    }
    for (const row of table.querySelectorAll<HTMLElement>("tbody tr")) {
      const own = here.filter((one) => one.checklist === row.dataset["id"])
      const states = new Map<string, number>()
      for (const one of own) states.set(one.state, (states.get(one.state) ?? 0) + 1)
      row.querySelector(".runs-count")?.remove()
      row.append(counted( [...states].map(([state, n]) => `${n} ${state}`).join(", ")))
    }
  }

  private bin(binned: Kept[]): HTMLElement {
    const list = element("ul", "run-list", ...binned.map((one) => {
      const back = button("Take out of the bin", () => void this.store.write({ ...one, binned: "" }, []).then(() => this.show()), one.name)
      return element("li", "", `${one.name || "without a name"}, ${one.title}, since ${when(one.binned)} `, back)
    }))
    const empty = button("Empty the bin…", () =>
      void confirmed("Empty the bin?", `${count(binned.length, "run")} will be gone from this browser for good.`, "Empty the bin").then(async (yes) => {
        if (!yes) return
        for (const one of binned) await this.store.remove(one.id)
        await this.show()
      }))
    return element("details", "screen-only", element("summary", "", `Bin: ${count(binned.length, "run")}, kept for ${BIN_DAYS} days`), list, element("div", "buttons", empty))
  }

  /** What lies in this browser because of this site, and how to be rid of it. */
  private holdings(all: Kept[]): HTMLElement {
    const events = all.reduce((sum, one) => sum + one.events, 0)
    const saved = all.map((one) => one.savedAt).filter(Boolean).sort().pop()
    const name = "kb-" + (this.root.dataset["site"] || "site")
    const rows = [
      ["Database " + name, `${count(all.length, "run")} with ${count(events, "change")}`, "Your answers. Until you erase them, or the browser does."],
      ["Local storage " + name, "a number", "How many runs there are, so that a loss is noticed."],
      ["Local storage pandect.name, pandect.device", "your name, a random number", "They stand beside your answers. Until you erase them."],
      ["Local storage pandect.theme, pandect.keys-off, pandect.recent", "settings", "How the site looks and what you searched for. Until you clear them."],
    ].map((cells) => element("tr", "", ...cells.map((text) => element("td", "", text))))
    const estimate = element("p", "")
    void (navigator.storage as Partial<StorageManager> | undefined)?.estimate?.().then(({ usage = 0 }) => (estimate.textContent = `All that is kept for this address takes about ${Math.ceil(usage / 1024)} KB.`))
    const erase = button("Erase everything…", () =>
      void confirmed("Erase everything?", "All runs of this browser will be gone, those in the bin as well. Save them to a file first.", "Erase").then(async (yes) => {
        if (!yes) return
        await eraseAll(this.root.dataset["site"] || "site")
        for (const key of ["pandect.name", "pandect.device"]) localStorage.removeItem(key)
        location.reload()
      }))
    const raw = button("Save the raw records", () => void rawRecords(this.root.dataset["site"] || "site").then((data) => download("raw-runs.json", JSON.stringify(data, null, 1), "application/json")))
    return element(
      "details", "screen-only", element("summary", "", "What this browser holds"),
      element("table", "", element("tbody", "", ...rows)), estimate,
      element("p", "", `${saved ? `Last saved to a file ${when(saved)}. ` : ""}${this.store.lasting ? "" : "This browser does not keep what is written now. "}A browser may forget after a while, and clearing it erases runs: the files that you save are the record.`),
      element("div", "buttons", raw, erase),
    )
  }

  private async folder(files: File[]): Promise<void> {
    const { readFolder } = await later()
    const { rows, refused } = await readFolder(files)
    this.root.querySelector(".runs-folder")?.remove()
    const wanted = this.wanted
    this.wanted = ""
    const box = element("section", "runs-folder", element("h2", "", `In the folder: ${count(rows.length, "run")}`), this.table(rows, false))
    this.wanted = wanted
    if (refused.length > 0) box.append(element("p", "", "Not read:"), element("ul", "", ...refused.map((text) => element("li", "", text))))
    this.box.after(box)
    this.said.textContent = `${count(rows.length, "run")} read from the folder.`
  }
}
