package markdown

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// foreign names the markup of other programs, which is shown as it stands: one warning for each kind in a page says whose it
// is and what to write instead. What such a program would have hidden is dropped by package prepare.
func foreign() construct {
	return construct{
		testcase:   "foreign",
		inlines:    []util.PrioritizedValue{util.Prioritized(foreignParser{}, 60)}, // before addresses, HTML and emphasis
		paragraphs: []util.PrioritizedValue{util.Prioritized(foreignTransformer{}, 45)},
	}
}

// foreignMark is one kind of markup.
type foreignMark struct {
	code    string
	pattern *regexp.Regexp
	what    string // it is what, in a sentence that begins with "This is"
	hint    string
	whole   bool // what matches is text, whatever markup seems to be in it
}

const asText = " If it belongs to the text, write a backslash before its first sign."

// foreignInlines are the marks within a line, by their first sign; the first that matches counts.
var foreignInlines = map[byte][]foreignMark{
	'{': {
		{"foreign-shortcode", regexp.MustCompile(`^\{\{(<[^{}]*>|%[^{}]*%)\}\}`),
			"a shortcode of Hugo",
			"Write in its place what Hugo would show there, such as a link to the page's file." + asText, true},
		{"foreign-tag", regexp.MustCompile(`^\{%[^{}]*%\}`),
			"a template tag of Jekyll, Jinja or another program",
			"Write in its place what that program would show there, such as ![[name]] for an include." + asText, true},
		{"foreign-value", regexp.MustCompile(`^\{\{[^{}]*\}\}`),
			"a template value of Jekyll, Hugo or Jinja, or a template of a wiki",
			"Write in its place what that program would show there." + asText, true},
		{"foreign-include", regexp.MustCompile(`^\{![^{}]*!\}`),
			"an include of MkDocs",
			"Write ![[name of the file]] on a line of its own." + asText, true},
		{"foreign-attribute", regexp.MustCompile(`^\{:[^{}]*\}`),
			"an attribute of Jekyll (kramdown)",
			"Delete the braces and what is in them." + asText, true},
		{"foreign-wiki", regexp.MustCompile(`^\{(panel|info|note|warning|tip|code|noformat|quote|toc|expand|color|section|column)(:[^{}]*)?\}`),
			"a macro of a Confluence wiki",
			"Export the page as HTML and convert it with pandoc: pandoc -f html -t gfm." + asText, true},
	},
	'^': {
		{"foreign-note", regexp.MustCompile(`^\^\[[^\]]`),
			"an inline note of pandoc or Obsidian",
			"Write [^1] here, and [^1]: with the text of the note on a line of its own.", false},
		{"foreign-superscript", regexp.MustCompile(`^\^[^\s^]{1,30}\^`),
			"a superscript of pandoc",
			"Write it without the signs, as in 1st or m², or as <sup> where the site keeps HTML with raw_html." + asText, true},
	},
	'~': {
		{"foreign-subscript", regexp.MustCompile(`^~[^\s~]{1,30}~`),
			"a subscript of pandoc",
			"Write it without the signs, as in CO₂, or as <sub> where the site keeps HTML with raw_html. To strike it out, write ~~ on both sides.", true},
	},
	':': {
		{"foreign-emoji", regexp.MustCompile(`^:[a-z][a-z0-9_+-]*:(?:[\s).,;!?]|$)`),
			"the name of an emoji or icon",
			"Write the emoji itself, or a word." + asText, false},
	},
	'<': {
		{"foreign-confluence", regexp.MustCompile(`^</?(ac|ri):`),
			"HTML of Confluence",
			"Convert the export with pandoc: pandoc -f html -t gfm.", false},
		{"foreign-word", regexp.MustCompile(`(?i)^<(/?[ovw]:[a-z]|[a-z]+ [^>]*(class="?mso|mso-))`),
			"HTML of Word",
			"Convert the document itself with pandoc: pandoc -t gfm document.docx.", false},
		{"foreign-mdx", regexp.MustCompile(`^<(/[A-Z][A-Za-z.]*>|[A-Z][A-Za-z.]*(\s[^>]*)?/>|[A-Z][A-Za-z.]*\s+[A-Za-z]+=)`),
			"a component of MDX",
			"Write in its place what it would show there." + asText, false},
	},
	'\'': {
		{"foreign-wiki", regexp.MustCompile(`^'''[^'\s][^']*'''`),
			"bold text of MediaWiki",
			"Convert the page with pandoc: pandoc -f mediawiki -t gfm." + asText, false},
	},
}

// foreignLines are the marks at the beginning of a line, without white space before it.
var foreignLines = []foreignMark{
	{"foreign-box", regexp.MustCompile(`^!{3}\s?[A-Za-z]`),
		"a box of MkDocs",
		"Write > [!NOTE] and > before each of its lines, or set admonitions = true under [markdown] in config.toml.", false},
	{"foreign-box", regexp.MustCompile(`^\?{3}\+?\s+[A-Za-z]`),
		"a box of MkDocs that can be folded",
		"Write > [!NOTE] and > before each of its lines, or set admonitions = true under [markdown] in config.toml.", false},
	{"foreign-div", regexp.MustCompile(`^:{3,}\s*($|[A-Za-z{])`),
		"a box of pandoc, Quarto, Docusaurus or VuePress",
		"Write > [!NOTE] and > before each of its lines, or set admonitions = true under [markdown] in config.toml. A box that says nothing can go.", false},
	{"foreign-tabs", regexp.MustCompile(`^={3}[!+]?\s+"`),
		"a tab of MkDocs",
		"Write a heading in its place, and its text without indentation.", false},
	{"foreign-include", regexp.MustCompile(`^;?-+8<-+`),
		"a snippet of MkDocs",
		"Write ![[name of the file]] on a line of its own.", false},
	{"foreign-example", regexp.MustCompile(`^\(@[\w-]*\)\s`),
		"a numbered example of pandoc",
		"Write the number: (1), (2).", false},
	{"foreign-list", regexp.MustCompile(`^#\.\s`), "an automatic number of pandoc", "Write the number: 1., 2.", false},
	{"foreign-abbreviation", regexp.MustCompile(`^\*\[[^\]]+\]:\s`),
		"an abbreviation of MkDocs or kramdown",
		"Write the long form where the abbreviation first stands, and delete this line.", false},
	{"foreign-toc", regexp.MustCompile(`(?i)^\[\[?_?TOC_?\]?\]\s*$`),
		"a table of contents of another program",
		"Delete it: a page with headings has its contents beside the text.", false},
	{"foreign-mdx", regexp.MustCompile(`^(import\s+(.*\sfrom\s+)?["'][^"']+["'];?\s*$|export\s+(const|default|function|let)\b)`),
		"code of MDX",
		"Delete it, and write in place of the components what they would show.", false},
	{"foreign-wiki", regexp.MustCompile(`^(h[1-6]\.\s+\S|={2,6}\s*[^=\s"][^="]*={2,6}\s*$|\{\||__[A-Z]+__\s*$)`),
		"markup of a wiki",
		"Convert the page with pandoc: pandoc -f mediawiki -t gfm, or -f jira for Confluence.", false},
	{"foreign-sphinx", regexp.MustCompile(`^\.\. [A-Za-z-]+::`),
		"a directive of Sphinx (reStructuredText)",
		"Convert the page with pandoc: pandoc -f rst -t gfm.", false},
	{"foreign-table", regexp.MustCompile(`^\+[-=:]{2,}.*\+\s*$`),
		"a table that is drawn as a grid, which is not read here because its cells take several columns or rows, or its bars do not meet",
		"Write it with bars, or convert the document with pandoc -t gfm.", false},
}

func (f *foreignMark) warn(p *page, offset int) {
	p.once(f.code, offset, "This is "+f.what+", and readers see it as it stands here.", f.hint)
}

// foreignParser reads the marks within a line.
type foreignParser struct{}

func (foreignParser) Trigger() []byte { return []byte("{^~:<'") }

// maxForeign is how many bytes of a line are looked at for a mark.
const maxForeign = 500

func (foreignParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	src := block.Source()
	p := pageOf(pc)
	before := byte(' ')
	if segment.Start > 0 {
		before = src[segment.Start-1]
	}
	switch c := line[0]; {
	case c == '^' && len(line) > 1 && line[1] == '[':
	case (c == '^' || c == '~') && !util.IsAlphaNumeric(before) && before != ')' && before != ']' && before < 0x80:
		return nil
	case c == ':' && !util.IsSpace(before) && before != '(':
		return nil
	case c == '{' && len(line) > 1 && line[1] == ':' && (before == ']' || endsElement(parent.LastChild())):
		return nil // attributeParser drops it
	case c == '\'' && before == '\'':
		return nil
	}
	for i := range foreignInlines[line[0]] {
		f := &foreignInlines[line[0]][i]
		m := f.pattern.Find(line[:min(len(line), maxForeign)])
		if m == nil || line[0] == '~' && len(line) > len(m) && line[len(m)] == '~' || bytes.Contains(m, percents) || bytes.Contains(m, commentStart) {
			continue
		}
		f.warn(p, segment.Start)
		if !f.whole {
			return nil
		}
		block.Advance(len(m))
		n := ast.NewRawTextSegment(text.NewSegment(segment.Start, segment.Start+len(m)))
		n.SetPos(segment.Start)
		return n
	}
	return nil
}

// foreignTransformer looks for the marks at the beginning of lines. It changes nothing.
type foreignTransformer struct{}

func (foreignTransformer) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	p := pageOf(pc)
	lines := node.Lines()
	bars := lines.Len() > 1
	for i := range lines.Len() {
		segment := lines.At(i)
		line := bytes.TrimLeft(segment.Value(reader.Source()), " \t")
		if len(line) == 0 {
			continue
		}
		bars = bars && len(line) > 2 && line[0] == '|' && line[1] == ' ' && bytes.LastIndexByte(line, '|') == 0
		if c := line[0]; c >= 'a' && c <= 'z' && c != 'i' && c != 'e' && c != 'h' || c >= 'A' && c <= 'Z' || c >= 0x80 {
			continue
		}
		for j := range foreignLines {
			if f := &foreignLines[j]; f.pattern.Match(line[:min(len(line), maxForeign)]) {
				f.warn(p, segment.Stop-len(line))
				break
			}
		}
	}
	if bars {
		first := lines.At(0)
		p.once("foreign-lines", first.Start,
			"These are lines of pandoc's, each of which stands for itself, and readers see them in one paragraph.",
			"Delete the bars, and end each line but the last with a backslash.")
	}
}

// foreignHTML looks for the marks of other programs in a block of HTML.
func foreignHTML(p *page, raw []byte, offset int) {
	for at := range raw {
		if raw[at] != '<' {
			continue
		}
		for i := range foreignInlines['<'] {
			if f := &foreignInlines['<'][i]; f.pattern.Match(raw[at:min(len(raw), at+maxForeign)]) {
				f.warn(p, offset)
				return
			}
		}
	}
}
