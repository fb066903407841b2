package site

import (
	"net/url"
	"strconv"
	"strings"

	"pandect/internal/escape"
	"pandect/internal/partial"
)

// Partials are the shapes of the partials that Content writes into holes.
var Partials = []partial.Shape{
	{Name: "link", Wraps: true, Fields: []partial.Field{{Name: "URL", Kind: partial.Address}, {Name: "Title"}, {Name: "Content", Kind: partial.Content}}},
	{Name: "broken-link", Wraps: true, Fields: []partial.Field{{Name: "Content", Kind: partial.Content}}},
	{Name: "image", Fields: []partial.Field{
		{Name: "URL", Kind: partial.Address}, {Name: "Alt"}, {Name: "Title"}, {Name: "Width"}, {Name: "Height"}}},
	{Name: "broken-image", Fields: []partial.Field{{Name: "Alt"}}},
}

// Content returns the page's body with its holes filled. Links are relative to this page. It is empty for a page without a
// file.
func (p *Page) Content() HTML {
	if p.Doc == nil {
		return ""
	}
	body := &p.Doc.Body
	dst := make([]byte, 0, len(body.HTML)+96*len(body.Holes))
	return HTML(body.Fill(dst, p.fill))
}

// TitleHTML returns the title as the heading of the page, with its links, footnotes and emphasis.
func (p *Page) TitleHTML() HTML {
	if p.Doc == nil || len(p.Doc.TitleBody.HTML) == 0 {
		return HTML(escape.HTML(nil, p.Title))
	}
	return HTML(p.Doc.TitleBody.Fill(nil, p.fill))
}

// TitleID returns the id of the title, or "".
func (p *Page) TitleID() string {
	if p.Doc == nil {
		return ""
	}
	return p.Doc.TitleID
}

// fill appends the text of one hole.
func (p *Page) fill(dst []byte, hole Hole) []byte {
	link, target := &p.Doc.Links[hole.Index], &p.Targets[hole.Index]
	partials, broken := p.Site.Partials, target.URL == "" && target.Address == ""
	switch hole.Kind {
	case LinkOpen, LinkClose:
		name, values := "link", []partial.Value{{Text: p.href(target)}, {Text: link.Title}, {}}
		if broken {
			name, values = "broken-link", values[2:]
		}
		if hole.Kind == LinkOpen {
			return partials.Get(name).Before(dst, values...)
		}
		return partials.Get(name).After(dst, values...)
	case LinkTitle:
		title := target.Title
		if title == "" {
			title = link.Written
		}
		return escape.HTML(dst, title)
	}
	if broken { // Image
		return partials.Get("broken-image").Append(dst, partial.Value{Text: link.Alt})
	}
	return partials.Get("image").Append(dst, partial.Value{Text: p.href(target)}, partial.Value{Text: link.Alt}, partial.Value{Text: link.Title},
		pixels(target.Width), pixels(target.Height))
}

// pixels is the value of a width or height, which is empty for 0: unknown.
func pixels(n int) partial.Value {
	if n == 0 {
		return partial.Value{}
	}
	return partial.Value{Text: strconv.Itoa(n)}
}

func (p *Page) href(t *Target) string {
	if t.Address != "" {
		return t.Address
	}
	var b strings.Builder
	if t.URL != p.URL || t.Fragment == "" {
		b.WriteString(escapedPath(Rel(p.URL, t.URL)))
	}
	if t.Query != "" {
		b.WriteByte('?')
		b.WriteString(t.Query)
	}
	if t.Fragment != "" {
		b.WriteByte('#')
		b.WriteString((&url.URL{Fragment: t.Fragment}).EscapedFragment())
	}
	return b.String()
}

// escapedPath returns a path as it stands in a link. A colon in it must not be taken for the end of a scheme.
func escapedPath(p string) string {
	for i := range len(p) {
		if c := p[i]; !('a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '/' || c == '.') {
			return strings.ReplaceAll((&url.URL{Path: p}).EscapedPath(), ":", "%3A")
		}
	}
	return p
}
