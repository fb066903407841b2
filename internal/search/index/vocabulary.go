package index

import (
	"strings"

	"pandect/internal/search/words"
)

// vocabulary is the tokens, forms and gaps by number. It is an immutable view: its owner only appends behind its end.
type vocabulary struct {
	owner  *Analyzer
	tokens chunked[tokenText] // as written, but words with a capital first letter in lower case
	long   []string           // texts that are too long for a tokenText
	forms  chunked[form]
	gaps   []string // see gapTable
}

// chunked is a slice that grows without being copied, so that views of it share its memory.
type chunked[T any] struct {
	chunks [][]T // of 1<<chunkBits elements
	n      int
}

const chunkBits = 10

func (l *chunked[T]) at(i uint32) *T { return &l.chunks[i>>chunkBits][i&(1<<chunkBits-1)] }

func (l *chunked[T]) append(v T) {
	if l.n>>chunkBits == len(l.chunks) {
		l.chunks = append(l.chunks, make([]T, 1<<chunkBits))
	}
	*l.at(uint32(l.n)) = v
	l.n++
}

// tokenText is the text of a token.
type tokenText struct {
	words.Packed       // zero if it is too long
	long         int32 // in that case, its index in vocabulary.long
	length       uint8
}

// appendToken appends the text of a token, with a capital first letter if capital is 1 and not 0.
func (v *vocabulary) appendToken(dst []byte, id, capital uint32) []byte {
	t := v.tokens.at(id)
	if t.IsZero() {
		return append(dst, v.long[t.long]...)
	}
	return t.Append(dst, int(t.length), capital)
}

// form is a folded word and the stem by which it is grouped.
type form struct{ text, stem string }

// The forms of a token in one number: that of its only form, or manyForms plus an index into Analyzer.lists.
const (
	manyForms = 1 << 31
	noForm    = 1<<32 - 1
)

// lookahead returns the next tokens of a text with their numbers; their values are their forms. It prefetches the counters
// of the forms.
func (a *Analyzer) lookahead(s string, at int) (list []words.Token, more bool) {
	list, more = a.tokens.Lookahead(s, at)
	for i := range list {
		a.number(s, &list[i])
	}
	for i := range list {
		a.tally.prefetch(list[i].Value)
	}
	return list, more
}

// number sets the number of a token of s, and its forms.
func (a *Analyzer) number(s string, t *words.Token) {
	if a.tokens.Known(s, t) {
		return
	}
	text := t.Text(s)
	value := uint32(noForm)
	var forms []uint32
	for i, folded := range words.FormsOf(text) {
		raw := folded
		if i == 0 && !words.IsSpaceless(text) {
			raw = text // stemmers need the accents
		}
		forms = append(forms, a.form(folded, raw))
	}
	switch {
	case len(forms) == 1:
		value = forms[0]
	case len(forms) > 1:
		value = manyForms | uint32(len(a.lists))
		a.lists = append(a.lists, forms)
	}
	entry := tokenText{Packed: t.Packed, length: uint8(len(text))}
	if entry.IsZero() {
		entry.long = int32(len(a.words.long))
		a.words.long = append(a.words.long, strings.Clone(text))
	}
	a.words.tokens.append(entry)
	a.tokens.Add(s, t, value)
}

// form returns the number of a form. raw is the token from which it comes.
func (a *Analyzer) form(text, raw string) uint32 {
	id, ok := a.forms[text]
	if !ok {
		id = uint32(a.words.forms.n)
		text = strings.Clone(text) // do not keep the text of the page alive
		stem := a.language.Stem(text, text)
		if strings.HasPrefix(text, stem) {
			stem = text[:len(stem)]
		}
		a.words.forms.append(form{text, stem})
		a.forms[text] = id
	}
	if a.language.StemsAsForm(raw) {
		return id
	}
	stem := a.language.Stem(text, raw)
	if stem == a.words.forms.at(id).stem {
		return id
	}
	f := form{text, stem}
	id, ok = a.variants[f]
	if !ok {
		id = uint32(a.words.forms.n)
		f = form{strings.Clone(text), strings.Clone(stem)}
		a.words.forms.append(f)
		a.variants[f] = id
	}
	return id
}
