package config

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"pandect/internal/checklist"
	"pandect/internal/diag"
	"pandect/internal/message"
)

// MessageFile is a file with messages of a theme, or of a site that overrides some of them.
type MessageFile struct {
	Path string // for diagnostics
	Text []byte
}

// ownMessages is the table for messages that the default theme does not have.
const ownMessages = "own"

// Messages returns the messages of a language. english are the files in English, and local those in the language; each list begins
// with the complete file of the default theme, followed by files that override single messages. local is empty for English. The
// first file in English defines the keys and their placeholders: unknown keys, and unknown or missing placeholders, are errors.
// Messages that a translation lacks are reported in one warning, and are in English.
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
	if isEnglish(code) { // a region of English changes single messages, and lacks none
		own = maps.Clone(base)
	}
	read(code, local, own, false)
	for key, one := range base { // missing translations
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

// message reads one message, and compares it with the English one.
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
	if m.known != nil && !strings.HasPrefix(key, ownMessages+".") && !m.fits(key, f, one, english) {
		return
	}
	if before, ok := m.into[key]; ok {
		one.Former = before.Former
		if before.Text != one.Text {
			one.Former = append(slices.Clip(one.Former), before.Text)
		}
	}
	if word, ok := checklist.MessageKey(key); ok {
		m.ambiguous(f.value, word, one.Text, m.words())
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
				m.wrongKind(f, item, "text", "Write each entry of the list in quotes.")
				return one, false
			}
			one.List = append(one.List, item.text)
		}
	case kindTable:
		return m.forms(f)
	default:
		m.wrongKind(f, f.value, "text", "Write the message in quotes.")
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
		if !slices.Contains(categoryNames, form.name) {
			m.report(errorAt, "plural", form.at, form.end, fmt.Sprintf("%q is no form that a number has in this language.", clip(form.name)),
				"The forms are: "+strings.Join(needed, ", ")+".")
			return one, false
		}
		if form.value.kind != kindText {
			m.wrongKind(form, form.value, "text", "Write the message in quotes.")
			return one, false
		}
		if !slices.Contains(needed, form.name) {
			m.report(warningAt, "plural", form.at, form.end, fmt.Sprintf("The form %q is never shown: no number has it in this language.", form.name),
				"Remove it. The forms are: "+strings.Join(needed, ", ")+".")
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

// fits reports whether a message is a valid translation of the English one, and reports problems.
func (m *messageReader) fits(key string, f *field, one, english message.Message) bool {
	wrong := func(code, text, hint string) bool {
		m.report(errorAt, code, f.value.at, f.value.end, text, hint)
		return false
	}
	if one.List != nil && english.List == nil {
		return wrong("value", fmt.Sprintf("The message %q is one text, and this is a list.", f.name), "Write the text in quotes, without brackets.")
	}
	if (one.List == nil) != (english.List == nil) || len(one.List) != len(english.List) {
		return wrong("value", fmt.Sprintf("%q has to be a list of %d texts.", f.name, len(english.List)), "Write as many as in English, in the same order.")
	}
	if one.Forms != nil && english.Forms == nil {
		return wrong("value", fmt.Sprintf("The message %q does not depend on a number.", f.name), "Write one text.")
	}
	if one.Forms == nil && english.Forms != nil && len(categories(m.code)) > 1 {
		return wrong("value", fmt.Sprintf("The message %q depends on a number, and has only one form.", f.name), `Write it as {one = "…", other = "…"}: this language has the forms `+strings.Join(categories(m.code), ", ")+".")
	}
	if slices.ContainsFunc(allTexts(one), isBlank) && !slices.ContainsFunc(allTexts(english), isBlank) {
		return wrong("value", fmt.Sprintf("The message %q is empty, so that nothing would be shown.", f.name), "Write it, or remove the line to have "+m.otherwise(key)+".")
	}
	if rule, ok := messageRules[key]; ok && !rule.allows(one.Text) {
		return wrong("value", fmt.Sprintf("%q cannot be %q.", f.name, clip(one.Text)), rule.hint)
	}
	places := english.Placeholders()
	for _, text := range one.Texts() {
		for _, name := range message.Placeholders(text) {
			if !slices.Contains(places, name) {
				hint := "It has none."
				if len(places) > 0 {
					hint = "It has these: {" + strings.Join(places, "}, {") + "}."
				}
				return wrong("place", fmt.Sprintf("The message %q has no place {%s}.", f.name, clip(name)), hint)
			}
		}
		for _, name := range places {
			if !strings.Contains(text, "{"+name+"}") && !(english.Forms != nil && name == "n") {
				return wrong("place", fmt.Sprintf("The message %q lacks the place {%s}.", f.name, name), "Write it where its value is to stand.")
			}
		}
	}
	return true
}

// otherwise names what would be shown without the message that is read.
func (m *messageReader) otherwise(key string) string {
	if before, ok := m.into[key]; ok && before.Text != "" {
		return fmt.Sprintf("“%s”", clip(before.Text))
	} else if ok {
		return "that of the theme"
	}
	return "it in English"
}

// allTexts returns every text of a message.
func allTexts(m message.Message) []string {
	if m.List != nil {
		return m.List
	}
	return m.Texts()
}

// messageRules are the valid values of messages that are settings and not text.
var messageRules = map[string]struct {
	allows func(string) bool
	hint   string
}{
	"number.group": {func(text string) bool {
		return utf8.RuneCountInString(text) <= 1 && strings.IndexFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) < 0
	}, `Write the one sign that stands between thousands, such as "." or ",", or "" for none.`},
	"start.about_case": {func(text string) bool { return text == "lower" || text == "as written" }, `Write "lower" or "as written".`},
}

// missing reports the messages that a translation lacks, in one warning.
func (m *messageReader) missing(root *node) {
	var missing []string
	for _, key := range slices.Sorted(maps.Keys(m.known)) {
		name, rest, _ := strings.Cut(key, ".")
		table := root.find(name)
		if _, ok := m.into[key]; ok || table != nil && table.value.find(rest) != nil { // present but invalid
			continue
		}
		missing = append(missing, key)
	}
	if len(missing) == 0 {
		return
	}
	const most = 10
	text := fmt.Sprintf("Missing from this translation, so in English: %s.", strings.Join(missing, ", "))
	if n := len(missing); n > most {
		text = fmt.Sprintf("%d of %d messages are missing from this translation, so they are in English: %s and %d more.", n, len(m.known), strings.Join(missing[:most], ", "), n-most)
	}
	m.report(warningAt, "missing", 0, 0, text, "Take them over from the English file, and translate what stands in quotes.")
	if len(missing) > most && m.remaining > 0 {
		m.list[len(m.list)-1].All = missing
	}
}

// pluralOf returns the function from integers to the plural categories of CLDR.
func pluralOf(code string) func(n int) string {
	tag := language.Make(code)
	return func(n int) string {
		return pluralNames[plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0)]
	}
}

var pluralNames = map[plural.Form]string{
	plural.Other: message.Other, plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many",
}

// categoryNames are all plural categories of CLDR. Forms for categories that integers do not have, or that only a later version of
// CLDR gives to a language, are allowed.
var categoryNames = slices.Sorted(maps.Values(pluralNames))

// categories returns the plural categories of integers in a language, and "other", which every message has.
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

// MessageLanguages returns the codes under which to look for messages in a language, the most specific first: "de-AT", "de".
func MessageLanguages(code string) []string {
	list := []string{code}
	if base, _ := language.Make(code).Base(); base.String() != code {
		list = append(list, base.String())
	}
	return list
}

func isEnglish(code string) bool {
	base, _ := language.Make(code).Base()
	return base.String() == "en"
}

func isBlank(text string) bool { return strings.TrimSpace(text) == "" }
