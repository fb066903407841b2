package markdown

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"

	"pandect/internal/escape"
)

const nbsp = "\u00a0"

// run returns how many of a mark, a single character of ASCII, begin a text.
func run(text []byte, mark string) int { return len(text) - len(bytes.TrimLeft(text, mark)) }

// quotes are the marks of a language: double and single, each opening and closing.
type quotes [4]string

var english = quotes{"“", "”", "‘", "’"}

// quotesByLanguage follows the habits that Unicode's CLDR records.
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

// quotesOf returns the marks of a language by its BCP 47 tag.
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

// typography is what the typographic replacements remember within one block.
type typography struct {
	start          int // of the block in the plain text
	double, single int // quotations that are open
}

// ordinary bytes of text are copied without a look; the second table is for text without typography.
var ordinary, ordinaryPlain = byteTables()

func byteTables() (smart, plain [256]bool) {
	for i := range smart {
		smart[i], plain[i] = true, true
	}
	for _, c := range []byte("\\&<>\"'-.\x00\xc2") {
		smart[c] = false
	}
	for _, c := range []byte("\\&<>\"\x00\xc2") {
		plain[c] = false
	}
	return smart, plain
}

// text writes markdown text, without any markup in it, as HTML and as plain text. It undoes backslash escapes and
// character references. smart allows typographic replacements.
func (p *page) text(s []byte, smart bool) {
	smart = smart && p.c.options.Typographer
	table := &ordinaryPlain
	if smart {
		table = &ordinary
	}
	for i := 0; i < len(s); {
		n := i
		for n < len(s) && table[s[n]] {
			n++
		}
		if n > i {
			p.html = append(p.html, s[i:n]...)
			p.plain = append(p.plain, s[i:n]...)
			if i = n; i == len(s) {
				return
			}
		}
		switch c := s[i]; c {
		case 0:
			i++
		case '\\':
			if i+1 < len(s) && util.IsPunct(s[i+1]) {
				i++
			}
			p.put(s[i : i+1])
			i++
		case '&':
			if decoded, n := reference(s[i:]); n > 0 {
				p.put(decoded)
				i += n
			} else {
				p.put(s[i : i+1])
				i++
			}
		case 0xC2:
			if i+1 < len(s) && s[i+1] == 0xAD { // a soft hyphen is for the eye, not for search
				p.html = append(p.html, s[i:i+2]...)
				i += 2
				continue
			}
			p.html, p.plain = append(p.html, c), append(p.plain, c)
			i++
		default:
			if smart {
				if mark, n := p.typographic(s, i); n > 0 {
					p.html, p.plain = escape.HTML(p.html, mark), append(p.plain, mark...)
					i += n
					continue
				}
			}
			p.put(s[i : i+1])
			i++
		}
	}
}

// put writes text in which nothing is markup, as HTML and as plain text.
func (p *page) put(s []byte) {
	p.html = escape.HTML(p.html, s)
	p.plain = append(p.plain, s...)
}

// typographic returns what is to be written for the characters at s[i:], and how many they are; 0 for as they are.
func (p *page) typographic(s []byte, i int) (mark string, n int) {
	switch s[i] {
	case '-':
		switch run(s[i:], "-") {
		case 2:
			return "–", 2
		case 3:
			return "—", 3
		}
		n := run(s[i:], "-")
		return string(s[i : i+n]), n
	case '.':
		if n := run(s[i:], "."); n == 3 {
			return "…", 3
		} else {
			return string(s[i : i+n]), n
		}
	case '"', '\'':
		return p.quote(s, i), 1
	}
	return "", 0
}

// quote chooses the mark for a straight quotation mark by the characters around it.
func (p *page) quote(s []byte, i int) string {
	before, _ := utf8.DecodeLastRune(p.plain[min(p.typo.start, len(p.plain)):])
	if before == utf8.RuneError {
		before = ' '
	}
	after := ' '
	if i+1 < len(s) {
		after, _ = utf8.DecodeRune(s[i+1:])
	}
	opens := unicode.IsSpace(before) || strings.ContainsRune("([{/–—«„“‘‚-\"", before)
	if s[i] == '"' {
		if opens && !(unicode.IsSpace(before) && unicode.IsSpace(after) && p.typo.double > 0) {
			p.typo.double++
			return p.c.quotes[0]
		}
		if p.typo.double == 0 && unicode.IsDigit(before) {
			return `"` // inches
		}
		p.typo.double = max(0, p.typo.double-1)
		return p.c.quotes[1]
	}
	if !opens && (unicode.IsLetter(after) || unicode.IsDigit(after)) || opens && (unicode.IsDigit(after) || elided(s[i+1:])) {
		return "’" // an apostrophe, within a word or at its beginning
	}
	if opens && !unicode.IsSpace(after) {
		p.typo.single++
		return p.c.quotes[2]
	}
	if p.typo.single > 0 {
		p.typo.single--
		return p.c.quotes[3]
	}
	return "’"
}

// elided reports whether text begins with an English word that has lost its beginning, as in 'tis.
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

// reference decodes the character reference that begins s and returns its length, or 0 when there is none. A reference
// to a character that does not exist is none.
func reference(s []byte) ([]byte, int) {
	end := 1
	for end < len(s) && end < 40 && s[end] != ';' && (util.IsAlphaNumeric(s[end]) || end == 1 && s[end] == '#') {
		end++
	}
	if end == len(s) || end < 2 || s[end] != ';' {
		return nil, 0
	}
	name := string(s[1:end])
	if name[0] != '#' {
		if entity, ok := util.LookUpHTML5EntityByName(name); ok {
			return entity.Characters, end + 1
		}
		return nil, 0
	}
	digits, base, limit := name[1:], 10, 7
	if len(digits) > 0 && digits[0]|0x20 == 'x' {
		digits, base, limit = digits[1:], 16, 6
	}
	code, err := strconv.ParseUint(digits, base, 32)
	if err != nil || len(digits) > limit || code == 0 || !utf8.ValidRune(rune(code)) {
		return nil, 0
	}
	return utf8.AppendRune(nil, rune(code)), end + 1
}

// appendDecoded appends text with backslash escapes and character references undone.
func appendDecoded(dst, s []byte) []byte {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == 0:
		case c == '\\' && i+1 < len(s) && util.IsPunct(s[i+1]):
			i++
			dst = append(dst, s[i])
		case c == '&':
			if decoded, n := reference(s[i:]); n > 0 {
				dst = append(dst, decoded...)
				i += n - 1
				continue
			}
			dst = append(dst, c)
		default:
			dst = append(dst, c)
		}
	}
	return dst
}
