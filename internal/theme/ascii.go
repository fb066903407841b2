package theme

import (
	"encoding/binary"
	"strconv"
	"unicode/utf8"
)

// appendASCII appends a finished page to dst, with a numeric character reference for every character outside ASCII, which
// means the same in text, attributes and titles. It would not in scripts and styles, which a page of the site has none of:
// see appendOneFile. The control characters U+0080 to U+009F become spaces: HTML has no place for them, and reads references
// to them as other characters.
func appendASCII(dst, page []byte) []byte {
	for {
		start := firstWide(page)
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

// firstWide returns the offset of the first byte outside ASCII, or the length. It looks at eight bytes at a time.
func firstWide(b []byte) int {
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
