// Package partial runs the small templates of a theme that stand many times on a page: the entry of a list, the item of
// a checklist, a link. A page has hundreds of them, and html/template takes some 6 microseconds for each, a tenth of
// which is enough here.
//
// A partial is one file, partials/NAME.html, in the syntax of templates. It may hold text, {{.Field}}, {{if .Field}} and
// {{if not .Field}} with {{else}}, comments, and messages: {{t "key"}} and {{t "key" "place" .Field}}. Which fields it
// has is its Shape, stated by the package that shows it. Parse refuses what could not be written safely: a field in a tag
// but outside double quotes, markup in an attribute, branches that leave a tag open.
//
// A Set does not change and is safe for concurrent use. The package reads no file and knows no page. It is not for what
// stands once on a page: that is an ordinary template.
package partial

import (
	"strings"

	"pandect/internal/escape"
	"pandect/internal/memo"
	"pandect/internal/message"
)

// Kind says how the value of a field is written.
type Kind int

const (
	Text    Kind = iota // escaped
	URL                 // an address that is known to be harmless, such as an output path: what it may not hold is percent-encoded
	HTML                // markup, as it is
	Content             // markup that every partial has exactly once: text of the page, or the entries of a list
	Number              // a whole number, as the language writes it
	Flag                // only for conditions
)

// Field is one field of a Shape.
type Field struct {
	Name string
	Kind Kind
}

// Shape is what a partial gets: its fields, in the order in which Append takes their values.
type Shape struct {
	Name   string
	Fields []Field
	Around bool // its Content stands in no condition, so that the partial can be written in halves: see Before
}

// Value is the value of a field. The zero Value is empty: a condition on it is false.
type Value struct {
	Text   string                  // of a Text or URL
	HTML   func(dst []byte) []byte // of an HTML or Content: it appends the markup
	Number int                     // of a Number; of a Flag, anything but 0 is true
}

// On returns the value of a Flag.
func On(b bool) Value {
	if b {
		return Value{Number: 1}
	}
	return Value{}
}

func (v *Value) empty() bool { return v.Text == "" && v.HTML == nil && v.Number == 0 }

// Partial is one parsed partial. The nil Partial writes nothing.
type Partial struct {
	steps    []step
	content  int // the step that writes the Content, of a partial whose Shape is Around
	messages *message.Table
	sum      memo.Sum
}

// step is one step of a partial's program.
type step struct {
	do    action
	kind  Kind   // of the field
	field int    // whose value is written or asked for
	text  string // what is written, or the key of a message with a number
	to    int    // where to go on
}

type action int

const (
	writeText action = iota
	writeField
	writeCount // a message that depends on a number
	goIfEmpty
	goIfFull
	goOn
)

// Append appends the partial with the values of its fields: one for each, in the order of its Shape.
func (p *Partial) Append(dst []byte, values ...Value) []byte {
	if p == nil {
		return dst
	}
	return p.run(dst, 0, len(p.steps), values)
}

// Before appends what stands before the Content of a partial whose Shape is Around. values are those of all fields.
func (p *Partial) Before(dst []byte, values ...Value) []byte {
	if p == nil {
		return dst
	}
	return p.run(dst, 0, p.content, values)
}

// After appends what stands after the Content.
func (p *Partial) After(dst []byte, values ...Value) []byte {
	if p == nil {
		return dst
	}
	return p.run(dst, p.content+1, len(p.steps), values)
}

func (p *Partial) run(dst []byte, from, to int, values []Value) []byte {
	for i := from; i < to; i++ {
		switch s := &p.steps[i]; s.do {
		case writeText:
			dst = append(dst, s.text...)
		case writeField:
			dst = p.appendValue(dst, s.kind, &values[s.field])
		case writeCount:
			dst = escape.HTML(dst, p.messages.Number(s.text, values[s.field].Number))
		case goIfEmpty:
			if values[s.field].empty() {
				i = s.to - 1
			}
		case goIfFull:
			if !values[s.field].empty() {
				i = s.to - 1
			}
		case goOn:
			i = s.to - 1
		}
	}
	return dst
}

func (p *Partial) appendValue(dst []byte, kind Kind, v *Value) []byte {
	switch kind {
	case Text:
		return escape.HTML(dst, v.Text)
	case URL:
		return escape.URL(dst, v.Text)
	case Number:
		return append(dst, p.messages.Digits(v.Number)...)
	}
	if v.HTML == nil {
		return dst
	}
	return v.HTML(dst)
}

// Set is the partials of a theme by name.
type Set struct {
	partials map[string]*Partial
	sum      memo.Sum
}

// Get returns the partial of a name. The nil Set has none.
func (s *Set) Get(name string) *Partial {
	if s == nil {
		return nil
	}
	return s.partials[name]
}

// Sum is the digest of what all partials write, messages included.
func (s *Set) Sum() memo.Sum {
	if s == nil {
		return memo.Sum{}
	}
	return s.sum
}

// Part is the digest of the partials of some shapes, for what shows these alone.
func (s *Set) Part(shapes []Shape) memo.Sum {
	h := memo.NewHash("partial.Part")
	for _, shape := range shapes {
		h.String(shape.Name)
		if p := s.Get(shape.Name); p != nil {
			h.Sum(p.sum)
		}
	}
	return h.Done()
}

// names lists the fields of a shape for a reader of a message.
func (s Shape) names() string {
	names := make([]string, len(s.Fields))
	for i, f := range s.Fields {
		names[i] = "." + f.Name
	}
	return strings.Join(names, ", ")
}
