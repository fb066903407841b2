package index

import "pandect/internal/search/format"

// occurrences are the occurrences of a group in the current section.
type occurrences struct {
	counts [fields]uint16
	beyond uint16 // sum of the counts outside the body
	set    uint32 // as in format.Posting
}

func (f *occurrences) add(c counts, place int32) {
	f.set |= 1 << min(place, format.MaxPlace)
	n := c.of(inBody)
	f.counts[inBody] += uint16(n)
	if c == counts(n)<<(8*inBody) {
		return
	}
	for field := range fields {
		if n := uint16(c.of(field)); field != inBody && n > 0 {
			f.counts[field] += n
			f.beyond += n
		}
	}
}

// fillPostings makes the postings of all groups. bounds are upper bounds of their document frequencies, and become these.
func (x *inverted) fillPostings(bounds []int32, keep int) {
	lists := newPostingLists(bounds, keep)
	average := x.averageLengths()
	seen := make([]occurrences, len(x.groups))
	var touched []int32
	for number, p := range x.pages {
		numbers := x.numbers[p.words.owner]
		for s := range p.sections {
			scale := newImpactScale(&p.sections[s].lengths, &average, p.boost)
			add := func(g int32, f *occurrences) {
				if level, fields := scale.level(f); lists.accepts(g, level) {
					lists.add(g, format.Posting{Page: int32(number), Section: uint16(s), Set: f.set, Level: level, Fields: fields})
				}
			}
			w := p.wordsOf(s)
			for w.next() {
				to := numbers[w.form]
				if to.place == onlyForm {
					var f occurrences
					f.add(w.counts, 0)
					add(to.group, &f)
					continue
				}
				f := &seen[to.group]
				if f.set == 0 {
					touched = append(touched, to.group)
				} else {
					bounds[to.group]-- // a section with two forms counts once
				}
				f.add(w.counts, to.place)
			}
			for _, g := range touched {
				add(g, &seen[g])
				seen[g] = occurrences{}
			}
			touched = touched[:0]
		}
	}
	n := coarse(x.sections)
	for i := range x.groups {
		g := &x.groups[i]
		g.sections, g.postings = int(bounds[i]), lists.take(i)
		g.idf = idfOf(n, g.sections)
		g.cut = len(g.postings) < g.sections
	}
}
