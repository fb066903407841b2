package markdown

import (
	"fmt"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"

	"pandect/internal/diag"
	"pandect/internal/highlight"
	"pandect/internal/prepare"
)

// codeBlocks are blocks of code, highlighted if the language is named.
func codeBlocks() construct {
	return construct{
		testcase: "code",
		blocks: []util.PrioritizedValue{
			util.Prioritized(parser.NewCodeBlockParser(), 500),
			util.Prioritized(untilEdge{parser.NewFencedCodeBlockParser()}, 700),
		},
		render: map[ast.NodeKind]renderFunc{ast.KindCodeBlock: renderPlainCode, ast.KindFencedCodeBlock: on(renderFencedCode)},
	}
}

// codeText returns the text of a code block, without a copy where that is possible.
func codeText(p *page, n ast.Node) []byte {
	lines := n.Lines()
	if lines.Len() == 0 {
		return nil
	}
	first, last := lines.At(0), lines.At(lines.Len()-1)
	whole := true
	for i, at := 0, first.Start; i < lines.Len() && whole; i++ {
		line := lines.At(i)
		whole = line.Padding == 0 && line.Start == at
		at = line.Stop
	}
	if whole && p.source.Bytes[last.Stop-1] == '\n' {
		return p.source.Bytes[first.Start:last.Stop]
	}
	return lines.Value(p.source.Bytes)
}

// renderPlainCode writes a code block without a language.
func renderPlainCode(p *page, n ast.Node) {
	p.html = append(p.html, "<pre><code>"...)
	p.put(codeText(p, n))
	p.html = append(p.html, "</code></pre>\n"...)
}

// renderFencedCode writes a fenced code block. With a language or attributes it is a figure.
func renderFencedCode(p *page, n *ast.FencedCodeBlock) {
	var info []byte
	offset := n.Pos()
	if n.Info != nil {
		info = n.Info.Segment.Value(p.source.Bytes)
		offset = n.Info.Segment.Start
	}
	language, attrs := prepare.SplitInfo(info)
	language = unescape([]byte(language))
	if language == "" && !attrs.Given {
		renderPlainCode(p, n)
		return
	}
	checkCode(p, language, &attrs, offset)
	code := codeText(p, n)
	p.html = append(p.html, `<figure class="code"`...)
	if language != "" {
		p.attribute("data-language", language)
	}
	p.html = append(p.html, '>')
	if attrs.Title != "" {
		p.html = append(p.html, "<figcaption>"...)
		p.put([]byte(attrs.Title))
		p.plain = append(p.plain, '\n')
		p.html = append(p.html, "</figcaption>"...)
	}
	p.html = append(p.html, `<pre class="chroma" tabindex="0"><code>`...)
	lines := highlight.Lines{Numbers: attrs.Lines == "true" || attrs.Lines == "" && p.c.options.LineNumbers, First: max(attrs.Start, 1)}
	if len(attrs.Highlight) > 0 {
		lines.Marked = func(line int) bool {
			return slices.ContainsFunc(attrs.Highlight, func(r prepare.Range) bool { return r.First <= line && line <= r.Last })
		}
	}
	p.html = appendHighlighted(p, language, code, lines, offset)
	p.html = append(p.html, "</code></pre></figure>\n"...)
	p.plain = append(p.plain, code...)
}

// maxCodeShare is how much code of one page has colours, in thousandths of the largest block of each language. The bounds of
// single blocks would let a page take as long as it has blocks.
const maxCodeShare = 10_000

// appendHighlighted appends code with colours, or without if it or all code of the page exceeds a bound.
func appendHighlighted(p *page, language string, code []byte, lines highlight.Lines, offset int) []byte {
	share := highlight.Share(language, len(code))
	if share > 0 && p.codeShare+share > maxCodeShare {
		p.once("code-page-limit", offset, "This page has more code than can be given colours; from here on some of it is shown without them.",
			"Split the page, or show less of the files with part; with the language text nobody expects colours.")
		language = ""
	}
	html, excess := highlight.Append(p.html, language, code, lines)
	if language != "" {
		p.codeShare += share
		reportColourless(p, language, excess, offset)
	}
	return html
}

// reportColourless reports code that is written without colours because it exceeds a bound.
func reportColourless(p *page, language string, e highlight.Excess, offset int) {
	hint := "Split it into shorter blocks, or show less of the file with part; with the language text nobody expects colours."
	why := ""
	switch e.What {
	case highlight.Nothing:
		return
	case highlight.Bytes:
		why = fmt.Sprintf("it has %d bytes, and code in %s can have %d", e.Is, language, e.Limit)
	case highlight.Line:
		why = fmt.Sprintf("one of its lines has %d bytes, and in %s a line can have %d", e.Is, language, e.Limit)
		hint = "Break the line, or write text as the language: nobody expects colours there."
	case highlight.Blank:
		why = fmt.Sprintf("it has %d spaces or empty lines in a row, and code in %s can have %d", e.Is, language, e.Limit)
		hint = "Take some of them out, or write text as the language: nobody expects colours there."
	case highlight.Steps:
		why = fmt.Sprintf("the rules for %s come to no end with it", language)
		hint = "Check whether it is " + language + ", or write text as the language: nobody expects colours there."
	case highlight.Embedded:
		p.warn("code-limit", offset, "Some of this code block is shown without colours: it is code of another language, and has more bytes, longer lines or more empty lines than code in that language can have.",
			"Show that part in a block of its own, or less of it.")
		return
	}
	p.warn("code-limit", offset, "This code block is shown without colours: "+why+".", hint)
}

// checkCode reports an unknown language and invalid attributes.
func checkCode(p *page, language string, attrs *prepare.CodeAttributes, offset int) {
	if attrs.Bad != "" {
		hint := "Known are: " + strings.Join(prepare.AttributeNames, ", ") + `. Write them as name="value".`
		if near, ok := diag.Suggest(attrs.Bad, prepare.AttributeNames); ok && near != attrs.Bad {
			hint = fmt.Sprintf("Did you mean %s?", near)
		}
		p.warn("code-attribute", offset, fmt.Sprintf("The attribute %q of this code block is not understood.", attrs.Bad), hint)
	}
	if language == "" || highlight.Known(language) {
		return
	}
	hint := "Write text if it has none of the usual names."
	if near, ok := diag.Suggest(language, highlight.Languages()); ok {
		hint = fmt.Sprintf("Did you mean %s?", near)
	}
	p.warn("unknown-language", offset, fmt.Sprintf("The language %q is not known, so this code has no colours.", language), hint)
}
