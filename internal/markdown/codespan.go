package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// codeSpans are code within a line.
func codeSpans() construct {
	return construct{
		testcase: "blocks",
		inlines:  []util.PrioritizedValue{util.Prioritized(codeSpanParser{parser.NewCodeSpanParser()}, 100)},
		render:   map[ast.NodeKind]renderFunc{ast.KindCodeSpan: on(renderCodeSpan)},
	}
}

// maxTicks is how many backticks may begin a code span.
const maxTicks = 100

// codeSpanParser bounds the number of distinct backtick runs whose closing run is searched for to the end of a block.
type codeSpanParser struct{ parser.InlineParser }

func (c codeSpanParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if n := run(line, "`"); n > maxTicks {
		block.Advance(n)
		return ast.NewTextSegment(segment.WithStop(segment.Start + n))
	}
	return c.InlineParser.Parse(parent, block, pc)
}

func renderCodeSpan(p *page, n *ast.CodeSpan) {
	p.html = append(p.html, "<code>"...)
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		t, ok := c.(*ast.Text)
		if !ok {
			continue
		}
		s := t.Segment.Value(p.source.Bytes)
		if line, cut := bytes.CutSuffix(s, []byte{'\n'}); cut {
			p.put(line)
			p.html, p.plain = append(p.html, ' '), append(p.plain, ' ')
		} else {
			p.put(s)
		}
	}
	p.html = append(p.html, "</code>"...)
}
