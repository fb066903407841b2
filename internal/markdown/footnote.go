package markdown

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// footnotes are written at the end of the page. Search reads them with the section that first refers to them.
func footnotes() construct {
	return construct{
		testcase: "blocks",
		blocks:   []util.PrioritizedValue{util.Prioritized(footnoteBlockParser{extension.NewFootnoteBlockParser()}, 999)},
		inlines:  []util.PrioritizedValue{util.Prioritized(footnoteParser{extension.NewFootnoteParser()}, 150)}, // [^1] before links, but after ![[...]]
		trees:    []util.PrioritizedValue{util.Prioritized(extension.NewFootnoteASTTransformer(), 999)},
		render: map[ast.NodeKind]renderFunc{
			extast.KindFootnoteList:     on(renderFootnotes),
			extast.KindFootnoteLink:     on(renderFootnoteLink),
			extast.KindFootnoteBacklink: on(renderBacklink),
		},
		check: checkFootnotes,
	}
}

// footnoteState is the state of footnotes during a compilation.
type footnoteState struct {
	list       []*extast.Footnote
	references int
	sections   map[int]int // number of a footnote to the section that first refers to it
}

const (
	maxFootnotes    = 5000
	maxReferences   = 10_000 // goldmark searches all footnotes for each
	maxNotesInNotes = 5
)

// footnoteBlockParser records and bounds the footnotes.
type footnoteBlockParser struct{ parser.BlockParser }

func (f footnoteBlockParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if p := pageOf(pc); len(p.notes.list) >= maxFootnotes || notesAround(parent) >= maxNotesInNotes {
		tooManyNotes(p, reader)
		return nil, parser.NoChildren
	}
	return f.BlockParser.Open(parent, reader, pc)
}

// notesAround returns how many footnotes a block lies in. One can begin in the other on one line.
func notesAround(n ast.Node) (count int) {
	for ; n != nil; n = n.Parent() {
		if n.Kind() == extast.KindFootnote {
			count++
		}
	}
	return count
}

func tooManyNotes(p *page, reader text.Reader) {
	_, segment := reader.PeekLine()
	p.once("too-complex", segment.Start, "This page has thousands of footnotes, or many in each other; from here on they are shown as text.", "Split the page.")
}

func (f footnoteBlockParser) Close(node ast.Node, reader text.Reader, pc parser.Context) {
	f.BlockParser.Close(node, reader, pc)
	p := pageOf(pc)
	p.notes.list = append(p.notes.list, node.(*extast.Footnote))
}

// footnoteParser reports references to footnotes that do not exist.
type footnoteParser struct{ parser.InlineParser }

func (f footnoteParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if len(line) < 4 || line[1] != '^' && (line[0] != '!' || line[2] != '^') {
		return nil
	}
	p := pageOf(pc)
	if p.notes.references++; p.notes.references > maxReferences {
		tooManyNotes(p, block)
		return nil
	}
	node := f.InlineParser.Parse(parent, block, pc)
	if node == nil && line[0] == '[' {
		if end := bytes.IndexByte(line[:min(len(line), 1000)], ']'); end > 2 && !bytes.ContainsAny(line[2:end], " \t[") {
			if _, ok := pc.Reference(util.ToLinkReference(line[1:end])); !ok {
				p.warn("missing-footnote", segment.Start, "There is no footnote "+string(line[:end+1])+".",
					"Write its text on a line of its own: "+string(line[:end+1])+": text.")
			}
		}
	}
	return node
}

// checkFootnotes reports footnotes that no text refers to, and those that another hides.
func checkFootnotes(p *page, _ *ast.Document) {
	seen := map[string]bool{}
	for _, f := range p.notes.list {
		label := string(f.Ref)
		switch {
		case seen[label]:
			p.warn("duplicate-footnote", f.Pos(), "There are two footnotes [^"+label+"]; only the first is shown.", "Give this one another name.")
		case f.Index < 0:
			p.warn("unused-footnote", f.Pos(), "Nothing refers to the footnote [^"+label+"], so it is not shown.",
				"Write [^"+label+"] where it belongs, or delete it.")
		}
		seen[label] = true
	}
}

// renderFootnoteLink writes a reference to a footnote.
func renderFootnoteLink(p *page, n *extast.FootnoteLink) {
	if p.bare {
		p.linked = true
		return
	}
	if p.notes.sections == nil {
		p.notes.sections = map[int]int{}
	}
	if _, ok := p.notes.sections[n.Index]; !ok {
		p.notes.sections[n.Index] = p.current
		p.excludeNote(n.Index)
	}
	id := noteID(n.Index, n.RefIndex)
	fixID(p, id)
	p.html = append(p.html, "<sup"...)
	p.attribute("id", id)
	p.html = append(p.html, '>')
	if !p.links.open {
		p.html = append(p.html, `<a href="#fn:`...)
		p.html = strconv.AppendInt(p.html, int64(n.Index), 10)
		p.html = append(p.html, `" class="footnote-ref" role="doc-noteref">`...)
	}
	p.html = strconv.AppendInt(p.html, int64(n.Index), 10)
	if !p.links.open {
		p.html = append(p.html, "</a>"...)
	}
	p.html = append(p.html, "</sup>"...)
}

// noteID returns the id of a reference to a footnote: fnref:2, and fnref1:2 for the second reference to the same one.
func noteID(index, reference int) string {
	if reference > 0 {
		return fmt.Sprintf("fnref%d:%d", reference, index)
	}
	return fmt.Sprintf("fnref:%d", index)
}

// renderBacklink writes the link from a footnote back to its reference.
func renderBacklink(p *page, n *extast.FootnoteBacklink) {
	if p.bare {
		return
	}
	p.html = append(append(p.html, ` <a href="#`...), noteID(n.Index, n.RefIndex)...)
	p.html = append(p.html, `" class="footnote-backref" role="doc-backlink" aria-label="`...)
	p.appendMessage("text.back")
	p.html = append(p.html, `">↩︎</a>`...)
}

// renderFootnotes writes the footnotes at the end of the page.
func renderFootnotes(p *page, n *extast.FootnoteList) {
	p.html = append(p.html, `<section class="footnotes" role="doc-endnotes" aria-label="`...)
	p.appendMessage("text.footnotes")
	p.html = append(p.html, "\">\n<ol>\n"...)
	for f := n.FirstChild(); f != nil; f = f.NextSibling() {
		note, ok := f.(*extast.Footnote)
		if !ok {
			continue
		}
		p.resumeSection(p.notes.sections[note.Index])
		id := "fn:" + strconv.Itoa(note.Index)
		fixID(p, id)
		p.html = append(p.html, "<li"...)
		p.attribute("id", id)
		p.html = append(p.html, '>', '\n')
		text := len(p.plain)
		p.blocks(note)
		if p.excluded.notes[note.Index] {
			p.plain = p.plain[:text]
		}
		for c := note.FirstChild(); c != nil; c = c.NextSibling() {
			if back, ok := c.(*extast.FootnoteBacklink); ok { // the footnote does not end with a paragraph
				renderBacklink(p, back)
			}
		}
		p.html = append(p.html, "</li>\n"...)
	}
	p.html = append(p.html, "</ol>\n</section>\n"...)
}
