package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// tables are GFM's tables.
func tables() construct {
	return construct{
		testcase:   "blocks",
		paragraphs: []util.PrioritizedValue{util.Prioritized(tableTransformer{extension.NewTableParagraphTransformer()}, 200)},
		trees:      []util.PrioritizedValue{util.Prioritized(extension.NewTableASTTransformer(), 0)},
		render:     map[ast.NodeKind]renderFunc{extast.KindTable: on(renderTable)},
	}
}

// maxCells is how many cells a table may have. goldmark adds the missing cells of short rows.
const maxCells = 200_000

// maxPipes is how many escaped pipes the tables of a page may have. goldmark looks for each of them in each code span.
const maxPipes = 2000

// tableTransformer applies maxCells and maxPipes.
type tableTransformer struct{ parser.ParagraphTransformer }

func (t tableTransformer) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines := node.Lines()
	if lines.Len() < 2 {
		return
	}
	columns, escaped := 0, 0
	for i := range lines.Len() {
		line := lines.At(i)
		text := line.Value(reader.Source())
		columns = max(columns, bytes.Count(text, []byte{'|'})+1)
		escaped += bytes.Count(text, []byte(`\|`))
	}
	p := pageOf(pc)
	if columns*lines.Len() > maxCells || p.pipes+escaped > maxPipes {
		p.once("too-complex", lines.At(0).Start, "This table is too large and is shown as text.", "Split it, or publish it as a file of its own.")
		return
	}
	before := node.Parent().ChildCount()
	if t.ParagraphTransformer.Transform(node, reader, pc); node.Parent() == nil || node.Parent().ChildCount() != before {
		p.pipes += escaped // it is a table
	}
}

// alignments are the classes of table cells; a page has no inline styles.
var alignments = map[extast.Alignment]string{
	extast.AlignLeft: ` class="left"`, extast.AlignRight: ` class="right"`, extast.AlignCenter: ` class="center"`,
}

// renderTable writes a table in a container that scrolls, also by keyboard, if the table is wider than the text.
func renderTable(p *page, n *extast.Table) {
	p.html = append(p.html, `<div class="table" role="group" aria-label="`...)
	p.appendMessage("text.table")
	p.html = append(p.html, `" tabindex="0">`+"\n<table>\n"...)
	body := false
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		if header, ok := row.(*extast.TableHeader); ok {
			p.html = append(p.html, "<thead>\n"...)
			renderRow(p, header, `<th scope="col"`, "</th>\n")
			p.html = append(p.html, "</thead>\n"...)
			continue
		}
		if !body {
			body = true
			p.html = append(p.html, "<tbody>\n"...)
		}
		renderRow(p, row, "<td", "</td>\n")
	}
	if body {
		p.html = append(p.html, "</tbody>\n"...)
	}
	p.html = append(p.html, "</table>\n</div>\n"...)
}

func renderRow(p *page, row ast.Node, open, end string) {
	p.html = append(p.html, "<tr>\n"...)
	for c := row.FirstChild(); c != nil; c = c.NextSibling() {
		cell, ok := c.(*extast.TableCell)
		if !ok {
			continue
		}
		p.html = append(p.html, open...)
		p.html = append(p.html, alignments[cell.Alignment]...)
		p.html = append(p.html, '>')
		p.inlines(cell)
		p.html = append(p.html, end...)
	}
	p.html = append(p.html, "</tr>\n"...)
}
