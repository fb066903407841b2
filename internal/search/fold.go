package search

import (
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"

	"pandect/internal/site"
)

// The classes of characters by which text is cut into tokens.
const (
	other      uint8 = iota
	letter           // letters, digits, marks and what is invisible inside words
	spaceless        // characters of scripts that do not put spaces between words
	connector        // joins two runs of letters
	apostrophe       // likewise, and is dropped when folding
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

// ends marks the bytes that no token goes on with, whatever comes after them.
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

// maxBracket is how many characters a bracket may hold that joins words, as in 28(3).
const maxBracket = 8

// nextToken returns where the next token of s at or after from begins and ends; start == end says that there is none.
func nextToken(s string, from int) (start, end int) {
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

// runOf returns where the run of characters of one class ends that goes on at i.
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

// lettersEnd is runOf for letters. It looks at eight ASCII characters at a time, which is several times as fast: where a
// word ends is not to be foreseen.
func lettersEnd(s string, i int) int {
	for i+8 <= len(s) {
		if no := noLetters(eight(s[i:])); no != 0 {
			i += bits.TrailingZeros64(no) / 8
			if s[i] < utf8.RuneSelf {
				return i
			}
			break
		}
		i += 8
	}
	return runOf(s, i, letter)
}

// Eight bytes are looked at as one number.
const (
	everyByte = 0x0101010101010101 // times a byte: that byte eight times
	topBits   = 0x8080808080808080
)

// noLetters returns a number with the highest bit of each byte set that is not an ASCII letter or digit.
func noLetters(x uint64) uint64 {
	low := x & (0x7F * everyByte)
	small := low | 0x20*everyByte
	letters := (small + (0x80-'a')*everyByte) &^ (small + (0x80-'z'-1)*everyByte)
	digits := (low + (0x80-'0')*everyByte) &^ (low + (0x80-'9'-1)*everyByte)
	return (x | ^(letters | digits)) & topBits
}

// wordEnd returns where the token ends of which a first letter ends at i.
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

// thousands reports whether a comma at i joins the digits of one number, as in 2,401: there are three behind it.
func thousands(s string, i int) bool {
	return s[i] == ',' && isDigit(s[i-1]) && i+4 <= len(s) && isDigit(s[i+1]) && isDigit(s[i+2]) && isDigit(s[i+3]) && runOf(s, i+1, letter) == i+4
}

// maxForm is the length of the longest form, in characters; longer ones are cut off.
const maxForm = 40

// fold returns the form of a word under which it is indexed and looked up: without case, accents, apostrophes, commas and
// invisible characters, in compatibility decomposition. It may be empty.
func fold(s string) string {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		c := s[i]
		plain = c < utf8.RuneSelf && c != '\'' && c != ',' && (c < 'A' || c > 'Z') && c > ' '
	}
	if plain {
		return shorten(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range site.Decompose(s) {
		if r < utf8.RuneSelf {
			if 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			}
			if r > ' ' && r != '\'' && r != ',' {
				b.WriteByte(byte(r))
			}
			continue
		}
		r = unicode.ToLower(r)
		if dropped(r) {
			continue
		}
		if to, ok := replaced[r]; ok {
			b.WriteString(to)
		} else {
			b.WriteRune(r)
		}
	}
	return shorten(b.String())
}

func shorten(form string) string {
	if len(form) <= maxForm {
		return form
	}
	n := 0
	for i := range form {
		if n == maxForm {
			return form[:i]
		}
		n++
	}
	return form
}

// replaced are letters that decomposition leaves alone and that are commonly typed otherwise.
var replaced = map[rune]string{
	'\u2010': "-", '\u2011': "-", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ı': "i", 'ς': "σ",
}

// dropped reports whether folding drops a character: accents, vowel points, and what cannot be seen. Vowel signs of
// Indic scripts stay.
func dropped(r rune) bool {
	switch {
	case 0x0300 <= r && r <= 0x036F, 0x0483 <= r && r <= 0x0487, 0x0591 <= r && r <= 0x05C7, 0x0610 <= r && r <= 0x061A,
		0x064B <= r && r <= 0x065F, r == 0x0670, r == 0x0640, 0x06D6 <= r && r <= 0x06ED, r == 0x093C, r == 0x09BC, r == 0x0A3C,
		r == 0x00AD, 0x200B <= r && r <= 0x200D, r == 0x2060, r == '\u2019', r == '\u02BC', unicode.IsSpace(r), r == '\uFEFF':
		return true
	}
	return false
}

// piece is a part of a token between connectors.
type piece struct {
	text       string // as written
	apostrophe bool   // one stands beside it
}

// piecesOf cuts a token at its connectors and brackets; bare says that there are none but apostrophes.
func piecesOf(token string) (pieces []piece, bare bool) {
	bare = true
	start, beside := 0, false
	for i := 0; i < len(token); {
		class, n := classAt(token, i)
		if class != letter && class != spaceless {
			bare = bare && class == apostrophe
			if i > start {
				pieces = append(pieces, piece{token[start:i], beside || class == apostrophe})
			}
			start, beside = i+n, class == apostrophe
		}
		i += n
	}
	if start < len(token) {
		pieces = append(pieces, piece{token[start:], beside})
	}
	return pieces, bare
}

// pairs returns the pairs of neighbouring characters of a folded token of a script without spaces.
func pairs(form string) []string {
	runes := []rune(form)
	if len(runes) < 2 {
		return []string{form}
	}
	list := make([]string, 0, len(runes)-1)
	for i := range len(runes) - 1 {
		list = append(list, string(runes[i:i+2]))
	}
	return list
}

// isSpaceless reports whether a token is of a script without spaces.
func isSpaceless(token string) bool {
	class, _ := classAt(token, 0)
	return class == spaceless
}

// formsOf returns the forms under which a token is indexed, the whole token first; nothing for a token without a form.
func formsOf(token string) []string {
	whole := fold(token)
	if whole == "" {
		return nil
	}
	if isSpaceless(token) {
		return pairs(whole)
	}
	forms := []string{whole}
	add := func(form string) {
		if form != "" {
			for _, other := range forms {
				if other == form {
					return
				}
			}
			forms = append(forms, form)
		}
	}
	pieces, bare := piecesOf(token)
	for _, p := range pieces {
		form := fold(p.text)
		if p.apostrophe && utf8.RuneCountInString(form) < 2 {
			continue
		}
		add(form)
		humps(p.text, func(hump string) { add(fold(hump)) })
		if before, after := digitsApart(form); before != "" {
			add(before)
			add(after)
		}
	}
	if !bare && strings.IndexFunc(whole, unicode.IsLetter) >= 0 {
		add(joined(pieces))
	}
	return forms
}

// digitsApart cuts a form where letters and digits meet, as in "iso27001" and "477r", if they do so in one place alone.
func digitsApart(form string) (before, after string) {
	at := 0
	for i := 1; i < len(form); i++ {
		if isDigit(form[i-1]) == isDigit(form[i]) {
			continue
		}
		if at > 0 {
			return "", ""
		}
		at = i
	}
	if at == 0 {
		return "", ""
	}
	return form[:at], form[at:]
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// joined returns the form of the pieces written in one.
func joined(pieces []piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(fold(p.text))
	}
	return shorten(b.String())
}

// humps calls visit with the parts of a word that is written like this: camelCase.
func humps(word string, visit func(string)) {
	start, small := 0, false
	for i, r := range word {
		if small && unicode.IsUpper(r) {
			visit(word[start:i])
			start = i
		}
		small = unicode.IsLower(r)
	}
	if start > 0 {
		visit(word[start:])
	}
}

// compareForms orders forms by their UTF-16 code units, as JavaScript compares strings.
func compareForms(a, b string) int {
	for i := 0; i < len(a) && i < len(b); i++ {
		if a[i] != b[i] {
			return int(utf16Rank(a[i])) - int(utf16Rank(b[i]))
		}
	}
	return len(a) - len(b)
}

// utf16Rank moves the lead bytes of characters beyond U+FFFF, which are surrogates in UTF-16, before those of U+E000 to
// U+FFFF.
func utf16Rank(b byte) byte {
	switch {
	case b >= 0xF0:
		return b - 2
	case b >= 0xEE:
		return b + 10
	}
	return b
}
