package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"pandect/internal/site"
)

// maxForm is the length of a form in characters, beyond which it is truncated.
const maxForm = 40

// Fold returns the form of a word under which it is indexed and looked up: without case, accents, apostrophes, commas and
// invisible characters, in compatibility decomposition. It may be empty.
func Fold(s string) string {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		c := s[i]
		plain = c < utf8.RuneSelf && c != '\'' && c != ',' && (c < 'A' || c > 'Z') && c > ' '
	}
	if plain {
		return truncate(s)
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
	return truncate(b.String())
}

func truncate(form string) string {
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

// replaced are letters that have no decomposition and are commonly typed as others.
var replaced = map[rune]string{
	'\u2010': "-", '\u2011': "-", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ı': "i", 'ς': "σ",
}

// dropped reports whether folding drops a character: accents, vowel points and invisible characters. Vowel signs of Indic
// scripts are kept.
func dropped(r rune) bool {
	switch {
	case 0x0300 <= r && r <= 0x036F, 0x0483 <= r && r <= 0x0487, 0x0591 <= r && r <= 0x05C7, 0x0610 <= r && r <= 0x061A,
		0x064B <= r && r <= 0x065F, r == 0x0670, r == 0x0640, 0x06D6 <= r && r <= 0x06ED, r == 0x093C, r == 0x09BC, r == 0x0A3C,
		r == 0x00AD, 0x200B <= r && r <= 0x200D, r == 0x2060, r == '\u2019', r == '\u02BC', unicode.IsSpace(r), r == '\uFEFF':
		return true
	}
	return false
}

// FoldAll returns the forms of words, with single spaces between them.
func FoldAll(words []string) string {
	var b strings.Builder
	for _, w := range words {
		if f := Fold(w); f != "" {
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(f)
		}
	}
	return b.String()
}

// Key returns the key by which values of labels are compared: the folded words.
func Key(value string) string {
	var list []string
	for start, end := NextToken(value, 0); start < end; start, end = NextToken(value, end) {
		list = append(list, value[start:end])
	}
	return FoldAll(list)
}

// CompareForms orders forms by their UTF-16 code units, as JavaScript compares strings.
func CompareForms(a, b string) int {
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
