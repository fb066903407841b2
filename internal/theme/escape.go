package theme

import "pandect/internal/site"

// appendText appends s escaped for text and for attributes in double quotes.
func appendText(dst []byte, s string) []byte {
	start := 0
	for i := range len(s) {
		var reference string
		switch s[i] {
		case '&':
			reference = "&amp;"
		case '<':
			reference = "&lt;"
		case '>':
			reference = "&gt;"
		case '"':
			reference = "&#34;"
		case '\'':
			reference = "&#39;"
		case 0:
			reference = "&#65533;" // HTML has no NUL
		default:
			continue
		}
		dst = append(dst, s[start:i]...)
		dst = append(dst, reference...)
		start = i + 1
	}
	return append(dst, s[start:]...)
}

// appendURL appends an address that is known to be harmless (an output path, never what an editor wrote) for an
// attribute in double quotes. What an address may not hold is percent-encoded; what is encoded already stays.
func appendURL(dst []byte, s string) []byte {
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
			dst = append(dst, c)
		case c == '&':
			dst = append(dst, "&amp;"...)
		default:
			if harmless[c] || c == '%' && i+2 < len(s) && hexadecimal(s[i+1]) && hexadecimal(s[i+2]) {
				dst = append(dst, c)
				continue
			}
			const digits = "0123456789abcdef"
			dst = append(dst, '%', digits[c>>4], digits[c&15])
		}
	}
	return dst
}

// harmless are the characters besides letters and digits that stand for themselves in an address.
var harmless = func() (table [256]bool) {
	for _, c := range []byte("-._~/?#[]@!$*+,;=:") {
		table[c] = true
	}
	return
}()

func hexadecimal(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// appendAnchor appends a link to an output path.
func appendAnchor(dst []byte, p *site.Page, to, attributes, text string) []byte {
	dst = append(dst, `<a href="`...)
	dst = appendURL(dst, rel(p, to))
	dst = append(dst, '"')
	dst = append(dst, attributes...)
	dst = append(dst, '>')
	dst = appendText(dst, text)
	return append(dst, "</a>"...)
}
