package client

import (
	"maps"
	"slices"
	"strings"

	"pandect/internal/search/words"
)

// Search answers a query.
func (s *Searcher) Search(text string, o Options) (Answer, error) {
	if o.Limit <= 0 {
		o.Limit = 10
	}
	o.Page = max(o.Page, 1)
	q := parse(text, s.shards.head.Labels)
	passes, err := s.filter(&q, o.Filters)
	if err != nil {
		return Answer{}, err
	}
	variants, err := s.lookup.variants(&q)
	if err != nil {
		return Answer{}, err
	}
	answer := Answer{}
	pages, err := s.rank(&q, variants, passes, o, &answer)
	if err != nil {
		return Answer{}, err
	}
	rounds := s.ranking.rounds(pages)
	for _, list := range rounds {
		answer.Total += len(list)
	}
	if o.Facets {
		if answer.Facets, err = s.facets(pages); err != nil {
			return Answer{}, err
		}
	}
	each := (o.Limit-1)/(2*s.shards.head.Screen) + 1 // rounds in a part
	from := min(len(rounds), (o.Page-1)*each)
	list := slices.Concat(rounds[from:min(len(rounds), from+each)]...)
	for _, c := range list[:min(len(list), o.Limit)] {
		r, err := s.result(c, variants)
		if err != nil {
			return Answer{}, err
		}
		answer.Results = append(answer.Results, r)
	}
	return answer, nil
}

// rank returns the pages that a query finds, best first, and sets Widened and More of the answer. passes is what filter
// returned.
func (s *Searcher) rank(q *query, variants []variant, passes map[int32]bool, o Options, answer *Answer) (pages []ranked, err error) {
	if len(q.words) == 0 {
		for _, p := range slices.Sorted(maps.Keys(passes)) {
			pages = append(pages, ranked{p, []scored{{doc: doc{page: p}}}})
		}
	} else {
		var all []scored
		for i := range variants {
			all = merge(all, s.ranking.score(&variants[i], i))
		}
		if passes != nil {
			all = slices.DeleteFunc(all, func(c scored) bool { return !passes[c.page] })
		}
		all, answer.Widened = s.ranking.dropWeak(all)
		pages = s.ranking.byPage(all)
	}
	if len(q.phrases)+len(q.excluded) > 0 {
		if pages, answer.More, err = s.checkText(q, pages, o.Limit*o.Page); err != nil {
			return nil, err
		}
	}
	if len(q.words) > 0 {
		err = s.reranker.rerank(variants, pages)
	}
	return pages, err
}

// result makes the result of a section.
func (s *Searcher) result(c scored, variants []variant) (Result, error) {
	page, section, err := s.shards.section(c.doc)
	if err != nil {
		return Result{}, err
	}
	r := Result{URL: page.URL, Title: page.Title, Section: section.Heading, Path: strings.Join(page.Trail, " › "), Score: c.score}
	if section.ID != "" {
		r.URL += "#" + section.ID
	}
	text := section.Text
	if text == "" {
		text = page.Sections[0].Text
	}
	var v *variant
	if c.variant < len(variants) {
		v = &variants[c.variant]
		r.Why = s.why(c.doc, v)
	}
	r.Excerpt = excerpt(text, marksOf(v))
	return r, nil
}

// filter returns the pages that pass all filters; nil if there are no filters.
func (s *Searcher) filter(q *query, more map[string][]string) (map[int32]bool, error) {
	filters := maps.Clone(q.filters)
	for name, values := range more {
		if i := s.shards.label(name); i >= 0 {
			name = s.shards.head.Labels[i]
		}
		for _, v := range values {
			filters[name] = append(filters[name], words.Key(v))
		}
	}
	var passes map[int32]bool
	for name, keys := range filters {
		pages := map[int32]bool{}
		if i := s.shards.label(name); i >= 0 {
			values, err := s.shards.labelValues(i)
			if err != nil {
				return nil, err
			}
			for _, v := range values {
				if !slices.Contains(keys, words.Key(v.Shown)) {
					continue
				}
				for _, p := range v.Pages {
					if passes == nil || passes[p] {
						pages[p] = true
					}
				}
			}
		}
		passes = pages
	}
	return passes, nil
}

// checkText drops the sections whose text lacks a phrase of the query or has an excluded one. It stops when enough pages have
// passed; more says that pages were not checked.
func (s *Searcher) checkText(q *query, pages []ranked, wanted int) (passed []ranked, more bool, err error) {
	for i, p := range pages {
		if len(passed) >= max(s.shards.head.Look, wanted) || i >= s.shards.head.Verify+wanted {
			return passed, true, nil
		}
		kept := p.sections[:0]
		for _, c := range p.sections {
			heading, text, err := s.shards.tokens(c.doc)
			if err != nil {
				return nil, false, err
			}
			ok := true
			for _, phrase := range q.phrases {
				ok = ok && (contains(heading, phrase) || contains(text, phrase))
			}
			for _, phrase := range q.excluded {
				ok = ok && !contains(heading, phrase) && !contains(text, phrase)
			}
			if ok {
				kept = append(kept, c)
			}
		}
		if len(kept) > 0 {
			passed = append(passed, ranked{p.page, kept})
		}
	}
	return passed, false, nil
}

// contains reports whether a text has a phrase.
func contains(tokens, phrase []string) bool {
	for i := range len(tokens) - len(phrase) + 1 {
		if slices.Equal(tokens[i:i+len(phrase)], phrase) {
			return true
		}
	}
	return false
}

// facets counts the values of labels among pages.
func (s *Searcher) facets(pages []ranked) ([]Facet, error) {
	in := map[int32]bool{}
	for _, p := range pages {
		in[p.page] = true
	}
	var list []Facet
	for i, name := range s.shards.head.Labels {
		values, err := s.shards.labelValues(i)
		if err != nil {
			return nil, err
		}
		f := Facet{Name: name}
		for _, v := range values {
			n := 0
			for _, p := range v.Pages {
				if in[p] {
					n++
				}
			}
			if n > 0 {
				f.Values = append(f.Values, FacetValue{v.Shown, n})
			}
		}
		if len(f.Values) > 0 {
			list = append(list, f)
		}
	}
	return list, nil
}
