package client

import (
	"cmp"
	"slices"

	"pandect/internal/search/format"
)

// doc is a section of a page.
type doc struct {
	page    int32
	section uint16
}

func compareDocs(a, b doc) int {
	return cmp.Or(cmp.Compare(a.page, b.page), cmp.Compare(a.section, b.section))
}

// ranking says what sections are worth, from the numbers of the index alone. rerank.go looks at their text.
type ranking struct {
	head    *format.Head
	weights *format.Weights
}

// values are what a term finds: sections in their order.
type values []valued

type valued struct {
	doc
	value float64
	title float64 // likewise, if it stands in the title or the keywords of the page
}

// ofPage are the fields that belong to a whole page.
const ofPage = format.Title | format.Keywords

// values works out what a term finds.
func (r *ranking) values(t *term) values {
	var list values
	sources := len(t.entries)
	for i := range t.entries {
		e := &t.entries[i]
		list = slices.Grow(list, len(e.group.Postings))
		for j := range e.group.Postings {
			p := &e.group.Postings[j]
			v := valued{doc: doc{p.Page, p.Section}}
			v.value, _ = r.valueOf(e, p)
			if p.Fields&ofPage != 0 && p.Section == 0 {
				v.title = v.value
			}
			list = append(list, v)
		}
	}
	if t.ready != nil {
		sources++
		for _, f := range t.ready.Finds {
			list = append(list, valued{doc: doc{f.Page, f.Section}, value: f.Value})
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
func (r *ranking) valueOf(e *entry, p *format.Posting) (value float64, exact bool) {
	value = float64(float64(e.weight*float64(e.group.IDF)) * float64(r.head.Levels[p.Level]))
	if e.group.Forms > 1 && p.Set>>min(e.place, format.MaxPlace)&1 == 0 {
		return float64(value * r.weights.StemMate), false
	}
	return value, true
}

// scored is a section that may be a result.
type scored struct {
	doc
	score, share float64
	variant      int
}

// score returns the sections in which a variant finds anything, in their order.
func (r *ranking) score(v *variant, number int) (list []scored) {
	v.values = nil
	total := 0.0
	for i := range v.terms {
		v.values = append(v.values, r.values(&v.terms[i]))
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
			score, matched := r.scoreSection(v, here, section)
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
func (r *ranking) scoreSection(v *variant, here []onPage, section uint16) (sum, matched float64) {
	for i := range here {
		h, idf := &here[i], float64(v.terms[i].idf)
		c := h.list.own(section)
		if section > 0 {
			c += float64(r.weights.Inherited * h.title)
		}
		if c > 0 {
			sum += c
			matched += idf
		} else if h.any > 0 {
			sum += float64(r.weights.Elsewhere * h.any)
			matched += float64(r.weights.ElsewherePresence * idf)
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
func (r *ranking) wanted(list []scored) (kept []scored, widened bool) {
	shares := map[int32]float64{} // the greatest, by page
	most := 0.0
	for _, c := range list {
		shares[c.page] = max(shares[c.page], c.share)
		most = max(most, c.share)
	}
	full := 0
	for _, share := range shares {
		if share >= r.weights.Full {
			full++
		}
	}
	least := float64(r.weights.Partial * most)
	if full >= fullPages {
		least = r.weights.Full
	}
	kept = slices.DeleteFunc(list, func(c scored) bool { return shares[c.page] < least })
	return kept, full == 0 && len(kept) > 0
}

// ranked is a page with its sections, best first.
type ranked struct {
	page     int32
	sections []scored
}

func (p *ranked) order() {
	slices.SortFunc(p.sections, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.section, b.section))
	})
}

func orderPages(list []ranked) {
	slices.SortFunc(list, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(b.sections[0].score, a.sections[0].score), cmp.Compare(a.page, b.page))
	})
}

// byPage groups sections, which come by page, and orders the pages.
func (r *ranking) byPage(list []scored) []ranked {
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
		p.sections = p.sections[:min(len(p.sections), 1+r.head.Further)]
		least := float64(r.weights.FurtherSection * p.sections[0].score)
		p.sections = slices.DeleteFunc(p.sections, func(c scored) bool { return c.score < least })
	}
	orderPages(pages)
	return pages
}

// listed returns the results in their order, by rounds of some pages: in each the best section of each page and the further
// ones, which count for a little less, as far as there is room.
func (r *ranking) listed(pages []ranked) (rounds [][]scored) {
	for round := range slices.Chunk(pages, r.head.Screen) {
		var list []placed
		for _, p := range round {
			for i, c := range p.sections {
				rank := c.score
				if i > 0 {
					rank = float64(c.score * r.weights.Beside)
				}
				list = append(list, placed{c, rank})
			}
		}
		slices.SortFunc(list, func(a, b placed) int {
			return cmp.Or(cmp.Compare(b.rank, a.rank), compareDocs(a.doc, b.doc))
		})
		var results []scored
		for _, p := range list[:min(len(list), 2*r.head.Screen)] {
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
