package site

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"

	"pandect/internal/diag"
	"pandect/internal/memo"
)

// PlaceOptions are the options of placing.
type PlaceOptions struct {
	Info       *Info
	IndexURL   string                     // the A-Z index; empty when there is none
	SearchURL  string                     // the search page; empty when there is none
	RunsURL    string                     // the page of all runs; empty when there is none
	Hidden     map[string]string          // pages that are not published, by path below content/, with the reason as a phrase
	HiddenAt   map[string]string          // addresses that these would have, with their paths
	Made       []string                   // output paths of what is published besides pages and files, such as the feed
	Alternates func(*Page) []Alternate    // alternates of a page that is complete but for these and its Sum; nil for none
	Layout     func(name string) Uses     // the collections that a layout declares
	HasLayout  func(name string) bool     // whether the theme has it
	LayoutSum  func(name string) memo.Sum // digest of a layout and its templates
}

// Placer places Docs in their site. It is immutable and safe for concurrent use.
type Placer struct {
	x        *Index
	o        PlaceOptions
	recent   []*Ref
	hidden   *hiding
	made     func() map[string]string // titles of pages and files without a source, by output path
	letters  func() *letters          // computed when a layout first needs them
	branches map[*folder]branch
}

// letters is the A-Z index with its digest.
type letters struct {
	list []Letter
	sum  memo.Sum
}

// branch is the navigation of the pages in a folder.
type branch struct {
	root   *NavNode
	open   []*NavNode // from the root down to the folder
	crumbs []*Ref     // of open
}

// Placer returns a Placer for the pages of x.
func (x *Index) Placer(o PlaceOptions) *Placer {
	p := &Placer{x: x, o: o, recent: x.recentRefs(), letters: sync.OnceValue(x.letters), branches: make(map[*folder]branch, len(x.folders))}
	p.hidden, p.made = newHiding(o.Hidden, o.HiddenAt), sync.OnceValue(p.makeMade)
	if o.IndexURL == "" {
		p.letters = func() *letters { return &letters{} }
	}
	for _, f := range x.folders {
		root, open := x.branch(f)
		b := branch{root, open, make([]*Ref, len(open))}
		for i, n := range open {
			b.crumbs[i] = n.Ref
		}
		p.branches[f] = b
	}
	return p
}

// makeMade collects what is published and has no source.
func (p *Placer) makeMade() map[string]string {
	say := p.o.Info.Messages
	made := map[string]string{notFoundURL: say.Text("title.not_found")}
	for _, t := range p.x.terms {
		made[t.ref.URL] = t.ref.Title
		for _, found := range t.terms {
			made[found.ref.URL] = found.ref.Title
		}
	}
	for url, title := range map[string]string{p.o.IndexURL: "title.index", p.o.SearchURL: "title.search", p.o.RunsURL: "title.runs"} {
		if url != "" {
			made[url] = say.Text(title)
		}
	}
	for _, url := range p.o.Made {
		made[url] = ""
	}
	return made
}

// Page places a Doc, and reports what is wrong with its links. i is the index of it, or of a Doc with the same Card, in the
// list from which the Index was made.
func (p *Placer) Page(i int, d *Doc, r Review) (*Page, []diag.Diagnostic) {
	f := p.x.folders[dirOf(d.Path)]
	page := &Page{
		Kind: KindPage, Doc: d, URL: d.URL, Title: d.Title, Description: d.Summary, Meta: &d.Meta, Draft: d.Meta.Draft,
		Headings: d.Headings, Terms: p.x.termsOf[i], Review: r, Backlinks: p.x.backs[i], Related: p.x.related[i],
	}
	ref := p.x.refs[i]
	if d.URL == notFoundURL {
		page.Kind, ref = KindNotFound, nil
	}
	if f.doc == i {
		page.Kind, page.Folder = f.ref.Kind, f.path
	}
	var found []diag.Diagnostic
	if len(d.Links) > 0 {
		page.Targets = make([]Target, len(d.Links))
		for k := range d.Links {
			target, more := p.target(d, i, k)
			page.Targets[k] = target
			found = append(found, more...)
		}
	}
	return page, append(found, p.complete(page, f, ref)...)
}

// Others makes the pages without a file: folders without a page of their own, taxonomies, terms, the A-Z index, the search
// page, the page of runs and the page for unknown addresses.
func (p *Placer) Others() []*Page {
	var pages []*Page
	add := func(page *Page, f *folder, ref *Ref) {
		page.Meta = &Meta{}
		p.complete(page, f, ref)
		pages = append(pages, page)
	}
	for _, dir := range SortedKeys(p.x.folders) {
		if f := p.x.folders[dir]; f.doc < 0 {
			add(&Page{Kind: f.ref.Kind, URL: f.ref.URL, Folder: f.path, Title: f.ref.Title}, f, f.ref)
		}
	}
	root, say := p.x.root, p.o.Info.Messages
	for _, t := range p.x.terms {
		page := &Page{Kind: KindTaxonomy, URL: t.ref.URL, Title: t.ref.Title}
		for _, found := range t.terms {
			page.Children = append(page.Children, found.ref)
		}
		add(page, root, nil)
		for _, found := range t.terms {
			page := &Page{Kind: KindTerm, URL: found.ref.URL, Title: found.ref.Title, Breadcrumbs: []*Ref{root.ref, t.ref}}
			for _, i := range found.docs {
				page.Children = append(page.Children, p.x.refs[i])
			}
			add(page, root, nil)
		}
	}
	if p.o.IndexURL != "" {
		add(&Page{Kind: KindIndex, URL: p.o.IndexURL, Title: say.Text("title.index")}, root, nil)
	}
	if p.o.SearchURL != "" {
		add(&Page{Kind: KindSearch, URL: p.o.SearchURL, Title: say.Text("title.search")}, root, nil)
	}
	if p.o.RunsURL != "" {
		add(&Page{Kind: KindRuns, URL: p.o.RunsURL, Title: say.Text("title.runs")}, root, nil)
	}
	add(&Page{Kind: KindNotFound, URL: notFoundURL, Title: say.Text("title.not_found")}, root, nil)
	return pages
}

// complete sets the fields that all pages have and the collections that the layout declares, and seals the page. ref is its
// entry in the reading order, or nil.
func (p *Placer) complete(page *Page, f *folder, ref *Ref) []diag.Diagnostic {
	branch := p.branches[f]
	page.Site, page.Nav, page.Open = p.o.Info, branch.root, branch.open
	layout, found := p.layout(page)
	page.Layout = layout
	page.ShowTOC = page.Meta.TOC == nil && len(page.Headings) > 1 || page.Meta.TOC != nil && *page.Meta.TOC
	if page.Breadcrumbs == nil {
		page.Breadcrumbs = branch.crumbs
		if f.ref.URL == page.URL {
			page.Breadcrumbs = branch.crumbs[:len(branch.crumbs)-1]
		}
	}
	if ref != nil {
		p.neighbours(page, ref)
	}
	uses := p.o.Layout(layout)
	switch {
	case !uses.Children:
		page.Children = nil
	case page.Kind == KindSection || page.Kind == KindHome:
		for _, sub := range f.folders {
			page.Children = append(page.Children, sub.ref)
		}
		for _, i := range f.pages {
			page.Children = append(page.Children, p.x.refs[i])
		}
	}
	if !uses.Backlinks {
		page.Backlinks = nil
	}
	if !uses.Related {
		page.Related = nil
	}
	if uses.Recent {
		page.Recent = p.recent
	}
	lettersSum := memo.Sum{}
	if uses.Letters {
		all := p.letters()
		page.Letters, lettersSum = all.list, all.sum
	}
	if uses.Checklists {
		page.Checklists = p.x.checklists()
	}
	if p.o.Alternates != nil {
		page.Alternates = p.o.Alternates(page)
	}
	page.Sum = p.seal(page, lettersSum)
	return found
}

// layout returns the layout that a page is shown with. A name that the theme does not have is a warning, and the
// layout of the page's kind is used.
func (p *Placer) layout(page *Page) (string, []diag.Diagnostic) {
	name := page.Meta.Layout
	if name == "" {
		if page.Doc != nil && page.Doc.Checklist != nil && p.o.HasLayout(TypeChecklist) {
			return TypeChecklist, nil
		}
		return string(page.Kind), nil
	}
	if p.o.HasLayout(name) {
		return name, nil
	}
	return string(page.Kind), []diag.Diagnostic{{
		Severity: diag.Warning, Code: "unknown-layout", Place: diag.Place{File: "content/" + page.Doc.Path},
		Message: "The theme has no layout named “" + name + "”; the page is shown with the usual one.",
		Hint:    "Correct “layout” in the front matter, or remove it.",
	}}
}

func (p *Placer) neighbours(page *Page, ref *Ref) {
	at := p.x.at[ref]
	if at > 0 {
		page.Prev = p.x.order[at-1]
	}
	if at+1 < len(p.x.order) {
		page.Next = p.x.order[at+1]
	}
}

// Review returns the state of a page's review at an instant. every is the default period, for pages that were reviewed.
func (m *Meta) Review(every Period, now time.Time) Review {
	r := Review{Owner: m.Owner, Reviewed: m.Reviewed}
	if !m.ReviewEvery.IsZero() {
		every = m.ReviewEvery
	}
	switch {
	case !m.Reviewed.IsZero():
		r.State = ReviewCurrent
		r.Changed = m.Updated.After(m.Reviewed)
		if !every.IsZero() {
			r.Next = every.After(m.Reviewed)
			if !now.Before(r.Next) {
				r.State = ReviewOverdue
			}
		}
	case !m.ReviewEvery.IsZero():
		r.State = ReviewMissing
	}
	return r
}

// recentMost is the length of Page.Recent.
const recentMost = 10

func (x *Index) recentRefs() []*Ref {
	newer := func(a, b *Ref) int {
		return cmp.Or(b.changed().Compare(a.changed()), strings.Compare(a.Path, b.Path))
	}
	recent := make([]*Ref, 0, recentMost+1)
	for _, r := range x.refs {
		if r.Kind == KindHome || r.changed().IsZero() || len(recent) == recentMost && newer(recent[recentMost-1], r) <= 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(recent, r, newer)
		recent = slices.Insert(recent, at, r)
		recent = recent[:min(recentMost, len(recent))]
	}
	return recent
}

// changed is when a page was last changed in substance, as far as it says.
func (r *Ref) changed() time.Time {
	if r.Updated.After(r.Date) {
		return r.Updated
	}
	return r.Date
}

// checklists returns every checklist, in the order of its path.
func (x *Index) checklists() []ChecklistRef {
	var list []ChecklistRef
	for _, d := range x.docs {
		if c := d.Checklist; c != nil {
			list = append(list, ChecklistRef{ID: c.ID, Title: d.Title, Version: c.Version, URL: d.URL, Content: c.Content, Reviewed: d.Meta.Reviewed})
		}
	}
	return list
}

// letters makes the A-Z index of every page that may be found, under its title and its keywords.
func (x *Index) letters() *letters {
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
		return cmp.Or(strings.Compare(a.letter, b.letter), strings.Compare(a.key, b.key),
			strings.Compare(a.Text, b.Text), strings.Compare(a.Ref.URL, b.Ref.URL))
	})
	all := &letters{}
	for _, e := range entries {
		if n := len(all.list); n == 0 || all.list[n-1].Letter != e.letter {
			all.list = append(all.list, Letter{Letter: e.letter})
		}
		last := &all.list[len(all.list)-1]
		last.Entries = append(last.Entries, e.IndexEntry)
	}
	h := memo.NewHash("site.Letters")
	for _, letter := range all.list {
		h.String(letter.Letter)
		h.Int(len(letter.Entries))
		for _, e := range letter.Entries {
			h.String(e.Text)
			h.Sum(e.Ref.Sum)
		}
	}
	all.sum = h.Done()
	return all
}
