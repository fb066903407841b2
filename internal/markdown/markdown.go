// Package markdown compiles one markdown file into a site.Doc: its HTML with holes for what depends on other files, its
// headings, its links, the text that search reads, and diagnostics for the editor.
//
// The dialect is CommonMark with tables, strikethrough, task items, footnotes, definition lists, alerts, wikilinks and
// includes; docs/writing.md is its guide for editors and docs/commonmark.md lists where it differs from CommonMark.
// Three guarantees come first. Nothing that an editor meant to keep private (comments, tracked changes) reaches the
// Doc, or it is an error. The HTML is balanced between any two holes, whatever the input. And a diagnostic names the
// place in the file that the editor wrote, also when the text came from an included file.
//
// Each part of the dialect is a construct, in a file of its own; construct.go says what that is, and docs/adding.md how to
// add one. Package prepare preprocesses lines before they are parsed, and package highlight highlights code.
//
// Links are normalised here and resolved in package site. The package reads no files: what a page includes is an argument.
// No other package imports goldmark or bluemonday.
package markdown

import (
	"bytes"
	"path"
	"slices"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark/parser"

	"pandect/internal/checklist"
	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/message"
	"pandect/internal/partial"
	"pandect/internal/prepare"
	"pandect/internal/site"
)

// Options are the settings of a site that affect compilation. The zero Options are valid.
type Options struct {
	Typographer bool   // typographic quotes, dashes and ellipses
	RawHTML     bool   // keep harmless HTML; otherwise HTML is shown as text
	Admonitions bool   // the boxes of MkDocs, pandoc and others are alerts
	LineNumbers bool   // number the lines of code blocks without lines=false
	Language    string // BCP 47 tag, for quotation marks; empty for English
	URLs        site.URLStyle
	BaseURL     string          // of the site, ending in a slash; empty when unknown
	LinkSchemes []string        // schemes of addresses that may be links, besides site.LinkSchemes
	Taxonomies  []string        // names that front matter may use for terms
	Words       checklist.Words // keywords in the items of checklists, besides the English ones
	Messages    *message.Table  `memo:"-"` // only those of the list Messages are used
	Partials    *partial.Set    `memo:"-"` // only those of the list Partials are used; without them checklists are empty
}

// Sum is the digest of everything in the options that affects results.
func (o Options) Sum() memo.Sum {
	h := memo.NewHash("markdown.Options")
	h.Fields(o)
	h.Sum(o.Messages.SumOf(Messages...))
	h.Sum(o.Partials.SumOf(Partials))
	return h.Done()
}

// Messages are the keys of the messages in the text of a page.
var Messages = []string{
	"title.home",
	"text.note", "text.tip", "text.important", "text.warning", "text.caution",
	"text.table", "text.footnotes", "text.back", "text.done", "text.not_done",
	"severity.critical", "severity.required", "severity.recommended",
	"label.why", "label.how", "label.evidence", "label.authority", "label.owner", "label.due", "label.na", "label.answer", "label.formerly", "label.see",
	"gate.go_on_critical", "gate.go_on_required", "gate.go_on_all", "gate.sign_critical", "gate.sign_required", "gate.sign_all",
}

// Source is one file to compile, with all that it includes.
type Source struct {
	Path     string // below content/, for example "ethics/privilege.md"
	Readme   bool   // it is a README.md that is the page of its folder
	Text     []byte // UTF-8 with "\n" line endings, front matter included; must not change afterwards
	Includes map[prepare.IncludeRef]prepare.Included
}

// Compiler turns files into Docs. It is immutable and safe for concurrent use.
type Compiler struct {
	options    Options
	parser     parser.Parser
	quotes     quotes
	renderings []rendering // by kind of node
	checks     []checkFunc
	policy     *bluemonday.Policy // nil unless raw HTML is kept
}

// New returns a Compiler.
func New(o Options) *Compiler {
	c := &Compiler{options: o, quotes: quotesOf(o.Language)}
	c.parser, c.renderings, c.checks = assemble()
	if o.RawHTML {
		c.policy = htmlPolicy()
	}
	return c
}

// Compile compiles one file. The Doc is complete and sealed even if the diagnostics have errors.
func (c *Compiler) Compile(s Source) (*site.Doc, []diag.Diagnostic) {
	var meta site.Meta
	var spots site.Spots
	p := writeWithIDs(func(fixed map[string]bool) *page {
		p := newPage(c, s.Path)
		p.readme, p.includes, p.ids.fixed = s.Readme, s.Includes, fixed
		front := p.frontMatter(s.Path, s.Text)
		meta, spots = front.Meta, front.Spots
		if meta.Type == site.TypeChecklist {
			p.checklist = newChecklist(c.options.Words, &meta.Checklist)
		}
		p.prepare(s.Text, front.Body)
		root := p.parse()
		p.takeTitle(root, meta.Title)
		p.document(root)
		return p
	})
	address := s.Path
	if s.Readme {
		address = path.Join(path.Dir(s.Path), "index.md")
	}
	doc := &site.Doc{
		Path: s.Path, Readme: s.Readme, URL: site.OutputPath(address, meta.Slug, c.options.URLs), Meta: meta, Spots: spots,
		Title: p.title, TitleID: titleID(p), TitleBody: p.head.body, Headings: p.head.list, Points: p.points.ids, Links: p.links.list,
		Body:     site.Body{HTML: bytes.Clone(p.html), Holes: slices.Clip(p.holes)}, // without spare capacity: thousands are kept
		Sections: p.finishSections(), Plain: p.private.without(p.source.Bytes),
	}
	if p.checklist != nil {
		doc.Checklist = &p.checklist.list
		checklist.Seal(doc.Checklist, s.Path, &meta.Checklist)
	}
	doc.Summary = summaryOf(meta.Description, p.lead, doc.Sections)
	if len(doc.Body.HTML) == 0 {
		p.report(diag.Diagnostic{
			Severity: diag.Warning, Code: "empty-page", Place: diag.Place{File: contentPath(s.Path)},
			Message: "This page has no text.", Hint: "Write something, or set draft: true until there is something to read.",
		})
	}
	doc.Seal()
	return doc, p.found
}

// Fragment compiles the body of one file, given its path below content/, to HTML without holes: links stay as they were
// written, includes stay text, and a heading that would be the title of the page is written.
func (c *Compiler) Fragment(path string, text []byte) ([]byte, []diag.Diagnostic) {
	p := writeWithIDs(func(fixed map[string]bool) *page {
		p := newPage(c, path)
		p.fragment, p.ids.fixed = true, fixed
		p.prepare(text, p.frontMatter(path, text).Body)
		p.document(p.parse())
		return p
	})
	return p.html, p.found
}
