package markdown

import (
	"slices"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"
)

// construct is one part of the dialect, such as tables or alerts, similar to an extension of goldmark: how it is parsed and
// how it is written. Each has a file of its own, with the nodes and the state that only it needs.
//
// A node's HTML and the text that search reads of it are written in one pass, so that they cannot diverge.
type construct struct {
	testcase string // the file in testdata that shows it, without its ending

	blocks     []util.PrioritizedValue // parsers of blocks
	inlines    []util.PrioritizedValue // parsers of inlines
	paragraphs []util.PrioritizedValue // transformers of paragraphs, called before their inlines are parsed
	trees      []util.PrioritizedValue // transformers of the whole tree

	render    map[ast.NodeKind]renderFunc   // how nodes are written; each kind belongs to one construct
	overrides map[ast.NodeKind]overrideFunc // nodes of other constructs that this one may write instead

	check checkFunc // checks the whole page after it was written
}

// renderFunc writes a node.
type renderFunc func(*page, ast.Node)

// overrideFunc writes a node in place of the construct that its kind belongs to, or returns false to leave it to that one.
type overrideFunc func(*page, ast.Node) bool

// dialect is all constructs. Of two that override one kind, the first is called first.
var dialect = []func() construct{
	paragraphs, headings, lists, quotations, codeBlocks, rawHTML,
	emphasis, highlights, codeSpans, links, images, autolinks, wikilinks,
	alerts, boxes, tasks, checklists, points, tables, definitions, footnotes, comments, changes, foreign, slips,
}

// states is the state of the constructs during one compilation.
type states struct {
	bounds    bounds
	head      headingState
	ids       idState
	links     linkState
	labels    labelState
	notes     footnoteState
	points    pointState
	private   commentState
	tags      tagState
	checklist *checklistState // nil unless the page is a checklist
}

// checkFunc reports what is wrong in a page.
type checkFunc func(*page, *ast.Document)

// rendering is how the nodes of one kind are written.
type rendering struct {
	overrides []overrideFunc
	render    renderFunc
}

// assemble returns goldmark's parser for all constructs, the rendering of each kind of node, and all checks. Rendering is
// not goldmark's, because one pass has to write HTML with holes, search text and headings.
func assemble() (parser.Parser, []rendering, []checkFunc) {
	var blocks, inlines, paragraphs, trees []util.PrioritizedValue
	var renderings []rendering
	var checks []checkFunc
	at := func(kind ast.NodeKind) *rendering {
		if n := int(kind) + 1 - len(renderings); n > 0 {
			renderings = slices.Concat(renderings, make([]rendering, n))
		}
		return &renderings[kind]
	}
	for _, describe := range dialect {
		c := describe()
		blocks = append(blocks, c.blocks...)
		inlines = append(inlines, c.inlines...)
		paragraphs = append(paragraphs, c.paragraphs...)
		trees = append(trees, c.trees...)
		if c.check != nil {
			checks = append(checks, c.check)
		}
		for kind, render := range c.render {
			at(kind).render = render
		}
		for kind, override := range c.overrides {
			at(kind).overrides = append(at(kind).overrides, override)
		}
	}
	return parser.NewParser(parser.WithBlockParsers(blocks...), parser.WithInlineParsers(inlines...),
		parser.WithParagraphTransformers(paragraphs...), parser.WithASTTransformers(trees...)), renderings, checks
}

// on makes a renderFunc of a function for one type of node.
func on[N ast.Node](write func(*page, N)) renderFunc {
	return func(p *page, n ast.Node) { write(p, n.(N)) }
}
