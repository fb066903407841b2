package markdown

import (
	"bytes"
	"strconv"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// inline writes the inlines within a node.
func (p *page) inline(parent ast.Node) {
	open, base := len(p.rawTags), p.rawBase
	p.rawBase = open
	for node := parent.FirstChild(); node != nil; node = node.NextSibling() {
		switch n := node.(type) {
		case *ast.Text:
			p.textNode(n)
		case *ast.Emphasis:
			if n.Level == 2 {
				p.tagged("<strong>", n, "</strong>")
			} else {
				p.tagged("<em>", n, "</em>")
			}
		case *ast.CodeSpan:
			p.codeSpan(n)
		case *ast.Link:
			p.link(n)
		case *ast.AutoLink:
			p.autoLink(n)
		case *ast.Image:
			p.image(n)
		case *ast.RawHTML:
			p.inlineHTML(n)
		case *ast.String:
			p.put(n.Value)
		case *extast.Strikethrough:
			p.tagged("<del>", n, "</del>")
		case *extast.TaskCheckBox:
			p.taskBox(n)
		case *extast.FootnoteLink:
			p.footnoteLink(n)
		case *extast.FootnoteBacklink:
			p.backlink(n)
		}
	}
	p.closeRaw(open)
	p.rawBase = base
}

func (p *page) tagged(open string, n ast.Node, end string) {
	p.html = append(p.html, open...)
	p.inline(n)
	p.html = append(p.html, end...)
}

func (p *page) textNode(n *ast.Text) {
	s := n.Segment.Value(p.source.Bytes)
	if n.IsRaw() {
		p.put(s)
	} else {
		p.text(s, true)
	}
	switch {
	case n.HardLineBreak():
		p.html = append(p.html, "<br>\n"...)
		p.plain = append(p.plain, ' ')
	case n.SoftLineBreak():
		p.html = append(p.html, '\n')
		p.plain = append(p.plain, ' ')
	}
}

func (p *page) codeSpan(n *ast.CodeSpan) {
	p.html = append(p.html, "<code>"...)
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		t, ok := c.(*ast.Text)
		if !ok {
			continue
		}
		s := t.Segment.Value(p.source.Bytes)
		if line, cut := bytes.CutSuffix(s, []byte{'\n'}); cut {
			p.put(line)
			p.html, p.plain = append(p.html, ' '), append(p.plain, ' ')
		} else {
			p.put(s)
		}
	}
	p.html = append(p.html, "</code>"...)
}

// taskBox writes the box of a task. It is a picture, not a control: nothing happens when it is clicked.
func (p *page) taskBox(n *extast.TaskCheckBox) {
	if n.IsChecked {
		p.html = append(p.html, `<span class="box done" role="img" aria-label="done"></span> `...)
	} else {
		p.html = append(p.html, `<span class="box" role="img" aria-label="not done"></span> `...)
	}
}

// footnoteLink writes a reference to a footnote.
func (p *page) footnoteLink(n *extast.FootnoteLink) {
	if p.bare {
		p.linked = true
		return
	}
	if p.notes == nil {
		p.notes = map[int]int{}
	}
	if _, ok := p.notes[n.Index]; !ok {
		p.notes[n.Index] = p.current
		p.skipNote(n.Index)
	}
	p.html = append(p.html, `<sup id="`...)
	p.noteID(n.Index, n.RefIndex)
	p.html = append(p.html, `">`...)
	if !p.inLink {
		p.html = append(p.html, `<a href="#fn:`...)
		p.html = strconv.AppendInt(p.html, int64(n.Index), 10)
		p.html = append(p.html, `" class="footnote-ref" role="doc-noteref">`...)
	}
	p.html = strconv.AppendInt(p.html, int64(n.Index), 10)
	if !p.inLink {
		p.html = append(p.html, "</a>"...)
	}
	p.html = append(p.html, "</sup>"...)
}

// noteID writes the id of a reference to a footnote: fnref:2, and fnref1:2 for the second reference to the same one.
func (p *page) noteID(index, reference int) {
	p.html = append(p.html, "fnref"...)
	if reference > 0 {
		p.html = strconv.AppendInt(p.html, int64(reference), 10)
	}
	p.html = append(p.html, ':')
	p.html = strconv.AppendInt(p.html, int64(index), 10)
}

// backlink writes the way back from a footnote to its reference.
func (p *page) backlink(n *extast.FootnoteBacklink) {
	if p.bare {
		return
	}
	p.html = append(p.html, ` <a href="#`...)
	p.noteID(n.Index, n.RefIndex)
	p.html = append(p.html, `" class="footnote-backref" role="doc-backlink" aria-label="Back to the text">↩︎</a>`...)
}
