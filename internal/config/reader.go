package config

import (
	"fmt"
	"slices"
	"strings"

	"pandect/internal/diag"
)

// reader parses the text of an input into a tree, and reads the values in the tree.
type reader struct {
	*input
	yaml bool
	text []byte // after cleaning
}

func newReader(path string, file []byte, prefix string) *reader {
	return &reader{input: &input{path: path, file: file, prefix: prefix, remaining: maxFound}, text: file}
}

// key is a key of a table with the function that reads its value. The list of a table's keys also determines which ones are suggested
// and have to be documented.
type key[T any] struct {
	name string
	read func(r *reader, f *field, into *T)
}

// table says how a table is read.
type table[T any] struct {
	name      string // "" for the top of a file
	keys      []key[T]
	others    []string // further keys, which depend on the site
	other     func(r *reader, f *field, into *T)
	foreign   func(into *T, r *reader, f *field) bool // reads a key of another program, if it has to be obeyed
	unknown   diag.Severity                           // of an unknown key
	guarded   []string                                // a misspelt key of these is always an error
	aliases   map[string]string                       // names that other programs use, with our key
	forgiving bool                                    // "Review-Every" is read as "review_every", with a warning
}

// lookup returns the function that reads a key, or nil.
func (t *table[T]) lookup(name string) func(r *reader, f *field, into *T) {
	for i := range t.keys {
		if t.keys[i].name == name {
			return t.keys[i].read
		}
	}
	if slices.Contains(t.others, name) {
		return t.other
	}
	return nil
}

// readTable reads the known fields of n and reports the others. Fields without a value are skipped.
func readTable[T any](r *reader, n *node, t table[T], into *T) {
	for i := range n.fields {
		f := &n.fields[i]
		read := t.lookup(f.name)
		if name := snake(f.name); read == nil && t.forgiving && t.lookup(name) != nil {
			if first := n.find(name); first != nil {
				r.duplicate(f.at, f.end, f.name, first)
				continue
			}
			r.report(warningAt, "key", f.at, f.end, fmt.Sprintf("The key %q was read as %q.", clip(f.name), name),
				fmt.Sprintf("Write it as %q.", name))
			read = t.lookup(name)
			f.name = name
		}
		switch {
		case read == nil && t.foreign != nil && f.value.kind != kindNothing && t.foreign(into, r, f):
		case read == nil && t.foreign != nil && f.value.kind == kindNothing && effectOf(f.name) != 0: // says nothing in the other program either
		case read == nil:
			t.report(r, f)
		case f.value.kind == kindNothing:
			r.warnComment(f.value)
		default:
			read(r, f, into)
		}
	}
}

// report reports an unknown key.
func (t *table[T]) report(r *reader, f *field) {
	if r.remaining < 0 {
		return
	}
	names := slices.Clone(t.others)
	for _, k := range t.keys {
		names = append(names, k.name)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	meant, ok := t.aliases[snake(f.name)]
	theirs := ok && slices.Contains(names, meant)
	if ok = theirs; !ok {
		meant, ok = diag.Suggest(f.name, names)
	}
	severity := t.unknown
	hint := "These keys are known: " + strings.Join(names, ", ") + "."
	if ok {
		hint = fmt.Sprintf("Did you mean %q?", meant)
		if theirs {
			hint = fmt.Sprintf("The key for this is %q.", meant)
		}
		if slices.Contains(t.guarded, meant) {
			severity = errorAt
		}
	}
	where := ""
	if t.name != "" {
		where = fmt.Sprintf(" in %q", t.name)
	}
	r.report(severity, "key", f.at, f.end, fmt.Sprintf("The key %q is not known%s, so its value is not used.", clip(f.name), where), hint)
}

// snake converts a key to our spelling: "Review-Every" and "review every" become "review_every".
func snake(name string) string {
	return strings.Map(func(c rune) rune {
		if c == '-' || c == ' ' {
			return '_'
		}
		return c
	}, strings.ToLower(name))
}

// clip shortens a quotation for a message.
func clip(s string) string {
	runes := []rune(s)
	if len(runes) <= 60 {
		return s
	}
	return string(runes[:57]) + "…"
}
