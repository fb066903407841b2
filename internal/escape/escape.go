// Package escape writes text as HTML text.
//
// What it writes can stand between tags and in attributes in double quotes. It knows nothing of addresses, scripts or
// styles: what is put there needs more care than this.
package escape

// mustEscape marks the bytes that HTML text and attributes cannot hold.
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
	return "" // a byte of value 0 has no place in HTML
}
