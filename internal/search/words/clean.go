package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean makes one line of a text: no control characters, single spaces, valid UTF-8.
func Clean(s string) string {
	if isClean(s) {
		return s
	}
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "\uFFFD"), IsBlank), " ")
}

// IsBlank reports whether Clean makes a space of a character.
func IsBlank(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

func isClean(s string) bool {
	space := true
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c < ' ' || c >= 0x7F || c == ' ' && space {
			return s == "" || c >= 0x80 && isCleanUnicode(s)
		}
		space = c == ' '
	}
	return !space || s == ""
}

func isCleanUnicode(s string) bool {
	return utf8.ValidString(s) && strings.IndexFunc(s, func(r rune) bool { return r != ' ' && IsBlank(r) }) < 0 &&
		s[0] != ' ' && s[len(s)-1] != ' ' && !strings.Contains(s, "  ")
}
