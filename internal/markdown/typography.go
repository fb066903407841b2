package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
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
	"uk":    {"«", "»", "„", "“"},
	"ca":    {"«", "»", "“", "”"},
	"el":    {"«", "»", "“", "”"},
	"hu":    {"„", "”", "»", "«"},
	"ja":    {"「", "」", "『", "』"},
	"nb":    {"«", "»", "‘", "’"},
	"nn":    {"«", "»", "‘", "’"},
	"no":    {"«", "»", "‘", "’"},
	"pt-pt": {"«", "»", "“", "”"},
	"ro":    {"„", "”", "«", "»"},
	"sk":    {"„", "“", "‚", "‘"},
	"sl":    {"„", "“", "‚", "‘"},
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
	block ast.Node
	marks marks // of its straight quotation marks; nil until the first is written
}

// typographic returns the replacement for the first n characters at s[i:], which is at an offset of the source; n is 0 if
// there is none.
func (w *writer) typographic(s []byte, i, offset int) (mark string, n int) {
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
		if mark := w.typo.marks[offset]; mark != "" {
			return mark, 1
		}
	}
	return "", 0
}
