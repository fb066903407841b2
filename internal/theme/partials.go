package theme

import (
	"fmt"
	"html/template"
	"strings"
	"time"

	"pandect/internal/partial"
	"pandect/internal/site"
)

// Partials are the shapes of the partials that the functions of this package render.
var Partials = []partial.Shape{
	{Name: "tree-section", Fields: []partial.Field{
		{Name: "Title"}, {Name: "URL", Kind: partial.URL}, {Name: "Current", Kind: partial.Flag}, {Name: "Open", Kind: partial.Flag}, {Name: "Items", Kind: partial.Content}}},
	{Name: "heading", Fields: []partial.Field{{Name: "ID", Kind: partial.URL}, {Name: "HTML", Kind: partial.HTML}, {Name: "Items", Kind: partial.Content}}},
	{Name: "term-list", Fields: []partial.Field{{Name: "Title"}, {Name: "Items", Kind: partial.Content}}},
	{Name: "letter-link", Fields: []partial.Field{{Name: "ID", Kind: partial.URL}, {Name: "Letter"}}},
	{Name: "letter", Fields: []partial.Field{{Name: "ID"}, {Name: "Letter"}, {Name: "Items", Kind: partial.Content}}},
	{Name: "letter-entry", Fields: []partial.Field{{Name: "URL", Kind: partial.URL}, {Name: "Text"}, {Name: "Title"}}},
	{Name: "running-head", Fields: []partial.Field{
		{Name: "Site"}, {Name: "Title"}, {Name: "Edition"}, {Name: "Draft", Kind: partial.Flag},
		{Name: "Reviewed", Kind: partial.HTML}, {Name: "Updated", Kind: partial.HTML}}},
	{Name: "metadata", Fields: []partial.Field{
		{Name: "Title"}, {Name: "Suffix"}, {Name: "Site"}, {Name: "Description"}, {Name: "Draft", Kind: partial.Flag}, {Name: "Type"},
		{Name: "Address", Kind: partial.URL}, {Name: "Feed", Kind: partial.URL}, {Name: "Alternates", Kind: partial.Content}}},
	{Name: "alternate", Fields: []partial.Field{{Name: "URL", Kind: partial.URL}, {Name: "MediaType"}}},
}

// Entry is the shape of an entry of a list: a link to a page, with its description, the number of pages below it, and the date of
// its last change. Current marks the link to the page itself, Home the link to the front page, for which Site is the title of the
// site.
var Entry = partial.Shape{Name: "entry", Fields: []partial.Field{
	{Name: "URL", Kind: partial.URL}, {Name: "Title"}, {Name: "Description"}, {Name: "Pages", Kind: partial.Number}, {Name: "Updated", Kind: partial.HTML},
	{Name: "Current", Kind: partial.Flag}, {Name: "Home", Kind: partial.Flag}, {Name: "Site"}}}

// writer is the template functions that write messages and partials.
type writer struct {
	messageFuncs
	partials *partial.Set
}

// list is the function "list": links to pages, each rendered with the named partial.
func (w writer) list(name string, p *site.Page, refs any) (template.HTML, error) {
	entry := w.partials.Get(name)
	if entry == nil {
		return "", fmt.Errorf("the theme has no partial %q", name)
	}
	var dst []byte
	switch refs := refs.(type) {
	case []*site.Ref:
		dst = make([]byte, 0, 128*len(refs))
		for _, r := range refs {
			dst = append(w.appendEntry(dst, entry, p, r), '\n')
		}
	case []site.Ref:
		for i := range refs {
			dst = append(w.appendEntry(dst, entry, p, &refs[i]), '\n')
		}
	default:
		return "", fmt.Errorf("a list is made of links to pages, not of %T", refs)
	}
	return template.HTML(dst), nil
}

func (w writer) appendEntry(dst []byte, entry *partial.Partial, p *site.Page, r *site.Ref) []byte {
	return entry.Append(dst,
		partial.Value{Text: rel(p, r.URL)}, partial.Value{Text: r.Title}, partial.Value{Text: r.Description}, partial.Value{Number: r.Count},
		w.day(latest(r.Updated, r.Date)), partial.On(r.URL == p.URL), partial.On(r.Kind == site.KindHome && p.Site.Title != ""), partial.Value{Text: p.Site.Title})
}

// day returns the value of a day for a partial, empty for the zero time.
func (w messageFuncs) day(t time.Time) partial.Value {
	if t.IsZero() {
		return partial.Value{}
	}
	return partial.Value{HTML: func(dst []byte) []byte { return w.appendDate(dst, t) }}
}

// contents writes the headings of the page's two highest levels below its title, the lower one as lists within.
func (w writer) contents(p *site.Page) template.HTML {
	top := 6
	for _, h := range p.Headings {
		top = min(top, h.Level)
	}
	list := make([]site.Heading, 0, len(p.Headings))
	for _, h := range p.Headings {
		if h.Level <= top+1 {
			list = append(list, h)
		}
	}
	dst := make([]byte, 0, 96*len(list))
	for len(list) > 0 {
		below := 1
		for list[0].Level == top && below < len(list) && list[below].Level > top {
			below++
		}
		dst = w.appendHeading(dst, &list[0], list[1:below])
		list = list[below:]
	}
	return template.HTML(dst)
}

func (w writer) appendHeading(dst []byte, h *site.Heading, below []site.Heading) []byte {
	var items partial.Value
	if len(below) > 0 {
		items.HTML = func(dst []byte) []byte {
			for i := range below {
				dst = w.appendHeading(dst, &below[i], nil)
			}
			return dst
		}
	}
	text := partial.Value{HTML: func(dst []byte) []byte { return append(dst, h.HTML...) }}
	return append(w.partials.Get("heading").Append(dst, partial.Value{Text: h.ID}, text, items), '\n')
}

// terms writes the terms of the page, one group for each taxonomy.
func (w writer) terms(p *site.Page) template.HTML {
	var dst []byte
	for _, list := range p.Terms {
		if len(list.Terms) == 0 {
			continue
		}
		items := func(dst []byte) []byte {
			for _, r := range list.Terms {
				dst = w.appendEntry(dst, w.partials.Get("term"), p, r)
			}
			return dst
		}
		dst = append(w.partials.Get("term-list").Append(dst, partial.Value{Text: list.Title}, partial.Value{HTML: items}), '\n')
	}
	return template.HTML(dst)
}

// letterLinks writes the links to the letters of the A-Z index.
func (w writer) letterLinks(p *site.Page) template.HTML {
	dst := make([]byte, 0, 64*len(p.Letters))
	for _, l := range p.Letters {
		dst = append(w.partials.Get("letter-link").Append(dst, partial.Value{Text: letterID(l.Letter)}, partial.Value{Text: l.Letter}), '\n')
	}
	return template.HTML(dst)
}

// letters writes the entries of the A-Z index under their letters. An entry under a keyword also says which page it
// leads to.
func (w writer) letters(p *site.Page) template.HTML {
	size := 0
	for _, l := range p.Letters {
		size += 128 * (len(l.Entries) + 1)
	}
	dst := make([]byte, 0, size)
	entry := w.partials.Get("letter-entry")
	for _, l := range p.Letters {
		items := func(dst []byte) []byte {
			for _, e := range l.Entries {
				title := e.Ref.Title
				if title == e.Text {
					title = ""
				}
				dst = append(entry.Append(dst, partial.Value{Text: rel(p, e.Ref.URL)}, partial.Value{Text: e.Text}, partial.Value{Text: title}), '\n')
			}
			return dst
		}
		dst = append(w.partials.Get("letter").Append(dst, partial.Value{Text: letterID(l.Letter)}, partial.Value{Text: l.Letter}, partial.Value{HTML: items}), '\n')
	}
	return template.HTML(dst)
}

// letterID is the fragment of a letter. Like every id of the theme it begins with an underscore, which no heading's
// id does.
func letterID(letter string) string {
	if letter == "#" {
		return "_other"
	}
	return "_" + letter
}

// runningHead writes the head of a printed page: site, title, edition, and the date of the last review or change.
func (w writer) runningHead(p *site.Page) template.HTML {
	title := p.Title
	if title == p.Site.Title {
		title = ""
	}
	var reviewed time.Time
	if !p.Review.Changed {
		reviewed = p.Review.Reviewed
	}
	return template.HTML(w.partials.Get("running-head").Append(nil,
		partial.Value{Text: p.Site.Title}, partial.Value{Text: title}, partial.Value{Text: p.Site.Version}, partial.On(p.Draft),
		w.day(reviewed), w.day(latest(p.Meta.Updated, p.Meta.Date))))
}

// metadata writes the metadata in the head: title, description, addresses, feed, the page in other formats, and whether search
// engines may index it.
func (w writer) metadata(p *site.Page) template.HTML {
	s := p.Site
	siteTitle, kind, address, feed := "", "website", "", ""
	if s.Title != p.Title {
		siteTitle = s.Title
	}
	if p.Kind == site.KindPage {
		kind = "article"
	}
	if s.BaseURL != "" && p.Kind != site.KindNotFound {
		address = s.BaseURL + p.URL
	}
	if s.Feed != "" {
		feed = rel(p, s.Feed)
	}
	alternates := func(dst []byte) []byte {
		for i := range p.Alternates {
			if a := &p.Alternates[i]; a.Linked {
				essence, _, _ := strings.Cut(a.MediaType, ";")
				dst = append(w.partials.Get("alternate").Append(dst, partial.Value{Text: rel(p, a.URL)}, partial.Value{Text: essence}), '\n')
			}
		}
		return dst
	}
	return template.HTML(w.partials.Get("metadata").Append(make([]byte, 0, 2048),
		partial.Value{Text: p.Title}, partial.Value{Text: siteTitle}, partial.Value{Text: s.Title}, partial.Value{Text: p.Description}, partial.On(p.Draft), partial.Value{Text: kind},
		partial.Value{Text: address}, partial.Value{Text: feed}, partial.Value{HTML: alternates}))
}
