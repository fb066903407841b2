package theme

import (
	"html/template"
	"slices"

	"pandect/internal/site"
)

// listAll is the size of a site, in pages, up to which the sidebar lists the contents of every section. In a larger
// one it lists those of the sections that lead to the page, and the others are plain links: otherwise every page would carry
// the whole site.
const listAll = 200

// tree writes the sidebar: the sections of the site, the branch that leads to the page opened, then the pages beside
// the sections. A section within a section comes after that section's own pages.
func (w words) tree(p *site.Page) template.HTML {
	dst := make([]byte, 0, 8<<10)
	for _, n := range p.Nav.Sections {
		dst = w.appendSection(dst, p, n)
	}
	for _, r := range p.Nav.Pages {
		dst = appendItem(dst, p, r)
		dst = append(dst, "</li>\n"...)
	}
	return template.HTML(dst)
}

func (w words) appendSection(dst []byte, p *site.Page, n *site.NavNode) []byte {
	open := slices.ContainsFunc(p.Open, func(o *site.NavNode) bool { return o.Ref.URL == n.Ref.URL })
	if !open && p.Nav.Total > listAll || len(n.Pages)+len(n.Sections) == 0 {
		dst = appendItem(dst, p, n.Ref)
		return append(dst, "</li>\n"...)
	}
	dst = append(dst, "<li><details"...)
	if open {
		dst = append(dst, " open"...)
	}
	dst = append(dst, "><summary>"...)
	dst = appendText(dst, n.Ref.Title)
	dst = append(dst, "</summary>\n<ul>\n<li>"...)
	dst = w.appendOverview(dst, p, n.Ref)
	dst = append(dst, "</li>\n"...)
	for _, r := range n.Pages {
		dst = appendItem(dst, p, r)
		dst = append(dst, "</li>\n"...)
	}
	for _, sub := range n.Sections {
		dst = w.appendSection(dst, p, sub)
	}
	return append(dst, "</ul>\n</details></li>\n"...)
}

// appendOverview appends the link to a section's own page, which the summary cannot be because it opens and closes.
func (w words) appendOverview(dst []byte, p *site.Page, r *site.Ref) []byte {
	dst = append(dst, `<a href="`...)
	dst = appendURL(dst, rel(p, r.URL))
	dst = append(dst, '"')
	if r.URL == p.URL {
		dst = append(dst, ` aria-current="page"`...)
	}
	dst = append(dst, '>')
	dst = appendText(dst, w.Text("frame.overview"))
	dst = append(dst, `<span class="visually-hidden"> `...)
	dst = appendText(dst, w.Text("frame.overview_of", "title", r.Title))
	return append(dst, "</span></a>"...)
}
