package markdown

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"

	"pandect/internal/diag"
	"pandect/internal/escape"
	"pandect/internal/highlight"
)

// codeAttributes are what may stand in braces after the language of a code block.
type codeAttributes struct {
	title     string
	lines     string // "true", "false" or "" for the site's choice
	start     int    // number of the first line; 0 means 1
	highlight []span // lines, first and last included
	file      string
	part      string
	given     bool
	bad       string // what was not understood
}

// attributeNames are the attributes of a code block.
var attributeNames = []string{"title", "lines", "start", "highlight", "file", "part"}

// splitInfo takes apart what follows the fence of a code block: the language, and attributes in braces.
func splitInfo(info []byte) (language string, attrs codeAttributes) {
	text := string(info)
	list := ""
	if open := strings.IndexByte(text, '{'); open >= 0 && strings.HasSuffix(strings.TrimSpace(text), "}") {
		list = strings.TrimSuffix(strings.TrimSpace(text[open+1:]), "}")
		text = text[:open]
		attrs.given = true
	}
	if fields := strings.Fields(text); len(fields) > 0 {
		language = unescape([]byte(fields[0]))
	}
	for list = strings.TrimLeft(list, " \t,"); list != "" && attrs.bad == ""; list = strings.TrimLeft(list, " \t,") {
		name, rest, ok := strings.Cut(list, "=")
		name = strings.TrimSpace(name)
		if !ok {
			attrs.bad = list
			break
		}
		rest = strings.TrimLeft(rest, " \t")
		value := ""
		if rest != "" && (rest[0] == '"' || rest[0] == '\'') {
			value, list, ok = quoted(rest)
			if !ok {
				attrs.bad = name
				break
			}
		} else {
			end := strings.IndexAny(rest, " \t,")
			if end < 0 {
				end = len(rest)
			}
			value, list = rest[:end], rest[end:]
		}
		attrs.set(name, value)
	}
	return language, attrs
}

// quoted takes the quoted value from the beginning of s. A backslash lets the quotation mark stand in it.
func quoted(s string) (value, rest string, ok bool) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == s[0]:
			return b.String(), s[i+1:], true
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == s[0] || s[i+1] == '\\'):
			i++
		}
		b.WriteByte(s[i])
	}
	return "", "", false
}

func (a *codeAttributes) set(name, value string) {
	ok := true
	switch name {
	case "title":
		a.title = value
	case "lines":
		a.lines = value
		ok = value == "true" || value == "false"
	case "start":
		n, err := strconv.Atoi(value)
		a.start = n
		ok = err == nil && n > 0
	case "highlight":
		a.highlight, ok = parseRanges(value)
	case "file":
		a.file = value
	case "part":
		a.part = value
	default:
		ok = false
	}
	if !ok {
		a.bad = name
	}
}

// maxRanges is how many lines and ranges of lines one attribute can name.
const maxRanges = 100

// parseRanges reads "2,4-6".
func parseRanges(s string) (list []span, ok bool) {
	parts := strings.Split(s, ",")
	if len(parts) > maxRanges {
		return nil, false
	}
	for _, part := range parts {
		first, last, ranged := strings.Cut(strings.TrimSpace(part), "-")
		from, err := strconv.Atoi(strings.TrimSpace(first))
		to := from
		if err == nil && ranged {
			to, err = strconv.Atoi(strings.TrimSpace(last))
		}
		if err != nil || from < 1 || to < from {
			return nil, false
		}
		list = append(list, span{from, to})
	}
	return list, true
}

// codeText returns the text of a code block, without a copy where that is possible.
func (p *page) codeText(n ast.Node) []byte {
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
	if whole && p.source.text[last.Stop-1] == '\n' {
		return p.source.text[first.Start:last.Stop]
	}
	return lines.Value(p.source.text)
}

// plainCode writes a code block without a language.
func (p *page) plainCode(n ast.Node) {
	p.html = append(p.html, "<pre><code>"...)
	p.put(p.codeText(n))
	p.html = append(p.html, "</code></pre>\n"...)
}

// fencedCode writes a fenced code block. With a language or attributes it is a figure.
func (p *page) fencedCode(n *ast.FencedCodeBlock) {
	var info []byte
	offset := n.Pos()
	if n.Info != nil {
		info = n.Info.Segment.Value(p.source.text)
		offset = n.Info.Segment.Start
	}
	language, attrs := splitInfo(info)
	if language == "" && !attrs.given {
		p.plainCode(n)
		return
	}
	p.checkCode(language, &attrs, offset)
	code := p.codeText(n)
	p.html = append(p.html, `<figure class="code"`...)
	if language != "" {
		p.html = append(p.html, ` data-language="`...)
		p.html = escape.HTML(p.html, language)
		p.html = append(p.html, '"')
	}
	p.html = append(p.html, '>')
	if attrs.title != "" {
		p.html = append(p.html, "<figcaption>"...)
		p.put([]byte(attrs.title))
		p.plain = append(p.plain, '\n')
		p.html = append(p.html, "</figcaption>"...)
	}
	p.html = append(p.html, `<pre class="chroma" tabindex="0"><code>`...)
	lines := highlight.Lines{Numbers: attrs.lines == "true" || attrs.lines == "" && p.c.options.LineNumbers, First: max(attrs.start, 1)}
	if len(attrs.highlight) > 0 {
		lines.Marked = func(line int) bool {
			return slices.ContainsFunc(attrs.highlight, func(r span) bool { return r.start <= line && line <= r.stop })
		}
	}
	var excess highlight.Excess
	p.html, excess = highlight.Append(p.html, language, code, lines)
	p.colourless(language, excess, offset)
	p.html = append(p.html, "</code></pre></figure>\n"...)
	p.plain = append(p.plain, code...)
}

// colourless reports code that has no colours because there is too much of it.
func (p *page) colourless(language string, e highlight.Excess, offset int) {
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
	}
	p.warn("code-limit", offset, "This code block is shown without colours: "+why+".", hint)
}

// checkCode notices a language that is not known and attributes that are not understood.
func (p *page) checkCode(language string, attrs *codeAttributes, offset int) {
	if attrs.bad != "" {
		hint := "Known are: " + strings.Join(attributeNames, ", ") + `. Write them as name="value".`
		if near, ok := diag.Suggest(attrs.bad, attributeNames); ok && near != attrs.bad {
			hint = fmt.Sprintf("Did you mean %s?", near)
		}
		p.warn("code-attribute", offset, fmt.Sprintf("The attribute %q of this code block is not understood.", attrs.bad), hint)
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
