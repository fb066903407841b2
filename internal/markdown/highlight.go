package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// highlights are ==marked words==, as in Obsidian and MkDocs.
func highlights() construct {
	return construct{
		testcase: "paragraphs",
		inlines:  []util.PrioritizedValue{util.Prioritized(delimiterParser{highlightParser{}}, 500)},
		render:   map[ast.NodeKind]renderFunc{kindMarked: func(p *page, n ast.Node) { emphasised(p, "<mark>", n, "</mark>") }},
	}
}

// marked is text that is marked.
type marked struct{ ast.BaseInline }

var kindMarked = ast.NewNodeKind("Marked")

func (*marked) Kind() ast.NodeKind { return kindMarked }

func (n *marked) Dump(src []byte, at int) { ast.DumpHelper(n, src, at, nil, nil) }

type highlightDelimiter struct{}

func (highlightDelimiter) IsDelimiter(b byte) bool { return b == '=' }

func (highlightDelimiter) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char
}

func (highlightDelimiter) OnMatch(int) ast.Node { return &marked{} }

// highlightParser reads two equals signs that are outside words on one side, so that a==b is text.
type highlightParser struct{}

func (highlightParser) Trigger() []byte { return []byte{'='} }

func (highlightParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	line, segment := block.PeekLine()
	n := parser.ScanDelimiter(line, before, 2, highlightDelimiter{})
	if n == nil || n.OriginalLength != 2 || before == '=' || before == '{' { // {== is a remark of a reviewer
		return nil
	}
	n.CanOpen = n.CanOpen && !isWord(before)
	if after := []rune(string(line[2:min(len(line), 6)])); len(after) > 0 {
		n.CanClose = n.CanClose && !isWord(after[0])
	}
	if !n.CanOpen && !n.CanClose {
		return nil
	}
	n.Segment = segment.WithStop(segment.Start + 2)
	block.Advance(2)
	pc.PushDelimiter(n)
	return n
}
