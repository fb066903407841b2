package markdown

import (
	"bytes"
	"strconv"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// document writes the whole page. Line endings between blocks are as in CommonMark's own examples, so that the two can
// be compared.
func (p *page) document(root *ast.Document) {
	p.html = make([]byte, 0, len(p.source.Bytes)+len(p.source.Bytes)/4+256)
	p.sections = append(p.sections[:0], section{heading: -1})
	p.plain = nil
	p.blocks(root)
	if p.checks != nil {
		p.closeChecks(nil)
	}
	p.hear()
}

// beginSection sends the text that follows to the section of a heading.
func (p *page) beginSection(heading int) {
	p.skip()
	p.sections[p.current].text = p.plain
	p.sections = append(p.sections, section{heading: heading, out: p.unheard.open})
	p.current = len(p.sections) - 1
	p.plain, p.unheard.from = nil, 0
}

// resumeSection sends the text that follows to an earlier section.
func (p *page) resumeSection(i int) {
	p.sections[p.current].text = p.plain
	p.current = i
	p.plain = p.sections[i].text
}

// blocks writes the blocks within a container.
func (p *page) blocks(parent ast.Node) {
	open, base := len(p.rawTags), p.rawBase
	p.rawBase = open
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		p.block(n)
	}
	p.closeRaw(open)
	p.rawBase = base
}

func (p *page) block(node ast.Node) {
	switch n := node.(type) {
	case *ast.Paragraph:
		p.paragraph(n)
	case *ast.TextBlock:
		p.inlines(n)
		if n.NextSibling() != nil && n.FirstChild() != nil {
			p.html = append(p.html, '\n')
		}
	case *ast.Heading:
		p.heading(n)
	case *ast.List:
		p.list(n)
	case *ast.ListItem:
		if p.checks != nil && isCheck(n) {
			p.checkItem(n)
		} else {
			p.item(n)
		}
	case *ast.FencedCodeBlock:
		p.fencedCode(n)
	case *ast.CodeBlock:
		p.plainCode(n)
	case *ast.Blockquote:
		p.quotation(n)
	case *ast.ThematicBreak:
		p.html = append(p.html, "<hr>\n"...)
	case *ast.HTMLBlock:
		p.htmlBlock(n)
	case *extast.Table:
		p.table(n)
	case *extast.DefinitionList:
		p.wrap("<dl>\n", n, "</dl>\n")
	case *extast.DefinitionTerm:
		p.html = append(p.html, "<dt>"...)
		p.inlines(n)
		p.html = append(p.html, "</dt>\n"...)
	case *extast.DefinitionDescription:
		if n.IsTight {
			p.wrap("<dd>", n, "</dd>\n")
		} else {
			p.wrap("<dd>\n", n, "</dd>\n")
		}
	case *extast.FootnoteList:
		p.hear()
		if p.checks != nil {
			p.closeChecks(nil)
		}
		p.footnoteList(n)
	case *commentBlock:
		p.searchMark(n)
	}
}

func (p *page) wrap(open string, n ast.Node, end string) {
	p.html = append(p.html, open...)
	p.blocks(n)
	p.html = append(p.html, end...)
}

func (p *page) paragraph(n *ast.Paragraph) {
	start := len(p.html)
	holes := len(p.holes)
	p.html = append(p.html, "<p>"...)
	text := len(p.plain)
	p.inlines(n)
	if len(p.html) == start+3 && len(p.holes) == holes { // only a comment
		p.html = p.html[:start]
		return
	}
	p.html = append(p.html, "</p>\n"...)
	if p.lead == "" && n.Parent().Kind() == ast.KindDocument {
		p.lead = string(bytes.TrimSpace(p.plain[text:]))
	}
}

// inlines writes the inlines of a block, and ends its line in the plain text.
func (p *page) inlines(n ast.Node) {
	p.typo = typography{start: len(p.plain)}
	p.inline(n)
	if k := len(p.plain); k > 0 && p.plain[k-1] != '\n' {
		p.plain = append(p.plain, '\n')
	}
}

func (p *page) list(n *ast.List) {
	if p.checks != nil && hasCheck(n) {
		p.checkList(n)
		return
	}
	defer p.listOfLinks(n, p.current, len(p.plain), p.linking)
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

func (p *page) item(n *ast.ListItem) {
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

// quotation writes a quotation, or the alert that it is.
func (p *page) quotation(n *ast.Blockquote) {
	title, ok := n.FirstChild().(*alertTitle)
	if !ok {
		p.wrap("<blockquote>\n", n, "</blockquote>\n")
		return
	}
	p.html = append(p.html, `<div class="admonition `...)
	p.html = append(p.html, title.kind...)
	p.html = append(p.html, `" role="note">`+"\n"+`<p class="admonition-title">`...)
	if title.HasChildren() {
		p.inlines(title)
	} else {
		p.html = append(p.html, alertKinds[title.kind]...)
	}
	p.wrap("</p>\n", n, "</div>\n")
}

// alignments are the classes of table cells; a page has no inline styles.
var alignments = map[extast.Alignment]string{
	extast.AlignLeft: ` class="left"`, extast.AlignRight: ` class="right"`, extast.AlignCenter: ` class="center"`,
}

// table writes a table in a box of its own, which may be wider than the text and then scrolls, also by keyboard.
func (p *page) table(n *extast.Table) {
	p.html = append(p.html, `<div class="table" role="group" aria-label="Table" tabindex="0">`+"\n<table>\n"...)
	body := false
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		if header, ok := row.(*extast.TableHeader); ok {
			p.html = append(p.html, "<thead>\n"...)
			p.row(header, `<th scope="col"`, "</th>\n")
			p.html = append(p.html, "</thead>\n"...)
			continue
		}
		if !body {
			body = true
			p.html = append(p.html, "<tbody>\n"...)
		}
		p.row(row, "<td", "</td>\n")
	}
	if body {
		p.html = append(p.html, "</tbody>\n"...)
	}
	p.html = append(p.html, "</table>\n</div>\n"...)
}

func (p *page) row(row ast.Node, open, end string) {
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

// footnoteList writes the footnotes at the end of the page. Their text belongs to the section that refers to them.
func (p *page) footnoteList(n *extast.FootnoteList) {
	p.html = append(p.html, "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<ol>\n"...)
	for f := n.FirstChild(); f != nil; f = f.NextSibling() {
		note, ok := f.(*extast.Footnote)
		if !ok {
			continue
		}
		p.resumeSection(p.notes[note.Index])
		p.html = append(p.html, `<li id="fn:`...)
		p.html = strconv.AppendInt(p.html, int64(note.Index), 10)
		p.html = append(p.html, '"', '>', '\n')
		text := len(p.plain)
		p.blocks(note)
		if p.unheard.notes[note.Index] {
			p.plain = p.plain[:text]
		}
		for c := note.FirstChild(); c != nil; c = c.NextSibling() {
			if back, ok := c.(*extast.FootnoteBacklink); ok { // the footnote does not end with a paragraph
				p.backlink(back)
			}
		}
		p.html = append(p.html, "</li>\n"...)
	}
	p.html = append(p.html, "</ol>\n</section>\n"...)
}
