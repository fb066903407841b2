// Package escape escapes texts and addresses for HTML.
//
// The result may be used between tags and in attributes in double quotes. It is not safe inside scripts or styles. What
// an address in a template may begin with is judged in address.go; what a link in the text of a page may, in package markdown.
package escape

// mustEscape marks the bytes that HTML text and attributes cannot contain.
var mustEscape = [256]bool{'&': true, '<': true, '>': true, '"': true, 0: true}

// HTML appends s, escaped for HTML text and for attributes in double quotes.
func HTML[T string | []byte](dst []byte, s T) []byte {
	from := 0
	for i := 0; i < len(s); i++ {
		if mustEscape[s[i]] {
			dst = append(append(dst, s[from:i]...), reference(s[i])...)
			from = i + 1
		}
	}
	return append(dst, s[from:]...)
}

func reference(c byte) string {
	switch c {
	case '&':
		return "&amp;"
	case '<':
		return "&lt;"
	case '>':
		return "&gt;"
	case '"':
		return "&quot;"
	}
	return "" // HTML cannot contain U+0000
}

// URL appends an address that is known to be harmless (an output path, never what an editor wrote) for an
// attribute in double quotes. Characters that URLs cannot contain are percent-encoded; percent-encoding is kept.
func URL(dst []byte, s string) []byte {
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

// harmless are the characters besides letters and digits that need no percent-encoding.
var harmless = func() (table [256]bool) {
	for _, c := range []byte("-._~/?#[]@!$*+,;=:") {
		table[c] = true
	}
	return
}()

func hexadecimal(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
