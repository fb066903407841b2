package markdown

import (
	"strconv"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"

	"pandect/internal/escape"
	"pandect/internal/site"
)

// writer writes the HTML of a page, with holes, and the text that search reads.
type writer struct {
	html  []byte
	holes []site.Hole
	searchText

	typo   typography
	smart  bool // make typographic replacements
	quotes quotes
}

// ordinary marks the bytes of text that are copied as they are, with typography and without.
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

// text writes markdown text without markup, which is at an offset of the source, as HTML and as text for search. It decodes
// backslash escapes and character references, and makes typographic replacements.
func (w *writer) text(s []byte, offset int) {
	smart := w.smart
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
			w.html = append(w.html, s[i:n]...)
			w.plain = append(w.plain, s[i:n]...)
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
			w.put(s[i : i+1])
			i++
		case '&':
			if decoded, n := reference(s[i:]); n > 0 {
				w.put(decoded)
				i += n
			} else {
				w.put(s[i : i+1])
				i++
			}
		case 0xC2:
			if i+1 < len(s) && s[i+1] == 0xAD { // search ignores soft hyphens
				w.html = append(w.html, s[i:i+2]...)
				i += 2
				continue
			}
			w.html, w.plain = append(w.html, c), append(w.plain, c)
			i++
		default:
			if smart {
				if mark, n := w.typographic(s, i, offset+i); n > 0 {
					w.html, w.plain = escape.HTML(w.html, mark), append(w.plain, mark...)
					i += n
					continue
				}
			}
			w.put(s[i : i+1])
			i++
		}
	}
}

// attribute writes an attribute of the start tag that is open.
func (w *writer) attribute(name, value string) {
	w.html = append(append(append(w.html, ' '), name...), '=', '"')
	w.html = append(escape.HTML(w.html, value), '"')
}

// put writes plain text, as HTML and as text for search.
func (w *writer) put(s []byte) {
	w.html = escape.HTML(w.html, s)
	w.plain = append(w.plain, s...)
}

// reference decodes the character reference that begins s and returns its length, or 0 if there is no valid one.
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

// appendDecoded appends text with backslash escapes and character references decoded.
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
