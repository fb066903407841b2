package checklist

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"pandect/internal/diag"
	"pandect/internal/site"
)

// RegisterFile is the name of the register below the site's root.
const RegisterFile = "checklists.tsv"

// registerHeader is the first line of a register.
const registerHeader = "reference\tchecklist\tfirst seen\tretired on\twording"

// Register is every reference that was ever given to an item, so that none is given to another question. It is a file of
// tab-separated values beside the content, under the same version control.
type Register []Issued

// Issued is a reference that was given out.
type Issued struct {
	Ref       string
	Checklist string // id
	Since     string // day when it was first seen, YYYY-MM-DD
	Retired   string // day when it was first missing; "" while it is in use
	Wording   string // the latest
	Line      int    // in the register, from 1
}

// Page is a checklist with the page that holds it.
type Page struct {
	File string // with content/
	List *site.Checklist
	Meta *site.Meta
}

// ParseRegister parses a register. Invalid lines are reported and left out.
func ParseRegister(file string, text []byte) (Register, []diag.Diagnostic) {
	var r Register
	var found []diag.Diagnostic
	lines := strings.Split(strings.TrimPrefix(strings.ReplaceAll(string(text), "\r\n", "\n"), "\ufeff"), "\n")
	for i, line := range lines {
		if strings.TrimSpace(line) == "" || i == 0 && strings.HasPrefix(line, "reference\t") {
			continue
		}
		cells := strings.SplitN(line, "\t", 5)
		if len(cells) < 5 || clean(cells[0]) == "" {
			found = append(found, diag.Diagnostic{
				Severity: diag.Error, Code: "register", Place: diag.Place{File: file, Line: i + 1}, Quote: line,
				Message: "This line of the register of references cannot be read: five columns are wanted, with tabs between them.",
				Hint:    "Take the line from an earlier version of the file, or delete it and run pandect stamp --write. Never sort columns or edit references by hand.",
			})
			continue
		}
		r = append(r, Issued{Ref: clean(cells[0]), Checklist: clean(cells[1]), Since: clean(cells[2]), Retired: clean(cells[3]), Wording: clean(cells[4]), Line: i + 1})
	}
	return r, found
}

func clean(cell string) string { return strings.TrimSpace(cell) }

// Format returns the file of a register. It is sorted, so that two people who add to it seldom cause a merge conflict.
func (r Register) Format() []byte {
	r = slices.Clone(r)
	slices.SortFunc(r, func(a, b Issued) int { return strings.Compare(a.Ref, b.Ref) })
	var b bytes.Buffer
	b.WriteString(registerHeader + "\n")
	for _, i := range r {
		fmt.Fprintf(&b, "%s\t%s\t%s\t%s\t%s\n", i.Ref, i.Checklist, i.Since, i.Retired, strings.Join(strings.Fields(i.Wording), " "))
	}
	return b.Bytes()
}

// find returns the entry of a reference, or nil.
func (r Register) find(ref string) *Issued {
	for i := range r {
		if r[i].Ref == ref {
			return &r[i]
		}
	}
	return nil
}

// Update returns the register as it is today, "YYYY-MM-DD", with what is asked now: new references, last wordings, and
// the references that are no longer asked.
func (r Register) Update(pages []Page, today string) Register {
	next := slices.Clone(r)
	asked := map[string]bool{}
	for _, p := range pages {
		for _, item := range p.List.Items() {
			if !item.Named() {
				continue
			}
			asked[item.Ref] = true
			entry := next.find(item.Ref)
			if entry == nil {
				next = append(next, Issued{Ref: item.Ref, Since: today})
				entry = &next[len(next)-1]
			}
			entry.Checklist, entry.Wording, entry.Retired = p.List.ID, strings.Join(strings.Fields(item.Text), " "), ""
		}
	}
	for i := range next {
		if !asked[next[i].Ref] && next[i].Retired == "" {
			next[i].Retired = today
		}
	}
	return next
}

const (
	unlike = 0.4 // similarity below which two wordings are different questions
	alike  = 0.8 // similarity from which they are probably the same question
)

// Check reports what would make an answer count for another question: a reference of two items, an id of two checklists, a
// retired reference of another question, and renumbered items. Earlier pages have precedence.
func (r Register) Check(pages []Page) []diag.Diagnostic {
	found := sameIDs(pages)
	asked := map[string]*site.CheckItem{}
	for _, p := range pages {
		for _, item := range p.List.Items() {
			if !item.Named() {
				continue
			}
			if first, taken := asked[item.Ref]; taken {
				found = append(found, diag.Diagnostic{
					Severity: diag.Error, Code: "duplicate-reference", Place: at(item),
					Message: fmt.Sprintf("Two items are called %s: this one and the one in line %d of %s. Answers to one would count for the other.", item.Ref, first.Line, first.File),
					Hint:    "Give the newer of the two a reference that was never used, and each checklist a prefix of its own.",
					Related: []diag.Related{{Place: at(first), Message: "the other one"}},
				})
				continue
			}
			asked[item.Ref] = item
		}
	}
	for _, p := range pages {
		for _, item := range p.List.Items() {
			was := r.find(item.Ref)
			if was == nil || asked[item.Ref] != item || Similarity(item.Text, was.Wording) >= unlike {
				continue
			}
			if was.Retired != "" {
				found = append(found, diag.Diagnostic{
					Severity: diag.Error, Code: "retired-reference", Place: at(item),
					Message: fmt.Sprintf("%s was the reference of another question until %s: %q. Old answers to that would count for this.", item.Ref, was.Retired, was.Wording),
					Hint:    "Give this item a reference that was never used; pandect stamp finds one.",
				})
				continue
			}
			for _, other := range p.List.Items() {
				if other != item && Similarity(other.Text, was.Wording) >= alike {
					found = append(found, diag.Diagnostic{
						Severity: diag.Error, Code: "renumbered", Place: at(item),
						Message: fmt.Sprintf("The items of this checklist seem to have been renumbered: the question that was %s is now %s, so old answers would count for other questions.", item.Ref, other.Ref),
						Hint:    "Give each question its former reference back; numbers are names, not positions. Leave gaps, and let pandect stamp number what is new.",
						Related: []diag.Related{{Place: at(other), Message: "the question that was " + item.Ref}},
					})
					break
				}
			}
		}
	}
	return found
}

func at(item *site.CheckItem) diag.Place { return diag.Place{File: item.File, Line: item.Line} }

func sameIDs(pages []Page) (found []diag.Diagnostic) {
	first := map[string]Page{}
	for _, p := range pages {
		other, taken := first[p.List.ID]
		if !taken {
			first[p.List.ID] = p
			continue
		}
		found = append(found, diag.Diagnostic{
			Severity: diag.Error, Code: "duplicate-checklist", Place: diag.Place{File: p.File},
			Message: fmt.Sprintf("Two checklists have the id %q: this one and %s. Runs of one would be taken for runs of the other.", p.List.ID, other.File),
			Hint:    "Give the newer of the two an id of its own.",
			Related: []diag.Related{{Place: diag.Place{File: other.File}, Message: "the other one"}},
		})
	}
	return found
}

// Behind reports, in one finding, references in use that the register lacks. A nil Register reports nothing.
func (r Register) Behind(pages []Page) []diag.Diagnostic {
	if r == nil {
		return nil
	}
	var missing []string
	for _, p := range pages {
		for _, item := range p.List.Items() {
			if was := r.find(item.Ref); item.Named() && (was == nil || was.Retired != "") {
				missing = append(missing, item.Ref)
			}
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return []diag.Diagnostic{{
		Severity: diag.Warning, Code: "register-behind", Place: diag.Place{File: RegisterFile},
		Message: fmt.Sprintf("The register of references does not know %s.", some(missing)),
		Hint:    "Run pandect stamp to see what is to be written, and pandect stamp --write to write it.",
	}}
}

// some names the first few of a list.
func some(list []string) string {
	const most = 5
	if len(list) > most {
		return strings.Join(list[:most], ", ") + fmt.Sprintf(" and %d more", len(list)-most)
	}
	return strings.Join(list, ", ")
}

// Differences returns the changes of a register, a line for each reference that is new, retired, in use again or reworded.
func (r Register) Differences(before Register) []string {
	var list []string
	for _, now := range r {
		switch was := before.find(now.Ref); {
		case was == nil:
			list = append(list, "+ "+now.Ref+" "+now.Wording)
		case was.Retired == "" && now.Retired != "":
			list = append(list, "- "+now.Ref+" is retired: "+now.Wording)
		case was.Retired != "" && now.Retired == "":
			list = append(list, "+ "+now.Ref+" is asked again: "+now.Wording)
		case was.Wording != now.Wording:
			list = append(list, "~ "+now.Ref+" "+now.Wording)
		}
	}
	return list
}
