package site

import (
	"time"

	"pandect/internal/memo"
	"pandect/internal/message"
	"pandect/internal/partial"
)

// HTML is markup that is safe to write into a page as it is.
type HTML string

// Kind is the kind of a page. It is also the name of its layout, unless the front matter names another.
type Kind string

const (
	KindHome     Kind = "home"     // the front page: content/_index.md
	KindSection  Kind = "section"  // a folder
	KindPage     Kind = "page"     // one markdown file
	KindTaxonomy Kind = "taxonomy" // all terms of one taxonomy
	KindTerm     Kind = "term"     // all pages with one term
	KindIndex    Kind = "index"    // the A-Z index of all pages
	KindSearch   Kind = "search"   // the search page, filled by a script
	KindRuns     Kind = "runs"     // the runs of all checklists, filled by a script
	KindNotFound Kind = "404"
)

// Ref is what one page may show of another.
type Ref struct {
	Path        string // source path below content/; empty for a page that has no file
	URL         string // output path below the site's root, for example "ethics/privilege.html"
	Title       string
	Description string
	Kind        Kind
	Type        string
	Date        time.Time // zero when unknown
	Updated     time.Time // zero when unknown
	Count       int       // for a term or taxonomy: how many pages it has; for a section: how many pages are below it
	Sum         memo.Sum  // digest of all the above
}

// Info is what every page may show of the site as a whole.
type Info struct {
	Title       string
	Description string
	Language    string // BCP 47, for example "en"
	BaseURL     string // absolute, ending in "/"; empty when the address of the site is not known
	Version     string // the edition as its editors call it, for example "2026-11"; may be empty
	Footer      string // plain text under every page; may be empty
	Menu        []Ref  // links in the header
	Params      map[string]any
	Feed        string            // URL of the Atom feed; empty when there is none
	Index       string            // URL of the A-Z index
	Search      string            // URL of the search page; empty when the site has no search
	Runs        string            // URL of the page of all runs; empty when the site has no checklists
	Notice      string            // that records and exports of checklists carry; may be empty
	Assets      map[string]string // logical name to URL, for example "app.js": "assets/app-5f3a.js"
	Messages    *message.Table    // the words of the interface
	Partials    *partial.Set      // those that Partials names
	Sum         memo.Sum          `memo:"-"` // digest of all the above
}

// NavNode is one entry of the sidebar: a section with what is in it, or a page.
type NavNode struct {
	Ref      *Ref
	Sections []*NavNode // in order
	Pages    []*Ref     // in order, without Ref itself
	Sum      memo.Sum   // digest of everything below, Ref included
	Total    int        // pages in it and below
}

// ReviewState is the state of a page's review at the time of the edition.
type ReviewState string

const (
	ReviewNone    ReviewState = ""        // never reviewed, and nobody asked for it
	ReviewMissing ReviewState = "missing" // a review period is set, but no review is recorded
	ReviewCurrent ReviewState = "current" // reviewed, and the next review lies ahead
	ReviewOverdue ReviewState = "overdue" // the next review should have happened
)

// Review is the state of a page's review.
type Review struct {
	State    ReviewState
	Owner    string
	Reviewed time.Time // zero when never
	Next     time.Time // zero when no period is set
	Changed  bool      // the page says that it was updated after its last review
}

// TermList is the terms of one taxonomy that a page has.
type TermList struct {
	Name  string // key in the front matter, for example "tags"
	Title string // as the site shows it, for example "Topics"
	Terms []*Ref
}

// Letter is one heading of the A-Z index.
type Letter struct {
	Letter  string // "A", or "0-9", or "#" for what is neither
	Entries []IndexEntry
}

// IndexEntry is one line of the A-Z index: a page under its title or under one of its keywords.
type IndexEntry struct {
	Text string
	Ref  *Ref
}

// Page is a Doc placed in a site: exactly what a layout may read. It is immutable, and Sum is the digest of all of it, so
// that equal sums mean equal HTML.
type Page struct {
	Site        *Info
	Kind        Kind
	Layout      string
	URL         string // output path below the site's root
	Folder      string // of a section: source folder below content/
	Title       string
	Description string
	Meta        *Meta // never nil
	Draft       bool  // shown only because drafts were asked for
	Alternates  []Alternate

	Review      Review
	Headings    []Heading // for the contents of the page
	ShowTOC     bool
	Breadcrumbs []*Ref // from the home page down to the parent, without the page itself
	Nav         *NavNode
	Open        []*NavNode // the branch of Nav that leads to the page, Nav itself first
	Prev, Next  *Ref       // nil at the ends
	Terms       []TermList

	// What follows is filled only when the layout declares it in theme.toml.
	Children  []*Ref   // "children": pages and sections of a section, or pages of a term, or terms of a taxonomy
	Backlinks []*Ref   // "backlinks": pages that link here
	Related   []*Ref   // "related": pages about the same things
	Recent    []*Ref   // "recent": pages by date of change, newest first
	Letters   []Letter // "letters": the A-Z index

	Checklists []ChecklistRef // "checklists": every checklist of the site

	Doc     *Doc     // nil for a page that has no file
	Targets []Target // what each of Doc.Links points at

	// Inline is the scripts and style sheets by their logical names, for a page that is one file. It is nil for a page of
	// the site, which has nothing inline.
	Inline map[string][]byte

	Sum memo.Sum
}

// Alternate is a page in another format: a file beside it.
type Alternate struct {
	Name      string // of the format, for example "workbook"
	MediaType string // for example "text/csv; charset=utf-8"
	URL       string // output path below the site's root
	Linked    bool   // the <head> of the page links it, for programs
}

// Alternate returns the alternate of a name, or nil.
func (p *Page) Alternate(name string) *Alternate {
	for i := range p.Alternates {
		if p.Alternates[i].Name == name {
			return &p.Alternates[i]
		}
	}
	return nil
}

// ChecklistRef is what the page of all runs shows of a checklist.
type ChecklistRef struct {
	ID, Title, Version, URL string
	Content                 string // see Checklist
	Reviewed                time.Time
}

// Target is a resolved Link. A Target with neither URL nor Address is not published: the text is shown without a link.
type Target struct {
	URL      string // output path below the site's root, without fragment; equal to the page's own for a link within it
	Fragment string // without "#"
	Query    string
	Title    string // of the page it points at; empty for other files
	Width    int    // of an image, in pixels; 0 when unknown
	Height   int
	Address  string // instead of URL: the full address of something outside the site
}

// Uses is the collections that a layout declares in theme.toml.
type Uses struct {
	Children, Backlinks, Related, Recent, Letters, Checklists bool
}
