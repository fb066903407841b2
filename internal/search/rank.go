package search

import (
	"cmp"
	"slices"
)

// doc is a section of a page.
type doc struct {
	page    int32
	section uint16
}

func compareDocs(a, b doc) int {
	return cmp.Or(cmp.Compare(a.page, b.page), cmp.Compare(a.section, b.section))
}

// values are what a term finds.
type values struct {
	own        map[doc]float64   // by section
	title, any map[int32]float64 // by page: in its title or keywords; at most, in any section
}

// ofPage are the fields that belong to a whole page.
const ofPage = 1<<inTitle | 1<<inKeywords

// values works out what a term finds.
func (s *Searcher) values(t *term) *values {
	v := &values{map[doc]float64{}, map[int32]float64{}, map[int32]float64{}}
	keep := func(d doc, value float64, title bool) {
		v.own[d] = max(v.own[d], value)
		v.any[d.page] = max(v.any[d.page], value)
		if title && d.section == 0 {
			v.title[d.page] = max(v.title[d.page], value)
		}
	}
	for i := range t.entries {
		e := &t.entries[i]
		for _, p := range e.group.postings {
			value, _ := s.valueOf(e, &p)
			keep(doc{p.page, p.section}, value, p.fields&ofPage != 0)
		}
	}
	if t.ready != nil {
		for _, f := range t.ready.finds {
			keep(doc{f.page, f.section}, f.value, false)
		}
	}
	return v
}

// valueOf returns what a posting is worth for an entry, and whether the entry's form itself stands there.
func (s *Searcher) valueOf(e *entry, p *posting) (value float64, exact bool) {
	value = float64(float64(e.weight*float64(e.group.idf)) * float64(s.head.levels[p.level]))
	if e.group.forms > 1 && p.set>>min(e.place, maxPlace)&1 == 0 {
		return float64(value * s.w.stemMate), false
	}
	return value, true
}

// scored is a section that may be a result.
type scored struct {
	doc
	score, share float64
	variant      int
}

// variant is a query, as typed or with a synonym, looked up.
type variant struct {
	terms  []term
	values []*values
	factor float64
}

// score returns the sections in which a variant finds anything, in their order.
func (s *Searcher) score(v *variant, number int) []scored {
	seen := map[doc]bool{}
	for _, t := range v.values {
		for d := range t.own {
			seen[d] = true
		}
	}
	list := make([]scored, 0, len(seen))
	for d := range seen {
		sum, matched, total := 0.0, 0.0, 0.0
		for i, t := range v.values {
			idf := float64(v.terms[i].idf)
			total += idf
			c := t.own[d]
			if d.section > 0 {
				c += float64(s.w.inherited * t.title[d.page])
			}
			if c > 0 {
				sum += c
				matched += idf
			} else if any := t.any[d.page]; any > 0 {
				sum += float64(s.w.elsewhere * any)
				matched += float64(s.w.elsewherePresence * idf)
			}
		}
		share := matched / total
		list = append(list, scored{d, float64(float64(float64(sum*share)*share) * v.factor), share, number})
	}
	slices.SortFunc(list, func(a, b scored) int { return compareDocs(a.doc, b.doc) })
	return list
}

// merge returns the better of two scores for each section; at a tie the first.
func merge(a, b []scored) []scored {
	out := make([]scored, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch c := compareDocs(a[0].doc, b[0].doc); {
		case c < 0:
			out, a = append(out, a[0]), a[1:]
		case c > 0:
			out, b = append(out, b[0]), b[1:]
		default:
			if b[0].score > a[0].score {
				a[0] = b[0]
			}
			b = b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// fullPages is how many pages with all words make those with some unnecessary.
const fullPages = 10

// wanted drops the pages that match too little. widened says that no section has all words.
func (s *Searcher) wanted(list []scored) (kept []scored, widened bool) {
	shares := map[int32]float64{} // the greatest, by page
	most := 0.0
	for _, c := range list {
		shares[c.page] = max(shares[c.page], c.share)
		most = max(most, c.share)
	}
	full := 0
	for _, share := range shares {
		full += bit(share >= s.w.full)
	}
	least := float64(s.w.partial * most)
	if full >= fullPages {
		least = s.w.full
	}
	kept = slices.DeleteFunc(list, func(c scored) bool { return shares[c.page] < least })
	return kept, full == 0 && len(kept) > 0
}

// ranked is a page with its sections, best first.
type ranked struct {
	page     int32
	sections []scored
}

func (r *ranked) order() {
	slices.SortFunc(r.sections, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.section, b.section))
	})
}

func orderPages(list []ranked) {
	slices.SortFunc(list, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(b.sections[0].score, a.sections[0].score), cmp.Compare(a.page, b.page))
	})
}

// byPage groups sections, which come by page, and orders the pages.
func (s *Searcher) byPage(list []scored) []ranked {
	var pages []ranked
	for _, c := range list {
		if n := len(pages); n == 0 || pages[n-1].page != c.page {
			pages = append(pages, ranked{page: c.page})
		}
		p := &pages[len(pages)-1]
		p.sections = append(p.sections, c)
	}
	for i := range pages {
		p := &pages[i]
		p.order()
		p.sections = p.sections[:min(len(p.sections), 1+s.head.further)]
		least := float64(s.w.furtherSection * p.sections[0].score)
		p.sections = slices.DeleteFunc(p.sections, func(c scored) bool { return c.score < least })
	}
	orderPages(pages)
	return pages
}

// listed returns the results in their order, by rounds of some pages: in each the best section of each page and the further
// ones, which count for a little less, as far as there is room.
func (s *Searcher) listed(pages []ranked) (rounds [][]scored) {
	for round := range slices.Chunk(pages, s.head.screen) {
		var list []placed
		for _, p := range round {
			for i, c := range p.sections {
				rank := c.score
				if i > 0 {
					rank = float64(c.score * s.w.beside)
				}
				list = append(list, placed{c, rank})
			}
		}
		slices.SortFunc(list, func(a, b placed) int {
			return cmp.Or(cmp.Compare(b.rank, a.rank), compareDocs(a.doc, b.doc))
		})
		var results []scored
		for _, p := range list[:min(len(list), 2*s.head.screen)] {
			results = append(results, p.scored)
		}
		rounds = append(rounds, results)
	}
	return rounds
}

// placed is a section among those of other pages.
type placed struct {
	scored
	rank float64
}
