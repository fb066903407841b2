package search

import (
	"slices"
	"strings"
	"unicode"

	"pandect/internal/search/words"
)

// result makes what is shown of a section.
func (s *Searcher) result(c scored, variants []variant) (Result, error) {
	page, section, err := s.section(c.doc)
	if err != nil {
		return Result{}, err
	}
	r := Result{URL: page.url, Title: page.title, Section: section.heading, Path: strings.Join(page.trail, " › "), Score: c.score}
	if section.id != "" {
		r.URL += "#" + section.id
	}
	text := section.text
	if text == "" {
		text = page.sections[0].text
	}
	var v *variant
	if c.variant < len(variants) {
		v = &variants[c.variant]
		r.Why = s.why(c.doc, v)
	}
	r.Excerpt = excerpt(text, marksOf(v))
	return r, nil
}

// why says for each term what gave its value.
func (s *Searcher) why(d doc, v *variant) (list []Why) {
	for i := range v.terms {
		t, here := &v.terms[i], v.values[i].page(d.page)
		word, own := t.word.Form, here.own(d.section)
		any, title := here.most()
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
		at, ok := slices.BinarySearchFunc(e.group.postings, d, func(p posting, d doc) int { return compareDocs(doc{p.page, p.section}, d) })
		if !ok {
			continue
		}
		p := &e.group.postings[at]
		if v, exact := s.valueOf(e, p); v == value {
			w := Why{t.word.Form, e.form, e.how, fieldNames(p.fields)}
			if !exact && e.how == "exact" {
				w.How = "stem"
			}
			return w
		}
	}
	return Why{Word: t.word.Form, How: "prefix"}
}

func fieldNames(bits uint8) (names []string) {
	for i, name := range []string{inTitle: "title", inHeading: "heading", inBody: "body", inKeywords: "keywords"} {
		if bits>>i&1 == 1 {
			names = append(names, name)
		}
	}
	return names
}

// marks say which words of a text belong to which terms.
type marks struct {
	terms    map[string][]int // by form
	prefixes []string         // by term; empty if none
}

func marksOf(v *variant) *marks {
	m := &marks{terms: map[string][]int{}}
	if v == nil {
		return m
	}
	for i := range v.terms {
		t := &v.terms[i]
		for _, e := range t.entries {
			for _, form := range append([]string{e.form}, e.group.local...) {
				if !slices.Contains(m.terms[form], i) {
					m.terms[form] = append(m.terms[form], i)
				}
			}
		}
		prefix := ""
		if t.ready != nil {
			prefix = t.word.Form
		}
		m.prefixes = append(m.prefixes, prefix)
	}
	return m
}

// of appends the terms to which a token belongs.
func (m *marks) of(dst []int, token string) []int {
	add := func(form string) {
		dst = append(dst, m.terms[form]...)
		for i, p := range m.prefixes {
			if p != "" && strings.HasPrefix(form, p) {
				dst = append(dst, i)
			}
		}
	}
	form := words.Fold(token)
	if words.IsSpaceless(token) {
		for _, p := range words.Pairs(form) {
			add(p)
		}
		return dst
	}
	add(form)
	if pieces, _ := words.Pieces(token); len(pieces) > 1 {
		for _, p := range pieces {
			add(words.Fold(p.Text))
		}
	}
	return dst
}

const (
	excerptWindow = 32 // tokens
	excerptBefore = 6  // of them before the first that is marked
)

// excerpt returns the part of a text in which most terms stand, in pieces of which every second is to be marked.
func excerpt(text string, m *marks) []string {
	type span struct {
		start, end int
		terms      []int
	}
	var tokens []span
	for start, end := words.NextToken(text, 0); start < end; start, end = words.NextToken(text, end) {
		tokens = append(tokens, span{start, end, m.of(nil, text[start:end])})
	}
	if len(tokens) == 0 {
		return []string{text}
	}
	first, most := 0, 0
	for i, t := range tokens {
		if len(t.terms) == 0 {
			continue
		}
		from := max(0, i-excerptBefore)
		distinct := map[int]bool{}
		for _, t := range tokens[from:min(len(tokens), from+excerptWindow)] {
			for _, n := range t.terms {
				distinct[n] = true
			}
		}
		if len(distinct) > most {
			first, most = from, len(distinct)
		}
	}
	last := min(len(tokens), first+excerptWindow) - 1
	at, end := 0, tokens[last].end
	var b strings.Builder
	if first > 0 {
		at = tokens[first].start
		b.WriteString("… ")
	}
	if space := strings.IndexFunc(text[end:], unicode.IsSpace); space >= 0 {
		end += space
	} else {
		end = len(text)
	}
	var pieces []string
	for _, t := range tokens[first : last+1] {
		if len(t.terms) == 0 {
			continue
		}
		b.WriteString(text[at:t.start])
		pieces = append(pieces, b.String(), text[t.start:t.end])
		b.Reset()
		at = t.end
	}
	b.WriteString(text[at:end])
	if end < len(text) {
		b.WriteString(" …")
	}
	return append(pieces, b.String())
}
