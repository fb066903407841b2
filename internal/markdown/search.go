package markdown

import (
	"bytes"
	"cmp"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"pandect/internal/site"
)

// What search reads of a page is its plain text, less what stands between two marks, and with the text of long lists of
// links apart, because that is about other pages.

// heard is what search reads of a page.
type heard struct {
	plain    []byte    // plain text of the section that is being written
	sections []section // of the page so far
	current  int       // index into sections of plain
	lead     string    // the first paragraph
	linking  int       // bytes of plain text that are links to other pages
	unheard  unheard   // the part that is being left out
}

// section is the text under one heading, while it is being collected.
type section struct {
	heading int
	text    []byte
	links   []byte // the text of lists of links
	out     bool   // search does not read it
}

// beginSection sends the text that follows to the section of a heading.
func (h *heard) beginSection(heading int) {
	h.skip()
	h.sections[h.current].text = h.plain
	h.sections = append(h.sections, section{heading: heading, out: h.unheard.open})
	h.current = len(h.sections) - 1
	h.plain, h.unheard.from = nil, 0
}

// resumeSection sends the text that follows to an earlier section.
func (h *heard) resumeSection(i int) {
	h.sections[h.current].text = h.plain
	h.current = i
	h.plain = h.sections[i].text
}

// finishSections returns what search reads under each heading.
func (h *heard) finishSections() []site.Section {
	h.sections[h.current].text = h.plain
	list := make([]site.Section, 0, len(h.sections))
	for _, s := range h.sections {
		text, links := bytes.TrimSpace(s.text), bytes.TrimSpace(s.links)
		if !s.out && (len(text)+len(links) > 0 || s.heading >= 0) {
			list = append(list, site.Section{Heading: s.heading, Text: string(text), Links: string(links)})
		}
	}
	return list
}

var searchOff, searchOn = []byte("<!-- search: off -->"), []byte("<!-- search: on -->")

// unheard is a part of the page that search does not read.
type unheard struct {
	open  bool
	start int          // of its mark, in the source
	from  int          // where it begins in page.plain
	notes map[int]bool // numbers of the footnotes that it refers to first
}

// searchMark reads a comment that may be a mark.
func searchMark(p *page, n *commentBlock) {
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
func (h *heard) lastHeard() int {
	i := h.current
	for i > 0 && h.sections[i].out {
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
func (h *heard) skip() {
	if h.unheard.open {
		h.plain = h.plain[:min(len(h.plain), h.unheard.from)]
	}
}

// skipNote has a footnote left out if the text that refers to it is.
func (h *heard) skipNote(index int) {
	if h.unheard.open {
		if h.unheard.notes == nil {
			h.unheard.notes = map[int]bool{}
		}
		h.unheard.notes[index] = true
	}
}

// hear ends the part that is left out, at the end of the text.
func hear(p *page) {
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
func (h *heard) listOfLinks(n *ast.List, section, start, linked int) {
	if h.unheard.open || h.current != section {
		return
	}
	if long := n.ChildCount() >= longList && 2*(h.linking-linked) >= len(h.plain)-start; !long && !beginWithLinks(n) {
		return
	}
	s := &h.sections[h.current]
	s.links = append(s.links, h.plain[start:]...)
	h.plain, h.linking = h.plain[:start], linked
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

// maxSummary is about two lines of a list of search results.
const maxSummary = 200

// summaryOf returns the description, or else the beginning of the first paragraph, or of any text.
func summaryOf(description, lead string, sections []site.Section) string {
	if description != "" {
		return description
	}
	text := lead
	for i := 0; text == "" && i < len(sections); i++ {
		text = cmp.Or(sections[i].Text, sections[i].Links)
	}
	text = strings.Join(strings.Fields(shorten(text, 4*maxSummary)), " ")
	if utf8.RuneCountInString(text) <= maxSummary {
		return text
	}
	text = shorten(text, maxSummary)
	if at := strings.LastIndexByte(text, ' '); at > 0 {
		text = text[:at]
	}
	return strings.TrimRight(text, " ,;:.–—-") + "…"
}

// shorten returns the first n characters of s.
func shorten(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}
