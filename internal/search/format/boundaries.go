package format

import (
	"sort"
	"strings"

	"pandect/internal/search/words"
)

// Boundaries are the first prefixes of consecutive shards, sorted.
type Boundaries []string

// Find returns the shard that a form or a prefix belongs to.
func (b Boundaries) Find(form string) int {
	return max(0, sort.Search(len(b), func(i int) bool { return words.CompareForms(b[i], form) > 0 })-1)
}

// Span returns the shards that hold the forms with a prefix.
func (b Boundaries) Span(prefix string) (first, last int) {
	first = b.Find(prefix)
	last = first
	for last+1 < len(b) && strings.HasPrefix(b[last+1], prefix) {
		last++
	}
	return first, last
}

// MaxSpan is the number of shards that a client searches for the forms of a prefix. A prefix that spans more has a ready
// list.
const MaxSpan = 2

// WidePrefixes returns the prefixes that span more than MaxSpan shards, sorted.
func (b Boundaries) WidePrefixes() (list []string) {
	last := ""
	for _, boundary := range b {
		for i := range boundary {
			list = b.appendWide(list, boundary[:i], last)
		}
		list = b.appendWide(list, boundary, last)
		last = boundary
	}
	return list
}

// appendWide appends a prefix if it is wide and not empty, unless the boundary before begins with it.
func (b Boundaries) appendWide(list []string, prefix, before string) []string {
	if prefix == "" || strings.HasPrefix(before, prefix) {
		return list
	}
	if first, last := b.Span(prefix); last-first < MaxSpan {
		return list
	}
	return append(list, prefix)
}
