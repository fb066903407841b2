package words

import (
	"unicode"
	"unicode/utf8"
)

// Classes of characters for tokenising.
const (
	other      uint8 = iota
	letter           // letters, digits, marks, and invisible characters inside words
	spaceless        // characters of scripts without spaces between words
	connector        // joins two runs of letters
	apostrophe       // likewise; folding drops it
	opening          // opens a bracket
	closing
)

var asciiClass = func() (table [utf8.RuneSelf]uint8) {
	for c := range table {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
			table[c] = letter
		case c == '-', c == '.', c == '&', c == '_':
			table[c] = connector
		}
	}
	table['\''], table['('], table[')'] = apostrophe, opening, closing
	return table
}()

// ends marks the bytes that end a token, whatever follows.
var ends = func() (table [256]bool) {
	for c := range utf8.RuneSelf {
		table[c] = asciiClass[c] == other && c != ','
	}
	return table
}()

// classAt returns the class of the character of s at i, and its length in bytes.
func classAt(s string, i int) (uint8, int) {
	if c := s[i]; c < utf8.RuneSelf {
		return asciiClass[c], 1
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	switch {
	case r == '\u2010', r == '\u2011':
		return connector, n
	case r == '\u2019', r == '\u02BC':
		return apostrophe, n
	case r == '\u3099', r == '\u309A', r == '\u30FC', r == '\uFF70',
		unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
		return spaceless, n
	case r == '\u00AD', '\u200B' <= r && r <= '\u200D', r == '\u2060', unicode.In(r, unicode.L, unicode.N, unicode.M) && !(r == utf8.RuneError && n == 1):
		return letter, n
	}
	return other, n
}

// maxBracket is the length in characters of the content of a bracket inside a token, as in 28(3).
const maxBracket = 8

// NextToken returns the range of the next token of s at or after from. It is empty if there is none.
func NextToken(s string, from int) (start, end int) {
	for i := from; i < len(s); {
		if ends[s[i]] {
			i++
			continue
		}
		class, n := classAt(s, i)
		switch class {
		case spaceless:
			return i, runOf(s, i+n, spaceless)
		case letter:
			return i, wordEnd(s, i+n)
		}
		i += n
	}
	return len(s), len(s)
}

// runOf returns the end of the run of characters of a class at i.
func runOf(s string, i int, class uint8) int {
	for i < len(s) {
		if c := s[i]; c < utf8.RuneSelf {
			if asciiClass[c] != class {
				break
			}
			i++
			continue
		}
		c, n := classAt(s, i)
		if c != class {
			break
		}
		i += n
	}
	return i
}

// lettersEnd is runOf for letters. It takes eight bytes at once and is several times as fast, because the end of a word is a
// branch that processors mispredict.
func lettersEnd(s string, i int) int {
	for i+8 <= len(s) {
		n := load8(s[i:]).notAlphanumeric().First()
		if i += n; n < 8 {
			if s[i] < utf8.RuneSelf {
				return i
			}
			break
		}
	}
	return runOf(s, i, letter)
}

// wordEnd returns the end of the token whose first letter ends at i.
func wordEnd(s string, i int) int {
	for {
		i = lettersEnd(s, i)
		if i == len(s) || ends[s[i]] {
			return i
		}
		class, n := classAt(s, i)
		switch class {
		case connector, apostrophe:
			end := lettersEnd(s, i+n)
			if end == i+n {
				return i
			}
			i = end
		case opening:
			end := runOf(s, i+n, letter)
			if end == len(s) || s[end] != ')' || end == i+n || utf8.RuneCountInString(s[i+n:end]) > maxBracket {
				return i
			}
			i = end + 1
		default:
			if !thousands(s, i) {
				return i
			}
			i += 4
		}
	}
}

// thousands reports whether a comma at i is a thousands separator, as in 2,401: exactly three digits follow.
func thousands(s string, i int) bool {
	return s[i] == ',' && isDigit(s[i-1]) && i+4 <= len(s) && isDigit(s[i+1]) && isDigit(s[i+2]) && isDigit(s[i+3]) && runOf(s, i+1, letter) == i+4
}

// IsSpaceless reports whether a token is of a script without spaces.
func IsSpaceless(token string) bool {
	class, _ := classAt(token, 0)
	return class == spaceless
}

// Piece is a part of a token between connectors.
type Piece struct {
	Text       string // as written
	Apostrophe bool   // an apostrophe is next to it
}

// Pieces splits a token at its connectors and brackets. bare says that there are none but apostrophes.
func Pieces(token string) (pieces []Piece, bare bool) {
	bare = true
	start, beside := 0, false
	for i := 0; i < len(token); {
		class, n := classAt(token, i)
		if class != letter && class != spaceless {
			bare = bare && class == apostrophe
			if i > start {
				pieces = append(pieces, Piece{token[start:i], beside || class == apostrophe})
			}
			start, beside = i+n, class == apostrophe
		}
		i += n
	}
	if start < len(token) {
		pieces = append(pieces, Piece{token[start:], beside})
	}
	return pieces, bare
}
