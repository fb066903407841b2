package config

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"pandect/internal/diag"
	"pandect/internal/message"
)

// MessageFile is one file of messages: that of a theme, or of a site that changes some of them.
type MessageFile struct {
	Path string // for diagnostics
	Text []byte
}

// ownMessages is the table in which a theme may have words that the default theme does not have.
const ownMessages = "own"

// Messages makes the table of a language. english are the files in English, and local those in the language, each list
// from the whole one of the default theme to those that change single messages of it; local is empty for English. The
// first file in English says which messages there are and which places each has: another key, a place that the English
// message does not have, and one that a message lacks are errors with their place, as is a message that a whole
// translation lacks.
func Messages(code string, english, local []MessageFile) (*message.Table, []diag.Diagnostic) {
	var found []diag.Diagnostic
	base, known := map[string]message.Message{}, map[string]message.Message{}
	read := func(code string, list []MessageFile, into map[string]message.Message, original bool) {
		for i, f := range list {
			r := newReader(f.Path, f.Text, "messages")
			if !r.clean() {
				found = append(found, r.found()...)
				continue
			}
			m := &messageReader{reader: r, code: code, into: into, known: known}
			if original && i == 0 {
				m.known = nil // it is the original
			}
			root := r.readTOML()
			m.tables(root)
			if !original && i == 0 {
				m.missing(root)
			}
			found = append(found, r.found()...)
			if original && i == 0 {
				for key, one := range into {
					known[key] = one
				}
			}
		}
	}
	read("en", english, base, true)
	if len(local) == 0 {
		return message.New(code, base, pluralOf(code)), found
	}
	own := map[string]message.Message{}
	read(code, local, own, false)
	for key, one := range base { // words of a theme's own that are not translated; others are errors
		if _, ok := own[key]; !ok {
			own[key] = one
		}
	}
	return message.New(code, own, pluralOf(code)), found
}

// messageReader reads the messages of one file.
type messageReader struct {
	*reader
	code  string
	into  map[string]message.Message
	known map[string]message.Message // the English ones; nil while these are read
}

var messageName = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

func (m *messageReader) tables(root *node) {
	for i := range root.fields {
		table := &root.fields[i]
		n, ok := m.asTable(table)
		if !ok {
			continue
		}
		for k := range n.fields {
			f := &n.fields[k]
			key := table.name + "." + f.name
			if !messageName.MatchString(table.name) || !messageName.MatchString(f.name) {
				m.report(errorAt, "key", f.at, f.end, fmt.Sprintf("%q cannot be the key of a message.", clip(key)), "Write it in small letters, digits and underscores.")
				continue
			}
			m.message(key, f)
		}
	}
}

// message reads one message, and holds it against the English one.
func (m *messageReader) message(key string, f *field) {
	english, ok := m.known[key]
	if m.known != nil && !ok && !strings.HasPrefix(key, ownMessages+".") {
		keys := make([]string, 0, len(m.known))
		for known := range m.known {
			keys = append(keys, known)
		}
		slices.Sort(keys)
		hint := "Remove it. Words that only your theme has stand in the table [" + ownMessages + "]."
		if near, ok := diag.Suggest(key, keys); ok {
			hint = fmt.Sprintf("Did you mean %q?", near)
		}
		m.report(errorAt, "key", f.at, f.end, fmt.Sprintf("There is no message %q, so this would never be shown.", clip(key)), hint)
		return
	}
	one, ok := m.value(f)
	if !ok {
		return
	}
	if m.known != nil && !strings.HasPrefix(key, ownMessages+".") {
		m.compare(f, one, english)
	}
	m.into[key] = one
}

func (m *messageReader) value(f *field) (one message.Message, ok bool) {
	switch f.value.kind {
	case kindText:
		one.Text = f.value.text
	case kindList:
		for _, item := range f.value.items {
			if item.kind != kindText {
				m.wrong(f, item, "text", "Write each entry of the list in quotes.")
				return one, false
			}
			one.List = append(one.List, item.text)
		}
	case kindTable:
		return m.forms(f)
	default:
		m.wrong(f, f.value, "text", "Write the message in quotes.")
		return one, false
	}
	return one, true
}

// forms reads a message that depends on a number.
func (m *messageReader) forms(f *field) (message.Message, bool) {
	one := message.Message{Forms: map[string]string{}}
	needed := categories(m.code)
	for i := range f.value.fields {
		form := &f.value.fields[i]
		if !slices.Contains(needed, form.name) {
			m.report(errorAt, "plural", form.at, form.end, fmt.Sprintf("%q is no form that a number has in this language.", clip(form.name)),
				"The forms are: "+strings.Join(needed, ", ")+".")
			return one, false
		}
		if form.value.kind != kindText {
			m.wrong(form, form.value, "text", "Write the message in quotes.")
			return one, false
		}
		one.Forms[form.name] = form.value.text
	}
	for _, category := range needed {
		if _, ok := one.Forms[category]; !ok {
			m.report(errorAt, "plural", f.at, f.end, fmt.Sprintf("The message %q has no form %q.", f.name, category), "This language has the forms "+strings.Join(needed, ", ")+".")
			return one, false
		}
	}
	return one, true
}

// compare reports what does not fit the English message: a place more or a place less.
func (m *messageReader) compare(f *field, one, english message.Message) {
	if (one.List == nil) != (english.List == nil) || len(one.List) != len(english.List) {
		m.report(errorAt, "value", f.at, f.end, fmt.Sprintf("%q has to be a list of %d texts.", f.name, len(english.List)), "Write as many as in English, in the same order.")
		return
	}
	if one.Forms != nil && english.Forms == nil {
		m.report(errorAt, "value", f.at, f.end, fmt.Sprintf("The message %q does not depend on a number.", f.name), "Write one text.")
		return
	}
	places := english.Places()
	for _, text := range one.Texts() {
		for _, name := range message.Places(text) {
			if !slices.Contains(places, name) {
				hint := "It has none."
				if len(places) > 0 {
					hint = "It has these: {" + strings.Join(places, "}, {") + "}."
				}
				m.report(errorAt, "place", f.value.at, f.value.end, fmt.Sprintf("The message %q has no place {%s}.", f.name, clip(name)), hint)
			}
		}
		for _, name := range places {
			if !strings.Contains(text, "{"+name+"}") && !(english.Forms != nil && name == "n") {
				m.report(errorAt, "place", f.value.at, f.value.end, fmt.Sprintf("The message %q lacks the place {%s}.", f.name, name), "Write it where its value is to stand.")
			}
		}
	}
}

// missing reports what a whole translation lacks.
func (m *messageReader) missing(root *node) {
	keys := make([]string, 0, len(m.known))
	for key := range m.known {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		if _, ok := m.into[key]; ok {
			continue
		}
		name, rest, _ := strings.Cut(key, ".")
		at, end := 0, 0
		if table := root.find(name); table != nil {
			at, end = table.at, table.end
			if table.value.find(rest) != nil { // it is there, and wrong
				continue
			}
		}
		english := strings.Join(append(m.known[key].Texts(), m.known[key].List...), " / ")
		m.report(errorAt, "missing", at, end, fmt.Sprintf("The message %q is missing.", key), fmt.Sprintf("In English it is: %s", clip(english)))
	}
}

// pluralOf returns what gives the category of CLDR of a whole number.
func pluralOf(code string) func(n int) string {
	tag := language.Make(code)
	return func(n int) string {
		return pluralNames[plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0)]
	}
}

var pluralNames = map[plural.Form]string{
	plural.Other: message.Other, plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many",
}

// categories returns the categories that whole numbers have in a language, and "other", which every message has.
func categories(code string) []string {
	of := pluralOf(code)
	list := []string{message.Other}
	for n := range 201 {
		if category := of(n); !slices.Contains(list, category) {
			list = append(list, category)
		}
	}
	if category := of(1_000_000); !slices.Contains(list, category) {
		list = append(list, category)
	}
	slices.Sort(list)
	return list
}

// MessageLanguages returns the codes under which the messages of a language may be found, the nearest first: "de-AT" and
// "de".
func MessageLanguages(code string) []string {
	list := []string{code}
	if base, _ := language.Make(code).Base(); base.String() != code {
		list = append(list, base.String())
	}
	return list
}
