package markdown

import (
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
			extast.KindStrikethrough: func(p *page, n ast.Node) { p.tagged("<del>", n, "</del>") },
		},
	}
}

func renderEmphasis(p *page, n *ast.Emphasis) {
	if n.Level == 2 {
		p.tagged("<strong>", n, "</strong>")
	} else {
		p.tagged("<em>", n, "</em>")
	}
}

// maxDelimiters is how many asterisks, underscores and tildes of one block are parsed: pairing them takes quadratic time.
const maxDelimiters = 4000

// delimiterParser applies maxDelimiters.
type delimiterParser struct{ parser.InlineParser }

func (d delimiterParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	p := pageOf(pc)
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
