package search

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"pandect/internal/search/words"
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
	heads := make([][]posting, len(x.groups)) // what is not in the head of any group is in no list
	finds := x.newFinder(readyLength)
	var lists []readyList
	for _, p := range prefixes {
		first := sort.Search(len(x.forms), func(i int) bool { return words.CompareForms(x.forms[i].text, p) >= 0 })
		end := first + sort.Search(len(x.forms)-first, func(i int) bool { return !strings.HasPrefix(x.forms[first+i].text, p) })
		list := readyList{prefix: p}
		for _, f := range x.forms[first:end] {
			if x.language.IsStop(f.text) {
				continue
			}
			g := &x.groups[f.group]
			if list.idf == 0 || g.idf < list.idf {
				list.idf = g.idf
			}
			if heads[f.group] == nil {
				heads[f.group] = byLevel(best(nil, g.postings, readyLength))
			}
			finds.add(heads[f.group], w.ofPrefix(utf8.RuneCountInString(p), utf8.RuneCountInString(f.text))*float64(g.idf))
		}
		if found := finds.take(); list.idf > 0 {
			list.finds = found
			lists = append(lists, list)
		}
	}
	return lists
}

// byLevel returns postings from the highest level down, in their order within a level.
func byLevel(list []posting) []posting {
	var ends [levels]int
	for _, p := range list {
		ends[p.level]++
	}
	n := 0
	for level := levels - 1; level >= 0; level-- {
		n, ends[level] = n+ends[level], n
	}
	out := make([]posting, len(list))
	for _, p := range list {
		out[ends[p.level]] = p
		ends[p.level]++
	}
	return out
}

// finder collects the best value of each section, and keeps the best few sections.
type finder struct {
	keep   int
	firsts []int     // by page, the number of its first section among those of all pages
	values []float64 // by section, 0 where nothing was found
	finds  []find    // those of which the value is not 0; their own values are set when they are ranked
	least  float64   // what is worth less is not among the best any more
}

func (x *index) newFinder(keep int) *finder {
	f := &finder{keep: keep, firsts: make([]int, len(x.pages)), values: make([]float64, x.sections)}
	n := 0
	for i, p := range x.pages {
		f.firsts[i] = n
		n += len(p.sections)
	}
	return f
}

// add adds postings, the highest level first, each with its level times factor.
func (f *finder) add(postings []posting, factor float64) {
	for _, p := range postings {
		value := factor * float64(levelValues[p.level])
		if value < f.least {
			break
		}
		at := &f.values[f.firsts[p.page]+int(p.section)]
		if *at == 0 {
			f.finds = append(f.finds, find{page: p.page, section: p.section})
		}
		*at = max(*at, value)
	}
	if len(f.finds) > 16*f.keep {
		f.rank()
	}
}

// rank leaves the best sections; of equal ones the first.
func (f *finder) rank() {
	for i := range f.finds {
		p := &f.finds[i]
		p.value = f.values[f.firsts[p.page]+int(p.section)]
	}
	if len(f.finds) <= f.keep {
		return
	}
	slices.SortFunc(f.finds, byValue)
	for _, p := range f.finds[f.keep:] {
		f.values[f.firsts[p.page]+int(p.section)] = 0
	}
	f.finds = f.finds[:f.keep]
	f.least = f.finds[f.keep-1].value
}

// byValue orders finds from the highest value down, those of equal value by section.
func byValue(a, b find) int {
	switch {
	case a.value > b.value:
		return -1
	case a.value < b.value:
		return 1
	}
	return bySection(a, b)
}

func bySection(a, b find) int {
	if a.page != b.page {
		return int(a.page - b.page)
	}
	return int(a.section) - int(b.section)
}

// take returns the best sections by page and section, and begins anew.
func (f *finder) take() []find {
	f.rank()
	out := slices.Clone(f.finds)
	for _, p := range out {
		f.values[f.firsts[p.page]+int(p.section)] = 0
	}
	slices.SortFunc(out, bySection)
	f.finds, f.least = f.finds[:0], 0
	return out
}
