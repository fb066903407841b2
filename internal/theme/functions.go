package theme

import (
	"fmt"
	"html/template"
	"net/url"
	"strings"
	"time"

	"pandect/internal/site"
)

// functions returns the functions for templates, besides those of html/template. Those that render partials are in partials.go and
// tree.go.
func functions(w writer) template.FuncMap {
	return template.FuncMap{
		"t":        w.text,
		"split":    w.split,
		"rel":      rel,
		"asset":    asset,
		"markup":   markup,
		"date":     w.date,
		"day":      day,
		"lines":    lines,
		"comma":    comma,
		"latest":   latest,
		"slug":     site.Slug,
		"metadata": w.metadata,

		"policy":       policy,
		"inlineStyle":  inlineStyle,
		"inlineScript": inlineScript,

		"list":        w.list,
		"terms":       w.terms,
		"tree":        w.tree,
		"contents":    w.contents,
		"letterLinks": w.letterLinks,
		"letters":     w.letters,
		"running":     w.runningHead,
	}
}

// rel returns the address of an output path relative to the page. The 404 page is served at any address, so its links start at the
// site's root, if the base URL is known.
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

// markup marks HTML of the markdown stage as safe.
func markup(h site.HTML) template.HTML { return template.HTML(h) }

// day returns a day for scripts, such as "2026-10-12", or "" for the zero time.
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
