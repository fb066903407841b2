// Reads the checklist that a page is.
import type { Checklist, Item, Severity } from "../run/types"

/** The questions of a page. */
export function definitionOf(root: HTMLElement): Checklist {
  const { dataset } = root
  const items = [...root.querySelectorAll<HTMLElement>("li.check:not(.check-group)")].map(itemOf)
  const critical = items.some((item) => item.severity === "critical")
  return {
    id: dataset["checklist"] ?? "",
    title: dataset["title"] ?? "",
    prefix: dataset["prefix"] ?? "",
    version: dataset["version"] ?? "",
    reviewed: dataset["reviewed"] ?? "",
    content: dataset["content"] ?? "",
    mode: (dataset["mode"] ?? "") as Checklist["mode"],
    gate: (dataset["gate"] || (critical ? "critical" : "all")) as Checklist["gate"],
    gateMode: dataset["gateMode"] === "enforce" ? "enforce" : "warn",
    gates: [...root.querySelectorAll<HTMLElement>(".check-gate")].map((bar) => bar.dataset["gate"] ?? ""),
    about: dataset["about"] ?? "",
    ask: lines(dataset["ask"]),
    signOff: lines(dataset["signOff"]),
    retain: dataset["retain"] ?? "",
    items,
  }
}

const lines = (text = ""): string[] => text.split("\n").filter(Boolean)

function itemOf(li: HTMLElement): Item {
  const { dataset } = li
  return {
    ref: dataset["ref"] ?? "",
    section: li.closest<HTMLElement>(".check-section")?.dataset["title"] ?? "",
    severity: (dataset["severity"] ?? "required") as Severity,
    text: (li.querySelector(".check-text")?.textContent ?? "").replace(/\s+/g, " ").trim(),
    answer: dataset["answer"] === "yes/no" ? "yes/no" : "tick",
    evidence: dataset["evidence"] === "required" ? "required" : "",
    na: dataset["na"] ?? "",
    hash: dataset["hash"] ?? "",
    help: dataset["help"] ?? "",
    due: dataset["due"] ?? "",
    formerly: (dataset["formerly"] ?? "").split(" ").filter(Boolean),
  }
}
