// Package checklist is the rules of checklists: keywords and references of items, digests of wordings, the register of
// references, and the linter. Package markdown parses pages with it. The script of the page normalises and compares wordings
// and writes canonical JSON as this package does: testdata/wordings.json and testdata/canonical.json test both.
//
// Runs, which hold the answers, are made by the script; their files are read by package runs.
package checklist

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"pandect/internal/message"
	"pandect/internal/site"
)

// Words are a site's keywords in the items of checklists, by key, in addition to the English ones. Keys are those of Known.
// Pages show the first word of a key, or else the message of their language.
type Words map[string][]string

// english are the English keywords, which are always recognised, each with the key of its translation.
var english = []struct {
	key, word, message string
	label              bool
}{
	{"critical", "critical", "severity.critical", false},
	{"required", "required", "severity.required", false},
	{"recommended", "recommended", "severity.recommended", false},
	{"gate", "gate", "word.gate", false},
	{"not allowed", "not allowed", "word.not_allowed", false},
	{"allowed", "allowed", "word.allowed", false},
	{"yes/no", "yes/no", "word.yes_no", false},
	{"tick", "tick", "word.tick", false},
	{"why", "Why", "label.why", true},
	{"how", "How", "label.how", true},
	{"evidence", "Evidence", "label.evidence", true},
	{"authority", "Authority", "label.authority", true},
	{"owner", "Owner", "label.owner", true},
	{"due", "Due", "label.due", true},
	{"n/a", "N/A", "label.na", true},
	{"answer", "Answer", "label.answer", true},
	{"formerly", "Formerly", "label.formerly", true},
	{"see", "See", "label.see", true},
}

// In returns the words of w and their translations in messages, also those that another file of messages overrides: who changes
// what a page shows does not change how it was written.
func (w Words) In(messages *message.Table) Words {
	all := make(Words, len(english))
	for _, e := range english {
		all[e.key] = w[e.key]
		if m, ok := messages.Find(e.message); ok {
			all[e.key] = append(append(slices.Clip(all[e.key]), m.Text), m.Former...)
		}
	}
	return all
}

// MessageKey returns the key whose word a message is.
func MessageKey(message string) (key string, ok bool) {
	for _, e := range english {
		if e.message == message {
			return e.key, true
		}
	}
	return "", false
}

// Other returns another key that has this word already, in w or in English. A label is only compared with labels: what a line
// begins with is not what stands in parentheses.
func (w Words) Other(key, word string) (other string, ok bool) {
	for _, e := range english {
		if e.key == key {
			others := maps.Clone(w)
			delete(others, key)
			found, ok := others.find(word, e.label)
			return found, ok && found != key
		}
	}
	return "", false
}

// Known returns the keys of Words.
func Known() []string {
	keys := make([]string, len(english))
	for i, e := range english {
		keys[i] = e.key
	}
	return keys
}

// Own returns the site's own word for a key, which pages show instead of the message.
func (w Words) Own(key string) (string, bool) {
	if own := w[key]; len(own) > 0 {
		return own[0], true
	}
	return "", false
}

// find returns the key of a word.
func (w Words) find(word string, label bool) (string, bool) {
	word = site.Fold(strings.Join(strings.Fields(word), " "))
	for _, e := range english {
		if e.label != label {
			continue
		}
		if word == site.Fold(e.word) || slices.ContainsFunc(w[e.key], func(own string) bool { return site.Fold(own) == word }) {
			return e.key, true
		}
	}
	return "", false
}

// Severity returns the severity that a word names.
func (w Words) Severity(word string) (site.Severity, bool) {
	key, _ := w.find(word, false)
	switch s := site.Severity(key); s {
	case site.Critical, site.Required, site.Recommended:
		return s, true
	}
	return "", false
}

// Is reports whether a word has this key, which must not be that of a label.
func (w Words) Is(word, key string) bool {
	found, ok := w.find(word, false)
	return ok && found == key
}

// Label returns the key of the label that begins a line, and the length of the label with its colon.
func (w Words) Label(line string) (key string, length int, ok bool) {
	const longest = 40
	colon := strings.IndexByte(line[:min(len(line), longest)], ':')
	if colon < 1 {
		return "", 0, false
	}
	key, ok = w.find(line[:colon], true)
	return key, colon + 1, ok
}

// reference matches a reference: a prefix and one or two parts, of capital letters and digits.
var reference = regexp.MustCompile(`^([A-Z][A-Z0-9]{0,11})-[A-Z0-9]{1,6}(?:-[A-Z0-9]{1,6})?`)

// Reference returns the reference that begins text, and its length with one of .:) after it. White space must follow. marked
// says that it is bold. Otherwise its prefix must be the checklist's own, because "ISO-27001" is text.
func Reference(text, own string, marked bool) (ref string, length int) {
	m := reference.FindStringSubmatchIndex(text)
	if m == nil {
		return "", 0
	}
	ref, length = text[:m[1]], m[1]
	if !marked && (own == "" || text[m[2]:m[3]] != own) {
		return "", 0
	}
	if length < len(text) && strings.IndexByte(".:)", text[length]) >= 0 {
		length++
	}
	if length < len(text) && text[length] != ' ' && text[length] != '\t' && text[length] != '\n' {
		return "", 0
	}
	return ref, length
}

// References returns the references in a list such as "VDD-02, VDD-05".
func References(list string) []string {
	var refs []string
	for _, word := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ';' || r == ' ' || r == '\n' }) {
		if m := reference.FindString(word); m != "" && m == strings.TrimRight(word, ".") {
			refs = append(refs, m)
		}
	}
	return refs
}

// prefix matches the prefix of references.
var prefix = regexp.MustCompile(`^[A-Z][A-Z0-9]{0,11}$`)

// IsPrefix reports whether s can be the prefix of references.
func IsPrefix(s string) bool { return prefix.MatchString(s) }

// idOf makes the id of a checklist from the path of its page below content/.
func idOf(path string) string {
	return site.Slug(strings.NewReplacer("/_index.md", "", ".md", "", "/", " ").Replace(path))
}
