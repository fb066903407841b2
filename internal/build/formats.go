package build

import (
	"context"
	"slices"
	"strings"

	"pandect/internal/buffer"
	"pandect/internal/checksheet"
	"pandect/internal/config"
	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/plaintext"
	"pandect/internal/site"
)

// format is a file format in which a page is published beside its HTML. It is made either by a function of the page alone, or by
// a layout of the theme.
type format struct {
	name      string // templates ask for it by this name
	mediaType string
	suffix    string                    // replaces ".html" in the address of the page
	linked    bool                      // the head of the page links to it
	applies   func(*site.Page) bool     // whether a page has it
	enabled   func(config.Outputs) bool // whether a site has it; nil for always

	key  func(*site.Page) memo.Sum // digest of everything that make reads
	make func(*site.Page) ([]byte, []diag.Diagnostic, error)

	layout string // renders the page as one file, with scripts and styles inline; without this layout a theme does not have the format
}

// formats are all formats. docs/adding.md says how to add one.
var formats = []format{
	{name: "markdown", mediaType: "text/markdown; charset=utf-8", suffix: ".md", linked: true, applies: hasText, enabled: asMarkdown, key: plaintext.Key, make: plaintext.Make},
	{name: "workbook", mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", suffix: ".xlsx", applies: isChecklist, key: checksheet.Key, make: checksheet.XLSX},
	{name: "csv", mediaType: "text/csv; charset=utf-8", suffix: ".csv", applies: isChecklist, key: checksheet.Key, make: checksheet.CSV},
	{name: "single", mediaType: "text/html; charset=utf-8", suffix: "-single.html", applies: isChecklist, layout: "single"},
}

func hasText(p *site.Page) bool { return p.Doc != nil }

func isChecklist(p *site.Page) bool { return p.Doc != nil && p.Doc.Checklist != nil }

func asMarkdown(o config.Outputs) bool { return o.Markdown }

// wantedFormats returns the formats that the site and the theme have.
func wantedFormats(cfg config.Config, design design) []*format {
	var list []*format
	for i := range formats {
		f := &formats[i]
		if (f.enabled == nil || f.enabled(cfg.Outputs)) && (f.layout == "" || design.theme.Has(f.layout)) {
			list = append(list, f)
		}
	}
	return list
}

// address returns the address of the format of a page.
func (f *format) address(page string) string { return strings.TrimSuffix(page, ".html") + f.suffix }

// alternates returns the alternates of a page among the given formats.
func alternates(wanted []*format, p *site.Page) []site.Alternate {
	n := 0
	for _, f := range wanted {
		if f.applies(p) {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	list := make([]site.Alternate, 0, n)
	for _, f := range wanted {
		if f.applies(p) {
			list = append(list, site.Alternate{Name: f.name, MediaType: f.mediaType, URL: f.address(p.URL), Linked: f.linked})
		}
	}
	return list
}

// formatNamed returns a format of the table.
func formatNamed(name string) *format {
	return &formats[slices.IndexFunc(formats, func(f format) bool { return f.name == name })]
}

// pageFormats adds the alternates of a page that depend on the page alone.
func (o *outputs) pageFormats(p *site.Page) {
	for i := range p.Alternates {
		a := &p.Alternates[i]
		f := formatNamed(a.Name)
		if f.layout != "" {
			continue
		}
		o.add(site.Output{Path: a.URL, Source: sourceOf(p), Phase: site.PhaseFiles, MediaType: a.MediaType, Key: f.sum(f.key(p)), Open: func(context.Context) ([]byte, []diag.Diagnostic, error) {
			return f.make(p)
		}})
	}
}

// layoutFormats adds the alternates of a page that a layout renders. They also depend on the scripts and styles, so they are not
// memoised with the page, whose key in a preview does not cover these.
func (o *outputs) layoutFormats(p *site.Page) {
	for i := range p.Alternates {
		a := &p.Alternates[i]
		f := formatNamed(a.Name)
		if f.layout == "" {
			continue
		}
		one := *p
		one.Layout, one.URL, one.Inline, one.Sum = f.layout, a.URL, o.design.inline, f.sum(memo.Join(p.Sum, o.design.inlineSum))
		theme := o.design.theme
		o.add(site.Output{
			Path: a.URL, Source: sourceOf(p), Phase: site.PhaseFiles, MediaType: a.MediaType, Key: one.Sum,
			Open: func(context.Context) ([]byte, []diag.Diagnostic, error) {
				html, found := theme.Render(&one)
				return html, found, nil
			},
			Release: buffer.Put,
		})
	}
}

// sum is the key of a file in this format; from is the digest of its inputs.
func (f *format) sum(from memo.Sum) memo.Sum {
	h := memo.NewHash("format")
	h.String(f.name)
	h.Sum(from)
	return h.Done()
}
