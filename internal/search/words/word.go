// Package words reads text. It cuts a text into tokens, folds tokens into the forms under which they are indexed and
// looked up, and knows what a language adds: stems, stop words, and how a text explains its abbreviations.
//
// Who makes an index and who asks it must read alike, so both read with this package; docs/search-format.md says the same
// for clients in other languages. Results depend on the arguments alone. An Interner belongs to one goroutine at a time,
// and everything else may be shared.
//
// It is not for: what an index or a file of it looks like, what a word is worth, or what a query means beyond its words.
package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Word is a token as it is looked up.
type Word struct {
	Form   string   // the whole token, folded
	Others []string // other writings of the same word
	Pieces []string // of which it consists, if there are several
}

// Split cuts a text into words.
func Split(text string) (list []Word) {
	for start, end := NextToken(text, 0); start < end; start, end = NextToken(text, end) {
		token := text[start:end]
		form := Fold(token)
		switch {
		case form == "":
		case IsSpaceless(token):
			for _, p := range Bigrams(form) {
				list = append(list, Word{Form: p})
			}
		default:
			list = append(list, wordOf(token, form))
		}
	}
	return list
}

// wordOf returns the word of a token with a form.
func wordOf(token, form string) Word {
	w := Word{Form: form}
	pieces, bare := Pieces(token)
	if len(pieces) < 2 {
		if before, after := digitsApart(form); before != "" {
			w.Pieces = []string{before, after}
		}
		return w
	}
	long := ""
	longs := 0
	for _, p := range pieces {
		f := Fold(p.Text)
		if f == "" {
			continue
		}
		w.Pieces = append(w.Pieces, f)
		if utf8.RuneCountInString(f) > 1 {
			long, longs = f, longs+1
		}
	}
	switch {
	case !bare && strings.IndexFunc(form, unicode.IsLetter) >= 0: // "5.3" is not 53
		w.Others = append(w.Others, joined(pieces))
	case bare && longs == 1:
		w.Others = append(w.Others, long)
	}
	return w
}

// Forms returns the whole tokens of words.
func Forms(list []Word) []string {
	forms := make([]string, len(list))
	for i, w := range list {
		forms[i] = w.Form
	}
	return forms
}

// Tokens returns the forms of a text's tokens, as phrases are compared with them.
func Tokens(text string) []string { return Forms(Split(text)) }
