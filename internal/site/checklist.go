package site

import "pandect/internal/memo"

// TypeChecklist is the type of a page whose task items are the questions of a checklist. It is also the name of the
// layout that shows such a page, when the theme has it.
const TypeChecklist = "checklist"

// ChecklistMeta is the front matter of a checklist. Only what the editor wrote is set.
type ChecklistMeta struct {
	ID       string   // permanent id, which does not depend on the path of the page
	Prefix   string   // of the references of its items, for example "VDD"
	Version  string   // as its editors call it, for example "3.2"
	Mode     string   // "do-confirm" or "read-do"
	About    string   // what one run is about, for example "Vendor"
	Ask      []string // further fields of a run, for example "Country"
	Gate     string   // which items keep a gate closed: "critical", "required" (and critical) or "all"
	GateMode string   // "warn", or "enforce": items after a closed gate are locked
	SignOff  []string // who signs, for example "Prepared by"
	Retain   string   // how long a record is kept, in plain words
}

// Severity is how important an item is.
type Severity string

const (
	Critical    Severity = "critical"
	Required    Severity = "required"
	Recommended Severity = "recommended"
)

// Checklist is what a page of the type checklist asks, in order.
type Checklist struct {
	ID       string // of the front matter, else made from the file's path
	Prefix   string
	Version  string
	Content  string // "sha256:" and 64 hex digits: the digest of everything that answers refer to
	Sections []CheckSection
}

// CheckSection is the items under one heading.
type CheckSection struct {
	Title string // "" before the first heading
	Gate  bool   // it ends with a gate
	Items []CheckItem
}

// CheckItem is one question.
type CheckItem struct {
	Ref      string // permanent reference; if the editor gave none, made from the text and beginning with "t-"
	Severity Severity
	Text     string // plain text
	Answer   string // "tick" or "yes/no"
	Evidence string // "required", or ""
	NA       string // "", "allowed", "not allowed", or the reasons that are allowed, separated by semicolons
	Hash     string // digest of the wording: 16 hex digits
	Help     string // digest of the labels: 16 hex digits
	Formerly []string
	Group    string       // the reference of the item that this one is a part of
	Labels   []CheckLabel // labelled lines below the item, in order

	File string // file with the item, with content/; not the page's own if it was included
	Line int    // from 1
}

// CheckLabel is a line below an item that begins with a known word, such as "Why:".
type CheckLabel struct {
	Name string // in English and lower case: "why", "n/a"
	Text string // plain text
}

// Named reports whether the editor gave the item its reference.
func (i *CheckItem) Named() bool { return len(i.Ref) < 2 || i.Ref[:2] != "t-" }

// Label returns the text of a label, or "".
func (i *CheckItem) Label(name string) string {
	for _, l := range i.Labels {
		if l.Name == name {
			return l.Text
		}
	}
	return ""
}

// Items returns the items of all sections. A nil Checklist has none.
func (c *Checklist) Items() []*CheckItem {
	if c == nil {
		return nil
	}
	var all []*CheckItem
	for i := range c.Sections {
		for k := range c.Sections[i].Items {
			all = append(all, &c.Sections[i].Items[k])
		}
	}
	return all
}

// hash adds everything but the source positions of items, which only diagnostics use.
func (c *Checklist) hash(h *memo.Hash) {
	h.Bool(c != nil)
	if c == nil {
		return
	}
	for _, s := range []string{c.ID, c.Prefix, c.Version, c.Content} {
		h.String(s)
	}
	h.Int(len(c.Sections))
	for _, section := range c.Sections {
		h.String(section.Title)
		h.Bool(section.Gate)
		h.Int(len(section.Items))
		for i := range section.Items {
			section.Items[i].hash(h)
		}
	}
}

func (i *CheckItem) hash(h *memo.Hash) {
	for _, s := range []string{i.Ref, string(i.Severity), i.Text, i.Answer, i.Evidence, i.NA, i.Hash, i.Help, i.Group} {
		h.String(s)
	}
	h.Strings(i.Formerly)
	h.Int(len(i.Labels))
	for _, l := range i.Labels {
		h.String(l.Name)
		h.String(l.Text)
	}
}
