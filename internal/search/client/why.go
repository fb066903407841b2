package client

import (
	"slices"

	"pandect/internal/search/format"
)

// why explains the value of each term for a result.
func (s *Searcher) why(d doc, v *variant) (list []Why) {
	for i := range v.terms {
		t, here := &v.terms[i], v.values[i].page(d.page)
		word, own := t.word.Form, here.own(d.section)
		any, title := here.maxima()
		switch {
		case own > 0:
			list = append(list, s.whyOwn(t, d, own))
		case title > 0:
			list = append(list, Why{Word: word, How: "title", Fields: []string{"title"}})
		case any > 0:
			list = append(list, Why{Word: word, How: "elsewhere"})
		}
	}
	return list
}

func (s *Searcher) whyOwn(t *term, d doc, value float64) Why {
	for i := range t.entries {
		e := &t.entries[i]
		at, ok := slices.BinarySearchFunc(e.group.Postings, d, func(p format.Posting, d doc) int { return compareDocs(doc{p.Page, p.Section}, d) })
		if !ok {
			continue
		}
		p := &e.group.Postings[at]
		if v, exact := s.ranking.valueOf(e, p); v == value {
			w := Why{t.word.Form, e.form, e.how, fieldNames(p.Fields)}
			if !exact && e.how == "exact" {
				w.How = "stem"
			}
			return w
		}
	}
	return Why{Word: t.word.Form, How: "prefix"}
}

func fieldNames(bits uint8) (names []string) {
	for _, field := range []struct {
		bit  uint8
		name string
	}{{format.Title, "title"}, {format.Heading, "heading"}, {format.Body, "body"}, {format.Keywords, "keywords"}} {
		if bits&field.bit != 0 {
			names = append(names, field.name)
		}
	}
	return names
}
