package client

import (
	"slices"
	"strings"

	"pandect/internal/search/words"
)

// marks finds the terms of a query that the tokens of a text match.
type marks struct {
	terms    map[string][]int // by form
	prefixes []string         // by term; "" if it has no ready list
}

func marksOf(v *variant) *marks {
	m := &marks{terms: map[string][]int{}}
	if v == nil {
		return m
	}
	for i := range v.terms {
		t := &v.terms[i]
		for _, e := range t.entries {
			for _, form := range append([]string{e.form}, e.group.Local...) {
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

// of appends the terms that a token matches.
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
		for _, p := range words.Bigrams(form) {
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
	excerptBefore = 6  // tokens before the first match
)

// excerpt returns the window of a text that has most terms, in pieces of which every second one is a match.
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
	if space := strings.IndexFunc(text[end:], isSpace); space >= 0 {
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
