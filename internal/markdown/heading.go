package markdown

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"

	"pandect/internal/escape"
	"pandect/internal/prepare"
	"pandect/internal/site"
)

// uniqueID returns id, with a number behind it when the page has it already.
func (p *page) uniqueID(id string) string {
	if p.ids == nil {
		p.ids = map[string]int{}
	}
	unique := id
	for p.ids[unique] > 0 {
		unique = id + "-" + strconv.Itoa(p.ids[id])
		p.ids[id]++
	}
	p.ids[unique]++
	return unique
}

// idAttribute is the name of the attribute that keeps an explicit id at its heading.
const idAttribute = "id"

// readHeadingID takes {#id} from the end of a heading.
func (p *page) readHeadingID(h *ast.Heading) {
	lines := h.Lines()
	if lines.Len() == 0 {
		return
	}
	src := p.source.Bytes
	last := lines.At(lines.Len() - 1)
	line := bytes.TrimRight(last.Value(src), " \t\n")
	if !bytes.HasSuffix(line, []byte{'}'}) {
		return
	}
	open := bytes.LastIndexByte(line, '{')
	if open < 0 || open > 0 && line[open-1] == '\\' {
		return
	}
	id, ok := prepare.HeadingAttributes(string(line[open+1 : len(line)-1]))
	if !ok {
		return
	}
	at := last.Start - last.Padding + open
	last.Stop = at
	last = last.TrimRightSpace(src)
	lines.Set(lines.Len()-1, last)
	id = strings.ReplaceAll(id, "\u00ad", "")
	if id == "" {
		return
	}
	if p.ids == nil {
		p.ids = map[string]int{}
	}
	if p.ids[id] > 0 {
		p.warn("duplicate-id", at, fmt.Sprintf("Two headings of this page have the id %q; links lead to the first.", id), "Give this one another id.")
		return
	}
	p.ids[id] = 1
	h.SetAttributeString(idAttribute, id)
}

// heading writes a heading and begins a section.
func (p *page) heading(h *ast.Heading) {
	if ast.Node(h) == p.refused {
		return
	}
	if p.fragment {
		p.fragmentHeading(h)
		return
	}
	if p.checks != nil {
		p.beginChecks(h)
	}
	html, text := p.bareInline(h)
	if len(bytes.TrimSpace(html)) == 0 {
		p.warn("empty-heading", h.Pos(), "This heading is empty and is not shown.", "Delete it, or write its text.")
		return
	}
	p.checkLevel(h)
	id := ""
	if explicit, ok := h.AttributeString(idAttribute); ok {
		id = explicit.(string)
	} else {
		id = p.uniqueID(prepare.HeadingID(text))
	}
	p.beginSection(len(p.headings))
	p.headings = append(p.headings, site.Heading{Level: h.Level, ID: id, Text: text, HTML: site.HTML(html)})
	if p.checks != nil {
		p.openChecks(h, id, text)
	}
	p.headingTag(h.Level, id)
	if p.linked {
		kept := len(p.plain)
		p.inline(h)
		p.plain = p.plain[:kept]
	} else {
		p.html = append(p.html, html...)
	}
	p.endHeading(h.Level)
}

// fragmentHeading writes a heading of a fragment.
func (p *page) fragmentHeading(h *ast.Heading) {
	_, text := p.bareInline(h)
	id := ""
	if explicit, ok := h.AttributeString(idAttribute); ok {
		id = explicit.(string)
	} else {
		id = p.uniqueID(prepare.HeadingID(text))
	}
	p.headingTag(h.Level, id)
	p.inline(h)
	p.endHeading(h.Level)
}

func (p *page) headingTag(level int, id string) {
	p.html = append(p.html, "<h"...)
	p.html = append(p.html, byte('0'+level))
	p.html = append(p.html, ` id="`...)
	p.html = escape.HTML(p.html, id)
	p.html = append(p.html, `">`...)
}

func (p *page) endHeading(level int) {
	p.html = append(p.html, "</h"...)
	p.html = append(p.html, byte('0'+level))
	p.html = append(p.html, ">\n"...)
}

// checkLevel notices further titles, and headings that skip a level.
func (p *page) checkLevel(h *ast.Heading) {
	above := 1
	if n := len(p.headings); n > 0 {
		above = p.headings[n-1].Level
	}
	switch {
	case h.Level == 1:
		p.warn("heading-level", h.Pos(), "A page has one title; this is a second heading of level 1.", "Begin it with ## instead of #.")
	case h.Level > above+1 && p.source.FileAt(h.Pos()) == p.path: // an included text cannot know where it will stand
		p.warn("heading-level", h.Pos(), fmt.Sprintf("This heading of level %d follows one of level %d; people who use a screen reader will look for what is missing.", h.Level, above),
			fmt.Sprintf("Begin it with %s.", strings.Repeat("#", above+1)))
	}
}

// bareInline returns the inlines of a node as HTML without links, and as plain text. What was written and found on the
// way is undone, because the inlines are rendered a second time.
func (p *page) bareInline(n ast.Node) (html []byte, text string) {
	keptHTML, keptPlain := len(p.html), len(p.plain)
	typo := p.typo
	p.bare, p.linked = true, false
	p.inline(n)
	p.bare = false
	p.typo = typo
	html = append(html, p.html[keptHTML:]...)
	text = strings.Join(strings.Fields(string(p.plain[keptPlain:])), " ")
	p.html, p.plain = p.html[:keptHTML], p.plain[:keptPlain]
	return html, text
}
