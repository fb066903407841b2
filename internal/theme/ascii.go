package theme

import (
	"encoding/binary"
	"strconv"
	"unicode/utf8"
)

// appendASCII appends a rendered page to dst, with a numeric character reference for every character outside ASCII. References work
// in text, attributes and titles, but not in inline scripts and styles: see appendSingleFile. The control characters U+0080 to
// U+009F become spaces, because they are not allowed in HTML, and references to them mean other characters.
func appendASCII(dst, page []byte) []byte {
	for {
		start := firstNonASCII(page)
		dst = append(dst, page[:start]...)
		page = page[start:]
		if len(page) == 0 {
			return dst
		}
		r, size := utf8.DecodeRune(page)
		if r <= 0x9f {
			dst = append(dst, ' ')
		} else {
			dst = append(dst, "&#"...)
			dst = strconv.AppendInt(dst, int64(r), 10)
			dst = append(dst, ';')
		}
		page = page[size:]
	}
}

// firstNonASCII returns the offset of the first byte outside ASCII, or the length. It tests eight bytes at a time.
func firstNonASCII(b []byte) int {
	i := 0
	for ; i+8 <= len(b); i += 8 {
		if binary.NativeEndian.Uint64(b[i:])&0x8080808080808080 != 0 {
			break
		}
	}
	for i < len(b) && b[i] < utf8.RuneSelf {
		i++
	}
	return i
}
