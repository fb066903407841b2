package index

import "pandect/internal/search/format"

// occurrences are what a section has of a group while it is read.
type occurrences struct {
	counts [fields]uint16
	beyond uint16 // the sum of the counts outside the body
	set    uint32
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

// fill makes the postings of all groups. It lowers the bounds to the numbers of sections.
func (x *inverted) fill(bounds []int32, keep int) {
	lists := newPostingLists(bounds, keep)
	average := x.averageLengths()
	seen := make([]occurrences, len(x.groups))
	var touched []int32
	for number, p := range x.pages {
		numbers := x.numbers[p.words.owner]
		for s := range p.sections {
			weigh := scaleOf(&p.sections[s].lengths, &average, p.boost)
			add := func(g int32, f *occurrences) {
				if level, fields := weigh.level(f); lists.wants(g, level) {
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
					bounds[to.group]-- // one section with two forms
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
