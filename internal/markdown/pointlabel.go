package markdown

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// pointMark is what a point of a list begins with: a label with its brackets, as (a), iv. or 2).
type pointMark struct {
	label       string
	open, close byte // '(' or 0, and ')' or '.'
	length      int  // in bytes
	wide        bool // at least two spaces follow
}

// String returns the mark as it was written.
func (m pointMark) String() string {
	if m.open != 0 {
		return "(" + m.label + ")"
	}
	return m.label + string(m.close)
}

// numbering is how the labels of a list count.
type numbering byte

const (
	decimal  numbering = '1'
	alphabet numbering = 'a' // also of another script than the Latin one
	roman    numbering = 'i'
	repeated numbering = 'r' // aa, bb, cc
)

// maxLabel is the length of a label in bytes: xxxviii.
const maxLabel = 7

// readPointMark reads the mark that begins a text. Numbers without an opening bracket are CommonMark's.
func readPointMark(text []byte) (m pointMark, ok bool) {
	at := 0
	if len(text) > 0 && text[0] == '(' {
		m.open, at = '(', 1
	}
	start := at
	for at < len(text) && at-start <= maxLabel {
		r, size := utf8.DecodeRune(text[at:])
		if !unicode.IsLetter(r) && (r < '0' || r > '9') {
			break
		}
		at += size
	}
	if at == start || at-start > maxLabel || at+2 >= len(text) || text[at] != ')' && (text[at] != '.' || m.open != 0) {
		return m, false
	}
	m.label, m.close, m.length = string(text[start:at]), text[at], at+1
	rest := text[m.length:]
	m.wide = len(rest) > 2 && rest[0] == ' ' && rest[1] == ' '
	if rest[0] != ' ' && rest[0] != '\t' || len(bytes.TrimSpace(rest)) == 0 {
		return m, false
	}
	return m, m.open != 0 || m.label[0] > '9'
}

// place is what a label counts in one numbering.
type place struct {
	numbering numbering
	upper     bool
	repeats   int // of the letter in a repeated label
	value     int // from 1
}

// places returns what a label may count: (i) is the first roman number and the ninth letter.
func places(label string) (list []place) {
	if n, err := strconv.Atoi(label); err == nil {
		return append(list, place{numbering: decimal, value: n})
	}
	first, size := utf8.DecodeRuneInString(label)
	upper := unicode.IsUpper(first)
	lower := strings.ToLower(label)
	if upper && strings.ToUpper(label) != label || !upper && lower != label || strings.ContainsAny(label, "0123456789") {
		return nil
	}
	if n := romanValue(lower); n > 0 {
		list = append(list, place{numbering: roman, upper: upper, value: n})
	}
	n := letterValue(unicode.ToLower(first))
	switch {
	case n == 0:
	case size == len(label):
		list = append(list, place{numbering: alphabet, upper: upper, value: n})
	case strings.Repeat(label[:size], len(label)/size) == label:
		list = append(list, place{numbering: repeated, upper: upper, repeats: len(label) / size, value: n})
		if len(label) == 2*size {
			list = append(list, place{numbering: alphabet, upper: upper, value: 26 + n}) // what follows (z)
		}
	}
	return list
}

// alphabets are the first and the last letters of the alphabets that lists are counted in.
var alphabets = [][2]rune{{'a', 'z'}, {'α', 'ω'}, {'а', 'я'}}

func letterValue(r rune) int {
	for _, a := range alphabets {
		if a[0] <= r && r <= a[1] {
			return int(r-a[0]) + 1
		}
	}
	return 0
}

var romanDigits = []struct {
	value int
	text  string
}{
	{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"}, {50, "l"}, {40, "xl"}, {10, "x"}, {9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"},
}

// romanValue returns the value of a roman number in small letters, or 0 if it is none.
func romanValue(s string) (n int) {
	rest := s
	for _, d := range romanDigits {
		for strings.HasPrefix(rest, d.text) {
			n, rest = n+d.value, rest[len(d.text):]
		}
	}
	if rest != "" || romanText(n) != s {
		return 0
	}
	return n
}

func romanText(n int) string {
	var b strings.Builder
	for _, d := range romanDigits {
		for n >= d.value {
			b.WriteString(d.text)
			n -= d.value
		}
	}
	return b.String()
}

// sameNumbering reports whether two labels can stand in one list.
func (p place) sameNumbering(other place) bool {
	return p.numbering == other.numbering && p.upper == other.upper && p.repeats == other.repeats
}

// in returns the place of a label in the numbering of another one.
func (p place) in(label string) (place, bool) {
	for _, other := range places(label) {
		if p.sameNumbering(other) {
			return other, true
		}
	}
	return place{}, false
}

// inserted reports whether a label was put between others, as (aa) or 2A after (a) or 2.
func inserted(before, label string) bool {
	more, ok := strings.CutPrefix(label, before)
	return ok && len(more) == 1 && (more[0]|0x20 >= 'a' && more[0]|0x20 <= 'z')
}
