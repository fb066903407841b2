package markdown

import (
	"fmt"
	"strconv"
)

// idState is the ids of a page. Items and footnotes are named by the text, so theirs stay as they are, and headings give
// way. Those of the theme begin with an underscore, which no id of a text does.
type idState struct {
	headings map[string]int  // by id, the number that makes the next duplicate unique
	others   map[string]bool // of items and footnotes
	fixed    map[string]bool // others, when they are known before the page is parsed
}

// writeWithIDs parses and writes a page. Headings are parsed before items and footnotes have their ids, so a page in which
// they meet is written once more, with the ids that headings may not have.
func writeWithIDs(write func(fixed map[string]bool) *page) *page {
	p := write(nil)
	for id := range p.ids.others {
		if p.ids.headings[id] > 0 {
			return write(p.ids.others)
		}
	}
	return p
}

// fixID notes the id of an item or a footnote.
func fixID(p *page, id string) {
	if p.ids.others == nil {
		p.ids.others = map[string]bool{}
	}
	p.ids.others[id] = true
}

// claimID takes an id that is written at a heading, or reports why the heading cannot have it.
func claimID(p *page, id string, offset int) bool {
	switch {
	case p.ids.fixed[id]:
		p.warn("duplicate-id", offset, fmt.Sprintf("An item or a footnote of this page has the id %q; links lead to it, and the heading gets an id from its text.", id), "Give the heading another id.")
		return false
	case p.ids.headings[id] > 0:
		p.warn("duplicate-id", offset, fmt.Sprintf("Two headings of this page have the id %q; links lead to the first.", id), "Give this one another id.")
		return false
	}
	p.ids.headings[id] = 1
	return true
}

// uniqueID returns id for a heading, with a number if the page has it already.
func uniqueID(p *page, id string) string {
	unique := id
	for p.ids.headings[unique] > 0 || p.ids.fixed[unique] {
		n := max(p.ids.headings[id], 1)
		unique = id + "-" + strconv.Itoa(n)
		p.ids.headings[id] = n + 1
	}
	p.ids.headings[unique]++
	return unique
}
