// Package partial compiles and runs the small templates of a theme that are repeated on a page: the entry of a list, the
// item of a checklist, a link. A page has hundreds of them. html/template takes about 6 µs for each, this package a tenth of
// that. What is on a page once is an ordinary template.
//
// A partial is one file, partials/NAME.html, in a subset of the syntax of templates: text, {{.Field}}, {{if .Field}} and
// {{if not .Field}} with {{else}}, comments, and messages: {{t "key"}} and {{t "key" "place" .Field}}. The package that
// writes a partial declares its fields as a Shape. Parse rejects what could not be written safely: a field in a tag outside
// double quotes, markup in an attribute, branches that leave a tag open.
//
// A Set is immutable and safe for concurrent use.
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
	Text    Kind = iota // escaped; in an attribute that is an address, a scheme that could run code is replaced
	Address             // escaped; an address that was judged before, in any scheme that a site allows
	URL                 // percent-encoded; an address that is known to be harmless, such as an output path
	HTML                // markup, as it is
	Content             // markup that every partial must write exactly once: text of the page, or the entries of a list
	Number              // a whole number, with the separators of the language
	Flag                // only for conditions
)

// filtered is the kind of a Text that begins an address.
const filtered Kind = -1

// refused is written instead of an address that could run code, as by html/template.
const refused = "#ZgotmplZ"

// Field is one field of a Shape.
type Field struct {
	Name string
	Kind Kind
}

// Shape declares the fields of a partial, in the order in which Append takes their values.
type Shape struct {
	Name   string
	Fields []Field
	Wraps  bool // its Content is in no condition, so that the partial can be written in two halves: Before and After
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
	program  []instruction
	content  int // the instruction that writes the Content
	messages *message.Table
	sum      memo.Sum
}

// instruction is one instruction of a partial's program.
type instruction struct {
	op    opcode
	kind  Kind   // of the field
	field int    // index of the field that is written or tested
	text  string // text to write, or the key of a plural message
	to    int    // target of a jump
}

type opcode int

const (
	writeText opcode = iota
	writeField
	writePlural
	jumpIfEmpty
	jumpIfSet
	jump
)

// Append appends the partial with the values of its fields: one for each, in the order of its Shape.
func (p *Partial) Append(dst []byte, values ...Value) []byte {
	if p == nil {
		return dst
	}
	return p.run(dst, 0, len(p.program), values)
}

// Before appends the part before the Content of a partial whose Shape Wraps. values are those of all fields.
func (p *Partial) Before(dst []byte, values ...Value) []byte {
	if p == nil {
		return dst
	}
	return p.run(dst, 0, p.content, values)
}

// After appends the part after the Content.
func (p *Partial) After(dst []byte, values ...Value) []byte {
	if p == nil {
		return dst
	}
	return p.run(dst, p.content+1, len(p.program), values)
}

func (p *Partial) run(dst []byte, from, to int, values []Value) []byte {
	for i := from; i < to; i++ {
		switch s := &p.program[i]; s.op {
		case writeText:
			dst = append(dst, s.text...)
		case writeField:
			dst = p.appendValue(dst, s.kind, &values[s.field])
		case writePlural:
			dst = escape.HTML(dst, p.messages.Number(s.text, values[s.field].Number))
		case jumpIfEmpty:
			if values[s.field].empty() {
				i = s.to - 1
			}
		case jumpIfSet:
			if !values[s.field].empty() {
				i = s.to - 1
			}
		case jump:
			i = s.to - 1
		}
	}
	return dst
}

func (p *Partial) appendValue(dst []byte, kind Kind, v *Value) []byte {
	switch kind {
	case Text, Address:
		return escape.HTML(dst, v.Text)
	case filtered:
		if !escape.Harmless(v.Text) {
			return append(dst, refused...)
		}
		return escape.URL(dst, v.Text)
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

// Get returns the partial of a name, or nil.
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

// SumOf is the digest of the partials of some shapes, for what writes these alone.
func (s *Set) SumOf(shapes []Shape) memo.Sum {
	h := memo.NewHash("partial.Part")
	for _, shape := range shapes {
		h.String(shape.Name)
		if p := s.Get(shape.Name); p != nil {
			h.Sum(p.sum)
		}
	}
	return h.Done()
}

// names lists the fields of a shape for a diagnostic.
func (s Shape) names() string {
	names := make([]string, len(s.Fields))
	for i, f := range s.Fields {
		names[i] = "." + f.Name
	}
	return strings.Join(names, ", ")
}
