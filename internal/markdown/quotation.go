package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"
)

// quotations are block quotations.
func quotations() construct {
	return construct{
		testcase: "blocks",
		blocks:   []util.PrioritizedValue{util.Prioritized(parser.NewBlockquoteParser(), 800)},
		render: map[ast.NodeKind]renderFunc{ast.KindBlockquote: func(p *page, n ast.Node) {
			p.wrap("<blockquote>\n", n, "</blockquote>\n")
		}},
	}
}
