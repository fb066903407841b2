package theme

import (
	"html/template"
	"strings"
	"time"

	"pandect/internal/site"
)

// status writes the state of the page: a banner for a draft, then one line on review, owner, dates, and whom and where
// the page is for. It is empty when there is nothing to say.
func (w words) status(p *site.Page) template.HTML {
	var dst []byte
	if p.Draft {
		dst = append(dst, `<p class="draft"><strong>`...)
		dst = appendText(dst, w.Text("status.draft"))
		dst = append(dst, "</strong> "...)
		dst = appendText(dst, w.Text("status.draft_text"))
		dst = append(dst, "</p>\n"...)
	}
	line := w.statusLine(p)
	if len(line) > 0 {
		dst = append(dst, "<ul>\n"...)
		dst = append(dst, line...)
		dst = append(dst, "</ul>"...)
	}
	return template.HTML(dst)
}

func (w words) statusLine(p *site.Page) (dst []byte) {
	r, m := &p.Review, p.Meta
	switch r.State {
	case site.ReviewCurrent:
		dst = w.appendState(dst, "reviewed", w.Text("status.reviewed"), r.Reviewed)
	case site.ReviewOverdue:
		dst = w.appendState(dst, "overdue", w.Text("status.overdue"), r.Next)
		dst = w.appendDay(dst, w.Text("status.last_reviewed"), r.Reviewed)
	case site.ReviewMissing:
		dst = w.appendState(dst, "missing", w.Text("status.missing"), time.Time{})
	}
	if r.Changed {
		dst = w.appendState(dst, "changed", w.Text("status.changed"), m.Updated)
	} else if r.State != site.ReviewCurrent {
		dst = w.appendDay(dst, w.Text("status.updated"), later(m.Updated, m.Date))
	}
	dst = appendFact(dst, w.Text("status.owner"), r.Owner)
	if r.State == site.ReviewCurrent {
		dst = w.appendDay(dst, w.Text("status.next_review"), r.Next)
	}
	dst = appendFact(dst, w.Text("status.jurisdiction"), strings.Join(m.Jurisdiction, ", "))
	return appendFact(dst, w.Text("status.audience"), strings.Join(m.Audience, ", "))
}

// running writes the head of a printed page: site, title, edition, and the day as at which the text holds.
func (w words) running(p *site.Page) template.HTML {
	dst := appendSpan(nil, p.Site.Title)
	if p.Title != p.Site.Title {
		dst = appendSpan(dst, p.Title)
	}
	dst = append(dst, "<span>"...)
	if p.Site.Version != "" {
		dst = appendText(dst, w.Text("running.edition", "edition", p.Site.Version))
		dst = append(dst, ' ')
	}
	switch changed := later(p.Meta.Updated, p.Meta.Date); {
	case p.Draft:
		dst = appendText(dst, w.Text("running.draft"))
	case !p.Review.Reviewed.IsZero() && !p.Review.Changed:
		dst = w.appendDated(dst, "running.reviewed", p.Review.Reviewed)
	case !changed.IsZero():
		dst = w.appendDated(dst, "running.as_at", changed)
	}
	return template.HTML(append(dst, "</span>"...))
}

// appendDated appends a message in which a day stands.
func (w words) appendDated(dst []byte, key string, day time.Time) []byte {
	before, after := w.Split(key, "date")
	dst = appendText(dst, before)
	dst = w.appendDate(dst, day)
	return appendText(dst, after)
}

func appendSpan(dst []byte, text string) []byte {
	dst = append(dst, "<span>"...)
	dst = appendText(dst, text)
	return append(dst, "</span> "...)
}

func (w words) appendState(dst []byte, class, text string, day time.Time) []byte {
	dst = append(dst, `<li class="state `...)
	dst = append(dst, class...)
	dst = append(dst, `"><strong>`...)
	dst = appendText(dst, text)
	dst = append(dst, "</strong> "...)
	dst = w.appendDate(dst, day)
	return append(dst, "</li>\n"...)
}

func (w words) appendDay(dst []byte, label string, day time.Time) []byte {
	if day.IsZero() {
		return dst
	}
	dst = appendLabel(dst, label)
	dst = w.appendDate(dst, day)
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
	dst = appendText(dst, label)
	return append(dst, "</span> "...)
}
