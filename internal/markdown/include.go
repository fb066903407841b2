package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"pandect/internal/prepare"
)

// Package prepare writes the text of an include in place of its line, between two edges. What the text leaves open ends at its
// edge, so that it neither takes in what follows nor is ended by it.

// atEdge reports whether the next line is an edge of an included text.
func (p *page) atEdge(reader text.Reader) bool {
	if !p.source.HasEdges() {
		return false
	}
	line, segment := reader.PeekLine()
	at := len(line) - len(bytes.TrimLeft(line, " \t"))
	return p.source.EdgeAt(segment.Start-segment.Padding+at).Kind != prepare.NoEdge
}

// untilEdge ends the blocks of a parser at the edges of included texts, where their own end is missing.
type untilEdge struct{ parser.BlockParser }

func (u untilEdge) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	if pageOf(pc).atEdge(reader) {
		return parser.Close
	}
	return u.BlockParser.Continue(node, reader, pc)
}

// includeEdge ends what is open at an edge, as the end of a page does.
func includeEdge(p *page, edge prepare.Edge) {
	t := &p.tags
	if edge.Kind == prepare.Begin {
		t.around = append(t.around, t.base)
		t.base = len(t.open)
		return
	}
	stopIncludedExclusion(p, edge.Part)
	closeRaw(p, t.base)
	if n := len(t.around) - 1; edge.Kind == prepare.End && n >= 0 {
		t.base = t.around[n]
		t.around = t.around[:n]
	}
}
