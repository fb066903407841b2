package site

import "pandect/internal/memo"

// Doc is one compiled markdown file, independent of all other files. The markdown stage makes it. It is immutable.
//
// It has two digests, so that a page that only shows the title of another does not depend on the text of that one. Neither
// covers Sections, which only search reads.
type Doc struct {
	Path      string // source path below content/, for example "ethics/privilege.md"
	Readme    bool   // it is a README.md that is the page of its folder
	URL       string // output path below the site's root, for example "ethics/privilege.html"
	Meta      Meta
	Spots     Spots
	Title     string    // plain text: front matter, else the first level-1 heading, else made from the file's name
	TitleID   string    // id of the title on the page, where it is a heading like others; empty when a heading has it already
	TitleBody Body      // the heading that became the title, with its links and footnotes; empty when the title is elsewhere
	Summary   string    // plain text: the description, else the beginning of the first paragraph
	Headings  []Heading // in order, without the one that became the title
	Points    []string  // ids of the points of lists, in order
	Links     []Link    // in the order of their holes
	Body      Body
	Sections  []Section // the text that search reads, one entry for each heading and one before the first
	Plain     []byte    // the page's markdown without front matter and comments, as it is published beside the page

	Checklist *Checklist // nil unless the page is of the type checklist

	Own  memo.Sum // everything that the page itself shows
	Card memo.Sum // what other pages may see of it: path, URL, Meta, title, summary, headings' ids and texts, points, links, the checklist

	// Computed once, because an Index over all pages is made whenever one Card changes.
	ref Ref     // unless it is the page of a folder
	key sortKey // order among its siblings
}

// Heading is one heading of a page.
type Heading struct {
	Level int    // 1 to 6
	ID    string // unique within the page
	Text  string // plain text
	HTML  HTML   // inline content without links, for a table of contents
}

// LinkKind says how a link was written.
type LinkKind uint8

const (
	PageLink  LinkKind = iota + 1 // [text](../ethics/privilege.md#kovel), or a path to any other file
	WikiLink                      // [[privilege#kovel|text]]
	ImageLink                     // ![text](diagram.png)
)

// Link is a reference to another file or to a heading, to be resolved when the page is placed. Links with a scheme
// ("https:", "mailto:") are not in this list: they are written out when the page is compiled.
type Link struct {
	Kind     LinkKind
	Target   string // PageLink, ImageLink: path below content/, cleaned, no leading slash, "" for this page; WikiLink: as written
	Fragment string // without "#", as written
	Query    string // without "?"
	Written  string // the target exactly as the editor wrote it
	Title    string // the link's title attribute
	Alt      string // ImageLink: alternative text
	Absolute bool   // PageLink: written as the full address of a page of this site
	Text     bool   // the editor gave a text of its own; otherwise the target's title is shown

	File         string // file with the link: not the page's own if it was included
	Line, Column int    // from 1; column in characters
}

// Body is a page's HTML with holes for what depends on other files. HTML is well-formed between the holes.
type Body struct {
	HTML  []byte
	Holes []Hole // by ascending Offset
}

// HoleKind is the kind of content of a hole.
type HoleKind uint8

const (
	LinkOpen  HoleKind = iota + 1 // the start tag of Links[Index]
	LinkTitle                     // the title of the page that Links[Index] points at
	LinkClose                     // the matching end tag
	Image                         // the whole <img> element of Links[Index]
)

// Hole is a place in Body.HTML that is filled when the page is placed.
type Hole struct {
	Offset int32 // byte offset in Body.HTML
	Kind   HoleKind
	Index  int32 // into Doc.Links
}

// Section is the searchable text under one heading.
type Section struct {
	Heading int    // index into Doc.Headings; -1 before the first heading
	Text    string // plain text, blocks separated by newlines
	Links   string // likewise, of lists of links, which are about other pages
}

// Fill appends to dst the body with its holes filled: fill appends the text of one hole and returns the longer slice.
func (b *Body) Fill(dst []byte, fill func(dst []byte, hole Hole) []byte) []byte {
	at := int32(0)
	for _, hole := range b.Holes {
		dst = append(dst, b.HTML[at:hole.Offset]...)
		dst = fill(dst, hole)
		at = hole.Offset
	}
	return append(dst, b.HTML[at:]...)
}

func (b *Body) hash(h *memo.Hash) {
	h.Bytes(b.HTML)
	h.Int(len(b.Holes))
	for _, x := range b.Holes {
		h.Int(int(x.Offset))
		h.Int(int(x.Kind))
		h.Int(int(x.Index))
	}
}

// IsIndex reports whether the Doc is the page of its folder.
func (d *Doc) IsIndex() bool { return d.Readme || IsIndex(d.Path) }

// Seal computes the digests of a finished Doc, and what an Index needs of it. The markdown stage calls it once, last.
func (d *Doc) Seal() {
	h := memo.NewHash("site.Doc.Card")
	h.String(d.Path)
	h.Bool(d.Readme)
	h.String(d.URL)
	d.Meta.hash(h)
	h.String(d.Title)
	h.String(d.TitleID)
	h.String(d.Summary)
	h.Int(len(d.Headings))
	for _, x := range d.Headings {
		h.Int(x.Level)
		h.String(x.ID)
		h.String(x.Text)
		h.String(string(x.HTML))
	}
	h.Int(len(d.Points))
	for _, id := range d.Points {
		h.String(id)
	}
	h.Int(len(d.Links))
	for _, l := range d.Links { // without positions, which only diagnostics use: Own covers them
		h.Int(int(l.Kind))
		h.String(l.Target)
		h.String(l.Fragment)
		h.String(l.Query)
		h.String(l.Written)
		h.String(l.Title)
		h.String(l.Alt)
		h.Bool(l.Absolute)
		h.Bool(l.Text)
	}
	d.Checklist.hash(h)
	d.Card = h.Done()

	d.ref = Ref{
		Path: d.Path, URL: d.URL, Title: d.Title, Description: d.Summary, Kind: KindPage, Type: d.Meta.Type,
		Date: d.Meta.Date, Updated: d.Meta.Updated,
	}
	d.ref.seal()
	d.key = keyOf(d.Meta.Weight, d.Title, d.Path)

	h = memo.NewHash("site.Doc.Own")
	h.Sum(d.Card)
	h.Fields(d.Spots)
	for _, l := range d.Links {
		h.String(l.File)
		h.Int(l.Line)
		h.Int(l.Column)
	}
	for _, item := range d.Checklist.Items() {
		h.String(item.File)
		h.Int(item.Line)
	}
	d.TitleBody.hash(h)
	d.Body.hash(h)
	h.Bytes(d.Plain)
	d.Own = h.Done()
}
