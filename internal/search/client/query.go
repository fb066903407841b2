package client

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"pandect/internal/search/words"
)

// query is a parsed query.
type query struct {
	words    []word              // of plain text and phrases, in order
	phrases  [][]string          // sequences of forms that a section must have
	excluded [][]string          // sequences of forms that it must not have
	filters  map[string][]string // keys of values, by the name of a label in the head
}

// word is a word of a query.
type word struct {
	words.Word
	phrase bool // it is in quotes
	last   bool // it is still being typed
}

// maxWords is the maximum number of words of a query.
const maxWords = 16

func isQuote(r rune) bool { return r == '"' || r == '“' || r == '”' || r == '„' }

// isSpace reports whether a character is a space to ECMAScript, in whose words docs/search-format.md says where texts are cut.
func isSpace(r rune) bool { return unicode.IsSpace(r) && r != '\u0085' || r == '\uFEFF' }

// parse parses a query. names are the labels that it may filter by.
func parse(text string, names []string) query {
	q := query{filters: map[string][]string{}}
	for at := 0; at < len(text); {
		r, n := utf8.DecodeRuneInString(text[at:])
		if isSpace(r) {
			at += n
			continue
		}
		negative := r == '-'
		if negative {
			at++
		}
		if name, value, end := filterAt(text, at, names); name != "" && !negative {
			q.filters[name] = append(q.filters[name], words.Key(value))
			at = end
			continue
		}
		item, quoted, end := itemAt(text, at)
		found := words.Split(item)
		at = end
		if len(found) == 0 {
			continue
		}
		switch {
		case negative:
			q.excluded = append(q.excluded, words.Forms(found))
			continue
		case quoted:
			q.phrases = append(q.phrases, words.Forms(found))
		}
		for _, w := range found {
			q.words = append(q.words, word{Word: w, phrase: quoted})
		}
		if _, stop := lastToken(item); !quoted {
			q.words[len(q.words)-1].last = end == len(text) && stop == len(item)
		}
	}
	q.words = q.words[:min(len(q.words), maxWords)]
	return q
}

// itemAt returns the item that begins at an offset: a quotation, or the text up to the next space or quote.
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
		if isSpace(r) || isQuote(r) {
			return text[at : at+i], false, at + i
		}
	}
	return text[at:], false, len(text)
}

// filterAt returns the filter that begins at an offset; name is "" if there is none.
func filterAt(text string, at int, names []string) (name, value string, end int) {
	for _, name := range names {
		rest := text[at:]
		if len(rest) <= len(name)+1 || !strings.EqualFold(rest[:len(name)], name) || rest[len(name)] != ':' {
			continue
		}
		value, _, end := itemAt(text, at+len(name)+1)
		if words.Key(value) != "" {
			return name, value, end
		}
	}
	return "", "", 0
}

func lastToken(s string) (start, end int) {
	for a, b := words.NextToken(s, 0); a < b; a, b = words.NextToken(s, b) {
		start, end = a, b
	}
	return start, end
}
