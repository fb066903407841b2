package index

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pandect/internal/search/format"
)

// naiveBest returns the best postings of a list in their order; of equal ones the first.
func naiveBest(list []format.Posting, keep int) []format.Posting {
	best := slices.Clone(list)
	slices.SortStableFunc(best, func(a, b format.Posting) int { return int(b.Level) - int(a.Level) })
	best = best[:min(len(best), keep)]
	slices.SortFunc(best, comparePostings)
	return best
}

func comparePostings(a, b format.Posting) int {
	return bySection(format.Hit{Page: a.Page, Section: a.Section}, format.Hit{Page: b.Page, Section: b.Section})
}

// TestPostingLists adds postings to random groups, enough for queues to be emptied and lists to be thinned out, and
// compares what is taken with lists that are kept whole.
func TestPostingLists(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, keep := range []int{1, 3, 50, 100_000} {
		for _, groups := range []int{1, 7, 500} {
			added := make([][]format.Posting, groups)
			type adding struct {
				group int32
				format.Posting
			}
			var all []adding
			for page := range int32(12_000) {
				for range 1 + random.IntN(3) {
					g := random.IntN(1 + random.IntN(groups)) // some groups have many more than others
					p := format.Posting{Page: page, Level: uint8(random.IntN(1 + random.IntN(levels)))}
					if n := len(added[g]); n > 0 && added[g][n-1].Page == page {
						p.Section = added[g][n-1].Section + 1
					}
					added[g] = append(added[g], p)
					all = append(all, adding{int32(g), p})
				}
			}
			bounds := make([]int32, groups)
			for g, list := range added {
				bounds[g] = int32(len(list) + random.IntN(3)) // a bound is not always reached
			}
			lists := newPostingLists(bounds, keep)
			unwanted := 0
			for _, a := range all {
				if lists.accepts(a.group, a.Level) {
					lists.add(a.group, a.Posting)
				} else {
					unwanted++
				}
			}
			for g, list := range added {
				if got, want := lists.take(g), naiveBest(list, keep); !slices.Equal(got, want) {
					t.Fatalf("keep %d: group %d has %d postings and gives %d, want %d, or others", keep, g, len(list), len(got), len(want))
				}
			}
			if keep == 1 && groups < 500 && unwanted == 0 {
				t.Errorf("keep %d, %d groups: every posting was wanted, so thinning out was not tested", keep, groups)
			}
		}
	}
}

// TestFinder compares a finder with a map of all values.
func TestFinder(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	sections := make([]int, 300)
	for i := range sections {
		sections[i] = 1 + random.IntN(9)
	}
	for _, keep := range []int{1, 5, 100} {
		finder := newTopSections(sections, keep)
		for range 40 { // a finder begins anew when the best were taken
			values := map[format.Hit]float64{}
			for range random.IntN(40) {
				var list []format.Posting
				for page, n := range sections {
					for section := range n {
						if random.IntN(6) == 0 {
							list = append(list, format.Posting{Page: int32(page), Section: uint16(section), Level: uint8(random.IntN(levels))})
						}
					}
				}
				factor := float64(1 + random.IntN(3))
				finder.add(byLevel(list), factor)
				for _, p := range list {
					at := format.Hit{Page: p.Page, Section: p.Section}
					values[at] = max(values[at], factor*float64(levelValues[p.Level]))
				}
			}
			var want []format.Hit
			for at, value := range values {
				at.Value = value
				want = append(want, at)
			}
			slices.SortFunc(want, byValue)
			want = want[:min(len(want), keep)]
			slices.SortFunc(want, bySection)
			if got := finder.take(); !slices.Equal(got, want) {
				t.Fatalf("keep %d: found\n%v\nwant\n%v", keep, got, want)
			}
		}
	}
}

// TestByLevel compares it with a stable sort.
func TestByLevel(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		var list []format.Posting
		for page := range int32(random.IntN(60)) {
			list = append(list, format.Posting{Page: page, Level: uint8(random.IntN(levels))})
		}
		want := slices.Clone(list)
		slices.SortStableFunc(want, func(a, b format.Posting) int { return int(b.Level) - int(a.Level) })
		if got := byLevel(list); !slices.Equal(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	}
}

// TestTally compares the words of sections with a map of counts.
func TestTally(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	var tally tally
	for range 200 {
		var order []uint32
		count := map[uint32]*[fields]int{}
		for range random.IntN(600) {
			form, field := uint32(random.IntN(1+random.IntN(3000))), inBody
			if random.IntN(4) == 0 {
				field = random.IntN(fields)
			}
			tally.prefetch(form)
			for range 1 + random.IntN(2)*random.IntN(300) {
				tally.add(field, form)
				if count[form] == nil {
					count[form] = &[fields]int{}
					order = append(order, form)
				}
				count[form][field]++
			}
		}
		r := wordReader{rest: tally.encode(nil)}
		for _, form := range order {
			if !r.next() || r.form != form {
				t.Fatalf("the next form is %d, want %d", r.form, form)
			}
			for field, n := range count[form] {
				if got := r.counts.of(field); got != min(n, maxCount) {
					t.Fatalf("form %d stands %d times in field %d, want %d", form, got, field, min(n, maxCount))
				}
			}
		}
		if r.next() {
			t.Fatal("there are more forms than were counted")
		}
	}
}
