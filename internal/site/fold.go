package site

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold returns the key by which names are compared: in lower case and Unicode normal form NFC.
func Fold(s string) string {
	if !IsASCII(s) {
		s = norm.NFC.String(s)
	}
	return strings.ToLower(s)
}

// Decompose returns s in compatibility decomposition (NFKD): accents are separate characters, and ligatures, wide and raised
// characters become plain ones.
func Decompose(s string) string { return norm.NFKD.String(s) }

// Compose returns s in compatibility composition (NFKC): accents are part of their letters, and ligatures, wide and raised
// characters become plain ones.
func Compose(s string) string {
	if IsASCII(s) {
		return s
	}
	return norm.NFKC.String(s)
}

func unaccented(s string) string {
	if IsASCII(s) {
		return strings.ToLower(s)
	}
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, Decompose(s)))
}

// IsASCII reports whether all characters of s are in ASCII.
func IsASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func letterOf(folded string) string {
	for _, r := range folded {
		switch {
		case unicode.IsDigit(r):
			return "0-9"
		case unicode.IsLetter(r):
			return string(unicode.ToUpper(r))
		}
	}
	return "#"
}
