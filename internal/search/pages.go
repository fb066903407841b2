package search

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"

	"pandect/internal/memo"
	"pandect/internal/search/words"
	"pandect/internal/site"
)

// pagesAShard returns how many pages go into a shard: a power of two, so that editing a page hardly ever moves it.
func pagesAShard(pages []*Analysed, limit int) int {
	size := 0
	for _, p := range pages {
		size += 200
		for _, s := range p.sections {
			size += int(s.lengths[inBody]+s.lengths[inLinks])*7 + 40
		}
	}
	if size == 0 {
		return 1
	}
	return 1 << min(max(bits.Len(uint(limit*len(pages)/size)), 1)-1, 6)
}

// pagesShard returns the shard of some pages. Its payload is made when asked for: the text of all pages together is the
// largest part of an index.
func pagesShard(number int, pages []*Analysed) shard {
	h := memo.NewHash("search.pages")
	h.Int(format)
	for _, p := range pages {
		h.Sum(p.sum)
	}
	return shard{"pages", number, digestOf(h.Done()), func(dst []byte) []byte {
		for _, p := range pages {
			dst = p.appendRecord(dst)
		}
		return append(dst, "end"...)
	}}
}

func (a *Analysed) appendRecord(dst []byte) []byte {
	dst = append(append(dst, a.url...), '\n')
	dst = append(append(dst, a.title...), '\n')
	dst = append(append(dst, strings.Join(a.trail, "\t")...), '\n')
	dst = append(appendNumber(dst, len(a.sections)), '\n')
	from := int32(0)
	for i := range a.sections {
		s := &a.sections[i]
		dst = append(append(dst, a.heads[from:s.idEnd]...), '\t')
		dst = append(append(dst, a.heads[s.idEnd:s.headingEnd]...), '\t')
		dst = append(a.appendText(dst, i), '\n')
		from = s.headingEnd
	}
	return dst
}

// synonyms returns the synonyms of each shard of terms: configured ones and those that the texts explain, each in both
// directions.
func (x *index) synonyms(lists [][]string, shards boundaries) [][]string {
	entries := map[string]bool{}
	add := func(a, b string) {
		for {
			first, rest, more := strings.Cut(a, " ")
			if !more || !x.language.IsStop(first) {
				break
			}
			a = rest
		}
		if a != "" && b != "" && a != b {
			entries[a+"="+b] = true
		}
	}
	for _, list := range lists {
		for i, a := range list {
			for j, b := range list {
				if i != j {
					add(words.Key(a), words.Key(b))
				}
			}
		}
	}
	for _, n := range x.abbreviations() {
		add(n.Short, n.Long)
		add(n.Long, n.Short)
	}
	out := make([][]string, len(shards))
	if len(shards) == 0 {
		return out
	}
	for _, e := range site.SortedKeys(entries) {
		first, _, _ := strings.Cut(e, "=")
		first, _, _ = strings.Cut(first, " ")
		at := shards.find(first)
		out[at] = append(out[at], e)
	}
	return out
}

// maxMeanings is how many long forms one abbreviation may stand for.
const maxMeanings = 3

// abbreviations returns what the pages explain; of an abbreviation with many meanings the commonest.
func (x *index) abbreviations() []words.Abbreviation {
	counts := map[words.Abbreviation]int{}
	byShort := map[string][]words.Abbreviation{}
	for _, p := range x.pages {
		for _, n := range p.names {
			if counts[n] == 0 {
				byShort[n.Short] = append(byShort[n.Short], n)
			}
			counts[n]++
		}
	}
	var list []words.Abbreviation
	for _, short := range site.SortedKeys(byShort) {
		meanings := byShort[short]
		slices.SortFunc(meanings, func(a, b words.Abbreviation) int {
			return cmp.Or(counts[b]-counts[a], strings.Compare(a.Long, b.Long))
		})
		list = append(list, meanings[:min(len(meanings), maxMeanings)]...)
	}
	return list
}
