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

// node is one value of a TOML or YAML text, whichever it came from, with its place. Both readers make this tree, and
// everything that knows about keys walks it.
type node struct {
	kind    kind
	at, end int    // byte range in the text that was read
	text    string // of a scalar: the text, or the number as written
	plain   bool   // written in YAML without quotes: text holds what the editor typed, whatever it resembles
	time    time.Time
	items   []*node
	fields  []field
	closed  bool // a TOML table that is complete: nothing may be added to it
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

// maxDepth is how deep lists and tables may stand in one another. No honest file comes near it.
const maxDepth = 32

// integer returns the value of a number without a fraction. It is false when it does not fit into 64 bits.
func (n *node) integer() (int64, bool) {
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

// float returns the value of any number. It is false when it is too large or not finite.
func (n *node) float() (float64, bool) {
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

// free returns the value as themes see it: string, int64, float64, bool, time.Time, []any or map[string]any. What has no
// such value is reported and left out.
func (r *reader) free(n *node) any {
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
			if v := r.free(item); v != nil {
				list = append(list, v)
			}
		}
		return list
	case kindTable:
		return r.params(n)
	}
	return nil
}

// params returns a table that is for a theme's own use.
func (r *reader) params(n *node) map[string]any {
	table := make(map[string]any, len(n.fields))
	for _, f := range n.fields {
		if v := r.free(f.value); v != nil {
			table[f.name] = v
		}
	}
	return table
}

func (r *reader) tooLarge(n *node) {
	r.report(errorAt, "value", n.at, n.end, fmt.Sprintf("The number %s cannot be used.", clip(n.text)),
		"Write a smaller number, or put it in quotes if it is not meant to be counted with.")
}
