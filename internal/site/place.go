package site

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"pandect/internal/diag"
	"pandect/internal/memo"
)

// PlaceOptions is what placing depends on beside the pages themselves.
type PlaceOptions struct {
	Info        *Info
	Now         time.Time
	ReviewEvery Period                     // for pages that were reviewed and say nothing themselves
	Markdown    bool                       // pages are published as markdown too
	IndexURL    string                     // the A-Z index; empty when there is none
	Hidden      map[string]string          // pages that are not published, by path below content/, with the reason as a phrase
	Layout      func(name string) Uses     // what a layout declares
	HasLayout   func(name string) bool     // whether the theme has it
	LayoutSum   func(name string) memo.Sum // digest of all that a layout is made of
}

// Place makes every page of the site, sorted by output path, with what is wrong with their links.
func (x *Index) Place(o PlaceOptions) ([]*Page, []diag.Diagnostic) {
	p := &placer{x: x, o: o, recent: x.recentRefs()}
	if o.IndexURL != "" {
		p.letters = x.letters()
	}
	h := memo.NewHash("site.Letters")
	for _, letter := range p.letters {
		h.String(letter.Letter)
		h.Int(len(letter.Entries))
		for _, e := range letter.Entries {
			h.String(e.Text)
			h.Sum(x.refSum(e.Ref))
		}
	}
	p.lettersSum = h.Done()
	p.folder(x.root)
	for _, t := range x.terms {
		p.taxonomy(t)
	}
	if o.IndexURL != "" {
		p.add(&Page{Kind: KindIndex, URL: o.IndexURL, Title: "Index A to Z"}, x.root)
	}
	p.add(&Page{Kind: KindNotFound, URL: "404.html", Title: "Page not found"}, x.root)
	slices.SortFunc(p.pages, func(a, b *Page) int { return strings.Compare(a.URL, b.URL) })
	return p.pages, p.found
}

type placer struct {
	x          *Index
	o          PlaceOptions
	recent     []*Ref
	letters    []Letter
	lettersSum memo.Sum
	pages      []*Page
	found      []diag.Diagnostic

	root *NavNode // of the folder that is being placed
	open []*NavNode
}

// folder places the page of a folder, those of its sections and its own.
func (p *placer) folder(f *folder) {
	for _, sub := range f.folders {
		p.folder(sub)
	}
	p.root, p.open = p.x.branch(f)
	page := &Page{Kind: f.ref.Kind, URL: f.ref.URL, Folder: f.path, Title: f.ref.Title}
	p.doc(page, f, f.doc)
	for _, i := range f.pages {
		p.doc(&Page{Kind: KindPage}, f, i)
	}
}

// doc places the page of one file; i is -1 for a folder without one.
func (p *placer) doc(page *Page, f *folder, i int) {
	if i >= 0 {
		d := p.x.docs[i]
		page.Doc, page.URL, page.Title, page.Description = d, d.URL, d.Title, d.Summary
		page.Meta, page.Draft, page.Headings = &d.Meta, d.Meta.Draft, d.Headings
		page.Terms = p.x.termsOf(d)
		page.Review = p.review(page)
		if p.o.Markdown {
			page.Markdown = strings.TrimSuffix(d.URL, ".html") + ".md"
		}
		if len(d.Links) > 0 {
			page.Targets = make([]Target, len(d.Links))
			for k := range d.Links {
				target, found := p.x.target(i, k, p.o.Hidden)
				page.Targets[k] = target
				p.found = append(p.found, found...)
			}
		}
	}
	p.add(page, f)
}

func (p *placer) taxonomy(t *termIndex) {
	p.root, p.open = p.x.branch(p.x.root)
	page := &Page{Kind: KindTaxonomy, URL: t.ref.URL, Title: t.ref.Title}
	page.Children = make([]*Ref, len(t.terms))
	for i, found := range t.terms {
		page.Children[i] = found.ref
	}
	p.add(page, p.x.root)
	for _, found := range t.terms {
		page := &Page{Kind: KindTerm, URL: found.ref.URL, Title: found.ref.Title, Breadcrumbs: []*Ref{p.x.root.ref, t.ref}}
		for _, i := range found.docs {
			page.Children = append(page.Children, p.x.refs[i])
		}
		p.add(page, p.x.root)
	}
}

// add completes a page with what it has in common with all others, and seals it.
func (p *placer) add(page *Page, f *folder) {
	page.Site, page.Nav, page.Open = p.o.Info, p.root, p.open
	if page.Meta == nil {
		page.Meta = &Meta{}
	}
	page.Layout = p.layout(page)
	uses := p.o.Layout(page.Layout)
	page.ShowTOC = page.Meta.TOC == nil && len(page.Headings) > 1 || page.Meta.TOC != nil && *page.Meta.TOC
	if page.Breadcrumbs == nil && page.Kind != KindHome {
		page.Breadcrumbs = p.breadcrumbs(page, f)
	}
	if page.Kind == KindPage || page.Kind == KindSection || page.Kind == KindHome {
		p.neighbours(page, f)
		if uses.Children && page.Kind != KindPage {
			for _, sub := range f.folders {
				page.Children = append(page.Children, sub.ref)
			}
			for _, i := range f.pages {
				page.Children = append(page.Children, p.x.refs[i])
			}
		}
	}
	if !uses.Children {
		page.Children = nil
	}
	if page.Doc != nil {
		i := p.x.byPath[page.Doc.Path]
		if uses.Backlinks {
			page.Backlinks = p.x.backs[i]
		}
		if uses.Related {
			page.Related = p.x.related[i]
		}
	}
	if uses.Recent {
		page.Recent = p.recent
	}
	lettersSum := memo.Sum{}
	if uses.Letters {
		page.Letters, lettersSum = p.letters, p.lettersSum
	}
	page.Sum = p.seal(page, lettersSum)
	p.pages = append(p.pages, page)
}

// layout returns the layout that a page is shown with. A name that the theme does not have is a warning, and the
// layout of the page's kind is used.
func (p *placer) layout(page *Page) string {
	name := page.Meta.Layout
	if name == "" {
		return string(page.Kind)
	}
	if p.o.HasLayout(name) {
		return name
	}
	p.found = append(p.found, diag.Diagnostic{
		Severity: diag.Warning, Code: "unknown-layout", Place: diag.Place{File: "content/" + page.Doc.Path},
		Message: "The theme has no layout named “" + name + "”; the page is shown with the usual one.",
		Hint:    "Correct “layout” in the front matter, or remove it.",
	})
	return string(page.Kind)
}

func (p *placer) breadcrumbs(page *Page, f *folder) []*Ref {
	var crumbs []*Ref
	for g := f; g != nil; g = g.parent {
		if g.ref.URL != page.URL {
			crumbs = append(crumbs, g.ref)
		}
	}
	slices.Reverse(crumbs)
	return crumbs
}

func (p *placer) neighbours(page *Page, f *folder) {
	ref := f.ref
	if page.Kind == KindPage {
		ref = p.x.refs[p.x.byPath[page.Doc.Path]]
	}
	at := p.x.at[ref]
	if at > 0 {
		page.Prev = p.x.order[at-1]
	}
	if at+1 < len(p.x.order) {
		page.Next = p.x.order[at+1]
	}
}

// review works out the state of a page's review at the time of the edition.
func (p *placer) review(page *Page) Review {
	m := page.Meta
	r := Review{Owner: m.Owner, Reviewed: m.Reviewed}
	every := m.ReviewEvery
	if every.IsZero() {
		every = p.o.ReviewEvery
	}
	switch {
	case !m.Reviewed.IsZero():
		r.State = ReviewCurrent
		r.Changed = m.Updated.After(m.Reviewed)
		if !every.IsZero() {
			r.Next = every.After(m.Reviewed)
			if !p.o.Now.Before(r.Next) {
				r.State = ReviewOverdue
			}
		}
	case !m.ReviewEvery.IsZero():
		r.State = ReviewMissing
	}
	return r
}

// recentMost is how many pages a layout can list by date.
const recentMost = 10

func (x *Index) recentRefs() []*Ref {
	var dated []*Ref
	for _, r := range x.refs {
		if r.Kind != KindHome && !r.changed().IsZero() {
			dated = append(dated, r)
		}
	}
	slices.SortFunc(dated, func(a, b *Ref) int {
		return cmp.Or(b.changed().Compare(a.changed()), strings.Compare(a.Path, b.Path))
	})
	return dated[:min(recentMost, len(dated))]
}

// changed is when a page was last changed in substance, as far as it says.
func (r *Ref) changed() time.Time {
	if r.Updated.After(r.Date) {
		return r.Updated
	}
	return r.Date
}

// letters makes the A-Z index of every page that may be found, under its title and its keywords.
func (x *Index) letters() []Letter {
	type sorted struct {
		IndexEntry
		key, letter string
	}
	var entries []sorted
	add := func(text string, r *Ref) {
		key := unaccented(text)
		entries = append(entries, sorted{IndexEntry{Text: text, Ref: r}, key, letterOf(key)})
	}
	for i, d := range x.docs {
		if d.Meta.Search.Exclude {
			continue
		}
		add(d.Title, x.refs[i])
		for _, word := range d.Meta.Search.Keywords {
			if Fold(word) != Fold(d.Title) {
				add(word, x.refs[i])
			}
		}
	}
	slices.SortFunc(entries, func(a, b sorted) int {
		return cmp.Or(strings.Compare(a.letter, b.letter), strings.Compare(a.key, b.key), strings.Compare(a.Text, b.Text), strings.Compare(a.Ref.URL, b.Ref.URL))
	})
	var letters []Letter
	for _, e := range entries {
		if n := len(letters); n == 0 || letters[n-1].Letter != e.letter {
			letters = append(letters, Letter{Letter: e.letter})
		}
		last := &letters[len(letters)-1]
		last.Entries = append(last.Entries, e.IndexEntry)
	}
	return letters
}

func unaccented(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFKD.String(s)))
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func letterOf(folded string) string {
	for _, r := range folded {
		switch {
		case unicode.IsDigit(r):
			return "0-9"
		case unicode.IsLetter(r):
			return string(unicode.ToUpper(r))
		}
	}
	return "#"
}
