package markdown

import (
	"bytes"
	"cmp"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"pandect/internal/site"
)

// searchText is the text that search reads: the plain text of a page without what is between marks for search. The text of
// lists of links is kept apart, because it is about other pages.
type searchText struct {
	plain     []byte    // plain text of the section that is being written
	sections  []section // of the page so far
	current   int       // index into sections of plain
	lead      string    // the first paragraph
	linkBytes int       // bytes of plain text that are links to other pages
	excluded  exclusion // the part that is being left out
}

// section is the text under one heading, while it is being collected.
type section struct {
	heading int
	text    []byte
	links   []byte // the text of lists of links
	out     bool   // excluded, heading and all
}

// beginSection begins the section of a heading.
func (h *searchText) beginSection(heading int) {
	h.dropExcluded()
	h.sections[h.current].text = h.plain
	h.sections = append(h.sections, section{heading: heading, out: h.excluded.open})
	h.current = len(h.sections) - 1
	h.plain, h.excluded.from = nil, 0
}

// resumeSection continues an earlier section.
func (h *searchText) resumeSection(i int) {
	h.sections[h.current].text = h.plain
	h.current = i
	h.plain = h.sections[i].text
}

// finishSections returns all sections that are not excluded or empty.
func (h *searchText) finishSections() []site.Section {
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

// exclusion is a part of the page that search does not read.
type exclusion struct {
	open  bool
	start int          // offset of its mark in the source
	from  int          // where it begins in plain
	notes map[int]bool // numbers of the footnotes that it refers to first
}

// searchMark handles a comment if it is a mark for search.
func searchMark(p *page, n *commentBlock) {
	if !n.done {
		return
	}
	switch mark := p.source.Bytes[n.start:n.rest.Start]; {
	case bytes.Equal(mark, searchOff) && !p.excluded.open:
		p.excluded.open, p.excluded.start, p.excluded.from = true, n.start, len(p.plain)
	case bytes.Equal(mark, searchOn) && p.excluded.open && p.source.Part(n.start) == p.source.Part(p.excluded.start):
		p.stopExclusion()
	case bytes.Equal(mark, searchOff):
		p.warn("search-mark", n.start, "This part is left out of search already.", "Remove the mark, or end the part before it: <!-- search: on -->.")
	case bytes.Equal(mark, searchOn):
		p.warn("search-mark", n.start, "No part that is left out of search ends here.", "Begin it with <!-- search: off --> on a line of its own, or remove this mark.")
	case looksLikeMark(mark):
		p.warn("search-mark", n.start, "This looks like a mark for search but is not one.", "Write <!-- search: off --> or <!-- search: on --> exactly so.")
	}
}

// stopExclusion ends the exclusion that is open, so that search reads on.
func (h *searchText) stopExclusion() {
	h.dropExcluded()
	h.excluded.open = false
	if h.sections[h.current].out {
		h.resumeSection(h.lastIncluded())
	}
}

// stopIncludedExclusion ends and reports an exclusion that is open at the end of an included text in which it began.
func stopIncludedExclusion(p *page, part int) {
	if p.excluded.open && p.source.Part(p.excluded.start) >= part {
		p.stopExclusion()
		p.warn("search-mark", p.excluded.start, "From here to its end the text of this file is left out of search.", "End the part that is meant with <!-- search: on --> on a line of its own.")
	}
}

// lastIncluded returns the last section that is not excluded.
func (h *searchText) lastIncluded() int {
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

// dropExcluded removes the excluded part from the plain text.
func (h *searchText) dropExcluded() {
	if h.excluded.open {
		h.plain = h.plain[:min(len(h.plain), h.excluded.from)]
	}
}

// excludeNote excludes a footnote if the text that first refers to it is excluded.
func (h *searchText) excludeNote(index int) {
	if h.excluded.open {
		if h.excluded.notes == nil {
			h.excluded.notes = map[int]bool{}
		}
		h.excluded.notes[index] = true
	}
}

// endExclusion ends and reports an exclusion that is open at the end of the page.
func endExclusion(p *page) {
	if p.excluded.open {
		p.dropExcluded()
		p.excluded.open = false
		p.warn("search-mark", p.excluded.start, "From here to its end the page is left out of search.", "End the part that is meant with <!-- search: on --> on a line of its own.")
	}
}

// longList is the least number of entries of a list of links that is about other pages.
const longList = 8

// separateLinks moves the text of a list to the links of its section if it is a list of links: a long one most of whose text
// is links, or one in which nearly every entry begins with a link, as in "See also". The arguments are the section, the
// length of plain and linkBytes where the list began.
func (h *searchText) separateLinks(n *ast.List, section, start, linked int) {
	if h.excluded.open || h.current != section {
		return
	}
	if long := n.ChildCount() >= longList && 2*(h.linkBytes-linked) >= len(h.plain)-start; !long && !beginWithLinks(n) {
		return
	}
	s := &h.sections[h.current]
	s.links = append(s.links, h.plain[start:]...)
	h.plain, h.linkBytes = h.plain[:start], linked
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

// maxSummary is the length of a summary in characters: about two lines of a list of search results.
const maxSummary = 200

// summaryOf returns the description, else the beginning of the first paragraph, else that of the first text.
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
