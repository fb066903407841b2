// Package message holds the words of the interface in one language: every text that a reader sees and that no editor
// wrote. A Table is made of a theme's messages by package config; templates, the markdown stage, feeds and scripts take
// their words from it by key, so that another language is another table and nothing else.
//
// A Table does not change and is safe for concurrent use. The package reads no file and knows no template. It is not for
// what the program tells the people who edit a site: diagnostics and the command are in English.
package message

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"pandect/internal/memo"
)

// Other is the category of CLDR that every message with a number has. The rest are zero, one, two, few and many.
const Other = "other"

// Message is one text with places in it, or several of which a number chooses one, or a list.
type Message struct {
	Text  string            // of a plain message
	Forms map[string]string // of one that depends on the number {n}: by category of CLDR; nil for a plain one
	List  []string          // of a list; nil for the others
}

// Table is the messages of one language by key. The nil Table has no message: it gives the keys themselves.
type Table struct {
	language string
	messages map[string]Message
	plural   func(n int) string
	months   []string
	sum      memo.Sum
}

// New returns a table. plural gives the category of CLDR of a whole number in the language.
func New(language string, messages map[string]Message, plural func(n int) string) *Table {
	t := &Table{language: language, messages: messages, plural: plural, months: messages["date.months"].List}
	h := memo.NewHash("message.Table")
	h.String(language)
	for _, key := range t.Keys() {
		t.hash(h, key)
	}
	t.sum = h.Done()
	return t
}

func (t *Table) hash(h *memo.Hash, key string) {
	m := t.messages[key]
	h.String(key)
	h.String(m.Text)
	h.Strings(m.List)
	h.Int(len(m.Forms))
	for _, category := range sorted(m.Forms) {
		h.String(category)
		h.String(m.Forms[category])
	}
}

// Language is the BCP 47 code of the language in which the messages are.
func (t *Table) Language() string { return t.language }

// Sum is the digest of the language and of every message.
func (t *Table) Sum() memo.Sum {
	if t == nil {
		return memo.Sum{}
	}
	return t.sum
}

// Part is the digest of some messages, for what uses these alone.
func (t *Table) Part(keys ...string) memo.Sum {
	h := memo.NewHash("message.Part")
	if t != nil {
		h.String(t.language)
		for _, key := range keys {
			t.hash(h, key)
		}
	}
	return h.Done()
}

// Keys returns all keys in ascending order.
func (t *Table) Keys() []string {
	if t == nil {
		return nil
	}
	return sorted(t.messages)
}

// Find returns the message with a key.
func (t *Table) Find(key string) (Message, bool) {
	if t == nil {
		return Message{}, false
	}
	m, ok := t.messages[key]
	return m, ok
}

// Text returns a message with its places filled: the values are name and text in turns. Who asks for a key that there is
// not gets the key.
func (t *Table) Text(key string, values ...string) string {
	m, ok := t.Find(key)
	if !ok {
		return key
	}
	return fill(m.Text, values)
}

// Number returns a message that depends on the number n, with n and further values in their places.
func (t *Table) Number(key string, n int, values ...string) string {
	m, ok := t.Find(key)
	if !ok {
		return key
	}
	text := m.Text
	if m.Forms != nil {
		if text, ok = m.Forms[t.plural(n)]; !ok {
			text = m.Forms[Other]
		}
	}
	return fill(text, append([]string{"n", t.Digits(n)}, values...))
}

// Split returns what stands in a message before and after a place, whose content is markup and belongs to a template.
func (t *Table) Split(key, name string) (before, after string) {
	m, ok := t.Find(key)
	if !ok {
		return key, ""
	}
	before, after, _ = strings.Cut(m.Text, "{"+name+"}")
	return before, after
}

// Digits returns a whole number as the language writes it, with its sign between thousands.
func (t *Table) Digits(n int) string {
	digits := strconv.Itoa(n)
	group := ""
	if m, ok := t.Find("number.group"); ok {
		group = m.Text
	}
	if group == "" || n < 1000 {
		return digits
	}
	var b strings.Builder
	for i, c := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(group)
		}
		b.WriteRune(c)
	}
	return b.String()
}

// Date returns a day as the language writes it, "12 October 2026".
func (t *Table) Date(day time.Time) string { return string(t.AppendDate(nil, day)) }

// AppendDate appends a day as the language writes it.
func (t *Table) AppendDate(dst []byte, day time.Time) []byte {
	pattern := t.Text("date.pattern")
	for pattern != "" {
		open := strings.IndexByte(pattern, '{')
		end := strings.IndexByte(pattern, '}')
		if open < 0 || end < open {
			break
		}
		dst = append(dst, pattern[:open]...)
		switch pattern[open+1 : end] {
		case "day":
			dst = strconv.AppendInt(dst, int64(day.Day()), 10)
		case "month":
			if m := int(day.Month()) - 1; m < len(t.months) {
				dst = append(dst, t.months[m]...)
			}
		case "year":
			dst = strconv.AppendInt(dst, int64(day.Year()), 10)
		}
		pattern = pattern[end+1:]
	}
	return append(dst, pattern...)
}

// Places returns the names of the places in a text, each once, in ascending order.
func Places(text string) []string {
	var names []string
	for {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			break
		}
		end := strings.IndexByte(text[open:], '}')
		if end < 0 {
			break
		}
		names = append(names, text[open+1:open+end])
		text = text[open+end+1:]
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Texts returns the text of a plain message, or all forms of one that depends on a number, in the order of their
// categories.
func (m Message) Texts() []string {
	if m.Forms == nil {
		return []string{m.Text}
	}
	texts := make([]string, 0, len(m.Forms))
	for _, category := range sorted(m.Forms) {
		texts = append(texts, m.Forms[category])
	}
	return texts
}

// Places returns the names of all places in a message.
func (m Message) Places() []string {
	var names []string
	for _, text := range m.Texts() {
		names = append(names, Places(text)...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// fill puts values into their places.
func fill(text string, values []string) string {
	if len(values) == 0 || strings.IndexByte(text, '{') < 0 {
		return text
	}
	var b strings.Builder
	for {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			break
		}
		end := strings.IndexByte(text[open:], '}')
		if end < 0 {
			break
		}
		b.WriteString(text[:open])
		b.WriteString(value(values, text[open+1:open+end]))
		text = text[open+end+1:]
	}
	b.WriteString(text)
	return b.String()
}

func value(values []string, name string) string {
	for i := 0; i+1 < len(values); i += 2 {
		if values[i] == name {
			return values[i+1]
		}
	}
	return "{" + name + "}"
}

func sorted[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
