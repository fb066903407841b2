package index

import (
	"math/bits"
	"sort"
	"strings"
	"unicode/utf8"

	"pandect/internal/search/format"
)

// span is the range of forms of one shard, and its first prefix.
type span struct {
	first, end int // indices into inverted.forms
	prefix     string
	weight     int
}

// partition divides the forms into shards of about the given weight, each of whole prefixes, so that all forms with a prefix
// are together. Boundaries depend only on forms with a common prefix, and weights are rounded, so that an edit moves no
// boundary but perhaps one nearby.
func (x *inverted) partition(limit int) []span {
	if len(x.forms) == 0 {
		return nil
	}
	weights := make([]int, len(x.forms)+1) // prefix sums
	for i, f := range x.forms {
		g := &x.groups[f.group]
		w := 4 + len(f.text)/2
		if g.forms[0] == int32(i) {
			w += roughly(format.GroupSize(len(g.postings), len(x.pages)))
		}
		weights[i+1] = weights[i] + w
	}
	var split func(first, end int, prefix string) []span
	split = func(first, end int, prefix string) []span {
		whole := span{first, end, prefix, weights[end] - weights[first]}
		if whole.weight <= limit || end-first == 1 {
			return []span{whole}
		}
		var list []span
		for i := first; i < end; {
			next, j := prefix, i+1
			if text := x.forms[i].text; len(text) > len(prefix) {
				_, n := utf8.DecodeRuneInString(text[len(prefix):])
				next = text[:len(prefix)+n]
				j = i + sort.Search(end-i, func(k int) bool { return !strings.HasPrefix(x.forms[i+k].text, next) })
			}
			parts := []span{{i, j, next, weights[j] - weights[i]}}
			if next != prefix {
				parts = split(i, j, next)
			}
			for _, p := range parts {
				if n := len(list); n > 0 && list[n-1].weight+p.weight <= limit {
					list[n-1].end, list[n-1].weight = p.end, list[n-1].weight+p.weight
				} else {
					list = append(list, p)
				}
			}
			i = j
		}
		list[0].prefix = prefix
		return list
	}
	return split(0, len(x.forms), "")
}

// roughly rounds a number down to a power of two, or to the middle between two.
func roughly(n int) int {
	if n < 4 {
		return n
	}
	unit := 1 << (bits.Len(uint(n)) - 2)
	return n / unit * unit
}
