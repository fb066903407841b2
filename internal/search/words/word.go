// Package words is the text analysis of search. It splits a text into tokens, folds tokens into the forms under which they
// are indexed and looked up, and handles what depends on the language: stems, stop words and abbreviations.
//
// Indexing and querying must analyse text alike, so both use this package; docs/search-format.md specifies the same for
// clients in other languages. An Interner belongs to one goroutine at a time; everything else may be shared.
//
// The format of an index, weights, and the syntax of queries are other packages' matters.
package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Word is a token of a query.
type Word struct {
	Form   string   // the whole token, folded
	Others []string // other spellings of the same word
	Pieces []string // that it consists of, if there are several
}

// Split splits a text into words.
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

// wordOf returns the Word of a token, given its form.
func wordOf(token, form string) Word {
	w := Word{Form: form}
	pieces, bare := Pieces(token)
	if len(pieces) < 2 {
		if before, after := splitDigits(form); before != "" {
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

// Forms returns the forms of words.
func Forms(list []Word) []string {
	forms := make([]string, len(list))
	for i, w := range list {
		forms[i] = w.Form
	}
	return forms
}

// Tokens returns the forms of the tokens of a text, for comparison with phrases.
func Tokens(text string) []string { return Forms(Split(text)) }
