package theme

import (
	"fmt"
	"html/template"
	"reflect"
	"slices"
	"strings"
	"text/template/parse"
	"time"

	"pandect/internal/escape"
	"pandect/internal/message"
)

// messageFuncs are the template functions that write messages in the site's language.
type messageFuncs struct{ *message.Table }

// text is the function "t": a message with its placeholders filled. values are pairs of name and value.
func (w messageFuncs) text(key string, values ...any) (string, error) {
	m, ok := w.Find(key)
	switch {
	case !ok:
		return "", fmt.Errorf("there is no message %q", key)
	case m.List != nil:
		return "", fmt.Errorf("the message %q is a list", key)
	case len(values)%2 != 0:
		return "", fmt.Errorf("the message %q needs a value after each name of a place", key)
	}
	list := make([]string, len(values))
	n, counted := 0, false
	for i, v := range values {
		list[i] = fmt.Sprint(v)
		if i%2 == 1 && list[i-1] == countPlace {
			n, counted = wholeNumber(v)
		}
	}
	if m.Forms == nil {
		return w.Text(key, list...), nil
	}
	if !counted {
		return "", fmt.Errorf("the message %q counts something: the value of {n} has to be a whole number", key)
	}
	return w.Number(key, n, list...), nil
}

// countPlace is the place of the number on which the form of a message depends.
const countPlace = "n"

// wholeNumber returns a value of any integer type.
func wholeNumber(v any) (int, bool) {
	switch r := reflect.ValueOf(v); {
	case r.CanInt():
		return int(r.Int()), true
	case r.CanUint():
		return int(r.Uint()), true
	}
	return 0, false
}

// splitMessage is the text of a message before and after a placeholder that the template fills with markup.
type splitMessage struct{ Before, After string }

func (w messageFuncs) split(key, place string) splitMessage {
	before, after := w.Split(key, place)
	return splitMessage{before, after}
}

// date is the function "date": a day as HTML, or nothing for the zero time.
func (w messageFuncs) date(t time.Time) template.HTML { return template.HTML(w.appendDate(nil, t)) }

// appendDate appends a day in the format of the language, such as "12 October 2026", or nothing for the zero time.
func (w messageFuncs) appendDate(dst []byte, t time.Time) []byte {
	if t.IsZero() {
		return dst
	}
	dst = append(dst, `<time datetime="`...)
	dst = t.AppendFormat(dst, "2006-01-02")
	dst = append(dst, `">`...)
	dst = w.AppendDate(dst, t)
	return append(dst, "</time>"...)
}

// inlineConstants replaces every call for a message without placeholders by its text, so that it costs nothing when a page is
// rendered. Unknown keys, and unknown or missing placeholders, are errors with their position in the template.
func (w messageFuncs) inlineConstants(set *template.Template) error {
	list := set.Templates()
	slices.SortFunc(list, func(a, b *template.Template) int { return strings.Compare(a.Name(), b.Name()) })
	for _, t := range list {
		if t.Tree == nil || t.Tree.Root == nil {
			continue
		}
		s := constantInliner{messageFuncs: w, tree: t.Tree}
		s.list(t.Tree.Root)
		if s.err != nil {
			return s.err
		}
	}
	return nil
}

type constantInliner struct {
	messageFuncs
	tree *parse.Tree
	err  error
}

func (s *constantInliner) list(l *parse.ListNode) {
	if l == nil {
		return
	}
	for i, node := range l.Nodes {
		switch n := node.(type) {
		case *parse.ActionNode:
			s.pipe(n.Pipe)
			if text, ok := s.constant(n.Pipe); ok {
				l.Nodes[i] = &parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos, Text: escape.HTML(nil, text)}
			}
		case *parse.IfNode:
			s.branch(&n.BranchNode)
		case *parse.WithNode:
			s.branch(&n.BranchNode)
		case *parse.RangeNode:
			s.branch(&n.BranchNode)
		case *parse.TemplateNode:
			s.pipe(n.Pipe)
		}
	}
}

func (s *constantInliner) branch(n *parse.BranchNode) {
	s.pipe(n.Pipe)
	s.list(n.List)
	s.list(n.ElseList)
}

// pipe checks the messages in a pipeline.
func (s *constantInliner) pipe(p *parse.PipeNode) {
	if p == nil {
		return
	}
	for i, c := range p.Cmds {
		for _, arg := range c.Args {
			if nested, ok := arg.(*parse.PipeNode); ok {
				s.pipe(nested)
			}
		}
		s.command(c, i > 0)
	}
}

// command checks a call for a message. If it is piped, what stands before it is its last argument.
func (s *constantInliner) command(c *parse.CommandNode, piped bool) {
	name, ok := c.Args[0].(*parse.IdentifierNode)
	if !ok || len(c.Args) < 2 || name.Ident != "t" && name.Ident != "split" {
		return
	}
	key, ok := c.Args[1].(*parse.StringNode)
	if !ok {
		return
	}
	m, ok := s.Find(key.Text)
	if !ok {
		s.fail(key, "there is no message “"+key.Text+"”")
		return
	}
	values := c.Args[2:]
	if name.Ident == "t" {
		if !s.fits(key, m, values, piped) {
			return
		}
	} else if m.Forms != nil {
		s.fail(key, "the message “"+key.Text+"” counts something, so it cannot be split: write it with t")
		return
	}
	var given []string
	for i := 0; i < len(values); i += 2 {
		if place, ok := values[i].(*parse.StringNode); ok {
			given = append(given, place.Text)
		}
	}
	slices.Sort(given)
	for _, place := range given {
		if !slices.Contains(m.Placeholders(), place) {
			s.fail(key, "the message “"+key.Text+"” has no place {"+place+"}")
		}
	}
	for _, place := range m.Placeholders() {
		if !slices.Contains(given, place) {
			s.fail(key, "the message “"+key.Text+"” needs a value for {"+place+"}")
		}
	}
}

// fits checks the values of a message as far as they can be known before a page is shown.
func (s *constantInliner) fits(key *parse.StringNode, m message.Message, values []parse.Node, piped bool) bool {
	given := len(values)
	if piped {
		given++
	}
	switch {
	case m.List != nil:
		s.fail(key, "the message “"+key.Text+"” is a list, which cannot be shown as one text")
		return false
	case given%2 != 0:
		s.fail(key, "the message “"+key.Text+"” needs a value after each name of a place")
		return false
	}
	counted := false
	for i := 0; i < len(values); i += 2 {
		place, ok := values[i].(*parse.StringNode)
		if !ok || place.Text != countPlace || m.Forms == nil {
			continue
		}
		counted = true
		if i+1 == len(values) {
			continue // piped
		}
		number, isNumber := values[i+1].(*parse.NumberNode)
		switch values[i+1].(type) {
		case *parse.StringNode, *parse.BoolNode, *parse.NilNode, *parse.NumberNode:
			if !isNumber || !number.IsInt {
				s.fail(values[i+1], "the message “"+key.Text+"” counts something: "+values[i+1].String()+" is no whole number")
				return false
			}
		}
	}
	if m.Forms != nil && !counted {
		s.fail(key, "the message “"+key.Text+"” needs a value for {"+countPlace+"}")
		return false
	}
	return true
}

// constant returns the text of a pipeline that is only a message without placeholders.
func (s *constantInliner) constant(p *parse.PipeNode) (string, bool) {
	if s.err != nil || len(p.Cmds) != 1 || len(p.Decl) > 0 || len(p.Cmds[0].Args) != 2 {
		return "", false
	}
	name, ok := p.Cmds[0].Args[0].(*parse.IdentifierNode)
	key, isText := p.Cmds[0].Args[1].(*parse.StringNode)
	if !ok || !isText || name.Ident != "t" {
		return "", false
	}
	return s.Text(key.Text), true
}

// fail records the first error, in the format of text/template.
func (s *constantInliner) fail(n parse.Node, message string) {
	if s.err != nil {
		return
	}
	at, _ := s.tree.ErrorContext(n)
	s.err = fmt.Errorf("template: %s: %s", at, message)
}
