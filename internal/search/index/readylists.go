package index

import (
	"sort"
	"strings"
	"unicode/utf8"

	"pandect/internal/search/format"
	"pandect/internal/search/words"
)

// readyLength is the number of sections in a ready list.
const readyLength = 100

// readyLists returns the ready lists of the prefixes, except those that only stop words begin with.
func (x *inverted) readyLists(prefixes []string, w *format.Weights) []format.ReadyList {
	if len(prefixes) == 0 {
		return nil
	}
	tops := make([][]format.Posting, len(x.groups)) // the best postings of each group; no others can be in a list
	sections := make([]int, len(x.pages))
	for i, p := range x.pages {
		sections[i] = len(p.sections)
	}
	top := newTopSections(sections, readyLength)
	var lists []format.ReadyList
	for _, p := range prefixes {
		first := sort.Search(len(x.forms), func(i int) bool { return words.CompareForms(x.forms[i].text, p) >= 0 })
		end := first + sort.Search(len(x.forms)-first, func(i int) bool { return !strings.HasPrefix(x.forms[first+i].text, p) })
		list := format.ReadyList{Prefix: p}
		for _, f := range x.forms[first:end] {
			if x.language.IsStop(f.text) {
				continue
			}
			g := &x.groups[f.group]
			if list.IDF == 0 || g.idf < list.IDF {
				list.IDF = g.idf
			}
			if tops[f.group] == nil {
				tops[f.group] = byLevel(best(nil, g.postings, readyLength))
			}
			top.add(tops[f.group], w.OfPrefix(utf8.RuneCountInString(p), utf8.RuneCountInString(f.text))*float64(g.idf))
		}
		if hits := top.take(); list.IDF > 0 {
			list.Hits = hits
			lists = append(lists, list)
		}
	}
	return lists
}

// byLevel returns postings by descending level, in their order within a level (counting sort).
func byLevel(list []format.Posting) []format.Posting {
	var ends [levels]int
	for _, p := range list {
		ends[p.Level]++
	}
	n := 0
	for level := levels - 1; level >= 0; level-- {
		n, ends[level] = n+ends[level], n
	}
	out := make([]format.Posting, len(list))
	for _, p := range list {
		out[ends[p.Level]] = p
		ends[p.Level]++
	}
	return out
}
