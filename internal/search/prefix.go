package search

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// readyList is what a short prefix finds, worked out beforehand because its forms are spread over many shards.
type readyList struct {
	prefix string
	idf    int
	finds  []find
}

// find is a section with the value that a prefix has for it.
type find struct {
	page    int32
	section uint16
	value   float64
}

const (
	readyLength = 100 // sections of a ready list
	readyUnit   = 128 // in which their values are counted
)

// readyLists returns the ready lists of the prefixes, leaving out those that no important form begins with.
func (x *index) readyLists(prefixes []string, w *weights) []readyList {
	if len(prefixes) == 0 {
		return nil
	}
	heads := make([][]posting, len(x.groups)) // by level: what is not in the head of any group is in no list
	head := func(g int32) []posting {
		if heads[g] == nil {
			list := best(slices.Clone(x.groups[g].postings), readyLength)
			slices.SortStableFunc(list, func(a, b posting) int { return int(b.level) - int(a.level) })
			heads[g] = list
		}
		return heads[g]
	}
	var lists []readyList
	for _, p := range prefixes {
		first := sort.Search(len(x.forms), func(i int) bool { return compareForms(x.forms[i].text, p) >= 0 })
		end := first + sort.Search(len(x.forms)-first, func(i int) bool { return !strings.HasPrefix(x.forms[first+i].text, p) })
		list := readyList{prefix: p}
		var finds []find
		least := 0.0
		for _, f := range x.forms[first:end] {
			if x.language.stop[f.text] {
				continue
			}
			g := &x.groups[f.group]
			if list.idf == 0 || g.idf < list.idf {
				list.idf = g.idf
			}
			factor := w.ofPrefix(utf8.RuneCountInString(p), utf8.RuneCountInString(f.text)) * float64(g.idf)
			for _, at := range head(f.group) {
				value := factor * float64(levelValues[at.level])
				if value < least {
					break
				}
				finds = append(finds, find{at.page, at.section, value})
			}
			if len(finds) > 16*readyLength {
				finds = bestFinds(finds, readyLength)
				if len(finds) == readyLength {
					least = slices.MinFunc(finds, func(a, b find) int { return cmp.Compare(a.value, b.value) }).value
				}
			}
		}
		if list.idf > 0 {
			list.finds = bestFinds(finds, readyLength)
			lists = append(lists, list)
		}
	}
	return lists
}

// bestFinds returns the best value of each section, and of these the best n, by page and section.
func bestFinds(finds []find, n int) []find {
	bySection := func(a, b find) int { return cmp.Or(cmp.Compare(a.page, b.page), cmp.Compare(a.section, b.section)) }
	slices.SortFunc(finds, func(a, b find) int { return cmp.Or(bySection(a, b), cmp.Compare(b.value, a.value)) })
	finds = slices.CompactFunc(finds, func(a, b find) bool { return bySection(a, b) == 0 })
	if len(finds) > n {
		slices.SortStableFunc(finds, func(a, b find) int { return cmp.Compare(b.value, a.value) })
		finds = finds[:n]
		slices.SortFunc(finds, bySection)
	}
	return finds
}
