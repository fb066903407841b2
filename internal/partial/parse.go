package partial

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"

	"pandect/internal/diag"
	"pandect/internal/escape"
	"pandect/internal/memo"
	"pandect/internal/message"
)

// File is the source of a partial.
type File struct {
	Path string // for example "themes/counsel/partials/card.html", whose name without extension is that of the partial
	Text []byte
}

// Parse compiles partials. Of two files of one name the later one counts. A file whose name no shape has gets the fields of
// entry, the entry of a list. A shape without a file and a file that does not parse are errors; the Set holds all others.
func Parse(files []File, shapes []Shape, entry Shape, messages *message.Table) (*Set, []diag.Diagnostic) {
	set := &Set{partials: map[string]*Partial{}}
	var found []diag.Diagnostic
	byName := map[string]File{}
	for _, f := range files {
		byName[strings.TrimSuffix(path.Base(f.Path), ".html")] = f
	}
	for _, shape := range shapes {
		if _, ok := byName[shape.Name]; !ok {
			file := "partials/" + shape.Name + ".html"
			found = append(found, diag.Diagnostic{
				Severity: diag.Error, Code: "missing-partial", Place: diag.Place{File: file},
				Message: "The theme has no file “" + file + "”.", Hint: "Add the file; the one of the default theme is a start.",
			})
		}
	}
	h := memo.NewHash("partial.Set")
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		shape := entry
		if i := slices.IndexFunc(shapes, func(s Shape) bool { return s.Name == name }); i >= 0 {
			shape = shapes[i]
		}
		p, err := parseOne(byName[name], shape, messages)
		if err != nil {
			found = append(found, syntaxError(byName[name], err))
			p = &Partial{} // templates that use it have no fault of their own
		}
		set.partials[name] = p
		h.String(name)
		h.Sum(p.sum)
	}
	set.sum = h.Done()
	return set, found
}

// position matches the prefix of errors from text/template: the name, the line, and for some errors the column.
var position = regexp.MustCompile(`^template: ([^:\n]+):(\d+)(?::\d+)?: (?s:(.*))$`)

func syntaxError(f File, err error) diag.Diagnostic {
	d := diag.Diagnostic{
		Severity: diag.Error, Code: "partial-syntax", Place: diag.Place{File: f.Path}, Message: err.Error(),
		Hint: "A partial holds text, {{.Field}}, {{if .Field}} with {{else}} and {{end}}, and messages: {{t \"key\" \"place\" .Field}}.",
	}
	if m := position.FindStringSubmatch(d.Message); m != nil {
		d.Place.Line, _ = strconv.Atoi(m[2])
		d.Message = m[3]
		d.Quote = diag.Line(f.Text, d.Place.Line)
	}
	d.Message = "This partial cannot be read: " + Explain(d.Message)
	return d
}

func parseOne(f File, shape Shape, messages *message.Table) (*Partial, error) {
	tree := parse.New(f.Path)
	tree.Mode = parse.SkipFuncCheck
	trees := map[string]*parse.Tree{}
	tree, err := tree.Parse(strings.TrimSpace(string(f.Text)), "", "", trees)
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(string(f.Text)) == "" {
		return nil, errors.New("it is empty; to show nothing, write {{/* nothing */}}")
	}
	c := compiler{tree: tree, shape: shape, messages: messages, shown: map[int]bool{}, partial: &Partial{messages: messages}}
	if len(trees) > 1 {
		return nil, errors.New("it defines templates; give each a file of its own")
	}
	end := c.list(tree.Root, inText, 0)
	if c.err == nil && end != inText {
		c.err = errors.New("a tag or a quotation mark is left open at the end")
	}
	for i, field := range shape.Fields {
		if c.err == nil && field.Kind == Content && !c.shown[i] {
			c.err = errors.New("it does not show {{." + field.Name + "}}")
		}
	}
	if c.err != nil {
		return nil, c.err
	}
	c.seal()
	return c.partial, nil
}

// compiler compiles the parse tree of one partial.
type compiler struct {
	tree     *parse.Tree
	shape    Shape
	messages *message.Table
	partial  *Partial
	shown    map[int]bool // fields of the kind Content that are written
	tail     string       // the markup before, as far as it matters where a field stands
	plurals  []string     // keys of plural messages, which are looked up when the partial is written
	err      error
}

// state is the position in the markup where a text ends.
type state int

const (
	inText state = iota
	inTag
	inQuotes // of an attribute's value
)

func (c *compiler) fail(n parse.Node, format string, values ...any) {
	if c.err == nil {
		at, _ := c.tree.ErrorContext(n)
		c.err = fmt.Errorf("template: %s: %s", at, fmt.Sprintf(format, values...))
	}
}

// add adds an instruction and returns its index.
func (c *compiler) add(i instruction) int {
	c.partial.program = append(c.partial.program, i)
	return len(c.partial.program) - 1
}

func (c *compiler) write(text string) { c.add(instruction{op: writeText, text: text}) }

// list compiles a list of nodes that begins in a state, inside so many conditions, and returns the state in which it ends.
func (c *compiler) list(l *parse.ListNode, s state, depth int) state {
	if l == nil {
		return s
	}
	for _, node := range l.Nodes {
		switch n := node.(type) {
		case *parse.TextNode:
			c.write(string(n.Text))
			s = c.markup(n, string(n.Text), s)
		case *parse.ActionNode:
			c.action(n, s, depth)
		case *parse.IfNode:
			s = c.condition(n, s, depth)
		case *parse.CommentNode:
		default:
			c.fail(n, "“%s” has no place in a partial", n)
		}
	}
	return s
}

var inlineCode = regexp.MustCompile(`(?i)<style\b|<script\b|\sstyle\s*=|\son[a-z]+\s*=`)

// markup returns the state after a text.
func (c *compiler) markup(n parse.Node, text string, s state) state {
	if inlineCode.MatchString(text) {
		c.fail(n, "a partial cannot hold scripts or styles, nor attributes that are such")
	}
	c.tail += text
	if escape.CodeIn(c.tail) >= 0 {
		c.fail(n, "an address cannot begin with “javascript:”, “vbscript:” or “data:”, which would run code")
	}
	for _, b := range []byte(text) {
		switch {
		case s == inText && b == '<':
			s = inTag
		case s == inTag && b == '>':
			s = inText
		case s == inTag && b == '"':
			s = inQuotes
		case s == inTag && b == '\'':
			c.fail(n, "values of attributes stand in double quotation marks")
		case s == inQuotes && b == '"':
			s = inTag
		}
	}
	return s
}

// condition compiles {{if}}.
func (c *compiler) condition(n *parse.IfNode, s state, depth int) state {
	field, not, ok := c.tested(n.Pipe)
	if !ok {
		c.fail(n, "a condition asks for one field: {{if .Field}} or {{if not .Field}}")
		return s
	}
	op := jumpIfEmpty
	if not {
		op = jumpIfSet
	}
	last := c.add(instruction{op: op, field: field})
	before := c.tail
	end := c.list(n.List, s, depth+1)
	otherwise, first := s, c.tail
	c.tail = before
	if n.ElseList != nil {
		skip := last
		last = c.add(instruction{op: jump})
		c.partial.program[skip].to = len(c.partial.program)
		otherwise = c.list(n.ElseList, s, depth+1)
	}
	c.partial.program[last].to = len(c.partial.program)
	if escape.InAddress(first) {
		c.tail = first // the value after it may still be the beginning
	}
	if end != otherwise {
		c.fail(n, "the branches of “{{if}}” do not leave tags and quotation marks in the same state")
	}
	return end
}

// tested returns the field that a condition tests.
func (c *compiler) tested(p *parse.PipeNode) (field int, not, ok bool) {
	if len(p.Cmds) != 1 || len(p.Decl) > 0 {
		return 0, false, false
	}
	args := p.Cmds[0].Args
	if name, is := args[0].(*parse.IdentifierNode); is && name.Ident == "not" && len(args) == 2 {
		args, not = args[1:], true
	}
	if len(args) != 1 {
		return 0, false, false
	}
	field, ok = c.field(args[0])
	return field, not, ok
}

// field returns the index of the field that a node names.
func (c *compiler) field(n parse.Node) (int, bool) {
	f, ok := n.(*parse.FieldNode)
	if !ok || len(f.Ident) != 1 {
		return 0, false
	}
	i := slices.IndexFunc(c.shape.Fields, func(field Field) bool { return field.Name == f.Ident[0] })
	if i < 0 {
		c.fail(n, "there is no “.%s” in the partial “%s”%s; it has %s", f.Ident[0], c.shape.Name, c.near(f.Ident[0]), c.shape.names())
		return 0, true // reported already
	}
	return i, true
}

// near suggests a field of almost the same name.
func (c *compiler) near(name string) string {
	names := make([]string, len(c.shape.Fields))
	for i, f := range c.shape.Fields {
		names[i] = f.Name
	}
	if other, ok := diag.Suggest(name, names); ok {
		return " (did you mean “." + other + "”?)"
	}
	return ""
}

// action compiles {{.Field}} and {{t "key"}}.
func (c *compiler) action(n *parse.ActionNode, s state, depth int) {
	if len(n.Pipe.Cmds) != 1 || len(n.Pipe.Decl) > 0 {
		c.fail(n, "“%s” has no place in a partial", n)
		return
	}
	args := n.Pipe.Cmds[0].Args
	if name, ok := args[0].(*parse.IdentifierNode); ok && name.Ident == "t" {
		c.message(n, args[1:], s, depth)
		return
	}
	field, ok := c.field(args[0])
	if !ok || len(args) != 1 {
		c.fail(n, "“%s” has no place in a partial", n)
		return
	}
	c.value(n, field, s, depth)
}

// value adds the value of a field.
func (c *compiler) value(n parse.Node, field int, s state, depth int) {
	f := c.shape.Fields[field]
	switch {
	case s == inTag:
		c.fail(n, "“.%s” stands in a tag, but not in double quotation marks", f.Name)
	case s == inQuotes && (f.Kind == HTML || f.Kind == Content):
		c.fail(n, "“.%s” is markup, which cannot stand in an attribute", f.Name)
	case f.Kind == Flag:
		c.fail(n, "“.%s” is only there to be asked for: {{if .%s}}", f.Name, f.Name)
	case f.Kind == Content && c.shown[field]:
		c.fail(n, "“.%s” may be shown only once", f.Name)
	case f.Kind == Content && c.shape.Wraps && depth > 0:
		c.fail(n, "“.%s” may not depend on a condition", f.Name)
	}
	kind := f.Kind
	if kind == Text && s == inQuotes && escape.InAddress(c.tail) {
		kind = filtered
	}
	at := c.add(instruction{op: writeField, field: field, kind: kind})
	if f.Kind == Content {
		c.shown[field], c.partial.content = true, at
	}
}

// message compiles {{t "key" "place" .Field}}.
func (c *compiler) message(n *parse.ActionNode, args []parse.Node, s state, depth int) {
	var key *parse.StringNode
	if len(args)%2 == 1 {
		key, _ = args[0].(*parse.StringNode)
	}
	if key == nil {
		c.fail(n, "a message is written {{t \"key\"}} or {{t \"key\" \"place\" .Field}}")
		return
	}
	m, ok := c.messages.Find(key.Text)
	if !ok {
		near := ""
		if other, ok := diag.Suggest(key.Text, c.messages.Keys()); ok {
			near = " (did you mean “" + other + "”?)"
		}
		c.fail(n, "there is no message “%s”%s", key.Text, near)
		return
	}
	fields := map[string]int{}
	for i := 1; i < len(args); i += 2 {
		place, isText := args[i].(*parse.StringNode)
		field, isField := c.field(args[i+1])
		if !isText || !isField || !slices.Contains(m.Placeholders(), place.Text) {
			c.fail(n, "the message “%s” has no place %s", key.Text, args[i])
			return
		}
		fields[place.Text] = field
	}
	for _, place := range m.Placeholders() {
		if _, ok := fields[place]; !ok {
			c.fail(n, "the message “%s” needs a value for {%s}", key.Text, place)
			return
		}
	}
	if m.Forms != nil {
		if len(fields) != 1 || c.shape.Fields[fields["n"]].Kind != Number {
			c.fail(n, "the message “%s” counts something: its one place {n} is a number", key.Text)
		}
		c.plurals = append(c.plurals, key.Text)
		c.add(instruction{op: writePlural, field: fields["n"], text: key.Text})
		return
	}
	for text := m.Text; ; {
		before, place, after, ok := message.Cut(text)
		c.write(string(escape.HTML(nil, before)))
		if !ok {
			return
		}
		c.value(n, fields[place], s, depth)
		text = after
	}
}

// seal computes the digest.
func (c *compiler) seal() {
	h := memo.NewHash("partial.Partial")
	for _, s := range c.partial.program {
		for _, n := range []int{int(s.op), int(s.kind), s.field, s.to} {
			h.Int(n)
		}
		h.String(s.text)
	}
	h.Sum(c.messages.SumOf(append(c.plurals, "number.group")...))
	c.partial.sum = h.Done()
}
