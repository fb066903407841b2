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

// ranking scores and orders sections by the index alone.
type ranking struct {
	head    *format.Head
	weights *format.Weights
}

// values are the sections that a term matches, with its value there, by page and section.
type values []valued

type valued struct {
	doc
	value float64
	title float64 // the value if it is in the title or the keywords of the page, else 0
}

// pageFields are the fields of a page as a whole.
const pageFields = format.Title | format.Keywords

// values returns the values of a term.
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
			if p.Fields&pageFields != 0 && p.Section == 0 {
				v.title = v.value
			}
			list = append(list, v)
		}
	}
	if t.ready != nil {
		sources++
		for _, f := range t.ready.Hits {
			list = append(list, valued{doc: doc{f.Page, f.Section}, value: f.Value})
		}
	}
	if sources > 1 {
		list = list.merged()
	}
	return list
}

// merged sorts v and keeps the greatest values of each section.
func (v values) merged() values {
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

// page returns the values on a page.
func (v values) page(number int32) values {
	first, _ := slices.BinarySearchFunc(v, number, func(a valued, n int32) int { return cmp.Compare(a.doc.page, n) })
	return v[first:].cut(number)
}

// cut returns the leading values that are on a page.
func (v values) cut(page int32) values {
	n := 0
	for n < len(v) && v[n].doc.page == page {
		n++
	}
	return v[:n]
}

// most returns the greatest values of a list.
func (v values) maxima() (value, title float64) {
	for i := range v {
		value, title = max(value, v[i].value), max(title, v[i].title)
	}
	return value, title
}

// own returns the value in a section, given the values on its page.
func (v values) own(section uint16) float64 {
	for i := range v {
		if v[i].section == section {
			return v[i].value
		}
	}
	return 0
}

// valueOf returns the value of a posting for an entry, and whether the section has the form of the entry itself.
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
	score   float64
	share   float64 // of the idf of the query that it matches
	variant int     // index of the variant that scored it
}

// score returns the sections that a variant matches, in their order.
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
			h.any, h.title = h.list.maxima()
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

// onPage is the values of a term on a page, with their maxima.
type onPage struct {
	list       values
	any, title float64
}

// nextPage returns the lowest page with which a list begins.
func nextPage(lists []values) (page int32, ok bool) {
	for _, l := range lists {
		if len(l) > 0 && (!ok || l[0].doc.page < page) {
			page, ok = l[0].doc.page, true
		}
	}
	return page, ok
}

// scoreSection returns the sum of the values of a variant for a section, and the idf that is matched.
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

// fullPages is the number of pages with all words from which pages with some are dropped.
const fullPages = 10

// dropWeak drops the pages that match too small a share of the query. widened says that no section has all words.
func (r *ranking) dropWeak(list []scored) (kept []scored, widened bool) {
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

// byPage groups sections, which are sorted by page, and orders pages by their best section.
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

// rounds returns the results in order, in rounds of a few pages. A round has the best section of each page, and as many
// further sections, with a lower rank, as there is room for.
func (r *ranking) rounds(pages []ranked) (rounds [][]scored) {
	for round := range slices.Chunk(pages, r.head.Screen) {
		var list []listed
		for _, p := range round {
			for i, c := range p.sections {
				rank := c.score
				if i > 0 {
					rank = float64(c.score * r.weights.Beside)
				}
				list = append(list, listed{c, rank})
			}
		}
		slices.SortFunc(list, func(a, b listed) int {
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

// listed is a section with its rank in a round.
type listed struct {
	scored
	rank float64
}
