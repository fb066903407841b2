package markdown

import (
	"bytes"
	"cmp"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"pandect/internal/config"
	"pandect/internal/diag"
	"pandect/internal/prepare"
	"pandect/internal/site"
)

// page is one compilation. It lives for one call and belongs to one goroutine.
type page struct {
	c        *Compiler
	path     string
	includes map[prepare.IncludeRef]prepare.Included
	fragment bool // links are written out instead of becoming holes

	source *prepare.Text
	found  []diag.Diagnostic
	counts map[string]int // diagnostics by code

	// What the parsers note while goldmark runs.
	headingNodes []*ast.Heading
	footnotes    []*extast.Footnote
	comments     []span       // ranges of the source that are never published
	unclosed     map[int]bool // offsets where an unclosed comment was reported
	delimiters   int          // in the block that is being parsed
	brackets     int
	references   int // to footnotes
	// Before these offsets no comment of either kind ends: found by looking for an end in vain, so as not to look again.
	unclosedBefore [2]int

	// What rendering writes.
	html     []byte
	holes    []site.Hole
	links    []site.Link
	headings []site.Heading
	sections []section
	plain    []byte // plain text of the section that is being written
	current  int    // index into sections of plain
	title    string
	lead     string         // the first paragraph, in plain text
	ids      map[string]int // id of a heading to the number that the next one like it gets
	notes    map[int]int    // number of a footnote to the section that first refers to it
	refused  ast.Node       // the heading that became the title
	unheard  unheard        // the part that is being left out of search
	linking  int            // bytes of plain text that are links to other pages
	checks   *checks        // nil unless the page is a checklist

	// The state of rendering.
	inLink  bool // within a link: no other link may open
	bare    bool // plain inline HTML is wanted: no links, no images
	linked  bool // something was left out because of bare
	typo    typography
	rawTags []string // open elements of raw HTML
	rawBase int      // where those of the innermost element that we wrote ourselves begin
}

// span is a range of bytes.
type span struct{ start, stop int }

// section is the text under one heading, while it is being collected.
type section struct {
	heading int
	text    []byte
	links   []byte // the text of lists of links
	out     bool   // search does not read it
}

// pageKey is where goldmark's context keeps the page, for our own parsers.
var pageKey = parser.NewContextKey()

func pageOf(pc parser.Context) *page { return pc.Get(pageKey).(*page) }

func (p *page) parse() *ast.Document {
	pc := parser.NewContext()
	pc.Set(pageKey, p)
	root := p.c.parser.Parse(text.NewReader(p.source.Bytes), parser.WithContext(pc)).(*ast.Document)
	p.checkFootnotes()
	return root
}

// maxReports is how many findings of one kind are reported for a page: nobody reads more, and a hostile file could
// cause millions.
const maxReports = 100

func (p *page) report(d diag.Diagnostic) {
	if p.counts == nil {
		p.counts = map[string]int{}
	}
	if p.counts[d.Code]++; p.counts[d.Code] <= maxReports {
		p.found = append(p.found, d)
	}
}

// warn reports a warning at an offset of the source: the site is published all the same.
func (p *page) warn(code string, offset int, message, hint string) {
	p.reportAt(diag.Warning, code, offset, message, hint)
}

// fail reports an error at an offset of the source: nothing is published.
func (p *page) fail(code string, offset int, message, hint string) {
	p.reportAt(diag.Error, code, offset, message, hint)
}

func (p *page) reportAt(severity diag.Severity, code string, offset int, message, hint string) {
	if p.counts[code] >= maxReports {
		return
	}
	place, quote := p.source.Place(offset)
	p.report(diag.Diagnostic{Severity: severity, Code: code, Place: place, Quote: quote, Message: message, Hint: hint})
}

// once is warn, but only for the first finding of its kind in a page.
func (p *page) once(code string, offset int, message, hint string) {
	if p.counts[code] == 0 {
		p.warn(code, offset, message, hint)
	}
}

// prepare makes p.source of the body of the page, which begins at an offset of its text.
func (p *page) prepare(text []byte, body int) {
	p.source = prepare.Prepare(prepare.Input{
		Path: p.path, Text: text, Body: body, Includes: p.includes, Alone: p.fragment, Report: p.report,
		BodyOf: func(path string, text []byte) int { return p.frontMatter(path, text).Body },
	})
}

// frontMatter reads the front matter of a file below content/.
func (p *page) frontMatter(path string, text []byte) config.FrontMatterResult {
	front, found := config.FrontMatter(contentPath(path), text, config.Options{Taxonomies: p.c.options.Taxonomies})
	p.found = append(p.found, found...)
	return front
}

func contentPath(path string) string { return "content/" + path }

// takeTitle decides the page's title. A first heading of level 1 that says the same as the front matter, or that stands
// in for it, is not shown in the body: the layout shows the title.
func (p *page) takeTitle(root *ast.Document, title string) {
	p.title = title
	if len(p.headingNodes) > 0 {
		if first := p.headingNodes[0]; first.Level == 1 && first.Parent() == ast.Node(root) {
			_, text := p.bareInline(first)
			if text != "" && (title == "" || strings.EqualFold(text, strings.Join(strings.Fields(title), " "))) {
				p.refused = first
				p.title = text
				if title != "" {
					p.title = title
				}
			}
		}
	}
	if p.title == "" {
		p.title = titleOfPath(p.path)
	}
}

// titleOfPath makes a title from a file's name, or from its folder's when the file is the page of a folder.
func titleOfPath(source string) string {
	name := strings.TrimSuffix(path.Base(source), path.Ext(source))
	if site.IsIndex(source) {
		if name = path.Base(path.Dir(source)); name == "." || name == "/" {
			return "Home"
		}
	}
	return site.HumanName(name)
}

// finishSections returns what search reads under each heading.
func (p *page) finishSections() []site.Section {
	p.sections[p.current].text = p.plain
	list := make([]site.Section, 0, len(p.sections))
	for _, s := range p.sections {
		text, links := bytes.TrimSpace(s.text), bytes.TrimSpace(s.links)
		if !s.out && (len(text)+len(links) > 0 || s.heading >= 0) {
			list = append(list, site.Section{Heading: s.heading, Text: string(text), Links: string(links)})
		}
	}
	return list
}

// maxSummary is about two lines of a list of search results.
const maxSummary = 200

// summaryOf returns the description, or else the beginning of the first paragraph, or of any text.
func (p *page) summaryOf(description string, sections []site.Section) string {
	if description != "" {
		return description
	}
	text := p.lead
	for i := 0; text == "" && i < len(sections); i++ {
		text = cmp.Or(sections[i].Text, sections[i].Links)
	}
	text = strings.Join(strings.Fields(shorten(text, 4*maxSummary)), " ")
	if utf8.RuneCountInString(text) <= maxSummary {
		return text
	}
	text = shorten(text, maxSummary)
	if at := strings.LastIndexByte(text, ' '); at > 0 {
		text = text[:at]
	}
	return strings.TrimRight(text, " ,;:.–—-") + "…"
}

// shorten returns the first n characters of s.
func shorten(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

// plainMarkdown returns the source without comments.
func (p *page) plainMarkdown() []byte {
	src := p.source.Bytes
	if len(p.comments) == 0 {
		return src
	}
	slices.SortFunc(p.comments, func(a, b span) int { return a.start - b.start })
	out := make([]byte, 0, len(src))
	at := 0
	for _, c := range p.comments {
		if c.start > at {
			out = append(out, src[at:c.start]...)
		}
		at = max(at, c.stop)
	}
	return append(out, src[at:]...)
}
