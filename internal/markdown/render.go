package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// document writes and checks the whole page. Line endings between blocks are those of CommonMark's examples, so that tests
// can compare with them.
func (p *page) document(root *ast.Document) {
	p.html = make([]byte, 0, len(p.source.Bytes)+len(p.source.Bytes)/4+256)
	p.sections = append(p.sections[:0], section{heading: -1})
	p.plain = nil
	p.blocks(root)
	if p.checklist != nil {
		closeCheckSection(p, nil)
	}
	endExclusion(p)
	for _, check := range p.c.checks {
		check(p, root)
	}
}

// blocks writes the blocks within a container.
func (p *page) blocks(parent ast.Node) {
	open, base, around := len(p.tags.open), p.tags.base, len(p.tags.around)
	p.tags.base = open
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if n.Type() == ast.TypeBlock {
			p.node(n)
		}
	}
	closeRaw(p, open)
	p.tags.base, p.tags.around = base, p.tags.around[:min(around, len(p.tags.around))]
}

// inline writes the inlines within a node.
func (p *page) inline(parent ast.Node) {
	open, base := len(p.tags.open), p.tags.base
	p.tags.base = open
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		p.node(n)
	}
	closeRaw(p, open)
	p.tags.base = base
}

// node writes a node. Kinds that no construct writes are left out.
func (p *page) node(n ast.Node) {
	kind := int(n.Kind())
	if kind >= len(p.c.renderings) {
		return
	}
	r := &p.c.renderings[kind]
	for _, override := range r.overrides {
		if override(p, n) {
			return
		}
	}
	if r.render != nil {
		r.render(p, n)
	}
}

// wrap writes the blocks within a node between two tags.
func (p *page) wrap(open string, n ast.Node, end string) {
	p.html = append(p.html, open...)
	p.blocks(n)
	p.html = append(p.html, end...)
}

// tagged writes the inlines within a node between two tags.
func (p *page) tagged(open string, n ast.Node, end string) {
	p.html = append(p.html, open...)
	p.inline(n)
	p.html = append(p.html, end...)
}

// inlines writes the inlines of a block, resets typography before, and ends the line of plain text after.
func (p *page) inlines(n ast.Node) {
	p.typo = typography{block: n}
	p.inline(n)
	if k := len(p.plain); k > 0 && p.plain[k-1] != '\n' {
		p.plain = append(p.plain, '\n')
	}
}

// bareInline returns the inlines of a node as HTML without links, and as plain text. Nothing is written, because the inlines
// are rendered again later.
func (p *page) bareInline(n ast.Node) (html []byte, text string) {
	keptHTML, keptPlain := len(p.html), len(p.plain)
	typo := p.typo
	p.typo = typography{block: n}
	p.bare, p.linked = true, false
	p.inline(n)
	p.bare = false
	p.typo = typo
	html = append(html, p.html[keptHTML:]...)
	text = strings.Join(strings.Fields(string(p.plain[keptPlain:])), " ")
	p.html, p.plain = p.html[:keptHTML], p.plain[:keptPlain]
	return html, text
}
