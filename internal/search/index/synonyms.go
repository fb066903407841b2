package index

import (
	"cmp"
	"slices"
	"strings"

	"pandect/internal/search/format"
	"pandect/internal/search/words"
	"pandect/internal/site"
)

// synonyms returns the synonyms of each shard of terms: those of the configuration and abbreviations that the texts define,
// in both directions.
func (x *inverted) synonyms(lists [][]string, shards format.Boundaries) [][]format.Synonym {
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
	out := make([][]format.Synonym, len(shards))
	if len(shards) == 0 {
		return out
	}
	for _, e := range site.SortedKeys(entries) {
		phrase, replacement, _ := strings.Cut(e, "=")
		y := format.Synonym{Phrase: strings.Fields(phrase), Replacement: strings.Fields(replacement)}
		at := shards.Find(y.Phrase[0])
		out[at] = append(out[at], y)
	}
	return out
}

// maxMeanings is how many long forms an abbreviation may have.
const maxMeanings = 3

// abbreviations returns the abbreviations that the pages define, each with its most frequent long forms.
func (x *inverted) abbreviations() []words.Abbreviation {
	counts := map[words.Abbreviation]int{}
	byShort := map[string][]words.Abbreviation{}
	for _, p := range x.pages {
		for _, n := range p.abbreviations {
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
