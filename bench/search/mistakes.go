package main

import (
	"math/rand/v2"
	"strings"
	"unicode/utf8"
)

const (
	leastMistyped = 4 // letters of a word in which a mistake is made
	cutTo         = 3 // letters that are left of a word that is still being typed
)

// mistype makes one mistake in one word of a query: a letter is dropped, doubled, swapped with the next, or replaced. It
// may be the first letter, and the word is any that has four letters or more and nothing else.
func mistype(query string, random *rand.Rand) (mistyped string, ok bool) {
	words := strings.Fields(query)
	var places []int
	for i, w := range words {
		if len(w) >= leastMistyped && onlyLetters(w) {
			places = append(places, i)
		}
	}
	if len(places) == 0 {
		return "", false
	}
	at := places[random.IntN(len(places))]
	w := words[at]
	for words[at] == w {
		i := random.IntN(len(w))
		switch random.IntN(4) {
		case 0:
			words[at] = w[:i] + w[i+1:]
		case 1:
			words[at] = w[:i+1] + w[i:]
		case 2:
			i = min(i, len(w)-2)
			words[at] = w[:i] + string(w[i+1]) + string(w[i]) + w[i+2:]
		case 3:
			words[at] = w[:i] + string('a'+rune(random.IntN(26))) + w[i+1:]
		}
	}
	return strings.Join(words, " "), true
}

// cutShort leaves three letters of the last word of a query, which must have more, and nothing but letters.
func cutShort(query string) (short string, ok bool) {
	start := strings.LastIndexByte(query, ' ') + 1
	last := query[start:]
	if utf8.RuneCountInString(last) <= cutTo || !onlyLetters(last) {
		return "", false
	}
	return query[:start+cutTo], true
}

// onlyLetters reports whether a word consists of letters between which nobody sees a boundary.
func onlyLetters(word string) bool {
	for _, c := range []byte(word) {
		if c |= 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}
