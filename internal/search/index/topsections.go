package index

import (
	"slices"

	"pandect/internal/search/format"
)

// topSections selects the top k sections by value. A section has the greatest value that was added for it; of equal ones the
// first is kept. Candidates are ranked only when there are many, after which values below the k-th are skipped.
type topSections struct {
	k      int
	firsts []int        // by page, the number of its first section among those of all pages
	values []float64    // by section; 0 for no hit
	hits   []format.Hit // sections with a value; Hit.Value is set when they are ranked
	least  float64      // lower values cannot be among the top k
}

// newTopSections returns topSections for pages with so many sections each.
func newTopSections(sections []int, k int) *topSections {
	f := &topSections{k: k, firsts: make([]int, len(sections))}
	n := 0
	for i, count := range sections {
		f.firsts[i] = n
		n += count
	}
	f.values = make([]float64, n)
	return f
}

// add adds the sections of postings, which are sorted by descending level. The value of each is that of its level times
// factor.
func (f *topSections) add(postings []format.Posting, factor float64) {
	for _, p := range postings {
		value := factor * float64(levelValues[p.Level])
		if value < f.least {
			break
		}
		at := &f.values[f.firsts[p.Page]+int(p.Section)]
		if *at == 0 {
			f.hits = append(f.hits, format.Hit{Page: p.Page, Section: p.Section})
		}
		*at = max(*at, value)
	}
	if len(f.hits) > 16*f.k {
		f.rank()
	}
}

// rank keeps the top k sections.
func (f *topSections) rank() {
	for i := range f.hits {
		p := &f.hits[i]
		p.Value = f.values[f.firsts[p.Page]+int(p.Section)]
	}
	if len(f.hits) <= f.k {
		return
	}
	slices.SortFunc(f.hits, byValue)
	for _, p := range f.hits[f.k:] {
		f.values[f.firsts[p.Page]+int(p.Section)] = 0
	}
	f.hits = f.hits[:f.k]
	f.least = f.hits[f.k-1].Value
}

// byValue orders hits by descending value, then by section.
func byValue(a, b format.Hit) int {
	switch {
	case a.Value > b.Value:
		return -1
	case a.Value < b.Value:
		return 1
	}
	return bySection(a, b)
}

func bySection(a, b format.Hit) int {
	if a.Page != b.Page {
		return int(a.Page - b.Page)
	}
	return int(a.Section) - int(b.Section)
}

// take returns the top k sections in their order, and empties f.
func (f *topSections) take() []format.Hit {
	f.rank()
	out := slices.Clone(f.hits)
	for _, p := range out {
		f.values[f.firsts[p.Page]+int(p.Section)] = 0
	}
	slices.SortFunc(out, bySection)
	f.hits, f.least = f.hits[:0], 0
	return out
}
