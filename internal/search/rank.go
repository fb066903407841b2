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

// values are what a term finds: sections in their order.
type values []valued

type valued struct {
	doc
	value float64
	title float64 // likewise, if it stands in the title or the keywords of the page
}

// ofPage are the fields that belong to a whole page.
const ofPage = 1<<inTitle | 1<<inKeywords

// values works out what a term finds.
func (s *Searcher) values(t *term) values {
	var list values
	sources := len(t.entries)
	for i := range t.entries {
		e := &t.entries[i]
		list = slices.Grow(list, len(e.group.postings))
		for j := range e.group.postings {
			p := &e.group.postings[j]
			v := valued{doc: doc{p.page, p.section}}
			v.value, _ = s.valueOf(e, p)
			if p.fields&ofPage != 0 && p.section == 0 {
				v.title = v.value
			}
			list = append(list, v)
		}
	}
	if t.ready != nil {
		sources++
		for _, f := range t.ready.finds {
			list = append(list, valued{doc: doc{f.page, f.section}, value: f.value})
		}
	}
	if sources > 1 {
		list = list.unite()
	}
	return list
}

// unite sorts a list and makes one of the values of a section.
func (v values) unite() values {
	slices.SortFunc(v, func(a, b valued) int { return compareDocs(a.doc, b.doc) })
	out := v[:0]
	for _, next := range v {
		if n := len(out); n > 0 && out[n-1].doc == next.doc {
			out[n-1].value, out[n-1].title = max(out[n-1].value, next.value), max(out[n-1].title, next.title)
		} else {
			out = append(out, next)
		}
	}
	return out
}

// page returns the part of a list that is of a page.
func (v values) page(number int32) values {
	first, _ := slices.BinarySearchFunc(v, number, func(a valued, n int32) int { return cmp.Compare(a.doc.page, n) })
	return v[first:].cut(number)
}

// cut returns what a list that begins with a page has of it.
func (v values) cut(page int32) values {
	n := 0
	for n < len(v) && v[n].doc.page == page {
		n++
	}
	return v[:n]
}

// most returns the greatest values of a list.
func (v values) most() (value, title float64) {
	for i := range v {
		value, title = max(value, v[i].value), max(title, v[i].title)
	}
	return value, title
}

// own returns what a section is worth, in the part of a list that is of its page.
func (v values) own(section uint16) float64 {
	for i := range v {
		if v[i].section == section {
			return v[i].value
		}
	}
	return 0
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
	values []values
	factor float64
}

// score returns the sections in which a variant finds anything, in their order.
func (s *Searcher) score(v *variant, number int) (list []scored) {
	total := 0.0
	for i := range v.terms {
		total += float64(v.terms[i].idf)
	}
	rest := slices.Clone(v.values)
	here := make([]onPage, len(rest))
	var sections []uint16
	for {
		page, ok := nextPage(rest)
		if !ok {
			return list
		}
		sections = sections[:0]
		for i := range rest {
			h := &here[i]
			h.list = rest[i].cut(page)
			rest[i] = rest[i][len(h.list):]
			h.any, h.title = h.list.most()
			for j := range h.list {
				sections = append(sections, h.list[j].section)
			}
		}
		slices.Sort(sections)
		for _, section := range slices.Compact(sections) {
			score, matched := s.scoreSection(v, here, section)
			share := matched / total
			list = append(list, scored{doc{page, section}, float64(float64(float64(score*share)*share) * v.factor), share, number})
		}
	}
}

// onPage is what a term finds on a page.
type onPage struct {
	list       values
	any, title float64
}

// nextPage returns the page with which any of some lists goes on.
func nextPage(lists []values) (page int32, ok bool) {
	for _, l := range lists {
		if len(l) > 0 && (!ok || l[0].doc.page < page) {
			page, ok = l[0].doc.page, true
		}
	}
	return page, ok
}

// scoreSection returns what the terms of a variant are worth together for a section, and how much idf they match.
func (s *Searcher) scoreSection(v *variant, here []onPage, section uint16) (sum, matched float64) {
	for i := range here {
		h, idf := &here[i], float64(v.terms[i].idf)
		c := h.list.own(section)
		if section > 0 {
			c += float64(s.w.inherited * h.title)
		}
		if c > 0 {
			sum += c
			matched += idf
		} else if h.any > 0 {
			sum += float64(s.w.elsewhere * h.any)
			matched += float64(s.w.elsewherePresence * idf)
		}
	}
	return sum, matched
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
