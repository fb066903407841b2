package config

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"pandect/internal/site"
)

// The functions below read one value each. They report an invalid value and leave the destination as it was.

// wrongKind reports that a value is of the wrong kind.
func (r *reader) wrongKind(f *field, n *node, want, hint string) {
	r.report(errorAt, "value", n.at, n.end, fmt.Sprintf("The value of %q has to be %s, and this is %s.", f.name, want, n.kind), hint)
}

// asText returns the text of n. In YAML an unquoted value is text whatever it looks like, because the editor who types
// "version: 2026" means what stands there.
func (r *reader) asText(f *field, n *node) (string, bool) {
	if n.kind == kindText || n.plain {
		r.warnComment(n)
		return oneLine(n.text), true
	}
	hint := "Write one piece of text."
	if n.kind != kindList && n.kind != kindTable {
		hint = fmt.Sprintf("Put it in quotes: %s = %q.", f.name, clip(n.text))
	}
	r.wrongKind(f, n, "text", hint)
	return "", false
}

func (r *reader) readText(f *field, into *string) {
	if s, ok := r.asText(f, f.value); ok {
		*into = s
	}
}

// readName reads a name that has to match a pattern; what describes it in messages, as in "the name of a theme".
func (r *reader) readName(f *field, allowed func(string) bool, what, hint string, into *string) {
	s, ok := r.asText(f, f.value)
	if !ok {
		return
	}
	if !allowed(s) {
		r.report(errorAt, "value", f.value.at, f.value.end, fmt.Sprintf("%q cannot be %s.", clip(s), what), hint)
		return
	}
	*into = s
}

// oneLine returns s without line breaks and without space around it.
func oneLine(s string) string {
	s = strings.TrimSpace(s)
	if strings.ContainsAny(s, "\n\t") {
		s = strings.Join(strings.Fields(s), " ")
	}
	return s
}

// warnComment warns when an unquoted YAML value is cut off by a number sign that was probably meant as text, as in "title: Rule #4":
// a comment has a space after its sign.
func (r *reader) warnComment(n *node) {
	if !r.yaml || n.kind != kindNothing && !n.plain {
		return
	}
	rest := r.text[n.end:]
	if end := bytes.IndexByte(rest, '\n'); end >= 0 {
		rest = rest[:end]
	}
	trimmed := bytes.TrimLeft(rest, " \t:")
	if len(trimmed) < 2 || trimmed[0] != '#' || trimmed[1] == ' ' || trimmed[1] == '#' {
		return
	}
	at := n.end + len(rest) - len(trimmed)
	r.report(warningAt, "quotes", at, at+len(bytes.TrimRight(trimmed, " ")), "What follows the number sign is not read.",
		"Put the value in quotes to keep it, or put a space after the number sign if it is a note to yourself.")
}

func (r *reader) readBool(f *field, into *bool) {
	n := f.value
	switch text := strings.ToLower(n.text); {
	case n.kind == kindBool, r.yaml && n.kind == kindText && (text == "true" || text == "false"):
		*into = text == "true"
	case r.yaml && n.kind == kindText && (text == "yes" || text == "no"):
		*into = text == "yes"
	default:
		r.wrongKind(f, n, "true or false", "Write true or false, without quotes.")
	}
}

// maxNumber is above any number that people count with.
const maxNumber = math.MaxInt32

func (r *reader) readNumber(f *field, into *float64) {
	if f.value.kind == kindInteger || f.value.kind == kindFloat {
		if number, ok := f.value.float(); ok && math.Abs(number) <= maxNumber {
			*into = number
			return
		}
		r.tooLarge(f.value)
		return
	}
	r.wrongKind(f, f.value, "a number", fmt.Sprintf("Write a number without quotes, for example %s.", r.pair(f.name, "10")))
}

// pair returns a key with its value in the syntax of the file.
func (r *reader) pair(name, value string) string {
	if r.yaml {
		return name + ": " + value
	}
	return name + " = " + value
}

// readList reads a list of texts; one text is a list of one. Empty entries are reported, repeated ones are dropped.
func (r *reader) readList(f *field, into *[]string) {
	n := f.value
	items := n.items
	if n.kind != kindList {
		items = []*node{n}
	}
	list := make([]string, 0, len(items))
	for _, item := range items {
		if item.kind == kindTable || item.kind == kindList {
			r.report(errorAt, "value", item.at, item.end, fmt.Sprintf("Every entry of %q has to be text, and this is %s.", f.name, item.kind),
				"Write one piece of text for each entry; put it in quotes if it holds a colon.")
			continue
		}
		s := ""
		if item.kind != kindNothing {
			var ok bool
			if s, ok = r.asText(f, item); !ok {
				continue
			}
		}
		if s == "" {
			r.report(warningAt, "value", item.at, item.end, fmt.Sprintf("An entry of %q is empty.", f.name),
				"Write its text, in quotes if it begins with a number sign, or remove the entry.")
		} else if !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	*into = list
}

// asTable returns the value as a table.
func (r *reader) asTable(f *field) (*node, bool) {
	if f.value.kind == kindTable {
		return f.value, true
	}
	hint := fmt.Sprintf("Write [%s] on a line of its own and its keys below it.", f.name)
	if r.yaml {
		hint = fmt.Sprintf("Write %s: on a line of its own and its keys below it, each after two spaces.", f.name)
	}
	r.wrongKind(f, f.value, "a table", hint)
	return nil, false
}

func (r *reader) readTime(f *field, into *time.Time) {
	n := f.value
	if n.kind == kindTime {
		*into = n.time
		return
	}
	if n.kind != kindText && !n.plain {
		r.wrongKind(f, n, "a date", fmt.Sprintf("Write it as year-month-day, for example %s.", r.pair(f.name, "2026-10-01")))
		return
	}
	r.warnComment(n)
	t, problem, hint := parseTime(strings.TrimSpace(n.text))
	if problem != "" {
		r.report(errorAt, "date", n.at, n.end, problem, hint)
		return
	}
	*into = t
}

func (r *reader) readPeriod(f *field, into *site.Period) {
	n := f.value
	if n.kind == kindText || n.plain {
		if p, ok := parsePeriod(n.text); ok {
			*into = p
			return
		}
	}
	text := n.text
	if n.kind == kindList || n.kind == kindTable {
		text = n.kind.String()
	}
	r.report(errorAt, "period", n.at, n.end, fmt.Sprintf("%q is not a length of time.", clip(text)),
		`Write a number and a unit: "90 days", "2 weeks", "6 months" or "1 year".`)
}
