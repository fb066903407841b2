package index

import (
	"slices"

	"pandect/internal/search/format"
)

// finder collects values of sections: take returns the best few sections, each with the best value that was added for it;
// of equal ones the first. It puts off what it can: candidates are ranked when there are many, and from then on what is
// worth less than the last of the best is not looked at.
type finder struct {
	keep   int
	firsts []int         // by page, the number of its first section among those of all pages
	values []float64     // by section, 0 where nothing was found
	finds  []format.Find // those of which the value is not 0; their own values are set when they are ranked
	least  float64       // what is worth less is not among the best any more
}

// newFinder returns a finder of the best sections of pages that have so many.
func newFinder(sections []int, keep int) *finder {
	f := &finder{keep: keep, firsts: make([]int, len(sections))}
	n := 0
	for i, count := range sections {
		f.firsts[i] = n
		n += count
	}
	f.values = make([]float64, n)
	return f
}

// add adds the sections of postings, which come with the highest level first, each with the value of its level times
// factor.
func (f *finder) add(postings []format.Posting, factor float64) {
	for _, p := range postings {
		value := factor * float64(levelValues[p.Level])
		if value < f.least {
			break
		}
		at := &f.values[f.firsts[p.Page]+int(p.Section)]
		if *at == 0 {
			f.finds = append(f.finds, format.Find{Page: p.Page, Section: p.Section})
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
		p.Value = f.values[f.firsts[p.Page]+int(p.Section)]
	}
	if len(f.finds) <= f.keep {
		return
	}
	slices.SortFunc(f.finds, byValue)
	for _, p := range f.finds[f.keep:] {
		f.values[f.firsts[p.Page]+int(p.Section)] = 0
	}
	f.finds = f.finds[:f.keep]
	f.least = f.finds[f.keep-1].Value
}

// byValue orders finds from the highest value down, those of equal value by section.
func byValue(a, b format.Find) int {
	switch {
	case a.Value > b.Value:
		return -1
	case a.Value < b.Value:
		return 1
	}
	return bySection(a, b)
}

func bySection(a, b format.Find) int {
	if a.Page != b.Page {
		return int(a.Page - b.Page)
	}
	return int(a.Section) - int(b.Section)
}

// take returns the best sections by page and section, and begins anew.
func (f *finder) take() []format.Find {
	f.rank()
	out := slices.Clone(f.finds)
	for _, p := range out {
		f.values[f.firsts[p.Page]+int(p.Section)] = 0
	}
	slices.SortFunc(out, bySection)
	f.finds, f.least = f.finds[:0], 0
	return out
}
