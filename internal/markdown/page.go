package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"pandect/internal/config"
	"pandect/internal/prepare"
)

// page is one compilation: the state that all constructs share. That of a single construct is in its file. A page belongs
// to one goroutine.
type page struct {
	c        *Compiler
	path     string
	includes map[prepare.IncludeRef]prepare.Included
	readme   bool // it is the page of its folder, whatever its name
	fragment bool // links are written out instead of becoming holes
	title    string

	reports
	writer
	states

	bare   bool // plain inline HTML is wanted: no links, no images
	linked bool // something was left out because of bare, so the inlines must be rendered again

	emphasis   int            // how many elements of emphasis are open
	pipes      int            // escaped pipes in tables so far
	criticEnds map[string]int // offset of the last end of each mark of CriticMarkup
	codeShare  int            // how much code has colours, see maxCodeShare
}

func newPage(c *Compiler, path string) *page {
	p := &page{c: c, path: path}
	p.ids.headings = map[string]int{}
	p.smart, p.quotes = c.options.Typographer, c.quotes
	return p
}

// span is a range of bytes.
type span struct{ start, stop int }

// pageKey is the key of the page in goldmark's context, for our own parsers.
var pageKey = parser.NewContextKey()

func pageOf(pc parser.Context) *page { return pc.Get(pageKey).(*page) }

func (p *page) parse() *ast.Document {
	pc := newLabelContext(p)
	pc.Set(pageKey, p)
	return p.c.parser.Parse(text.NewReader(p.source.Bytes), parser.WithContext(pc)).(*ast.Document)
}

// prepare preprocesses the body of the page, which begins at an offset of its text, into p.source.
func (p *page) prepare(text []byte, body int) {
	p.source = prepare.Prepare(prepare.Input{
		Path: p.path, Text: text, Body: body, Includes: p.includes, NoIncludes: p.fragment, Report: p.report,
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
