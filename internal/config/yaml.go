package config

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	yaml "github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// readYAML parses r.text into a tree. Anchors, aliases and tags are reported and not resolved, so that a small file cannot expand to
// a large value.
func (r *reader) readYAML() *node {
	if root, ok := simpleYAML(string(r.text)); ok {
		return root
	}
	return r.readAnyYAML()
}

// readAnyYAML is readYAML with the library alone, for tests that compare the two.
func (r *reader) readAnyYAML() *node {
	y := &yamlReader{input: r.input, text: r.text}
	root := &node{kind: kindTable, end: len(r.text)}
	if at := nesting(r.text); at >= 0 {
		r.tooDeep(at, at+1)
		return root
	}
	file, err := parseYAML(r.text)
	if err != nil {
		y.invalid(err)
		return root
	}
	y.lines = lineStarts(r.text)
	for i, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		n := y.value(doc.Body, 0, 0)
		switch {
		case n.kind == kindTable && i == 0:
			root = n
		case n.kind != kindNothing:
			at, end := inText(r.text, n.at, n.end)
			r.report(errorAt, "syntax", at, end, "The text between the two lines of hyphens has no keys.",
				"Write each line as a key, a colon, a space and a value; or remove the lines of hyphens if the page has no front matter.")
		}
	}
	return root
}

// parseYAML calls the library's parser. A panic in it is its failure to read the text, and not the end of the run.
func parseYAML(text []byte) (file *ast.File, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	return parser.ParseBytes(text, 0, parser.AllowDuplicateMapKey())
}

// nesting returns the offset at which brackets or dashes are nested too deep, or -1. It is checked first, because the library takes
// superlinear time for such a text. Comments are no nesting, nor are hyphens that follow each other, as in a line of them.
func nesting(text []byte) int {
	brackets, dashes := 0, 0
	for i := 0; i < len(text); i++ {
		next := byte('\n')
		if i+1 < len(text) {
			next = text[i+1]
		}
		switch c := text[i]; c {
		case '[', '{':
			brackets++
		case ']', '}':
			brackets = max(brackets-1, 0)
		case '-', '?':
			if next == ' ' || next == '\t' || next == '\n' {
				dashes++
			}
		case '#':
			if i == 0 || text[i-1] == ' ' || text[i-1] == '\t' || text[i-1] == '\n' {
				for i+1 < len(text) && text[i+1] != '\n' {
					i++
				}
			}
		case ' ', '\t':
		default:
			dashes = 0
		}
		if brackets > maxDepth || dashes > maxDepth {
			return i
		}
	}
	return -1
}

type yamlReader struct {
	*input
	text  []byte
	lines []int // offset of the beginning of every line

	// The result of the last call of at: the next position is usually a little further on.
	line, column, offset int
}

func lineStarts(text []byte) []int {
	lines := make([]int, 1, bytes.Count(text, []byte("\n"))+1)
	for i, c := range text {
		if c == '\n' {
			lines = append(lines, i+1)
		}
	}
	return lines
}

// at returns the offset of a token, whose position the library gives as a line and a column in characters.
func (y *yamlReader) at(t *token.Token) int {
	if t == nil || t.Position == nil || t.Position.Line < 1 || t.Position.Line > len(y.lines) {
		return 0
	}
	if t.Position.Line != y.line || t.Position.Column < y.column {
		y.line, y.column, y.offset = t.Position.Line, 1, y.lines[t.Position.Line-1]
	}
	for y.column < t.Position.Column && y.offset < len(y.text) && y.text[y.offset] != '\n' {
		_, n := utf8.DecodeRune(y.text[y.offset:])
		y.offset += n
		y.column++
	}
	return y.offset
}

// span returns the byte range of a scalar. The library counts trailing spaces of a line as if they came before the value, so the value
// is also searched for before the position that it gives.
func (y *yamlReader) span(t *token.Token) (at, end int) {
	at = y.at(t)
	line := bytes.LastIndexByte(y.text[:at], '\n') + 1
	if written := strings.TrimSpace(t.Origin); written != "" {
		limit := min(at+len(written), len(y.text))
		if i := bytes.LastIndex(y.text[line:limit], []byte(written)); i >= 0 {
			return line + i, line + i + len(written)
		}
	}
	if end := bytes.IndexByte(y.text[at:], '\n'); end >= 0 {
		return at, at + end
	}
	return at, len(y.text)
}

// value converts a value to a node. after is the end of its key, which is the position of a missing value.
func (y *yamlReader) value(v ast.Node, after, depth int) *node {
	if depth > maxDepth {
		y.tooDeep(after, after)
		return &node{at: after, end: after}
	}
	switch v := v.(type) {
	case *ast.StringNode:
		return y.scalar(kindText, v.Token, v.Value)
	case *ast.IntegerNode:
		return y.scalar(kindInteger, v.Token, v.Token.Value)
	case *ast.FloatNode:
		return y.scalar(kindFloat, v.Token, v.Token.Value)
	case *ast.BoolNode:
		return y.scalar(kindBool, v.Token, v.Token.Value)
	case *ast.InfinityNode:
		return y.scalar(kindFloat, v.Token, v.Token.Value)
	case *ast.NanNode:
		return y.scalar(kindFloat, v.Token, v.Token.Value)
	case *ast.LiteralNode:
		at := y.at(v.Start)
		return &node{kind: kindText, at: at, end: at + 1, text: v.Value.Value}
	case *ast.MappingValueNode:
		n := &node{kind: kindTable}
		y.field(n, v, depth)
		n.at, n.end = n.fields[0].at, n.fields[0].end
		return n
	case *ast.MappingNode:
		at := y.at(v.Start)
		n := &node{kind: kindTable, at: at, end: at + 1, fields: make([]field, 0, len(v.Values))}
		for _, pair := range v.Values {
			y.field(n, pair, depth)
		}
		if !v.IsFlowStyle && len(n.fields) > 0 {
			n.at, n.end = n.fields[0].at, n.fields[0].end
		}
		return n
	case *ast.SequenceNode:
		at := y.at(v.Start)
		n := &node{kind: kindList, at: at, end: at + 1, items: make([]*node, 0, len(v.Values))}
		for i, item := range v.Values {
			dash := at
			if i < len(v.Entries) {
				dash = y.at(v.Entries[i].Start)
			}
			n.items = append(n.items, y.value(item, dash, depth+1))
		}
		return n
	case nil, *ast.NullNode, *ast.CommentGroupNode:
		return &node{at: after, end: after}
	}
	at, end := y.span(v.GetToken()) // of an anchor, an alias or a tag
	if y.remaining > 0 {            // otherwise a file of many aliases would be searched for line ends once more than is reported
		if line := bytes.IndexByte(y.text[at:], '\n'); line >= 0 {
			end = max(end, at+line)
		}
		y.report(errorAt, "quotes", at, end, fmt.Sprintf("A value that begins with %q has a special meaning.", y.text[at:min(at+1, end)]),
			"Put the value in quotes: "+quoted(string(y.text[at:end])))
	}
	return &node{at: at, end: end}
}

func (y *yamlReader) scalar(k kind, t *token.Token, text string) *node {
	n := &node{kind: k, text: text, plain: t.Type != token.SingleQuoteType && t.Type != token.DoubleQuoteType}
	n.at, n.end = y.span(t)
	return n
}

// field adds one key and its value to a table.
func (y *yamlReader) field(table *node, pair *ast.MappingValueNode, depth int) {
	t := pair.Key.GetToken()
	at, end := y.span(t)
	name := t.Value
	switch key := pair.Key.(type) {
	case *ast.StringNode:
		name = key.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.NullNode:
	default:
		y.report(errorAt, "syntax", at, end, "This is not a key that can be used.", "Write a key of letters, a colon, a space and a value.")
	}
	if old := table.find(name); old != nil {
		y.duplicate(at, end, name, old)
		y.value(pair.Value, end, depth+1) // to report its problems
		return
	}
	table.fields = append(table.fields, field{name, at, end, y.value(pair.Value, end, depth+1)})
}

// invalid reports why the text cannot be parsed: every line with a known mistake, otherwise the position and the reason that the
// library gives.
func (y *yamlReader) invalid(err error) {
	found := len(y.list)
	y.explain()
	if len(y.list) > found {
		return
	}
	at, reason := 0, err.Error()
	var where *yaml.SyntaxError
	if errors.As(err, &where) {
		y.lines = lineStarts(y.text)
		at, reason = y.at(where.Token), where.Message
	}
	at, end := inText(y.text, at, at)
	y.report(errorAt, "syntax", at, end, "The front matter cannot be read from here on.",
		fmt.Sprintf("Write each line as a key, a colon, a space and a value, and put a value with special characters in quotes (the exact reason: %s).",
			strings.Join(slices.Collect(strings.FieldsSeq(reason)), " ")))
}
