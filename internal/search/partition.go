package search

import (
	"math/bits"
	"sort"
	"strings"
	"unicode/utf8"

	"pandect/internal/search/words"
)

// span is a range of forms that goes into one shard, and its first prefix.
type span struct {
	first, end int // into index.forms
	prefix     string
	weight     int
}

// partition divides the forms into shards of about the given weight, each of whole prefixes, so that all forms with a
// beginning lie together. Where it cuts follows from the forms with a common beginning alone, and weights are rough, so
// that an edit moves no cut but perhaps one nearby.
func (x *index) partition(limit int) []span {
	if len(x.forms) == 0 {
		return nil
	}
	weights := make([]int, len(x.forms)+1) // sums
	for i, f := range x.forms {
		g := &x.groups[f.group]
		w := 4 + len(f.text)/2
		if g.forms[0] == int32(i) {
			w += roughly(g.size(len(x.pages)))
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

// size returns about how many characters the record of a group takes.
func (g *group) size(pages int) int {
	n := len(g.postings)
	if pages > n*lastDigit/2 {
		return 6 + 4*n
	}
	return 6 + 3*n
}

// roughly rounds a number to a power of two or the middle between two.
func roughly(n int) int {
	if n < 4 {
		return n
	}
	unit := 1 << (bits.Len(uint(n)) - 2)
	return n / unit * unit
}

// boundaries are the first prefixes of shards, sorted.
type boundaries []string

// find returns the shard in which a form or a prefix lies.
func (b boundaries) find(form string) int {
	return max(0, sort.Search(len(b), func(i int) bool { return words.CompareForms(b[i], form) > 0 })-1)
}

// span returns the shards in which the forms with a prefix lie.
func (b boundaries) span(prefix string) (first, last int) {
	first = b.find(prefix)
	last = first
	for last+1 < len(b) && strings.HasPrefix(b[last+1], prefix) {
		last++
	}
	return first, last
}

// maxSpan is in how many shards the forms of a prefix are sought; beyond that it has a ready list.
const maxSpan = 2

// widePrefixes returns the prefixes that span more than maxSpan shards, sorted.
func (b boundaries) widePrefixes() (list []string) {
	last := ""
	for _, boundary := range b {
		for i := range boundary {
			if i == 0 {
				continue
			}
			list = b.appendWide(list, boundary[:i], last)
		}
		list = b.appendWide(list, boundary, last)
		last = boundary
	}
	return list
}

// appendWide appends a prefix if it is wide and the boundary before has not had it.
func (b boundaries) appendWide(list []string, prefix, before string) []string {
	if prefix == "" || strings.HasPrefix(before, prefix) {
		return list
	}
	if first, last := b.span(prefix); last-first < maxSpan {
		return list
	}
	return append(list, prefix)
}
