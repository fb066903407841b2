package theme

import (
	"fmt"
	"html/template"
	"slices"
	"strings"
	"text/template/parse"
	"time"

	"pandect/internal/escape"
	"pandect/internal/message"
)

// words are the messages of the site's language, as the functions of templates and the lists in Go use them.
type words struct{ *message.Table }

// text is the function "t": a message with its places filled. Values are name and value in turns.
func (w words) text(key string, values ...any) (string, error) {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = fmt.Sprint(v)
	}
	if _, ok := w.Find(key); !ok {
		return "", fmt.Errorf("there is no message %q", key)
	}
	return w.Text(key, list...), nil
}

// halves are what stands in a message before and after the place of something that is markup.
type halves struct{ Before, After string }

func (w words) halves(key, place string) halves {
	before, after := w.Split(key, place)
	return halves{before, after}
}

// date shows a day, or nothing for the zero time.
func (w words) date(t time.Time) template.HTML { return template.HTML(w.appendDate(nil, t)) }

// appendDate appends a day as people write it, "12 October 2026", or nothing for the zero time.
func (w words) appendDate(dst []byte, t time.Time) []byte {
	if t.IsZero() {
		return dst
	}
	dst = append(dst, `<time datetime="`...)
	dst = t.AppendFormat(dst, "2006-01-02")
	dst = append(dst, `">`...)
	dst = w.AppendDate(dst, t)
	return append(dst, "</time>"...)
}

// settle puts every message that has no place into the templates of a set as text, so that it costs nothing when a page
// is made. A key that there is not, and a place that its message does not have or that lacks a value, is an error with
// its place in the template.
func (w words) settle(set *template.Template) error {
	list := set.Templates()
	slices.SortFunc(list, func(a, b *template.Template) int { return strings.Compare(a.Name(), b.Name()) })
	for _, t := range list {
		if t.Tree == nil || t.Tree.Root == nil {
			continue
		}
		s := settler{words: w, tree: t.Tree}
		s.list(t.Tree.Root)
		if s.err != nil {
			return s.err
		}
	}
	return nil
}

type settler struct {
	words
	tree *parse.Tree
	err  error
}

func (s *settler) list(l *parse.ListNode) {
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

func (s *settler) branch(n *parse.BranchNode) {
	s.pipe(n.Pipe)
	s.list(n.List)
	s.list(n.ElseList)
}

// pipe checks the messages that a pipeline asks for.
func (s *settler) pipe(p *parse.PipeNode) {
	if p == nil {
		return
	}
	for _, c := range p.Cmds {
		for _, arg := range c.Args {
			if nested, ok := arg.(*parse.PipeNode); ok {
				s.pipe(nested)
			}
		}
		s.command(c)
	}
}

func (s *settler) command(c *parse.CommandNode) {
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
	var given []string
	for i := 2; i < len(c.Args); i += 2 {
		if place, ok := c.Args[i].(*parse.StringNode); ok {
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

// constant returns the text of a pipeline that is nothing but a message without places.
func (s *settler) constant(p *parse.PipeNode) (string, bool) {
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

// fail notes the first error, in the form of text/template's own.
func (s *settler) fail(n parse.Node, message string) {
	if s.err != nil {
		return
	}
	at, _ := s.tree.ErrorContext(n)
	s.err = fmt.Errorf("template: %s: %s", at, message)
}
