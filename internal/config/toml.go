package config

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	toml "github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// readTOML parses r.text into a tree. It skips and reports what cannot be parsed, and continues after it, so that one run shows every
// problem.
//
// The library's parser returns expressions with their positions. Duplicate keys and the like are checked here, with better messages
// than the library's; the library's decoder then checks everything.
func (r *reader) readTOML() *node {
	t := tomlReader{input: r.input, text: r.text, root: &node{kind: kindTable, end: len(r.text)}}
	t.table = t.root
	found := len(r.list)
	for from := 0; from < len(r.text); {
		from = t.expressions(from)
	}
	if len(r.list) == found {
		var whole map[string]any
		if err := toml.Unmarshal(r.text, &whole); err != nil {
			t.invalid(err)
		}
	}
	return t.root
}

type tomlReader struct {
	*input
	text   []byte
	parser unstable.Parser
	base   int // where the text given to parser begins in text
	root   *node
	table  *node // that key-value pairs belong to; nil while the header could not be read
}

// expressions parses from an offset until the first syntax error, and returns where to continue.
func (t *tomlReader) expressions(from int) int {
	t.base = from
	t.parser.Reset(t.text[from:])
	for t.parser.NextExpression() {
		e := t.parser.Expression()
		switch e.Kind {
		case unstable.KeyValue:
			if t.table != nil {
				t.pair(t.table, e)
			}
		case unstable.Table, unstable.ArrayTable:
			t.table = t.header(e)
		}
	}
	err := t.parser.Error()
	if err == nil {
		return len(t.text)
	}
	at, end := from, from
	var where *unstable.ParserError
	if errors.As(err, &where) {
		span := t.parser.Range(where.Highlight)
		at = from + int(span.Offset)
		end = at + int(span.Length)
	}
	at, end = inText(t.text, at, end)
	line := lineAt(t.text, at)
	message, hint := explainTOML(string(line))
	if strings.Contains(err.Error(), "after array value") || strings.Contains(err.Error(), "array is incomplete") {
		message, hint = "A list before this place is not closed.", "Put a comma between its entries and a closing bracket, ], after the last one."
	}
	if hint == "" {
		hint = fmt.Sprintf(`Write each setting on a line of its own, as key = "value" (the exact reason: %s).`, err)
	}
	t.report(errorAt, "syntax", at, end, message, hint)
	if trimmed := bytes.TrimSpace(line); len(trimmed) > 0 && trimmed[0] == '[' {
		t.table = nil // nobody knows which table the following keys belong to
	}
	return t.resume(max(at, from+1))
}

var tomlStart = regexp.MustCompile(`^[ \t]*(\[|[A-Za-z0-9_-]+[ \t]*[=:"])`)

// resume returns the offset of the next line after at that looks like the beginning of an expression.
func (t *tomlReader) resume(at int) int {
	for at < len(t.text) {
		end := bytes.IndexByte(t.text[at:], '\n')
		if end < 0 {
			break
		}
		at += end + 1
		if tomlStart.Match(t.text[at:]) {
			return at
		}
	}
	return len(t.text)
}

// inText extends a byte range to whole characters. A position after the last character is moved back onto it, because the end of a
// file has no line to show.
func inText(text []byte, at, end int) (int, int) {
	at = min(at, len(bytes.TrimRight(text, "\n ")))
	for at > 0 && at < len(text) && !utf8.RuneStart(text[at]) {
		at--
	}
	end = max(at, min(end, len(text)))
	for end < len(text) && !utf8.RuneStart(text[end]) {
		end++
	}
	return at, end
}

// lineAt returns the line of the text that holds the offset.
func lineAt(text []byte, at int) []byte {
	start := bytes.LastIndexByte(text[:at], '\n') + 1
	if end := bytes.IndexByte(text[at:], '\n'); end >= 0 {
		return text[start : at+end]
	}
	return text[start:]
}

// invalid reports an error of the decoder.
func (t *tomlReader) invalid(err error) {
	at := 0
	var where *toml.DecodeError
	if errors.As(err, &where) {
		line, column := where.Position()
		for ; line > 1; line-- {
			at += bytes.IndexByte(t.text[at:], '\n') + 1
		}
		at = min(at+max(column-1, 0), len(t.text))
	}
	at, end := inText(t.text, at, at)
	t.report(errorAt, "syntax", at, end, "This line does not fit with the lines before it.",
		fmt.Sprintf("Give every key and every table once (the exact reason: %s).", strings.TrimPrefix(err.Error(), "toml: ")))
}

var (
	tomlColon    = regexp.MustCompile(`^\s*([A-Za-z0-9_-]+)\s*:`)
	tomlBare     = regexp.MustCompile(`^\s*([A-Za-z0-9_-]+)\s*=\s*([^\s"'\[{].*)$`)
	tomlNoValue  = regexp.MustCompile(`^\s*([A-Za-z0-9_-]+)\s*=\s*(#.*)?$`)
	tomlNoEquals = regexp.MustCompile(`^\s*([A-Za-z0-9_-]+)\s+["'\w]`)
)

// explainTOML explains a syntax error from its line alone.
func explainTOML(line string) (message, hint string) {
	message = "This line cannot be read."
	if m := tomlColon.FindStringSubmatch(line); m != nil {
		return message, fmt.Sprintf("Write an equals sign instead of the colon: %s = …", m[1])
	}
	if m := tomlNoValue.FindStringSubmatch(line); m != nil {
		return fmt.Sprintf("The key %q has no value.", clip(m[1])), "Write a value after the equals sign, or remove the line."
	}
	if m := tomlBare.FindStringSubmatch(line); m != nil {
		value := strings.TrimSpace(m[2])
		if word := strings.ToLower(value); word == "true" || word == "false" {
			return "This is neither text in quotes nor true or false.", fmt.Sprintf("Write it in small letters: %s = %s", m[1], word)
		}
		return "Text has to stand in quotes.", fmt.Sprintf("Put the value in straight quotes: %s = %q", m[1], clip(strings.Trim(value, `"`)))
	}
	if m := tomlNoEquals.FindStringSubmatch(line); m != nil {
		return message, fmt.Sprintf("Write an equals sign after the key: %s = …", m[1])
	}
	quotes := strings.Count(strings.ReplaceAll(line, `\"`, ""), `"`)
	switch {
	case quotes%2 == 1:
		return "A quotation mark is not closed on this line.", `Begin and end the value with a straight double quote, and write \" for a quote inside it.`
	case quotes > 0 && strings.Contains(line, `\`):
		return "A backslash in double quotes has a special meaning.", "Write two backslashes for one, or put the value in single straight quotes."
	case strings.HasPrefix(strings.TrimSpace(line), "["):
		return message, "Write the name of a table as [name], and close every list with ]."
	}
	return message, ""
}

// at returns the byte range of a parser's node in text.
func (t *tomlReader) at(n *unstable.Node) (at, end int) {
	return t.base + int(n.Raw.Offset), t.base + int(n.Raw.Offset+n.Raw.Length)
}

// pair adds one key and its value to a table.
func (t *tomlReader) pair(table *node, e *unstable.Node) {
	for it, depth := e.Key(), 0; it.Next(); depth++ {
		part := it.Node()
		at, end := t.at(part)
		name := string(part.Data)
		old := table.find(name)
		if depth >= maxDepth {
			t.tooDeep(at, end)
			return
		}
		if it.IsLast() {
			if old != nil {
				t.duplicate(at, end, name, old)
				return
			}
			table.fields = append(table.fields, field{name, at, end, t.value(e.Value(), end, depth)})
			return
		}
		if old == nil {
			table.fields = append(table.fields, field{name, at, end, &node{kind: kindTable, at: at, end: end}})
			old = &table.fields[len(table.fields)-1]
		} else if old.value.kind != kindTable || old.value.closed {
			t.duplicate(at, end, name, old)
			return
		}
		table = old.value
	}
}

// header returns the table that a header line names, made if need be.
func (t *tomlReader) header(e *unstable.Node) *node {
	table := t.root
	for it, depth := e.Key(), 0; it.Next(); depth++ {
		part := it.Node()
		at, end := t.at(part)
		name := string(part.Data)
		if depth >= maxDepth {
			t.tooDeep(at, end)
			return nil
		}
		f := table.find(name)
		list := it.IsLast() && e.Kind == unstable.ArrayTable
		if f == nil {
			made := &node{kind: kindTable, at: at, end: end}
			if list {
				made = &node{kind: kindList, at: at, end: end}
			}
			table.fields = append(table.fields, field{name, at, end, made})
			f = &table.fields[len(table.fields)-1]
		}
		switch v := f.value; {
		case list && v.kind == kindList && !v.closed:
			table = &node{kind: kindTable, at: at, end: end}
			v.items = append(v.items, table)
		case !list && v.kind == kindList && !v.closed && len(v.items) > 0 && !it.IsLast():
			table = v.items[len(v.items)-1]
		case !list && v.kind == kindTable && !v.closed:
			table = v
		default:
			t.duplicate(at, end, name, f)
			return nil
		}
	}
	return table
}

// value turns a value, which begins after the given offset, into a node.
func (t *tomlReader) value(v *unstable.Node, after, depth int) *node {
	n := &node{text: string(v.Data)}
	n.at, n.end = t.at(v)
	if v.Kind == unstable.Array { // the parser does not say where
		n.at = after + max(bytes.IndexByte(t.text[after:], '['), 0)
		n.end = n.at + 1
	}
	switch v.Kind {
	case unstable.String:
		n.kind = kindText
	case unstable.Bool:
		n.kind = kindBool
	case unstable.Integer:
		n.kind = kindInteger
	case unstable.Float:
		n.kind = kindFloat
	case unstable.LocalTime: // a time of day is no date; themes get it as text
		n.kind = kindText
	case unstable.LocalDate, unstable.LocalDateTime, unstable.DateTime:
		n.kind = kindTime
		n.time = t.dateTime(n)
	case unstable.Array, unstable.InlineTable:
		n.closed = true
		n.kind = kindList
		if v.Kind == unstable.InlineTable {
			n.kind = kindTable
		}
		if depth >= maxDepth {
			t.tooDeep(n.at, n.at+1)
			return n
		}
		for it := v.Children(); it.Next(); {
			if n.kind == kindTable {
				t.pair(n, it.Node())
				continue
			}
			item := t.value(it.Node(), n.end, depth+1)
			n.items = append(n.items, item)
			n.end = item.end
		}
	}
	return n
}

// dateTime returns the instant of a TOML date or date-time; local ones are taken as UTC.
func (t *tomlReader) dateTime(n *node) time.Time {
	s := strings.ToUpper(n.text)
	layouts := []string{time.DateOnly, "2006-01-02T15:04:05", time.RFC3339, "2006-01-02T15:04", "2006-01-02T15:04Z07:00"}
	s = strings.Replace(s, " ", "T", 1)
	for _, layout := range layouts {
		if at, err := time.ParseInLocation(layout, s, time.UTC); err == nil {
			return at
		}
	}
	t.report(errorAt, "date", n.at, n.end, fmt.Sprintf("There is no such date or time as %q.", clip(n.text)), "Check the month, the day and the time; put the value in quotes if it is not a date.")
	n.kind = kindNothing
	return time.Time{}
}
