package site

import (
	"html"
	"net/url"
	"strconv"
	"strings"
)

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
	broken := target.URL == ""
	switch {
	case hole.Kind == LinkOpen && broken:
		dst = append(dst, `<span class="broken-link" title="`...)
		dst = append(dst, html.EscapeString(p.Site.Messages.Text("text.broken_link"))...)
		return append(dst, `">`...)
	case hole.Kind == LinkOpen:
		dst = append(dst, `<a href="`...)
		dst = append(dst, html.EscapeString(p.href(target))...)
		dst = appendAttribute(dst, "title", link.Title)
		return append(dst, '>')
	case hole.Kind == LinkClose && broken:
		return append(dst, "</span>"...)
	case hole.Kind == LinkClose:
		return append(dst, "</a>"...)
	case hole.Kind == LinkTitle && target.Title != "":
		return append(dst, html.EscapeString(target.Title)...)
	case hole.Kind == LinkTitle:
		return append(dst, html.EscapeString(link.Written)...)
	case broken: // Image
		dst = append(dst, `<span class="broken-image">`...)
		dst = append(dst, html.EscapeString(link.Alt)...)
		return append(dst, "</span>"...)
	}
	dst = append(dst, `<img src="`...)
	dst = append(dst, html.EscapeString(p.href(target))...)
	dst = append(dst, `" alt="`...)
	dst = append(dst, html.EscapeString(link.Alt)...)
	dst = appendAttribute(dst, "title", link.Title)
	if target.Width > 0 {
		dst = append(dst, ` width="`...)
		dst = strconv.AppendInt(dst, int64(target.Width), 10)
		dst = append(dst, `" height="`...)
		dst = strconv.AppendInt(dst, int64(target.Height), 10)
		dst = append(dst, '"')
	}
	return append(dst, ` loading="lazy">`...)
}

// appendAttribute closes the attribute before it, and leaves this one's quote closed too.
func appendAttribute(dst []byte, name, value string) []byte {
	dst = append(dst, '"')
	if value == "" {
		return dst
	}
	dst = append(dst, ' ')
	dst = append(dst, name...)
	dst = append(dst, `="`...)
	dst = append(dst, html.EscapeString(value)...)
	return append(dst, '"')
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
