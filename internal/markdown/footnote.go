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
		inlines:  []util.PrioritizedValue{util.Prioritized(footnoteParser{}, 150)}, // [^1] before links, but after ![[...]]
		trees:    []util.PrioritizedValue{util.Prioritized(footnoteTransformer{}, 999)},
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
	inner      []ast.Node // of the footnote that is open
	byLabel    map[scopedLabel]*extast.Footnote
	anywhere   map[string]bool    // labels that any file defines
	numbered   []*extast.Footnote // those that are referred to, in the order of their numbers
	links      []*extast.FootnoteLink
	references int
	sections   map[int]int // number of a footnote to the section that first refers to it
}

const (
	maxFootnotes    = 5000
	maxReferences   = 10_000
	maxNotesInNotes = 5
	maxNoteLabel    = 1000 // bytes, as of the label of a link
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
	p := pageOf(pc)
	note := node.(*extast.Footnote)
	// goldmark makes the list of notes where the first one ends. That must not be within another note, which moves into the list.
	if notesAround(node.Parent()) > 0 {
		p.notes.inner = append(p.notes.inner, node)
	} else {
		f.BlockParser.Close(node, reader, pc)
		for _, inner := range p.notes.inner {
			f.BlockParser.Close(inner, reader, pc)
		}
		p.notes.inner = nil
	}
	p.notes.list = append(p.notes.list, note)
	if p.notes.byLabel == nil {
		p.notes.byLabel, p.notes.anywhere = map[scopedLabel]*extast.Footnote{}, map[string]bool{}
	}
	p.notes.anywhere[string(note.Ref)] = true
	if label := noteLabel(p, note); p.notes.byLabel[label] == nil {
		p.notes.byLabel[label] = note
	}
}

// noteLabel is the label of a footnote in its file.
func noteLabel(p *page, n *extast.Footnote) scopedLabel {
	return scopedLabel{p.source.Part(n.Pos()), string(n.Ref)}
}

// footnoteParser reads references to footnotes, and reports those to footnotes that do not exist. goldmark's own does not know
// of files.
type footnoteParser struct{}

func (footnoteParser) Trigger() []byte { return []byte{'!', '['} }

func (footnoteParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	open := 0
	if line[0] == '!' {
		open = 1
	}
	if len(line) < open+4 || line[open] != '[' || line[open+1] != '^' {
		return nil
	}
	p := pageOf(pc)
	if p.notes.references++; p.notes.references > maxReferences {
		tooManyNotes(p, block)
		return nil
	}
	rest := line[open+2 : min(len(line), open+maxNoteLabel)]
	end := util.FindClosure(rest, '[', ']', false, false) //nolint:staticcheck // as the parser of the definitions does
	if end < 1 {
		return nil
	}
	p.readLabelsAt(block)
	note := p.notes.byLabel[scopedLabel{p.labels.part, string(rest[:end])}]
	if note == nil {
		if open == 0 {
			missingFootnote(p, line[:end+3], segment.Start, pc)
		}
		return nil
	}
	if note.Index < 0 {
		p.notes.numbered = append(p.notes.numbered, note)
		note.Index = len(p.notes.numbered)
	}
	block.Advance(open + 2 + end + 1)
	link := extast.NewFootnoteLink(note.Index)
	p.notes.links = append(p.notes.links, link)
	if open == 1 {
		parent.AppendChild(parent, ast.NewTextSegment(text.NewSegment(segment.Start, segment.Start+1)))
	}
	return link
}

// missingFootnote reports a reference, "[^1]", to a footnote that does not exist.
func missingFootnote(p *page, reference []byte, offset int, pc parser.Context) {
	if bytes.ContainsAny(reference, " \t") {
		return
	}
	if _, ok := pc.Reference(util.ToLinkReference(reference[1 : len(reference)-1])); ok {
		return
	}
	hint := "Write its text on a line of its own: " + string(reference) + ": text."
	if p.notes.anywhere[string(reference[2:len(reference)-1])] {
		hint = "A footnote of this name stands in another file, and belongs to that file alone. " + hint
	}
	p.warn("missing-footnote", offset, "There is no footnote "+string(reference)+".", hint)
}

// footnoteTransformer moves the footnotes to the end of the page, in the order of their numbers, each with links back to its
// references.
type footnoteTransformer struct{}

func (footnoteTransformer) Transform(root *ast.Document, _ text.Reader, pc parser.Context) {
	p := pageOf(pc)
	if len(p.notes.list) == 0 {
		return
	}
	list := p.notes.list[0].Parent()
	list.Parent().RemoveChild(list.Parent(), list)
	list.RemoveChildren(list)
	counts := make([]int, len(p.notes.numbered)+1)
	for _, link := range p.notes.links {
		link.RefIndex = counts[link.Index]
		counts[link.Index]++
	}
	for _, note := range p.notes.numbered {
		var end ast.Node = note
		if last := note.LastChild(); last != nil && ast.IsParagraph(last) {
			end = last
		}
		for i := range counts[note.Index] {
			back := extast.NewFootnoteBacklink(note.Index)
			back.RefIndex = i
			end.AppendChild(end, back)
		}
		list.AppendChild(list, note)
	}
	if list.HasChildren() {
		root.AppendChild(root, list)
	}
}

// checkFootnotes reports footnotes that no text refers to, and those that another hides.
func checkFootnotes(p *page, _ *ast.Document) {
	for _, f := range p.notes.list {
		label := string(f.Ref)
		switch {
		case p.notes.byLabel[noteLabel(p, f)] != f:
			p.warn("duplicate-footnote", f.Pos(), "There are two footnotes [^"+label+"]; only the first is shown.", "Give this one another name.")
		case f.Index < 0:
			p.warn("unused-footnote", f.Pos(), "Nothing refers to the footnote [^"+label+"], so it is not shown.",
				"Write [^"+label+"] where it belongs, or delete it.")
		}
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
