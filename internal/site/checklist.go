package site

import "pandect/internal/memo"

// TypeChecklist is the type of a page whose task items are the questions of a checklist. It is also the name of the
// layout that shows such a page, when the theme has it.
const TypeChecklist = "checklist"

// ChecklistMeta is what the front matter of a checklist says about it. Only what the editor wrote is set.
type ChecklistMeta struct {
	ID       string   // what the checklist is called for good, whatever happens to its page
	Prefix   string   // of the references of its items, for example "VDD"
	Version  string   // as its editors call it, for example "3.2"
	Mode     string   // "do-confirm" or "read-do"
	About    string   // what one run is about, for example "Vendor"
	Ask      []string // what a run is asked for when it begins, for example "Country"
	Gate     string   // which items hold a gate shut: "critical", "required" (and critical) or "all"
	GateMode string   // "warn", or "enforce": items after an open gate are locked
	SignOff  []string // who signs, for example "Prepared by"
	Retain   string   // how long a record is kept, in plain words
}

// Severity is how much hangs on an item.
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
	Content  string // which questions these are: "sha256:" and 64 hex digits over all that a run is answered against
	Sections []CheckSection
}

// CheckSection is the items under one heading.
type CheckSection struct {
	Title string // "" before the first heading
	Gate  bool   // it ends with a pause point
	Items []CheckItem
}

// CheckItem is one question.
type CheckItem struct {
	Ref      string // its name for good; made from its text when the editor gave it none, and then it begins with "t-"
	Severity Severity
	Text     string // plain text
	Answer   string // "tick" or "yes/no"
	Evidence string // "required", or ""
	NA       string // "", "allowed", "not allowed", or the reasons that are allowed, separated by semicolons
	Hash     string // which wording this is: 16 hex digits
	Help     string // the same over what stands below the item
	Formerly []string
	Group    string       // the reference of the item that this one is a part of
	Labels   []CheckLabel // what stands below the item, in the order of the page

	File string // that holds it, with content/; differs from the page's own when it was included
	Line int    // from 1
}

// CheckLabel is a line below an item that begins with one of the known words.
type CheckLabel struct {
	Name string // as in English and in small letters: "why", "n/a"
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

// hash adds everything but where the items stand in their file, which only matters to diagnostics.
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
