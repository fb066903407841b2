package markdown

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

const nbsp = "\u00a0"

// run returns the length of the run of mark, an ASCII character, that begins a text.
func run(text []byte, mark string) int { return len(text) - len(bytes.TrimLeft(text, mark)) }

// quotes are the quotation marks of a language: double and single, each opening and closing.
type quotes [4]string

var english = quotes{"“", "”", "‘", "’"}

// quotesByLanguage follows Unicode's CLDR.
var quotesByLanguage = map[string]quotes{
	"en": english, "nl": english, "pt": english, "tr": english,
	"fr":    {"«" + nbsp, nbsp + "»", "‹" + nbsp, nbsp + "›"},
	"de":    {"„", "“", "‚", "‘"},
	"de-ch": {"«", "»", "‹", "›"},
	"es":    {"«", "»", "“", "”"},
	"it":    {"«", "»", "“", "”"},
	"cs":    {"„", "“", "‚", "‘"},
	"pl":    {"„", "”", "‚", "’"},
	"da":    {"“", "”", "‘", "’"},
	"sv":    {"”", "”", "’", "’"},
	"fi":    {"”", "”", "’", "’"},
	"ru":    {"«", "»", "„", "“"},
}

// quotesOf returns the quotation marks of a language by its BCP 47 tag.
func quotesOf(language string) quotes {
	tag := strings.ToLower(strings.ReplaceAll(language, "_", "-"))
	if q, ok := quotesByLanguage[tag]; ok {
		return q
	}
	base, _, _ := strings.Cut(tag, "-")
	if q, ok := quotesByLanguage[base]; ok {
		return q
	}
	return english
}

// typography is the state of typographic replacements in one block.
type typography struct {
	start          int // offset of the block in the plain text
	double, single int // number of open quotations
}

// typographic returns the replacement for the first n characters at s[i:]; n is 0 if there is none.
func (w *writer) typographic(s []byte, i int) (mark string, n int) {
	switch s[i] {
	case '-':
		n := run(s[i:], "-")
		switch n {
		case 2:
			return "–", 2
		case 3:
			return "—", 3
		}
		return string(s[i : i+n]), n
	case '.':
		n := run(s[i:], ".")
		if n == 3 {
			return "…", 3
		}
		return string(s[i : i+n]), n
	case '"', '\'':
		return w.quote(s, i), 1
	}
	return "", 0
}

// quote chooses the mark for a straight quotation mark by the characters around it.
func (w *writer) quote(s []byte, i int) string {
	before, _ := utf8.DecodeLastRune(w.plain[min(w.typo.start, len(w.plain)):])
	if before == utf8.RuneError {
		before = ' '
	}
	after := ' '
	if i+1 < len(s) {
		after, _ = utf8.DecodeRune(s[i+1:])
	}
	opens := unicode.IsSpace(before) || strings.ContainsRune("([{/–—«„“‘‚-\"", before)
	if s[i] == '"' {
		if opens && !(unicode.IsSpace(before) && unicode.IsSpace(after) && w.typo.double > 0) {
			w.typo.double++
			return w.quotes[0]
		}
		if w.typo.double == 0 && unicode.IsDigit(before) {
			return `"` // inches
		}
		w.typo.double = max(0, w.typo.double-1)
		return w.quotes[1]
	}
	if !opens && (unicode.IsLetter(after) || unicode.IsDigit(after)) || opens && (unicode.IsDigit(after) || elided(s[i+1:])) {
		return "’" // an apostrophe, within a word or at its beginning
	}
	if opens && !unicode.IsSpace(after) {
		w.typo.single++
		return w.quotes[2]
	}
	if w.typo.single > 0 {
		w.typo.single--
		return w.quotes[3]
	}
	return "’"
}

// elided reports whether text begins with an English word whose beginning is elided, as in 'tis.
func elided(text []byte) bool {
	n := 0
	for n < len(text) && n < 8 && isLetter(text[n]) {
		n++
	}
	switch strings.ToLower(string(text[:n])) {
	case "tis", "twas", "twere", "til", "em", "cause":
		return true
	}
	return false
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
