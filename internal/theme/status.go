package theme

import (
	"html/template"
	"strings"
	"time"

	"pandect/internal/site"
)

// status writes the state of the page: a banner for a draft, then one line on review, owner, dates, and whom and where
// the page is for. It is empty when there is nothing to say.
func status(p *site.Page) template.HTML {
	var dst []byte
	if p.Draft {
		dst = append(dst, `<p class="draft"><strong>Draft.</strong> Not published, and not to be relied on.</p>`...)
		dst = append(dst, '\n')
	}
	line := statusLine(p)
	if len(line) > 0 {
		dst = append(dst, "<ul>\n"...)
		dst = append(dst, line...)
		dst = append(dst, "</ul>"...)
	}
	return template.HTML(dst)
}

func statusLine(p *site.Page) (dst []byte) {
	r, m := &p.Review, p.Meta
	switch r.State {
	case site.ReviewCurrent:
		dst = appendState(dst, "reviewed", "Reviewed", r.Reviewed)
	case site.ReviewOverdue:
		dst = appendState(dst, "overdue", "Review overdue since", r.Next)
		dst = appendDay(dst, "Last reviewed", r.Reviewed)
	case site.ReviewMissing:
		dst = appendState(dst, "missing", "Not yet reviewed", time.Time{})
	}
	if r.Changed {
		dst = appendState(dst, "changed", "Changed after its review, on", m.Updated)
	} else if r.State != site.ReviewCurrent {
		dst = appendDay(dst, "Updated", later(m.Updated, m.Date))
	}
	dst = appendFact(dst, "Owner", r.Owner)
	if r.State == site.ReviewCurrent {
		dst = appendDay(dst, "Next review", r.Next)
	}
	dst = appendFact(dst, "Jurisdiction", strings.Join(m.Jurisdiction, ", "))
	return appendFact(dst, "For", strings.Join(m.Audience, ", "))
}

// running writes the head of a printed page: site, title, edition, and the day as at which the text holds.
func running(p *site.Page) template.HTML {
	dst := appendSpan(nil, p.Site.Title)
	if p.Title != p.Site.Title {
		dst = appendSpan(dst, p.Title)
	}
	dst = append(dst, "<span>"...)
	if p.Site.Version != "" {
		dst = append(dst, "Edition "...)
		dst = appendText(dst, p.Site.Version)
		dst = append(dst, ' ')
	}
	switch changed := later(p.Meta.Updated, p.Meta.Date); {
	case p.Draft:
		dst = append(dst, "Draft"...)
	case !p.Review.Reviewed.IsZero() && !p.Review.Changed:
		dst = append(dst, "as reviewed on "...)
		dst = appendDate(dst, p.Review.Reviewed)
	case !changed.IsZero():
		dst = append(dst, "as at "...)
		dst = appendDate(dst, changed)
	}
	return template.HTML(append(dst, "</span>"...))
}

func appendSpan(dst []byte, text string) []byte {
	dst = append(dst, "<span>"...)
	dst = appendText(dst, text)
	return append(dst, "</span> "...)
}

func appendState(dst []byte, class, text string, day time.Time) []byte {
	dst = append(dst, `<li class="state `...)
	dst = append(dst, class...)
	dst = append(dst, `"><strong>`...)
	dst = append(dst, text...)
	dst = append(dst, "</strong> "...)
	dst = appendDate(dst, day)
	return append(dst, "</li>\n"...)
}

func appendDay(dst []byte, label string, day time.Time) []byte {
	if day.IsZero() {
		return dst
	}
	dst = appendLabel(dst, label)
	dst = appendDate(dst, day)
	return append(dst, "</li>\n"...)
}

func appendFact(dst []byte, label, text string) []byte {
	if text == "" {
		return dst
	}
	dst = appendLabel(dst, label)
	dst = appendText(dst, text)
	return append(dst, "</li>\n"...)
}

func appendLabel(dst []byte, label string) []byte {
	dst = append(dst, `<li><span class="label">`...)
	dst = append(dst, label...)
	return append(dst, "</span> "...)
}
