package markdown

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"
	"golang.org/x/net/html"
)

// Goldmark returns raw HTML in pieces: each inline tag by itself, and each HTML block up to a blank line. So it is balanced
// piece by piece. Bluemonday decides which tags and attributes are kept. Then an end tag is kept only if it matches an
// element that raw HTML opened inside the same element of ours, and elements that are open when ours ends are closed. So no
// element extends beyond the paragraph, list item or quotation that it was written in.
//
// Balanced tags are not enough, because browsers close some elements by themselves and move others: rawtree.go sees to it
// that they have nothing to mend.

// rawHTML is HTML among markdown: shown as text, or sanitised where the site keeps it.
func rawHTML() construct {
	return construct{
		testcase: "html",
		blocks:   []util.PrioritizedValue{util.Prioritized(untilEdge{htmlBlockParser{parser.NewHTMLBlockParser()}}, 900)},
		inlines:  []util.PrioritizedValue{util.Prioritized(parser.NewRawHTMLParser(), 400)},
		render:   map[ast.NodeKind]renderFunc{ast.KindHTMLBlock: on(renderHTMLBlock), ast.KindRawHTML: on(renderInlineHTML)},
	}
}

// htmlPolicy allows HTML that marks up text, and nothing that loads, runs, positions or has an id.
func htmlPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("abbr", "b", "bdi", "bdo", "br", "cite", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "rp", "rt", "ruby",
		"s", "samp", "small", "span", "strong", "sub", "sup", "u", "var", "wbr", "code",
		"div", "section", "details", "summary", "figure", "figcaption", "blockquote", "p", "hr", "pre", "ul", "ol", "li", "dl", "dt", "dd",
		"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td")
	p.AllowAttrs("title").Globally()
	p.AllowAttrs("lang").Matching(regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)).Globally()
	p.AllowAttrs("dir").Matching(regexp.MustCompile(`^(ltr|rtl|auto)$`)).Globally()
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^[A-Za-z0-9 _-]+$`)).Globally()
	p.AllowAttrs("open").OnElements("details")
	p.AllowAttrs("colspan", "rowspan").Matching(bluemonday.Integer).OnElements("td", "th")
	p.AllowAttrs("scope").Matching(regexp.MustCompile(`^(row|col|rowgroup|colgroup)$`)).OnElements("th")
	p.AllowNoAttrs().OnElements("span")
	return p
}

// phrasing are the elements that are allowed in a paragraph.
var phrasing = set("abbr b bdi bdo br cite code del dfn em i ins kbd mark q rp rt ruby s samp small span strong sub sup u var wbr")

// spanning are the elements that may stay open over several blocks, such as details around paragraphs and lists.
var spanning = set("div section details figure blockquote")

var void = set("br hr wbr")

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// renderInlineHTML writes a tag, a comment or a declaration within a paragraph.
func renderInlineHTML(p *page, n *ast.RawHTML) {
	src := p.source.Bytes
	raw := n.Segments.Value(src)
	start := n.Segments.At(0).Start
	privateHTML(p, start, n.Segments.At(n.Segments.Len()-1).Stop)
	clean, open := withoutComments(raw)
	if open {
		return // checkComments reports it
	}
	if p.c.policy == nil {
		reportShownHTML(p, clean, start)
		p.put(clean)
		return
	}
	if isPlaceholder(p, start, false) {
		reportPlaceholder(p, clean, start)
		p.put(clean)
		return
	}
	writeSanitised(p, clean, phrasing, start)
}

// renderHTMLBlock writes a block of HTML.
func renderHTMLBlock(p *page, n *ast.HTMLBlock) {
	src := p.source.Bytes
	raw := n.Lines().Value(src)
	if n.HasClosure() {
		raw = append(raw, n.ClosureLine.Value(src)...)
	}
	start, stop := n.Pos(), n.Pos()
	if k := n.Lines().Len(); k > 0 {
		start, stop = n.Lines().At(0).Start, n.Lines().At(k-1).Stop
	}
	if n.HasClosure() {
		stop = n.ClosureLine.Stop
	}
	privateHTML(p, start, stop)
	if p.c.policy != nil {
		raw = escapePlaceholders(p, raw, func(i int) int { return offsetIn(n, i) })
	}
	clean, open := withoutComments(raw)
	if open {
		return // checkComments reports it
	}
	clean = bytes.TrimSpace(clean)
	if len(clean) == 0 {
		return
	}
	foreignHTML(p, clean, start)
	if p.c.policy == nil {
		reportShownHTML(p, clean, start)
		p.html = append(p.html, "<p>"...)
		p.put(clean)
		p.html = append(p.html, "</p>\n"...)
		p.plain = append(p.plain, '\n')
		return
	}
	if begin, end := openRawText(clean); begin != "" {
		p.fail("html-open", start, "This "+begin+" has no end, so the text that follows it would be lost.",
			"End it with "+end+", or write a backslash before "+begin+" if it is no HTML.")
		return
	}
	writeSanitised(p, clean, nil, start)
	closeNotSpanning(p)
	p.html, p.plain = append(p.html, '\n'), append(p.plain, '\n')
}

// privateHTML records the comments within a range of the source.
func privateHTML(p *page, start, stop int) {
	src := p.source.Bytes
	for {
		i := bytes.Index(src[start:stop], commentStart)
		if i < 0 {
			return
		}
		end := bytes.Index(src[start+i+2:stop], commentStop)
		if end < 0 {
			return
		}
		comment := span{start + i, start + i + 2 + end + len(commentStop)}
		p.private.spans = append(p.private.spans, comment)
		start = comment.stop
	}
}

// offsetIn returns where a byte of the text of a block of HTML stands in the source.
func offsetIn(n *ast.HTMLBlock, i int) int {
	for at := range n.Lines().Len() {
		line := n.Lines().At(at)
		size := line.Len() + line.Padding
		if i < size {
			return line.Start + max(0, i-line.Padding)
		}
		i -= size
	}
	return n.ClosureLine.Start + i
}

// reportShownHTML reports HTML that is shown as text, once in a page. A placeholder is meant to be shown.
func reportShownHTML(p *page, tag []byte, offset int) {
	if name, _ := tagName(tag); name != "" && !htmlElements[name] {
		return
	}
	p.once("raw-html", offset, "HTML has no meaning here and is shown as it is written.",
		"Write it in markdown, or let the site keep harmless HTML with raw_html in config.toml.")
}

// writeSanitised writes the part of raw HTML that the policy allows, balanced. allowed, unless nil, further limits the
// elements.
func writeSanitised(p *page, raw []byte, allowed map[string]bool, offset int) {
	safe := p.c.policy.SanitizeBytes(raw)
	if !bytes.Equal(bytes.ToLower(safe), bytes.ToLower(raw)) && bytes.Count(safe, []byte{'<'}) < bytes.Count(raw, []byte{'<'}) && !bytes.HasPrefix(raw, []byte("</")) && !p.bare {
		p.warn("raw-html", offset, "Some of this HTML is not allowed and was taken out.", "Use markdown for links, pictures and headings; styles and scripts belong into the theme.")
	}
	z := html.NewTokenizer(bytes.NewReader(safe))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return
		}
		token := z.Token()
		if kind == html.TextToken {
			if !p.bare && strings.Trim(token.Data, " \t\n\f\r") != "" {
				p.tags.enterCell(p)
			}
			p.put([]byte(withoutReplacement(token.Data)))
			continue
		}
		if allowed != nil && !allowed[token.Data] || p.bare {
			continue
		}
		switch kind {
		case html.StartTagToken, html.SelfClosingTagToken:
			if !p.tags.start(p, token.Data) {
				p.once("raw-html", offset, "A tag of this HTML cannot stand where it stands, such as <li> outside a list; it was taken out and its text kept.",
					"Write the tags that belong around it, and close each element before the one that holds it.")
				continue
			}
			writeStartTag(p, token)
		case html.EndTagToken:
			for i := len(p.tags.open) - 1; i >= p.tags.base; i-- {
				if p.tags.open[i] == token.Data {
					closeRaw(p, i)
					break
				}
			}
		}
	}
}

func writeStartTag(p *page, token html.Token) {
	p.html = append(append(p.html, '<'), token.Data...)
	for _, a := range token.Attr {
		p.attribute(a.Key, withoutReplacement(a.Val))
	}
	p.html = append(p.html, '>')
	if !void[token.Data] {
		p.tags.open = append(p.tags.open, token.Data)
	}
}

// withoutReplacement drops replacement characters, which the tokenizer makes of references to invalid characters.
func withoutReplacement(s string) string { return strings.ReplaceAll(s, "\ufffd", "") }

// closeRaw closes all but the first n open elements of raw HTML.
func closeRaw(p *page, n int) {
	for len(p.tags.open) > n {
		last := len(p.tags.open) - 1
		p.html = append(append(append(p.html, "</"...), p.tags.open[last]...), '>')
		p.tags.open = p.tags.open[:last]
	}
}

// closeNotSpanning closes the elements that an HTML block left open, except spanning ones.
func closeNotSpanning(p *page) {
	for i := p.tags.base; i < len(p.tags.open); i++ {
		if !spanning[p.tags.open[i]] {
			closeRaw(p, i)
			return
		}
	}
}
