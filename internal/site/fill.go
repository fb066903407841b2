package site

import (
	"net/url"
	"strconv"
	"strings"

	"pandect/internal/escape"
	"pandect/internal/partial"
)

// Partials are the shapes of the partials that Content writes where other files matter.
var Partials = []partial.Shape{
	{Name: "link", Wraps: true, Fields: []partial.Field{{Name: "URL"}, {Name: "Title"}, {Name: "Content", Kind: partial.Content}}},
	{Name: "broken-link", Wraps: true, Fields: []partial.Field{{Name: "Content", Kind: partial.Content}}},
	{Name: "image", Fields: []partial.Field{
		{Name: "URL"}, {Name: "Alt"}, {Name: "Title"}, {Name: "Width"}, {Name: "Height"}}},
	{Name: "broken-image", Fields: []partial.Field{{Name: "Alt"}}},
}

// Content returns the page's body with its holes filled: every link relative to this page. It is empty for a page
// without a file.
func (p *Page) Content() HTML {
	if p.Doc == nil {
		return ""
	}
	body := &p.Doc.Body
	dst := make([]byte, 0, len(body.HTML)+96*len(body.Holes))
	return HTML(body.Fill(dst, p.fill))
}

// fill appends the text of one hole.
func (p *Page) fill(dst []byte, hole Hole) []byte {
	link, target := &p.Doc.Links[hole.Index], &p.Targets[hole.Index]
	partials, broken := p.Site.Partials, target.URL == ""
	switch hole.Kind {
	case LinkOpen:
		if broken {
			return partials.Get("broken-link").Before(dst, partial.Value{})
		}
		return partials.Get("link").Before(dst, partial.Value{Text: p.href(target)}, partial.Value{Text: link.Title}, partial.Value{})
	case LinkClose:
		if broken {
			return partials.Get("broken-link").After(dst, partial.Value{})
		}
		return partials.Get("link").After(dst, partial.Value{Text: p.href(target)}, partial.Value{Text: link.Title}, partial.Value{})
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

// pixels is the value of a width or height; 0 is not known.
func pixels(n int) partial.Value {
	if n == 0 {
		return partial.Value{}
	}
	return partial.Value{Text: strconv.Itoa(n)}
}

func (p *Page) href(t *Target) string {
	var b strings.Builder
	if t.URL != p.URL || t.Fragment == "" {
		b.WriteString(Rel(p.URL, t.URL))
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
