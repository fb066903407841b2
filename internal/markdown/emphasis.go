package markdown

import (
	"fmt"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// emphasis is emphasised, strong and struck out text.
func emphasis() construct {
	return construct{
		testcase: "paragraphs",
		inlines: []util.PrioritizedValue{
			util.Prioritized(delimiterParser{parser.NewEmphasisParser()}, 500),
			util.Prioritized(delimiterParser{extension.NewStrikethroughParser()}, 500),
		},
		render: map[ast.NodeKind]renderFunc{
			ast.KindEmphasis:         on(renderEmphasis),
			extast.KindStrikethrough: func(p *page, n ast.Node) { emphasised(p, "<del>", n, "</del>") },
		},
	}
}

func renderEmphasis(p *page, n *ast.Emphasis) {
	if n.Level == 2 {
		emphasised(p, "<strong>", n, "</strong>")
	} else {
		emphasised(p, "<em>", n, "</em>")
	}
}

// maxEmphasis is how deep emphasis is written in emphasis. Browsers flatten elements that lie hundreds deep.
const maxEmphasis = 50

// emphasised writes the inlines within a node between two tags.
func emphasised(p *page, open string, n ast.Node, end string) {
	p.emphasis++
	if p.emphasis > maxEmphasis {
		p.once("nesting", n.Pos(), fmt.Sprintf("Emphasis is nested more than %d deep; what is deeper is shown without it.", maxEmphasis), "Close what is emphasised before you emphasise more.")
		p.inline(n)
	} else {
		p.tagged(open, n, end)
	}
	p.emphasis--
}

// maxDelimiters is how many asterisks, underscores and tildes of one block are parsed: pairing them takes quadratic time.
const maxDelimiters = 4000

// delimiterParser applies maxDelimiters.
type delimiterParser struct{ parser.InlineParser }

func (d delimiterParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	p := pageOf(pc)
	if block.Peek() == '_' && withinMailAddress(block) {
		return nil
	}
	if p.bounds.delimiters++; p.bounds.delimiters > maxDelimiters {
		tooComplex(p, block)
		return nil
	}
	return d.InlineParser.Parse(parent, block, pc)
}

func (d delimiterParser) CloseBlock(ast.Node, text.Reader, parser.Context) {}

func tooComplex(p *page, block text.Reader) {
	_, segment := block.PeekLine()
	p.once("too-complex", segment.Start, "This paragraph has thousands of asterisks, underscores or brackets; from here on they are shown as text.",
		"Put a blank line between its parts.")
}

// bounds counts the inlines of the current block that goldmark needs quadratic time for.
type bounds struct{ delimiters, brackets int }
