package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
)

// What search reads of a page is its plain text, less what stands between two marks, and with the text of long lists of
// links apart, because that is about other pages.

var searchOff, searchOn = []byte("<!-- search: off -->"), []byte("<!-- search: on -->")

// unheard is a part of the page that search does not read.
type unheard struct {
	open  bool
	start int          // of its mark, in the source
	from  int          // where it begins in page.plain
	notes map[int]bool // numbers of the footnotes that it refers to first
}

// searchMark reads a comment that may be a mark.
func (p *page) searchMark(n *commentBlock) {
	if !n.done {
		return
	}
	switch mark := p.source.Bytes[n.start:n.rest.Start]; {
	case bytes.Equal(mark, searchOff) && !p.unheard.open:
		p.unheard.open, p.unheard.start, p.unheard.from = true, n.start, len(p.plain)
	case bytes.Equal(mark, searchOn) && p.unheard.open:
		p.skip()
		p.unheard.open = false
		if p.sections[p.current].out {
			p.resumeSection(p.lastHeard())
		}
	case bytes.Equal(mark, searchOff):
		p.warn("search-mark", n.start, "This part is left out of search already.", "Remove the mark, or end the part before it: <!-- search: on -->.")
	case bytes.Equal(mark, searchOn):
		p.warn("search-mark", n.start, "No part that is left out of search ends here.", "Begin it with <!-- search: off --> on a line of its own, or remove this mark.")
	case looksLikeMark(mark):
		p.warn("search-mark", n.start, "This looks like a mark for search but is not one.", "Write <!-- search: off --> or <!-- search: on --> exactly so.")
	}
}

// lastHeard returns the last section of which search reads the heading.
func (p *page) lastHeard() int {
	i := p.current
	for i > 0 && p.sections[i].out {
		i--
	}
	return i
}

// looksLikeMark reports whether a comment was probably meant to be a mark.
func looksLikeMark(comment []byte) bool {
	inside, ok := bytes.CutPrefix(comment, commentStart)
	return ok && bytes.HasPrefix(bytes.ToLower(bytes.TrimLeft(inside, "- ")), []byte("search:"))
}

// skip takes out of the plain text what search does not read.
func (p *page) skip() {
	if p.unheard.open {
		p.plain = p.plain[:min(len(p.plain), p.unheard.from)]
	}
}

// skipNote has a footnote left out if the text that refers to it is.
func (p *page) skipNote(index int) {
	if p.unheard.open {
		if p.unheard.notes == nil {
			p.unheard.notes = map[int]bool{}
		}
		p.unheard.notes[index] = true
	}
}

// hear ends the part that is left out, at the end of the text.
func (p *page) hear() {
	if p.unheard.open {
		p.skip()
		p.unheard.open = false
		p.warn("search-mark", p.unheard.start, "From here to its end the page is left out of search.", "End the part that is meant with <!-- search: on --> on a line of its own.")
	}
}

// longList is how many entries a list of links has that says more about other pages than about its own.
const longList = 8

// listOfLinks sets the text of a list apart if it is one of links: a long one of which most is links to other pages, or one
// of which nearly every entry begins with a link, as in "See also", whatever it goes on to say of it. The list began in a
// section, at a place in the plain text, when so many bytes of links had been written.
func (p *page) listOfLinks(n *ast.List, section, start, linked int) {
	if p.unheard.open || p.current != section {
		return
	}
	if long := n.ChildCount() >= longList && 2*(p.linking-linked) >= len(p.plain)-start; !long && !beginWithLinks(n) {
		return
	}
	s := &p.sections[p.current]
	s.links = append(s.links, p.plain[start:]...)
	p.plain, p.linking = p.plain[:start], linked
}

// beginWithLinks reports whether a list has two entries or more and three in four begin with a link.
func beginWithLinks(n *ast.List) bool {
	links := 0
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		if block := item.FirstChild(); block != nil && block.FirstChild() != nil && block.FirstChild().Kind() == ast.KindLink {
			links++
		}
	}
	return links > 1 && 4*links >= 3*n.ChildCount()
}
