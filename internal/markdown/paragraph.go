package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// paragraphs are paragraphs, their text, and thematic breaks.
func paragraphs() construct {
	return construct{
		testcase: "paragraphs",
		blocks: []util.PrioritizedValue{
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		},
		paragraphs: []util.PrioritizedValue{util.Prioritized(definitionTransformer{parser.LinkReferenceParagraphTransformer}, 100)},
		render: map[ast.NodeKind]renderFunc{
			ast.KindParagraph:     on(renderParagraph),
			ast.KindTextBlock:     on(renderTextBlock),
			ast.KindThematicBreak: func(p *page, _ ast.Node) { p.html = append(p.html, "<hr>\n"...) },
			ast.KindText:          on(renderText),
		},
	}
}

// maxDefinitions is how many lines a paragraph of definitions of links may have: taking them out takes quadratic time.
const maxDefinitions = 3000

// definitionTransformer applies maxDefinitions.
type definitionTransformer struct{ parser.ParagraphTransformer }

func (d definitionTransformer) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines := node.Lines()
	first := lines.At(0)
	pageOf(pc).labels.part = pageOf(pc).source.Part(first.Start)
	if lines.Len() > maxDefinitions {
		if line := bytes.TrimLeft(first.Value(reader.Source()), " \t"); len(line) > 0 && line[0] == '[' {
			pageOf(pc).once("too-complex", first.Start, "This paragraph has thousands of definitions of links and is shown as text.", "Put a blank line between its parts.")
			return
		}
	}
	d.ParagraphTransformer.Transform(node, reader, pc)
}

func renderTextBlock(p *page, n *ast.TextBlock) {
	p.inlines(n)
	if n.NextSibling() != nil && n.FirstChild() != nil {
		p.html = append(p.html, '\n')
	}
}

func renderParagraph(p *page, n *ast.Paragraph) {
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

func renderText(p *page, n *ast.Text) {
	if next, ok := n.NextSibling().(*ast.Text); ok && splitText(n, next) { // dots and hyphens are read together
		next.Segment = next.Segment.WithStart(n.Segment.Start)
		n.Segment = n.Segment.WithStop(n.Segment.Start)
		return
	}
	s := n.Segment.Value(p.source.Bytes)
	if n.IsRaw() {
		p.put(s)
	} else {
		if p.smart && p.typo.marks == nil && p.typo.block != nil && bytes.ContainsAny(s, `"'`) {
			p.typo.marks = p.quoteMarks(p.typo.block)
		}
		p.text(s, n.Segment.Start)
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

// splitText reports whether two text nodes are one text, which goldmark splits at characters that could mean something.
func splitText(a, b *ast.Text) bool {
	return a.Segment.Stop == b.Segment.Start && a.Segment.Padding+b.Segment.Padding == 0 && !a.IsRaw() && !b.IsRaw() && !a.SoftLineBreak() && !a.HardLineBreak()
}
