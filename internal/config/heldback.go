package config

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"pandect/internal/site"
)

// effect is what a key of another program does to the page.
type effect uint8

const (
	holdsIfTrue     effect = iota + 1 // held back when the value is true
	holdsIfFalse                      // held back when it is false
	asksIfTrue                        // unlisted, locked or the like, which may or may not mean that nobody should see it
	asksIfFalse                       //
	asksIfSet                         // likewise, with any value
	holdsByWord                       // held back by words such as "draft"
	holdsUnlessOpen                   // held back by those words, and asked about unless the word says that the page is public
	holdsUntil                        // held back until a date
	holdsFrom                         // held back from a date on
	dates                             // the date of publication, or whether the page is published
	builds                            // Hugo's table of what is made of a page
	hands                             // Hugo's keys for the pages below a folder
)

// heldBack are the keys by which other programs keep a page from being published, without capitals, hyphens and underscores: those of
// Jekyll, Hugo, Zola, Eleventy, Gatsby, Astro, Grav, Lektor, Pelican, Ghost, WordPress, Docusaurus, Obsidian, Quartz and others.
var heldBack = map[string]effect{
	"isdraft": holdsIfTrue, "private": holdsIfTrue, "isprivate": holdsIfTrue, "unpublished": holdsIfTrue, "isunpublished": holdsIfTrue,
	"nopublish": holdsIfTrue, "donotpublish": holdsIfTrue, "dontpublish": holdsIfTrue, "headless": holdsIfTrue, "saveasdraft": holdsIfTrue,

	"ispublished": holdsIfFalse, "public": holdsIfFalse, "ispublic": holdsIfFalse, "publishable": holdsIfFalse, "dgpublish": holdsIfFalse,
	"render": holdsIfFalse, "routable": holdsIfFalse, "permalink": holdsIfFalse,

	"hidden": asksIfTrue, "ishidden": asksIfTrue, "hide": asksIfTrue, "dghide": asksIfTrue, "unlisted": asksIfTrue, "isunlisted": asksIfTrue,
	"disabled": asksIfTrue, "deleted": asksIfTrue, "trashed": asksIfTrue, "expired": asksIfTrue, "exclude": asksIfTrue, "excluded": asksIfTrue,
	"ignore": asksIfTrue, "ignored": asksIfTrue, "skip": asksIfTrue, "wip": asksIfTrue, "protected": asksIfTrue, "restricted": asksIfTrue,
	"encrypted": asksIfTrue, "confidential": asksIfTrue, "secret": asksIfTrue, "internal": asksIfTrue, "excludefromcollections": asksIfTrue,
	"eleventyexcludefromcollections": asksIfTrue,

	"visible": asksIfFalse, "listed": asksIfFalse, "enabled": asksIfFalse, "active": asksIfFalse, "online": asksIfFalse, "live": asksIfFalse,

	"password": asksIfSet, "passphrase": asksIfSet,

	"status": holdsByWord, "state": holdsByWord, "poststatus": holdsByWord, "pagestatus": holdsByWord, "publishstatus": holdsByWord,
	"publicationstatus": holdsByWord, "workflow": holdsByWord, "visibility": holdsUnlessOpen, "postvisibility": holdsUnlessOpen,

	"publishdate": holdsUntil, "publishon": holdsUntil, "publishat": holdsUntil, "publishafter": holdsUntil, "embargo": holdsUntil,
	"embargountil": holdsUntil, "embargodate": holdsUntil, "golive": holdsUntil, "golivedate": holdsUntil, "visiblefrom": holdsUntil,
	"scheduled": holdsUntil, "scheduledat": holdsUntil,

	"expirydate": holdsFrom, "expiry": holdsFrom, "expire": holdsFrom, "expireson": holdsFrom, "expiresat": holdsFrom, "expiration": holdsFrom,
	"expirationdate": holdsFrom, "unpublish": holdsFrom, "unpublishdate": holdsFrom, "unpublishon": holdsFrom, "unpublishat": holdsFrom,
	"visibleuntil": holdsFrom,

	"published": dates, "pubdate": dates, "pubdatetime": dates, "publishedat": dates, "publishedon": dates, "publisheddate": dates,
	"datepublished": dates, "publicationdate": dates, "postdate": dates,

	"build": builds, "cascade": hands,
}

// Words by which a status says that nobody sees the page yet, that perhaps nobody should, and that everybody may.
var (
	closedWords = words("draft", "drafts", "private", "hidden", "pending", "future", "scheduled", "unlisted", "unpublished", "unpublish",
		"not-published", "trash", "trashed", "deleted", "entwurf", "privat", "brouillon", "borrador", "bozza", "rascunho")
	unclearWords = words("wip", "work-in-progress", "in-progress", "in-review", "review", "internal", "confidential", "secret", "restricted",
		"embargoed", "never", "no", "false", "geheim", "vertraulich", "intern", "concept")
	openWords = words("public", "published", "publish", "open", "visible", "everyone", "all", "yes", "true", "live", "listed")
)

// effectOf returns what a key of another program does.
func effectOf(name string) effect {
	return heldBack[strings.ReplaceAll(snake(name), "_", "")]
}

// truth reads a value as yes or no, in whatever form other programs write it.
func truth(n *node) (yes, ok bool) {
	switch strings.ToLower(strings.TrimSpace(n.text)) {
	case "true", "yes", "on", "1", "y":
		return true, true
	case "false", "no", "off", "0", "n":
		return false, true
	}
	return false, false
}

// hold is what the keys of other programs say about publication.
type hold struct {
	back        bool
	until, from time.Time
	date        time.Time
	dateAt      site.Spot
}

// foreign reads a key by which another program holds a page back. It returns false for any other key, which is reported as unknown.
func (m *pageMeta) foreign(r *reader, f *field) bool {
	n := f.value
	yes, clear := truth(n)
	e := effectOf(f.name)
	if e != 0 && n.kind == kindText && strings.TrimSpace(n.text) == "" {
		return true // as good as not written
	}
	switch e {
	case holdsIfTrue, holdsIfFalse:
		if f.name == "permalink" && !clear {
			return false
		}
		if !clear {
			unclear(r, f, "nobody can tell from its value whether it does")
		}
		m.held.back = m.held.back || clear && yes == (e == holdsIfTrue)
	case asksIfTrue, asksIfFalse:
		if !clear && n.kind == kindList { // MkDocs: hide: [navigation]
			return false
		}
		if !clear || yes == (e == asksIfTrue) {
			unclear(r, f, "it may also only be left out of lists there")
		}
	case asksIfSet:
		unclear(r, f, "Pandect cannot lock a page")
	case holdsByWord, holdsUnlessOpen:
		return m.byWord(r, f, e)
	case holdsUntil:
		r.readTime(f, &m.held.until)
	case holdsFrom:
		r.readTime(f, &m.held.from)
	case dates:
		if clear {
			m.held.back = m.held.back || !yes
			break
		}
		r.readTime(f, &m.held.date)
		m.held.dateAt = spotOf(r, n)
	case builds:
		return m.byBuild(r, f)
	case hands:
		return handsDown(r, f)
	default:
		return false
	}
	return true
}

// unclear reports a key that keeps readers away from the page in another program, and that nobody can obey without asking.
func unclear(r *reader, f *field, why string) {
	r.report(errorAt, "held-back", f.at, f.value.end, fmt.Sprintf("In other programs %q keeps readers away from a page, and %s.", clip(f.name), why),
		fmt.Sprintf("Write %s if nobody should see the page; otherwise remove this key. To keep it out of search alone, write %s.",
			r.pair("draft", "true"), r.pair("search", "{"+r.pair("exclude", "true")+"}")))
}

// word returns a value as one of the words above would be written.
func word(n *node) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(strings.ToLower(n.text)), "-"), "_", "-")
}

func (m *pageMeta) byWord(r *reader, f *field, e effect) bool {
	items := f.value.items
	if f.value.kind != kindList {
		items = []*node{f.value}
	}
	for _, n := range items {
		_, closed := closedWords[word(n)]
		_, perhaps := unclearWords[word(n)]
		_, open := openWords[word(n)]
		switch {
		case closed:
			m.held.back = true
			return true
		case perhaps:
			unclear(r, f, fmt.Sprintf("nobody can tell whether %q does", clip(n.text)))
			return true
		case open:
			return true
		}
	}
	if e == holdsUnlessOpen {
		unclear(r, f, "Pandect shows a page to everybody or to nobody")
	}
	return e == holdsUnlessOpen
}

// byBuild reads Hugo's table build: a page with render: never is not published, one with list: never is in no list.
func (m *pageMeta) byBuild(r *reader, f *field) bool {
	is := func(name string, words ...string) bool {
		g := f.value.find(name)
		return g != nil && slices.Contains(words, strings.ToLower(g.value.text))
	}
	switch {
	case is("render", "never", "false", "link"):
		m.held.back = true
	case is("list", "never", "false", "local"):
		unclear(r, f, "it may also only be left out of lists there")
	default:
		return false
	}
	return true
}

// handsDown reports Hugo's keys for all pages below a folder, if one of them holds pages back.
func handsDown(r *reader, f *field) bool {
	held := ""
	var visit func(n *node)
	visit = func(n *node) {
		for _, item := range n.items {
			visit(item)
		}
		for i := range n.fields {
			g := &n.fields[i]
			yes, clear := truth(g.value)
			switch {
			case g.name == "draft" && (yes || !clear), g.name == "publish", g.name == "expires", effectOf(g.name) != 0:
				held = g.name
			}
			visit(g.value)
		}
	}
	visit(f.value)
	if held == "" {
		return false
	}
	r.report(errorAt, "held-back", f.at, f.end, fmt.Sprintf("In other programs %q holds for all pages below this folder, and %q in it keeps readers away from them.", f.name, clip(held)),
		fmt.Sprintf("Write %s or its like into each of those pages, and remove %q here.", r.pair("draft", "true"), f.name))
	return true
}

// obey applies what the keys of other programs say: whatever holds the page back longest counts.
func (m *pageMeta) obey() {
	h := &m.held
	m.Draft = m.Draft || h.back
	if h.until.After(m.Publish) {
		m.Publish = h.until
	}
	if !h.from.IsZero() && (m.Expires.IsZero() || h.from.Before(m.Expires)) {
		m.Expires = h.from
	}
	if m.Date.IsZero() {
		m.Date, m.spots.Date = h.date, h.dateAt
	}
}

// readPublish reads the date of publication. In Obsidian and others the key says whether the page is published.
func readPublish(r *reader, f *field, m *pageMeta) {
	yes, clear := truth(f.value)
	if clear && f.value.kind != kindInteger {
		m.held.back = m.held.back || !yes
		return
	}
	if _, closed := closedWords[word(f.value)]; closed {
		m.held.back = true
		return
	}
	r.readTime(f, &m.Publish)
}
