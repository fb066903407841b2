package theme

import (
	"html/template"
	"slices"

	"pandect/internal/partial"
	"pandect/internal/site"
)

// listAll is the number of pages up to which the sidebar has the contents of every section. On a larger site it has only those of
// the sections that lead to the page; otherwise every page would list the whole site.
const listAll = 200

// tree writes the sidebar: the sections of the site with the branch of the page open, then the pages beside the sections. Within a
// section, pages come before sections.
func (w writer) tree(p *site.Page) template.HTML {
	t := tree{w, p, w.partials.Get("link-item"), w.partials.Get("tree-section")}
	dst := make([]byte, 0, 8<<10)
	for _, n := range p.Nav.Sections {
		dst = t.appendSection(dst, n)
	}
	return template.HTML(t.appendPages(dst, p.Nav.Pages))
}

// tree is the sidebar of one page.
type tree struct {
	writer
	from          *site.Page
	page, section *partial.Partial
}

func (t *tree) appendPages(dst []byte, list []*site.Ref) []byte {
	for _, r := range list {
		dst = append(t.appendEntry(dst, t.page, t.from, r), '\n')
	}
	return dst
}

func (t *tree) appendSection(dst []byte, n *site.NavNode) []byte {
	open := slices.ContainsFunc(t.from.Open, func(o *site.NavNode) bool { return o.Ref.URL == n.Ref.URL })
	if !open && t.from.Nav.Total > listAll || len(n.Pages)+len(n.Sections) == 0 {
		return append(t.appendEntry(dst, t.page, t.from, n.Ref), '\n')
	}
	items := func(dst []byte) []byte {
		dst = t.appendPages(dst, n.Pages)
		for _, sub := range n.Sections {
			dst = t.appendSection(dst, sub)
		}
		return dst
	}
	return append(t.section.Append(dst, partial.Value{Text: n.Ref.Title}, partial.Value{Text: rel(t.from, n.Ref.URL)},
		partial.On(n.Ref.URL == t.from.URL), partial.On(open), partial.Value{HTML: items}), '\n')
}
