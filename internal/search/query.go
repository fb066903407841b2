package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// query is what was typed, read.
type query struct {
	words   []word              // of plain text and phrases, in order
	phrases [][]string          // forms that must stand next to each other
	left    [][]string          // forms that must not
	filters map[string][]string // by the head's name of a label
}

// word is a token of a query.
type word struct {
	form   string   // the whole token, folded
	others []string // other writings of the same word
	pieces []string // of which it consists, if there are several
	phrase bool     // it stands in quotes
	last   bool     // it may go on: it is being typed
}

// maxWords is how many words of a query are read.
const maxWords = 16

func isQuote(r rune) bool { return r == '"' || r == '“' || r == '”' || r == '„' }

// parse reads a query; names are the labels that it may filter by.
func parse(text string, names []string) query {
	q := query{filters: map[string][]string{}}
	for at := 0; at < len(text); {
		r, n := utf8.DecodeRuneInString(text[at:])
		if unicode.IsSpace(r) || r == '\uFEFF' {
			at += n
			continue
		}
		negative := r == '-'
		if negative {
			at++
		}
		if name, value, end := filterAt(text, at, names); name != "" && !negative {
			q.filters[name] = append(q.filters[name], keyOf(value))
			at = end
			continue
		}
		item, quoted, end := itemAt(text, at)
		found := wordsOfQuery(item)
		at = end
		if len(found) == 0 {
			continue
		}
		switch {
		case negative:
			q.left = append(q.left, formsOfWords(found))
			continue
		case quoted:
			q.phrases = append(q.phrases, formsOfWords(found))
			for i := range found {
				found[i].phrase = true
			}
		default:
			_, stop := lastToken(item)
			found[len(found)-1].last = end == len(text) && stop == len(item)
		}
		q.words = append(q.words, found...)
	}
	q.words = q.words[:min(len(q.words), maxWords)]
	return q
}

// itemAt returns the item of a query that begins at a place: a quotation, or what goes on to the next space or quote.
func itemAt(text string, at int) (item string, quoted bool, end int) {
	r, n := utf8.DecodeRuneInString(text[at:])
	if isQuote(r) {
		at += n
		for i, r := range text[at:] {
			if isQuote(r) {
				return text[at : at+i], true, at + i + utf8.RuneLen(r)
			}
		}
		return text[at:], true, len(text)
	}
	for i, r := range text[at:] {
		if unicode.IsSpace(r) || r == '\uFEFF' || isQuote(r) {
			return text[at : at+i], false, at + i
		}
	}
	return text[at:], false, len(text)
}

// filterAt returns the filter of a query that begins at a place, if there is one.
func filterAt(text string, at int, names []string) (name, value string, end int) {
	for _, name := range names {
		rest := text[at:]
		if len(rest) <= len(name)+1 || !strings.EqualFold(rest[:len(name)], name) || rest[len(name)] != ':' {
			continue
		}
		value, _, end := itemAt(text, at+len(name)+1)
		if keyOf(value) != "" {
			return name, value, end
		}
	}
	return "", "", 0
}

func lastToken(s string) (start, end int) {
	for a, b := nextToken(s, 0); a < b; a, b = nextToken(s, b) {
		start, end = a, b
	}
	return start, end
}

// wordsOfQuery cuts a text into words.
func wordsOfQuery(text string) (list []word) {
	for start, end := nextToken(text, 0); start < end; start, end = nextToken(text, end) {
		token := text[start:end]
		form := fold(token)
		switch {
		case form == "":
		case isSpaceless(token):
			for _, p := range pairs(form) {
				list = append(list, word{form: p})
			}
		default:
			list = append(list, wordOf(token, form))
		}
	}
	return list
}

func wordOf(token, form string) word {
	w := word{form: form}
	pieces, bare := piecesOf(token)
	if len(pieces) < 2 {
		if before, after := digitsApart(form); before != "" {
			w.pieces = []string{before, after}
		}
		return w
	}
	long := ""
	longs := 0
	for _, p := range pieces {
		f := fold(p.text)
		if f == "" {
			continue
		}
		w.pieces = append(w.pieces, f)
		if utf8.RuneCountInString(f) > 1 {
			long, longs = f, longs+1
		}
	}
	switch {
	case !bare && strings.IndexFunc(form, unicode.IsLetter) >= 0: // "5.3" is not 53
		w.others = append(w.others, joined(pieces))
	case bare && longs == 1:
		w.others = append(w.others, long)
	}
	return w
}

func formsOfWords(list []word) []string {
	forms := make([]string, len(list))
	for i, w := range list {
		forms[i] = w.form
	}
	return forms
}

// tokensOf returns the forms of a text's tokens, as phrases are compared with them.
func tokensOf(text string) []string { return formsOfWords(wordsOfQuery(text)) }
