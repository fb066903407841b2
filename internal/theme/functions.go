package theme

import (
	"fmt"
	"html/template"
	"net/url"
	"strings"
	"time"

	"pandect/internal/site"
)

// functions returns what a template may call besides what html/template offers. Those that write lists are in lists.go.
func functions(w words) template.FuncMap {
	return template.FuncMap{
		"t":        w.text,
		"split":    w.halves,
		"rel":      rel,
		"asset":    asset,
		"markup":   markup,
		"date":     w.date,
		"day":      day,
		"lines":    lines,
		"comma":    comma,
		"latest":   latest,
		"slug":     site.Slug,
		"metadata": metadata,

		"policy":       policy,
		"inlineStyle":  inlineStyle,
		"inlineScript": inlineScript,

		"menu":     menu,
		"crumbs":   crumbs,
		"terms":    terms,
		"refs":     refs,
		"cards":    w.cards,
		"dated":    w.dated,
		"tree":     w.tree,
		"contents": contents,
		"letters":  w.letters,
		"running":  w.running,
	}
}

// rel returns the address of an output path as seen from the page. The page that says that nothing was found is
// served at any address, so its links start at the site's root if the site knows where that is.
func rel(p *site.Page, to string) string {
	if p.Kind == site.KindNotFound && p.Site.BaseURL != "" {
		if base, err := url.Parse(p.Site.BaseURL); err == nil {
			return strings.TrimSuffix(base.Path, "/") + "/" + to
		}
	}
	return site.Rel(p.URL, to)
}

// asset returns the address of a script, style sheet or static file of the theme by its logical name.
func asset(p *site.Page, name string) (string, error) {
	to, ok := p.Site.Assets[name]
	if !ok {
		return "", fmt.Errorf("the theme has no asset %q", name)
	}
	return rel(p, to), nil
}

// markup passes HTML that the markdown stage made as it is.
func markup(h site.HTML) template.HTML { return template.HTML(h) }

// day returns a day as scripts read it, or "" for the zero time.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// lines joins texts, none of which has a line break.
func lines(list []string) string { return strings.Join(list, "\n") }

// comma joins texts in one line.
func comma(list []string) string { return strings.Join(list, ", ") }

// latest returns the later of two days.
func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// metadata writes what the head says about the page: title, description, addresses, feed, the page in other formats, and
// whether search engines may keep it.
func metadata(p *site.Page) template.HTML {
	s := p.Site
	title := p.Title
	if s.Title != "" && s.Title != p.Title {
		title += " - " + s.Title
	}
	dst := make([]byte, 0, 2048)
	dst = append(dst, "<title>"...)
	dst = appendText(dst, title)
	dst = append(dst, "</title>\n"...)
	dst = appendMeta(dst, "name", "description", p.Description)
	if p.Draft {
		dst = appendMeta(dst, "name", "robots", "noindex")
	}
	dst = append(dst, `<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#fbfaf7" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#171614" media="(prefers-color-scheme: dark)">
`...)
	dst = appendMeta(dst, "property", "og:title", p.Title)
	dst = appendMeta(dst, "property", "og:description", p.Description)
	dst = appendMeta(dst, "property", "og:type", openGraphType(p.Kind))
	dst = appendMeta(dst, "property", "og:site_name", s.Title)
	if s.BaseURL != "" && p.Kind != site.KindNotFound {
		dst = appendMeta(dst, "property", "og:url", s.BaseURL+p.URL)
		dst = appendLink(dst, `rel="canonical"`, s.BaseURL+p.URL, "")
	}
	if s.Feed != "" {
		dst = appendLink(dst, `rel="alternate" type="application/atom+xml"`, rel(p, s.Feed), s.Title)
	}
	for i := range p.Alternates {
		if a := &p.Alternates[i]; a.Linked {
			essence, _, _ := strings.Cut(a.MediaType, ";")
			dst = appendLink(dst, `rel="alternate" type="`+essence+`"`, rel(p, a.URL), "")
		}
	}
	return template.HTML(dst)
}

func openGraphType(k site.Kind) string {
	if k == site.KindPage {
		return "article"
	}
	return "website"
}

func appendMeta(dst []byte, kind, name, content string) []byte {
	if content == "" {
		return dst
	}
	dst = append(dst, "<meta "...)
	dst = append(dst, kind...)
	dst = append(dst, `="`...)
	dst = append(dst, name...)
	dst = append(dst, `" content="`...)
	dst = appendText(dst, content)
	return append(dst, "\">\n"...)
}

func appendLink(dst []byte, attributes, address, title string) []byte {
	dst = append(dst, "<link "...)
	dst = append(dst, attributes...)
	if title != "" {
		dst = append(dst, ` title="`...)
		dst = appendText(dst, title)
		dst = append(dst, '"')
	}
	dst = append(dst, ` href="`...)
	dst = appendURL(dst, address)
	return append(dst, "\">\n"...)
}
