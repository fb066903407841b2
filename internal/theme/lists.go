package theme

import (
	"html/template"

	"pandect/internal/site"
)

// Each function in this file and in tree.go writes a whole list in one call. They return list items, so that the
// element around them, its class and its label stay in the template. A link costs some 6 microseconds in a template and a
// tenth of that here, and every page has its trail, its terms and the sidebar.

// refs writes links to pages, each as one item.
func refs(p *site.Page, list []*site.Ref) template.HTML {
	return items(p, list, func(dst []byte, r *site.Ref) []byte { return dst })
}

// menu writes the links of the header.
func menu(p *site.Page) template.HTML {
	dst := make([]byte, 0, 96*len(p.Site.Menu))
	for i := range p.Site.Menu {
		dst = appendItem(dst, p, &p.Site.Menu[i])
		dst = append(dst, "</li>\n"...)
	}
	return template.HTML(dst)
}

// crumbs writes links to the pages above this one. The front page is there under the name of the site, which is what
// readers know it by.
func crumbs(p *site.Page) template.HTML {
	dst := make([]byte, 0, 128*len(p.Breadcrumbs))
	for _, r := range p.Breadcrumbs {
		text := r.Title
		if r.Kind == site.KindHome && p.Site.Title != "" {
			text = p.Site.Title
		}
		dst = append(dst, "<li>"...)
		dst = appendAnchor(dst, p, r.URL, "", text)
		dst = append(dst, "</li>\n"...)
	}
	return template.HTML(dst)
}

// cards writes links to pages with what each is about and, for terms and sections, how many pages there are.
func (w words) cards(p *site.Page, list []*site.Ref) template.HTML {
	return items(p, list, func(dst []byte, r *site.Ref) []byte {
		if r.Count > 0 {
			dst = append(dst, ` <span class="count">`...)
			dst = w.appendCount(dst, r.Count)
			dst = append(dst, "</span>"...)
		}
		if r.Description != "" {
			dst = append(dst, "<p>"...)
			dst = appendText(dst, r.Description)
			dst = append(dst, "</p>"...)
		}
		return dst
	})
}

// dated writes links to pages with the day on which each was last changed.
func (w words) dated(p *site.Page, list []*site.Ref) template.HTML {
	return items(p, list, func(dst []byte, r *site.Ref) []byte {
		dst = append(dst, ' ')
		return w.appendDate(dst, latest(r.Updated, r.Date))
	})
}

func items(p *site.Page, list []*site.Ref, more func([]byte, *site.Ref) []byte) template.HTML {
	dst := make([]byte, 0, 128*len(list))
	for _, r := range list {
		dst = appendItem(dst, p, r)
		dst = more(dst, r)
		dst = append(dst, "</li>\n"...)
	}
	return template.HTML(dst)
}

// appendItem appends a list item with a link and leaves it open. The link to the page itself says so.
func appendItem(dst []byte, p *site.Page, r *site.Ref) []byte {
	dst = append(dst, "<li>"...)
	current := ""
	if r.URL == p.URL {
		current = ` aria-current="page"`
	}
	return appendAnchor(dst, p, r.URL, current, r.Title)
}

// contents writes the headings of the page's two highest levels below its title, the lower one as lists within.
func contents(p *site.Page) template.HTML {
	top := 6
	for _, h := range p.Headings {
		top = min(top, h.Level)
	}
	dst := make([]byte, 0, 96*len(p.Headings))
	nested, any := false, false
	for _, h := range p.Headings {
		switch {
		case h.Level > top+1:
			continue
		case h.Level > top && any && !nested:
			dst = append(dst, "\n<ul>\n"...)
			nested = true
		case h.Level == top && nested:
			dst = append(dst, "</li>\n</ul>\n</li>\n"...)
			nested = false
		case any:
			dst = append(dst, "</li>\n"...)
		}
		dst = append(dst, `<li><a href="#`...)
		dst = appendURL(dst, h.ID)
		dst = append(dst, `">`...)
		dst = append(dst, h.HTML...)
		dst = append(dst, "</a>"...)
		any = true
	}
	if nested {
		dst = append(dst, "</li>\n</ul>\n"...)
	}
	if any {
		dst = append(dst, "</li>"...)
	}
	return template.HTML(dst)
}

// terms writes the terms of the page, one group for each taxonomy.
func terms(p *site.Page) template.HTML {
	var dst []byte
	for _, list := range p.Terms {
		if len(list.Terms) == 0 {
			continue
		}
		dst = append(dst, "<div><dt>"...)
		dst = appendText(dst, list.Title)
		dst = append(dst, "</dt>"...)
		for _, r := range list.Terms {
			dst = append(dst, "<dd>"...)
			dst = appendAnchor(dst, p, r.URL, "", r.Title)
			dst = append(dst, "</dd>"...)
		}
		dst = append(dst, "</div>\n"...)
	}
	return template.HTML(dst)
}

// letters writes the A-Z index: links to the letters, then the entries of each. An entry under a keyword also says
// which page it leads to.
func (w words) letters(p *site.Page) template.HTML {
	size := 0
	for _, l := range p.Letters {
		size += 128 * (len(l.Entries) + 1)
	}
	dst := make([]byte, 0, size)
	if len(p.Letters) > 0 {
		dst = append(dst, "<nav class=\"letter-links\" aria-label=\""...)
		dst = appendText(dst, w.Text("index.letters"))
		dst = append(dst, "\">\n<ul>\n"...)
		for _, l := range p.Letters {
			dst = append(dst, `<li><a href="#`...)
			dst = appendURL(dst, letterID(l.Letter))
			dst = append(dst, `">`...)
			dst = appendText(dst, l.Letter)
			dst = append(dst, "</a></li>\n"...)
		}
		dst = append(dst, "</ul>\n</nav>\n"...)
	}
	for _, l := range p.Letters {
		dst = append(dst, `<section class="letter"><h2 id="`...)
		dst = appendText(dst, letterID(l.Letter))
		dst = append(dst, `">`...)
		dst = appendText(dst, l.Letter)
		dst = append(dst, "</h2>\n<ul>\n"...)
		for _, e := range l.Entries {
			dst = append(dst, "<li>"...)
			dst = appendAnchor(dst, p, e.Ref.URL, "", e.Text)
			if e.Text != e.Ref.Title {
				dst = append(dst, ` <span class="see">`...)
				dst = appendText(dst, w.Text("index.see", "title", e.Ref.Title))
				dst = append(dst, "</span>"...)
			}
			dst = append(dst, "</li>\n"...)
		}
		dst = append(dst, "</ul>\n</section>\n"...)
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
