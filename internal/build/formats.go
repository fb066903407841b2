package build

import (
	"context"
	"strings"

	"pandect/internal/buffer"
	"pandect/internal/checksheet"
	"pandect/internal/config"
	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/plaintext"
	"pandect/internal/site"
)

// format is one line of the table below: a kind of file that is made of a page and lies beside it. It is made either by a
// function of the page alone, or by a layout of the theme.
type format struct {
	name      string // by which templates ask for it
	mediaType string
	suffix    string                    // of its address, where the page's is ".html"
	linked    bool                      // the head of the page names it
	of        func(*site.Page) bool     // says whether it is made of this page
	wanted    func(config.Outputs) bool // says whether the site wants it; nil when every site does

	key  func(*site.Page) memo.Sum // digest of all that make reads
	make func(*site.Page) ([]byte, []diag.Diagnostic, error)

	layout string // shows the page as one file, with scripts and styles inside; a theme without it does without the format
}

// formats is every format there is. docs/adding.md says how another comes to it.
var formats = []format{
	{name: "markdown", mediaType: "text/markdown; charset=utf-8", suffix: ".md", linked: true, of: hasText, wanted: asMarkdown, key: plaintext.Key, make: plaintext.Make},
	{name: "workbook", mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", suffix: ".xlsx", of: asks, key: checksheet.Key, make: checksheet.XLSX},
	{name: "csv", mediaType: "text/csv; charset=utf-8", suffix: ".csv", of: asks, key: checksheet.Key, make: checksheet.CSV},
	{name: "single", mediaType: "text/html; charset=utf-8", suffix: "-single.html", of: asks, layout: "single"},
}

func hasText(p *site.Page) bool { return p.Doc != nil }

func asks(p *site.Page) bool { return p.Doc != nil && p.Doc.Checklist != nil }

func asMarkdown(o config.Outputs) bool { return o.Markdown }

// wantedFormats are those of the table that the site asks for and the theme can show.
func wantedFormats(cfg config.Config, design design) []*format {
	var list []*format
	for i := range formats {
		f := &formats[i]
		if (f.wanted == nil || f.wanted(cfg.Outputs)) && (f.layout == "" || design.theme.Has(f.layout)) {
			list = append(list, f)
		}
	}
	return list
}

// address returns where the format of a page lies.
func (f *format) address(page string) string { return strings.TrimSuffix(page, ".html") + f.suffix }

// alternates returns a page in the given formats.
func alternates(wanted []*format, p *site.Page) []site.Alternate {
	n := 0
	for _, f := range wanted {
		if f.of(p) {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	list := make([]site.Alternate, 0, n)
	for _, f := range wanted {
		if f.of(p) {
			list = append(list, site.Alternate{Name: f.name, MediaType: f.mediaType, URL: f.address(p.URL), Linked: f.linked})
		}
	}
	return list
}

// formatNamed returns the line of the table with that name.
func formatNamed(name string) *format {
	for i := range formats {
		if formats[i].name == name {
			return &formats[i]
		}
	}
	return nil
}

// made adds the alternates of a page that are made of the page alone.
func (o *outputs) made(p *site.Page) {
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

// shown adds the alternates of a page that a layout makes. They follow from the scripts and styles as well, so they are not
// among what is remembered with the page, which in a preview does not move with these.
func (o *outputs) shown(p *site.Page) {
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

// sum is the key of a file in this format, of which from is the digest of all that it is made of.
func (f *format) sum(from memo.Sum) memo.Sum {
	h := memo.NewHash("format")
	h.String(f.name)
	h.Sum(from)
	return h.Done()
}
