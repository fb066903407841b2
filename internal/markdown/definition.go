package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// definitions are lists of terms and what they mean.
func definitions() construct {
	return construct{
		testcase: "blocks",
		blocks: []util.PrioritizedValue{
			util.Prioritized(extension.NewDefinitionListParser(), 101),
			util.Prioritized(extension.NewDefinitionDescriptionParser(), 102),
		},
		render: map[ast.NodeKind]renderFunc{
			extast.KindDefinitionList:        func(p *page, n ast.Node) { p.wrap("<dl>\n", n, "</dl>\n") },
			extast.KindDefinitionTerm:        renderTerm,
			extast.KindDefinitionDescription: on(renderDescription),
		},
	}
}

func renderTerm(p *page, n ast.Node) {
	p.html = append(p.html, "<dt>"...)
	p.inlines(n)
	p.html = append(p.html, "</dt>\n"...)
}

func renderDescription(p *page, n *extast.DefinitionDescription) {
	if n.IsTight {
		p.wrap("<dd>", n, "</dd>\n")
	} else {
		p.wrap("<dd>\n", n, "</dd>\n")
	}
}
