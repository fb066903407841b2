package markdown

import (
	"slices"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"
)

// construct is one part of the dialect, such as a table or an alert, in the shape of one of goldmark's extensions: how it
// is read, and how it is written. It is one file, which also holds the nodes and the state that only it needs.
//
// To write a node is to write its HTML and what search reads of it at the same time, so that the two cannot part.
type construct struct {
	testcase string // the file in testdata that shows it, without its ending

	blocks     []util.PrioritizedValue // parsers of blocks
	inlines    []util.PrioritizedValue // parsers of what stands within a line
	paragraphs []util.PrioritizedValue // transformers of paragraphs, called when their inlines are not yet read
	trees      []util.PrioritizedValue // transformers of the whole tree

	render map[ast.NodeKind]renderFunc // how nodes are written; each kind belongs to one construct
	takes  map[ast.NodeKind]takeFunc   // nodes of other constructs that may be this one's

	check checkFunc // finds what is wrong in the whole page, when all of it is written
}

// renderFunc writes a node.
type renderFunc func(*page, ast.Node)

// takeFunc writes a node in place of the construct that its kind belongs to, or returns false and leaves it to that.
type takeFunc func(*page, ast.Node) bool

// dialect is all constructs. Where two take nodes of one kind, the first is asked first.
var dialect = []func() construct{
	paragraphs, headings, lists, quotations, codeBlocks, rawHTML,
	emphasis, codeSpans, links, images, addresses, wikilinks,
	alerts, tasks, checklists, tables, definitions, footnotes, comments, changes,
}

// states are what constructs remember during one compilation.
type states struct {
	bounds  bounds
	head    headingState
	links   linkState
	notes   footnoteState
	private commentState
	tags    tagState
	checks  *checks // nil unless the page is a checklist
}

// checkFunc finds what is wrong in a page.
type checkFunc func(*page, *ast.Document)

// rendering is how the nodes of one kind are written.
type rendering struct {
	takers []takeFunc
	write  renderFunc
}

// assemble returns goldmark's parser with all constructs, how nodes are written, by kind, and what is checked in the end. Only parsing is goldmark's:
// rendering is ours, because one walk has to write HTML with holes, search text and headings at the same time.
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
		for kind, write := range c.render {
			at(kind).write = write
		}
		for kind, take := range c.takes {
			at(kind).takers = append(at(kind).takers, take)
		}
	}
	return parser.NewParser(parser.WithBlockParsers(blocks...), parser.WithInlineParsers(inlines...),
		parser.WithParagraphTransformers(paragraphs...), parser.WithASTTransformers(trees...)), renderings, checks
}

// on makes a renderer of a function for one type of node.
func on[N ast.Node](write func(*page, N)) renderFunc {
	return func(p *page, n ast.Node) { write(p, n.(N)) }
}
