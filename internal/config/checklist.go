package config

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"pandect/internal/checklist"
	"pandect/internal/diag"
	"pandect/internal/site"
)

// checklistKeys are the keys of front matter that only a checklist has.
var checklistKeys = []string{"id", "prefix", "version", "mode", "run", "gate", "gate_mode", "sign_off", "retain"}

// checklistOnly warns of keys that have no effect on this page.
func (r *reader) checklistOnly(root *node, m *site.Meta) {
	if root == nil || m.Type == site.TypeChecklist {
		return
	}
	for i := range root.fields {
		if f := &root.fields[i]; slices.Contains(checklistKeys, f.name) {
			r.report(warningAt, "key", f.at, f.end, fmt.Sprintf("The key %q is for checklists, and this page is none.", f.name),
				fmt.Sprintf("Write %s to make it one, or remove the key.", r.pair("type", site.TypeChecklist)))
		}
	}
}

// words returns choices for readChoice whose values are the words themselves.
func words(list ...string) map[string]string {
	choices := make(map[string]string, len(list))
	for _, word := range list {
		choices[word] = word
	}
	return choices
}

// checklistID matches a valid id of a checklist, which becomes part of file names and of run files.
var checklistID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,59}$`)

func readChecklistID(r *reader, f *field, m *pageMeta) {
	r.readName(f, checklistID.MatchString, "the id of a checklist",
		fmt.Sprintf("Write small letters, digits and hyphens, for example %s, and never change it again: runs are found by it.", r.pair("id", "vendor-due-diligence")), &m.Checklist.ID)
}

func readPrefix(r *reader, f *field, m *pageMeta) {
	if s := f.value.text; !checklist.IsPrefix(s) && checklist.IsPrefix(strings.ToUpper(s)) {
		m.Checklist.Prefix = strings.ToUpper(s)
		r.report(warningAt, "value", f.value.at, f.value.end, fmt.Sprintf("The prefix %q was read as %q.", s, m.Checklist.Prefix), "Write it in capital letters, as in the references.")
		return
	}
	r.readName(f, checklist.IsPrefix, "the prefix of references",
		fmt.Sprintf("Write capital letters, and digits after the first, for example %s for references such as VDD-03.", r.pair("prefix", "VDD")), &m.Checklist.Prefix)
}

// runKeys are the keys of the table run.
var runKeys = []key[site.ChecklistMeta]{
	{"about", func(r *reader, f *field, m *site.ChecklistMeta) { r.readText(f, &m.About) }},
	{"ask", func(r *reader, f *field, m *site.ChecklistMeta) { r.readList(f, &m.Ask) }},
}

func readRun(r *reader, f *field, m *pageMeta) {
	n, ok := r.asTable(f)
	if !ok {
		return
	}
	c := &m.Checklist
	readTable(r, n, table[site.ChecklistMeta]{name: f.name, keys: runKeys, unknown: warningAt, forgiving: true}, c)
	if i := slices.IndexFunc(c.Ask, func(field string) bool { return strings.EqualFold(field, c.About) }); i >= 0 {
		r.report(warningAt, "key", f.at, f.end, fmt.Sprintf("A run would be asked for %q twice.", clip(c.Ask[i])),
			"Remove it from ask: what a run is about is asked first, and is its name.")
		c.Ask = slices.Delete(c.Ask, i, i+1)
	}
}

// readWords reads the words of a site's own language, keyed by the English ones.
func readWords(r *reader, f *field, c *Checklists) {
	n, ok := r.asTable(f)
	if !ok {
		return
	}
	c.Words = checklist.Words{}
	for i := range n.fields {
		f := &n.fields[i]
		if known := checklist.Known(); !slices.Contains(known, f.name) {
			hint := "Write one of these: " + strings.Join(known, ", ") + ". A word with a space or a slash in it stands in quotes."
			if near, ok := diag.Suggest(f.name, known); ok {
				hint = fmt.Sprintf("Did you mean %q?", near)
			}
			r.report(errorAt, "key", f.at, f.end, fmt.Sprintf("%q is not a word of checklists.", clip(f.name)), hint)
			continue
		}
		var words []string
		if r.readList(f, &words); len(words) > 0 {
			c.Words[f.name] = words
		}
	}
}
