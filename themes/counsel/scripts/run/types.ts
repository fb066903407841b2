// What a run of a checklist is made of. A run is a list of events that only grows, together with the questions that
// it was answered against; everything else that is shown is computed from these two.

export type Severity = "critical" | "required" | "recommended"

/** How an item is answered: by a tick, or by yes or no. */
export type Answer = "tick" | "yes/no"

/** A question, as the page asks it or as a run asked it. */
export interface Item {
  /** The name of the question: a visible reference such as VDD-03, or one made from its text. */
  ref: string
  /** The heading under which it stands. */
  section: string
  severity: Severity
  /** The wording, as plain text. */
  text: string
  answer: Answer
  /** "required" when evidence has to be recorded before the item counts, otherwise "". */
  evidence: "" | "required"
  /** "" or "allowed", "not allowed", or the reasons that are allowed, separated by semicolons. */
  na: string
  /** Which wording this is: the first 16 hex digits of a SHA-256. */
  hash: string
  /** The same for what stands below the item (why, how, authority, owner): it may change without a new question. */
  help: string
  /** The references that this item takes the place of. */
  formerly: string[]
  /** When it is due: a day, YYYY-MM-DD, or one counted from a field of the run, such as "Signature date - 10 days"; "" for none. */
  due: string
}

/** A checklist, as the page holds it or as a run took it with it. */
export interface Checklist {
  id: string
  title: string
  prefix: string
  version: string
  /** The day of its last review, YYYY-MM-DD, or "". */
  reviewed: string
  /** Which questions these are: "sha256:" and 64 hex digits over everything that a run is answered against. */
  content: string
  mode: "" | "do-confirm" | "read-do"
  /** Which severities hold a gate shut, and whether later items are locked meanwhile. */
  gate: "critical" | "required" | "all"
  gateMode: "warn" | "enforce"
  /** The titles of the sections that end with a pause point. */
  gates: string[]
  /** What one run is about, for example "Vendor"; the fields that a run asks for; and who signs. */
  about: string
  ask: string[]
  signOff: string[]
  retain: string
  items: Item[]
}

export type State = "open" | "done" | "problem" | "na"

/** Who makes a change, in which browser, and when by its clock. */
export type Who = Pick<Event, "by" | "dev" | "at" | "tz">

/** A reference to a proof; a fingerprint stands for a file that stays where it is. */
export interface Evidence {
  text: string
  file?: { name: string; size: number; modified: string; sha256: string }
}

/** Somebody accepted an open problem. until is YYYY-MM-DD or "". */
export interface Exception {
  by: string
  why: string
  until: string
}

/** One change. It is never altered and never removed. */
export interface Event {
  id: string
  /** The reference of an item, or "@run" for the run itself. */
  item: string
  /** One member or more; the name of a field and its new value. */
  set: Record<string, unknown>
  by: string
  /** The browser in which it was made. */
  dev: string
  /** RFC 3339 in UTC, and the offset of the clock it was read from, such as "+05:30". */
  at: string
  tz: string
  /** The wording that was answered, "" for the run itself. */
  h: string
  /** The events that this one takes the place of, for the same item and field. */
  prev: string[]
  /** "sha256:" and the digest of the canonical event without its sum. */
  sum: string
}

export interface Run {
  id: string
  site: { id: string; title: string }
  /** Every edition of the questions that it was answered against: with them it can be read for ever, without the site. */
  editions: Checklist[]
  /** The one of them that it is answered against now. It follows from the events. */
  checklist: Checklist
  events: Event[]
  /** What a newer program wrote and this one does not know: written back as it came. */
  rest: Record<string, unknown>
}
