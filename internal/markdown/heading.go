package markdown

import (
	"bytes"
	"fmt"
	"path"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"pandect/internal/escape"
	"pandect/internal/prepare"
	"pandect/internal/site"
)

// headings begin sections. The first may be the title of the page, which the layout writes.
func headings() construct {
	return construct{
		testcase: "headings",
		blocks: []util.PrioritizedValue{
			util.Prioritized(headingParser{parser.NewSetextHeadingParser()}, 100),
			util.Prioritized(headingParser{parser.NewATXHeadingParser()}, 600),
		},
		render: map[ast.NodeKind]renderFunc{ast.KindHeading: on(renderHeading)},
	}
}

// headingState is the state of headings during a compilation.
type headingState struct {
	nodes []*ast.Heading
	list  []site.Heading
	title ast.Node // the heading that became the title
	id    string   // of the title
	body  site.Body
}

// headingParser records headings in order and parses the {#id} at their end.
type headingParser struct{ parser.BlockParser }

func (h headingParser) Close(node ast.Node, reader text.Reader, pc parser.Context) {
	h.BlockParser.Close(node, reader, pc)
	heading := node.(*ast.Heading)
	if heading.Parent() == nil {
		return // the line below it was not an underline after all
	}
	p := pageOf(pc)
	p.head.nodes = append(p.head.nodes, heading)
	readHeadingID(p, heading)
}

// idAttribute is the name of the node attribute that holds the explicit id of a heading.
const idAttribute = "id"

// readHeadingID takes {#id} from the end of a heading.
func readHeadingID(p *page, h *ast.Heading) {
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
	id, odd, ok := prepare.HeadingAttributes(string(line[open+1 : len(line)-1]))
	if !ok {
		return
	}
	at := last.Start - last.Padding + open
	if odd != "" {
		p.warn("heading-id", at, fmt.Sprintf("The id %q has characters that the id of a heading cannot have; it is %q here.", odd, id), fmt.Sprintf("Write {#%s}, and use that in links.", id))
	}
	last.Stop = at
	last = last.TrimRightSpace(src)
	lines.Set(lines.Len()-1, last)
	id = strings.ReplaceAll(id, "\u00ad", "")
	if id == "" {
		return
	}
	if !claimID(p, id, at) {
		return
	}
	h.SetAttributeString(idAttribute, id)
}

// takeTitle determines the title of the page: that of the front matter, else the first heading if it has level 1, else one
// made from the path. A first heading that equals the title is not written in the body, because the layout writes the title.
func (p *page) takeTitle(root *ast.Document, title string) {
	p.title = title
	if len(p.head.nodes) > 0 {
		if first := p.head.nodes[0]; first.Level == 1 && first.Parent() == ast.Node(root) {
			_, text := p.bareInline(first)
			if text != "" && (title == "" || strings.EqualFold(text, strings.Join(strings.Fields(title), " "))) {
				p.head.title = first
				p.title = text
				if title != "" {
					p.title = title
				}
			}
		}
	}
	if p.title == "" {
		p.title = titleOfPath(p, p.path)
	}
}

// titleOfPath makes a title from the name of a file, or of its folder if the file is the page of a folder.
func titleOfPath(p *page, source string) string {
	name := strings.TrimSuffix(path.Base(source), path.Ext(source))
	if p.readme || site.IsIndex(source) {
		if name = path.Base(path.Dir(source)); name == "." || name == "/" {
			return p.message("title.home")
		}
	}
	return site.HumanName(name)
}

// renderHeading writes a heading and begins a section.
func renderHeading(p *page, h *ast.Heading) {
	if ast.Node(h) == p.head.title {
		takeHeading(p, h)
		return
	}
	if p.fragment {
		fragmentHeading(p, h)
		return
	}
	if p.checklist != nil {
		beginCheckSection(p, h)
	}
	html, text := p.bareInline(h)
	if len(bytes.TrimSpace(html)) == 0 {
		p.warn("empty-heading", h.Pos(), "This heading is empty and is not shown.", "Delete it, or write its text.")
		return
	}
	checkLevel(p, h)
	id := headingID(p, h, text)
	p.beginSection(len(p.head.list))
	p.head.list = append(p.head.list, site.Heading{Level: h.Level, ID: id, Text: text, HTML: site.HTML(html)})
	if p.checklist != nil {
		openCheckSection(p, h, id, text)
	}
	headingTag(p, h.Level, id)
	if p.linked {
		kept := len(p.plain)
		p.typo = typography{block: h}
		p.inline(h)
		p.plain = p.plain[:kept]
	} else {
		p.html = append(p.html, html...)
	}
	endHeading(p, h.Level)
}

// takeHeading keeps the heading that became the title for the layout, with its links and footnotes.
func takeHeading(p *page, h *ast.Heading) {
	_, text := p.bareInline(h)
	p.head.id = headingID(p, h, text)
	from, holes, plain := len(p.html), len(p.holes), len(p.plain)
	p.inline(h)
	if html := bytes.TrimSpace(p.html[from:]); len(p.holes) > holes || !bytes.Equal(html, escape.HTML(nil, p.title)) {
		p.head.body.HTML = bytes.Clone(p.html[from:])
	}
	for _, hole := range p.holes[holes:] {
		hole.Offset -= int32(from)
		p.head.body.Holes = append(p.head.body.Holes, hole)
	}
	p.html, p.holes, p.plain = p.html[:from], p.holes[:holes], p.plain[:plain]
}

// titleID returns the id of the title. One that stands in the front matter alone gives way to what the text has.
func titleID(p *page) string {
	if p.head.title != nil {
		return p.head.id
	}
	if id := prepare.HeadingID(p.title); p.ids.headings[id] == 0 && !p.ids.others[id] && !p.ids.fixed[id] {
		return id
	}
	return ""
}

// fragmentHeading writes a heading of a fragment.
func fragmentHeading(p *page, h *ast.Heading) {
	_, text := p.bareInline(h)
	headingTag(p, h.Level, headingID(p, h, text))
	p.typo = typography{block: h}
	p.inline(h)
	endHeading(p, h.Level)
}

// headingID returns the explicit id of a heading, or else one made from its text.
func headingID(p *page, h *ast.Heading, text string) string {
	if explicit, ok := h.AttributeString(idAttribute); ok {
		return explicit.(string)
	}
	return uniqueID(p, prepare.HeadingID(text))
}

func headingTag(p *page, level int, id string) {
	p.html = append(p.html, '<', 'h', byte('0'+level))
	p.attribute("id", id)
	p.html = append(p.html, '>')
}

func endHeading(p *page, level int) {
	p.html = append(p.html, '<', '/', 'h', byte('0'+level), '>', '\n')
}

// checkLevel reports a second title, and headings that skip a level.
func checkLevel(p *page, h *ast.Heading) {
	above := 1
	if n := len(p.head.list); n > 0 {
		above = p.head.list[n-1].Level
	}
	switch {
	case h.Level == 1:
		p.warn("heading-level", h.Pos(), "A page has one title; this is a second heading of level 1.", "Begin it with ## instead of #.")
	case h.Level > above+1 && p.source.FileAt(h.Pos()) == p.path: // an included text cannot know the level above it
		p.warn("heading-level", h.Pos(), fmt.Sprintf("This heading of level %d follows one of level %d; people who use a screen reader will look for what is missing.", h.Level, above),
			fmt.Sprintf("Begin it with %s.", strings.Repeat("#", above+1)))
	}
}
