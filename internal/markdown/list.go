package markdown

import (
	"strconv"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"
)

// lists are bullet lists and numbered lists.
func lists() construct {
	return construct{
		testcase: "blocks",
		blocks: []util.PrioritizedValue{
			util.Prioritized(parser.NewListParser(), 300),
			util.Prioritized(parser.NewListItemParser(), 400),
		},
		render: map[ast.NodeKind]renderFunc{ast.KindList: on(renderList), ast.KindListItem: on(renderItem)},
	}
}

func renderList(p *page, n *ast.List) {
	defer p.separateLinks(n, p.current, len(p.plain), p.linkBytes)
	if !n.IsOrdered() {
		p.wrap("<ul>\n", n, "</ul>\n")
		return
	}
	open := "<ol>\n"
	if n.Start != 1 {
		open = `<ol start="` + strconv.Itoa(n.Start) + "\">\n"
	}
	p.wrap(open, n, "</ol>\n")
}

func renderItem(p *page, n *ast.ListItem) {
	first := n.FirstChild()
	open := "<li>"
	if first != nil {
		if _, ok := first.FirstChild().(*extast.TaskCheckBox); ok {
			open = `<li class="task">`
		}
		if _, ok := first.(*ast.TextBlock); !ok {
			open += "\n"
		}
	}
	p.wrap(open, n, "</li>\n")
}
