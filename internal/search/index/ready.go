package index

import (
	"sort"
	"strings"
	"unicode/utf8"

	"pandect/internal/search/format"
	"pandect/internal/search/words"
)

// readyLength is how many sections a ready list has.
const readyLength = 100

// readyLists returns the ready lists of the prefixes, leaving out those that no important form begins with.
func (x *inverted) readyLists(prefixes []string, w *format.Weights) []format.ReadyList {
	if len(prefixes) == 0 {
		return nil
	}
	heads := make([][]format.Posting, len(x.groups)) // what is not in the head of any group is in no list
	sections := make([]int, len(x.pages))
	for i, p := range x.pages {
		sections[i] = len(p.sections)
	}
	finds := newFinder(sections, readyLength)
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
			if heads[f.group] == nil {
				heads[f.group] = byLevel(best(nil, g.postings, readyLength))
			}
			finds.add(heads[f.group], w.OfPrefix(utf8.RuneCountInString(p), utf8.RuneCountInString(f.text))*float64(g.idf))
		}
		if found := finds.take(); list.IDF > 0 {
			list.Finds = found
			lists = append(lists, list)
		}
	}
	return lists
}

// byLevel returns postings from the highest level down, in their order within a level.
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
