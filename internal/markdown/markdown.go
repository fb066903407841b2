// Package markdown compiles one markdown file into a site.Doc: its HTML with holes where other files matter, its
// headings, links, the text that search reads, and everything that an editor should know about it.
//
// The dialect is CommonMark with tables, strikethrough, task items, footnotes, definition lists, alerts, wikilinks and
// includes; docs/writing.md is its guide for editors and docs/commonmark.md lists where it differs from CommonMark.
// Three promises outrank the rest. Nothing that an editor meant to keep private (comments, tracked changes) reaches the
// Doc, or it is an error. The HTML is balanced between any two holes, whatever the input. And a diagnostic names the
// place in the file that the editor wrote, also when the text came from an included file.
//
// Each part of the dialect is a construct, in a file of its own; construct.go says what that is, and docs/adding.md how to
// add one. What happens to lines before they are parsed is package prepare's, and the colours of code are highlight's.
//
// The package knows no other page: links are normalised here and resolved in package site. It reads no file; what a
// page includes is an argument. It is the only one that knows goldmark and bluemonday.
package markdown

import (
	"bytes"
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

// Options are the settings of a site that change what its markdown means. The zero Options are valid.
type Options struct {
	Typographer bool   // typographic quotes, dashes and ellipses
	RawHTML     bool   // harmless HTML is kept; otherwise HTML is shown as text
	LineNumbers bool   // code blocks have line numbers unless they say lines=false
	Language    string // BCP 47, decides which quotation marks are used; empty for English
	URLs        site.URLStyle
	Taxonomies  []string        // names that front matter may use for terms
	Words       checklist.Words // with which the items of checklists are written, beside the English ones
	Messages    *message.Table  `memo:"-"` // the words of the interface; of them the text of a page holds those of Messages
	Partials    *partial.Set    `memo:"-"` // those that Partials names; without them checklists have no text
}

// Sum is the digest of all that the options change in what comes out.
func (o Options) Sum() memo.Sum {
	h := memo.NewHash("markdown.Options")
	h.Fields(o)
	h.Sum(o.Messages.SumOf(Messages...))
	h.Sum(o.Partials.SumOf(Partials))
	return h.Done()
}

// Messages are the keys of the messages that the text of a page may hold.
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

// Compile compiles one file. The Doc is complete and sealed whatever the file holds; what is wrong with it is in the
// diagnostics.
func (c *Compiler) Compile(s Source) (*site.Doc, []diag.Diagnostic) {
	p := newPage(c, s.Path)
	p.includes = s.Includes
	front := p.frontMatter(s.Path, s.Text)
	meta := front.Meta
	if meta.Type == site.TypeChecklist {
		p.checks = newChecks(c.options.Words, &meta.Checklist)
	}
	p.prepare(s.Text, front.Body)
	root := p.parse()
	p.takeTitle(root, meta.Title)
	p.document(root)
	doc := &site.Doc{
		Path: s.Path, URL: site.OutputPath(s.Path, meta.Slug, c.options.URLs), Meta: meta,
		Title: p.title, Headings: p.head.list, Links: p.links.list, Body: site.Body{HTML: bytes.Clone(p.html), Holes: slices.Clip(p.holes)}, // exactly as long as it is: thousands are kept
		Sections: p.finishSections(), Plain: p.private.without(p.source.Bytes),
	}
	if p.checks != nil {
		doc.Checklist = &p.checks.list
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

// Fragment compiles the body of one file, given its path below content/, to HTML that stands alone: links are as they
// were written, nothing is included, and the heading that would be the page's title stays where it is.
func (c *Compiler) Fragment(path string, text []byte) ([]byte, []diag.Diagnostic) {
	p := newPage(c, path)
	p.fragment = true
	p.prepare(text, p.frontMatter(path, text).Body)
	root := p.parse()
	p.document(root)
	return p.html, p.found
}
