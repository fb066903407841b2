package config

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// kind says what a node is.
type kind uint8

const (
	kindNothing kind = iota // a YAML key without a value
	kindText
	kindInteger
	kindFloat
	kindBool
	kindTime // a date, or a date with a time, in TOML
	kindList
	kindTable
)

// String returns the kind as an editor would call it, with its article.
func (k kind) String() string {
	return [...]string{"nothing", "text", "a number", "a number", "true or false", "a date", "a list", "a table"}[k]
}

// node is a value of a TOML or YAML text with its position. Both parsers make this tree.
type node struct {
	kind    kind
	at, end int    // byte range in the text that was read
	text    string // of a scalar: the text, or the number as written
	plain   bool   // written in YAML without quotes: text is as it was typed, whatever its kind
	time    time.Time
	items   []*node
	fields  []field
	closed  bool // a TOML table to which nothing may be added
}

// field is one key of a table.
type field struct {
	name    string
	at, end int // of the key
	value   *node
}

func (n *node) find(name string) *field {
	for i := range n.fields {
		if n.fields[i].name == name {
			return &n.fields[i]
		}
	}
	return nil
}

// maxDepth is how deep lists and tables may nest: far above any real file.
const maxDepth = 32

// integer returns the value of an integer. ok is false when it does not fit into 64 bits.
func (n *node) integer() (value int64, ok bool) {
	digits := strings.ReplaceAll(n.text, "_", "")
	sign, digits := cutSign(digits)
	base := 10
	if len(digits) > 2 && digits[0] == '0' {
		switch digits[1] {
		case 'x':
			base, digits = 16, digits[2:]
		case 'o':
			base, digits = 8, digits[2:]
		case 'b':
			base, digits = 2, digits[2:]
		}
	}
	i, err := strconv.ParseInt(sign+digits, base, 64)
	return i, err == nil
}

// float returns the value of a number. ok is false when it is too large or not finite.
func (n *node) float() (value float64, ok bool) {
	if i, ok := n.integer(); ok {
		return float64(i), true
	}
	f, err := strconv.ParseFloat(strings.ReplaceAll(n.text, "_", ""), 64)
	return f, err == nil && !math.IsInf(f, 0) && !math.IsNaN(f)
}

func cutSign(s string) (sign, rest string) {
	if s != "" && (s[0] == '-' || s[0] == '+') {
		return s[:1], s[1:]
	}
	return "", s
}

// anyValue returns the value for templates: string, int64, float64, bool, time.Time, []any or map[string]any. It reports numbers that
// are out of range, and returns nil for them.
func (r *reader) anyValue(n *node) any {
	switch n.kind {
	case kindText:
		return n.text
	case kindBool:
		return strings.EqualFold(n.text, "true")
	case kindTime:
		return n.time
	case kindInteger:
		if i, ok := n.integer(); ok {
			return i
		}
		r.tooLarge(n)
	case kindFloat:
		if f, ok := n.float(); ok {
			return f
		}
		r.tooLarge(n)
	case kindList:
		list := make([]any, 0, len(n.items))
		for _, item := range n.items {
			if v := r.anyValue(item); v != nil {
				list = append(list, v)
			}
		}
		return list
	case kindTable:
		return r.params(n)
	}
	return nil
}

// params returns a table as a map for templates.
func (r *reader) params(n *node) map[string]any {
	table := make(map[string]any, len(n.fields))
	for _, f := range n.fields {
		if v := r.anyValue(f.value); v != nil {
			table[f.name] = v
		}
	}
	return table
}

func (r *reader) tooLarge(n *node) {
	r.report(errorAt, "value", n.at, n.end, fmt.Sprintf("The number %s cannot be used.", clip(n.text)),
		"Write a smaller number, or put it in quotes if it is not meant to be counted with.")
}
