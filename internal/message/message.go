// Package message is the message catalogue of the interface in one language: every text that a reader sees and no editor
// wrote. Package config makes a Table from a theme's messages. Templates, the markdown stage, feeds and scripts look texts
// up by key, so a translation is another table and nothing else.
//
// A Table is immutable and safe for concurrent use. Diagnostics and the command line are not translated: they are for the
// people who edit a site, and in English.
package message

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"pandect/internal/memo"
)

// Other is the CLDR plural category that every plural message has. The others are zero, one, two, few and many.
const Other = "other"

// Message is a text with placeholders such as {name}, or its plural forms, or a list of texts.
type Message struct {
	Text  string            // of a plain message
	Forms map[string]string // of a message that depends on the number {n}, by CLDR plural category; else nil
	List  []string          // of a list; else nil

	Former []string // texts of files that this one overrides, for what is understood and not only shown
}

// Table is the messages of one language by key. The nil Table is empty and returns keys as texts.
type Table struct {
	language string
	messages map[string]Message
	plural   func(n int) string
	months   []string
	sum      memo.Sum
}

// New returns a table. plural returns the CLDR plural category of a whole number in the language.
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
	h.Strings(m.Former)
	h.Int(len(m.Forms))
	for _, category := range sorted(m.Forms) {
		h.String(category)
		h.String(m.Forms[category])
	}
}

// Language is the BCP 47 tag of the language of the messages.
func (t *Table) Language() string { return t.language }

// Sum is the digest of the language and of every message.
func (t *Table) Sum() memo.Sum {
	if t == nil {
		return memo.Sum{}
	}
	return t.sum
}

// SumOf is the digest of some messages, for what depends on these alone.
func (t *Table) SumOf(keys ...string) memo.Sum {
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

// Text returns a message with its placeholders replaced by values, which alternate between name and text. It returns the
// key if there is no such message.
func (t *Table) Text(key string, values ...string) string {
	m, ok := t.Find(key)
	if !ok {
		return key
	}
	return fill(m.Text, values)
}

// Number returns a message that depends on the number n, with {n} and other placeholders replaced.
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

// Split returns the text of a message before and after a placeholder, for a template that writes markup in between.
func (t *Table) Split(key, name string) (before, after string) {
	m, ok := t.Find(key)
	if !ok {
		return key, ""
	}
	before, after, _ = strings.Cut(m.Text, "{"+name+"}")
	return before, after
}

// Digits returns a whole number with the thousands separator of the language.
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
	for {
		before, name, after, ok := Cut(pattern)
		dst = append(dst, before...)
		if !ok {
			return dst
		}
		switch name {
		case "day":
			dst = strconv.AppendInt(dst, int64(day.Day()), 10)
		case "month":
			if m := int(day.Month()) - 1; m < len(t.months) {
				dst = append(dst, t.months[m]...)
			}
		case "year":
			dst = strconv.AppendInt(dst, int64(day.Year()), 10)
		}
		pattern = after
	}
}

// Cut divides a text at its first placeholder. If there is none, before is the whole text.
func Cut(text string) (before, name, after string, ok bool) {
	open := strings.IndexByte(text, '{')
	if open < 0 {
		return text, "", "", false
	}
	end := strings.IndexByte(text[open:], '}')
	if end < 0 {
		return text, "", "", false
	}
	return text[:open], text[open+1 : open+end], text[open+end+1:], true
}

// Placeholders returns the names of the placeholders in texts, each once, in ascending order.
func Placeholders(texts ...string) []string {
	var names []string
	for _, text := range texts {
		for _, name, after, ok := Cut(text); ok; _, name, after, ok = Cut(after) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Texts returns the text of a plain message, or all forms of one that depends on a number, ordered by category.
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

// Placeholders returns the names of all placeholders in a message.
func (m Message) Placeholders() []string { return Placeholders(m.Texts()...) }

// fill replaces placeholders by values.
func fill(text string, values []string) string {
	if len(values) == 0 || strings.IndexByte(text, '{') < 0 {
		return text
	}
	var b strings.Builder
	for {
		before, name, after, ok := Cut(text)
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		b.WriteString(value(values, name))
		text = after
	}
}

func value(values []string, name string) string {
	for i := 0; i+1 < len(values); i += 2 {
		if values[i] == name {
			return values[i+1]
		}
	}
	return "{" + name + "}"
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
