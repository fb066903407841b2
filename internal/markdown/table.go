package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"pandect/internal/prepare"
)

// tables are GFM's tables.
func tables() construct {
	return construct{
		testcase:   "blocks",
		paragraphs: []util.PrioritizedValue{util.Prioritized(tableTransformer{extension.NewTableParagraphTransformer()}, 200)},
		trees: []util.PrioritizedValue{
			util.Prioritized(extension.NewTableASTTransformer(), 0),
			util.Prioritized(captionTransformer{}, 10),
		},
		render: map[ast.NodeKind]renderFunc{extast.KindTable: on(renderTable)},
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
	parent, all := node.Parent(), make([]text.Segment, lines.Len())
	for i := range all {
		all[i] = lines.At(i)
	}
	t.ParagraphTransformer.Transform(node, reader, pc)
	if table := tableFrom(parent, all); table != nil {
		p.pipes += escaped
		checkRows(p, table, all)
	} else if node.Parent() != nil {
		checkTable(p, lines)
	}
}

// captionAttribute is the name of the node attribute of a table that holds the paragraph with its caption.
const captionAttribute = "caption"

// captionTransformer reads captions as pandoc writes them: a paragraph behind a table that begins with a colon, or one on
// either side of it that begins with "Table:". It also breaks the lines of cells that were drawn over several.
type captionTransformer struct{}

func (captionTransformer) Transform(root *ast.Document, reader text.Reader, pc parser.Context) {
	p := pageOf(pc)
	breaks := bytes.Contains(reader.Source(), []byte(prepare.CellBreak))
	var found []*extast.Table
	ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if table, ok := n.(*extast.Table); ok && entering {
			found = append(found, table)
		}
		if _, ok := n.(*extast.TableCell); ok && entering && breaks {
			breakCell(p, n)
		}
		return ast.WalkContinue, nil
	})
	for _, table := range found {
		caption := captionIn(p, table.NextSibling(), ":", "Table:", "table:")
		if caption == nil {
			caption = captionIn(p, table.PreviousSibling(), "Table:", "table:")
		}
		if caption != nil {
			caption.Parent().RemoveChild(caption.Parent(), caption)
			table.SetAttributeString(captionAttribute, caption)
		}
	}
}

// captionIn takes the mark from a paragraph if it is a caption, and returns it.
func captionIn(p *page, n ast.Node, marks ...string) ast.Node {
	paragraph, ok := n.(*ast.Paragraph)
	if !ok {
		return nil
	}
	_, text := leading(p, paragraph)
	for _, mark := range marks {
		if rest, ok := strings.CutPrefix(text, mark); ok && (len(mark) > 1 || strings.HasPrefix(rest, " ")) && strings.TrimSpace(rest) != "" {
			cutLeading(p, paragraph, len(mark))
			return paragraph
		}
	}
	return nil
}

// breakCell makes line breaks of the marks for them in the text of a cell.
func breakCell(p *page, n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		t, ok := c.(*ast.Text)
		if !ok || t.IsRaw() {
			breakCell(p, c)
			continue
		}
		at := bytes.Index(t.Segment.Value(p.source.Bytes), []byte(prepare.CellBreak))
		if at < 0 {
			continue
		}
		rest := ast.NewTextSegment(t.Segment.WithStart(t.Segment.Start + at + len(prepare.CellBreak)))
		t.Segment = t.Segment.WithStop(t.Segment.Start + at)
		t.SetHardLineBreak(true)
		n.InsertAfter(n, t, rest)
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
	if caption, ok := n.AttributeString(captionAttribute); ok {
		p.html = append(p.html, "<caption>"...)
		p.inlines(caption.(ast.Node))
		p.html = append(p.html, "</caption>\n"...)
	}
	body := false
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		if header, ok := row.(*extast.TableHeader); ok {
			if isEmptyRow(header) && header.NextSibling() != nil {
				continue // pandoc's tables without a header
			}
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

func isEmptyRow(row ast.Node) bool {
	for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
		if cell.HasChildren() {
			return false
		}
	}
	return true
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
