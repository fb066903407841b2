package search

import (
	"maps"
	"slices"

	"pandect/internal/search/words"
)

// SearchOptions say which part of an answer is wanted.
type SearchOptions struct {
	Limit   int                 // how many results at most; 0 is 10
	Page    int                 // which part, from 1; 0 is 1. A part is whole rounds, see docs/search-format.md
	Filters map[string][]string // name of a label to values, one of which a page must have; besides those in the query
	Facets  bool                // count the values of labels
}

// Answer is what a query found.
type Answer struct {
	Results []Result
	Total   int     // of results; with More, of those that were looked at
	Widened bool    // no section has all words
	More    bool    // further pages could not be looked at for phrases
	Facets  []Facet // when asked for
}

// Result is a section.
type Result struct {
	URL     string   // below the site's root, with the fragment of the section
	Title   string   // of the page
	Section string   // heading; empty for the beginning of the page
	Path    string   // titles of the folders that hold the page
	Excerpt []string // pieces of text; every second one is to be marked
	Score   float64
	Why     []Why
}

// Why says why a word counts for a result.
type Why struct {
	Word   string   // as typed, folded
	Form   string   // what was found
	How    string   // "exact", "joined", "stem", "prefix", "typo", "shortened", "elsewhere" in the page, or in its "title"
	Fields []string // "title", "heading", "body", "keywords"
}

// Facet is a label with the values that the pages of an answer have.
type Facet struct {
	Name   string
	Values []FacetValue
}

// FacetValue is a value of a label and how many pages have it.
type FacetValue struct {
	Value string
	Pages int
}

// Search answers a query.
func (s *Searcher) Search(text string, o SearchOptions) (Answer, error) {
	if o.Limit <= 0 {
		o.Limit = 10
	}
	o.Page = max(o.Page, 1)
	q := parse(text, s.head.labels)
	passes, err := s.filter(&q, o.Filters)
	if err != nil {
		return Answer{}, err
	}
	variants, err := s.variants(&q)
	if err != nil {
		return Answer{}, err
	}
	var pages []ranked
	answer := Answer{}
	if len(q.words) == 0 {
		if passes != nil {
			for _, p := range slices.Sorted(maps.Keys(passes)) {
				pages = append(pages, ranked{p, []scored{{doc: doc{page: p}}}})
			}
		}
	} else {
		var all []scored
		for i := range variants {
			all = merge(all, s.score(&variants[i], i))
		}
		if passes != nil {
			all = slices.DeleteFunc(all, func(c scored) bool { return !passes[c.page] })
		}
		all, answer.Widened = s.wanted(all)
		pages = s.byPage(all)
	}
	if len(q.phrases)+len(q.left) > 0 {
		if pages, answer.More, err = s.checkText(&q, pages, o.Limit*o.Page); err != nil {
			return Answer{}, err
		}
	}
	if len(q.words) > 0 {
		if err := s.lookAgain(variants, pages); err != nil {
			return Answer{}, err
		}
	}
	rounds := s.listed(pages)
	for _, list := range rounds {
		answer.Total += len(list)
	}
	if o.Facets {
		if answer.Facets, err = s.facets(pages); err != nil {
			return Answer{}, err
		}
	}
	each := (o.Limit-1)/(2*s.head.screen) + 1 // rounds
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

// filter returns the pages that pass the filters; nil if there are none.
func (s *Searcher) filter(q *query, more map[string][]string) (map[int32]bool, error) {
	filters := maps.Clone(q.filters)
	for name, values := range more {
		if i := s.label(name); i >= 0 {
			name = s.head.labels[i]
		}
		for _, v := range values {
			filters[name] = append(filters[name], words.Key(v))
		}
	}
	var passes map[int32]bool
	for name, keys := range filters {
		pages := map[int32]bool{}
		if i := s.label(name); i >= 0 {
			values, err := s.labelValues(i)
			if err != nil {
				return nil, err
			}
			for _, v := range values {
				if !slices.Contains(keys, words.Key(v.shown)) {
					continue
				}
				for _, p := range v.pages {
					pages[p] = passes == nil || passes[p]
				}
			}
		}
		maps.DeleteFunc(pages, func(_ int32, passes bool) bool { return !passes })
		passes = pages
	}
	return passes, nil
}

// maxVariants is how many synonyms of a query are tried.
const maxVariants = 4

// variants looks a query up, as typed and with synonyms.
func (s *Searcher) variants(q *query) ([]variant, error) {
	first, err := s.variant(q.words, 1)
	if err != nil {
		return nil, err
	}
	list := []variant{first}
	for i, w := range q.words {
		if w.phrase || s.skips(q.words, w) {
			continue
		}
		synonyms, err := s.synonymsOf(w.Form)
		if err != nil {
			return nil, err
		}
		for _, y := range synonyms {
			if len(list) > maxVariants || !continues(q.words[i:], y.phrase) {
				continue
			}
			var replaced []word
			replaced = append(replaced, q.words[:i]...)
			for _, form := range y.replacement {
				replaced = append(replaced, word{Word: words.Word{Form: form}})
			}
			replaced = append(replaced, q.words[i+len(y.phrase):]...)
			v, err := s.variant(replaced, s.w.synonym)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
	}
	return list, nil
}

// continues reports whether words are those of a phrase, as far as that goes.
func continues(words []word, phrase []string) bool {
	if len(words) < len(phrase) {
		return false
	}
	for i, form := range phrase {
		if words[i].Form != form || words[i].phrase {
			return false
		}
	}
	return true
}

// skips reports whether a word is not looked up because it says little and others say more.
func (s *Searcher) skips(words []word, w word) bool {
	return s.stop[w.Form] && slices.ContainsFunc(words, func(w word) bool { return !s.stop[w.Form] })
}

func (s *Searcher) variant(words []word, factor float64) (variant, error) {
	v := variant{factor: factor}
	for _, w := range words {
		if s.skips(words, w) {
			continue
		}
		terms, err := s.lookUp(w)
		if err != nil {
			return v, err
		}
		v.terms = append(v.terms, terms...)
	}
	for i := range v.terms {
		v.values = append(v.values, s.values(&v.terms[i]))
	}
	return v, nil
}

// checkText drops the sections of which the text does not keep to the phrases of a query, looking at pages until enough
// have passed. more says that pages were left.
func (s *Searcher) checkText(q *query, pages []ranked, wanted int) (passed []ranked, more bool, err error) {
	for i, p := range pages {
		if len(passed) >= max(s.head.look, wanted) || i >= s.head.verify+wanted {
			return passed, true, nil
		}
		kept := p.sections[:0]
		for _, c := range p.sections {
			heading, text, err := s.tokens(c.doc)
			if err != nil {
				return nil, false, err
			}
			ok := true
			for _, phrase := range q.phrases {
				ok = ok && (contains(heading, phrase) || contains(text, phrase))
			}
			for _, phrase := range q.left {
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

// tokens returns the tokens of a section's heading, or of the page's title, and of its text.
func (s *Searcher) tokens(d doc) (heading, text []string, err error) {
	page, section, err := s.section(d)
	if err != nil {
		return nil, nil, err
	}
	if d.section == 0 {
		return words.Tokens(page.title), words.Tokens(section.text), nil
	}
	return words.Tokens(section.heading), words.Tokens(section.text), nil
}

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
	for i, name := range s.head.labels {
		values, err := s.labelValues(i)
		if err != nil {
			return nil, err
		}
		f := Facet{Name: name}
		for _, v := range values {
			n := 0
			for _, p := range v.pages {
				n += bit(in[p])
			}
			if n > 0 {
				f.Values = append(f.Values, FacetValue{v.shown, n})
			}
		}
		if len(f.Values) > 0 {
			list = append(list, f)
		}
	}
	return list, nil
}
