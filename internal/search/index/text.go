package index

import (
	"strings"

	"pandect/internal/search/words"
)

// A code is the number of a token or of a gap, and two bits: the lower is 1 for a gap, the upper for a token with a capital
// first letter. Codes have one size, because varints are much slower to read.
const (
	codeSize = 3
	maxCodes = 1 << (8*codeSize - 2)
)

func appendCodes(dst []byte, gap uint32, t *words.Token) []byte {
	if gap != 0 {
		dst = appendCode(dst, gap<<2|1)
	}
	return appendCode(dst, t.Number<<2|t.Capital<<1)
}

func appendCode(dst []byte, code uint32) []byte {
	return append(dst, byte(code), byte(code>>8), byte(code>>16))
}

// appendText appends the text of section i to dst.
func (a *Analysed) appendText(dst []byte, i int) []byte {
	start := int32(0)
	if i > 0 {
		start = a.sections[i-1].textEnd
	}
	first := len(dst)
	space := 0 // 1 if a space precedes the next token
	for b := a.text[start:a.sections[i].textEnd]; len(b) >= codeSize; b = b[codeSize:] {
		code := uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16
		if code&1 == 0 {
			dst = a.words.appendToken(append(dst, ' ')[:len(dst)+space], code>>2, code>>1&1)
			space = 1
			continue
		}
		gap := a.words.gaps[code>>2]
		if len(dst) == first {
			gap = strings.TrimLeft(gap, " ")
		}
		dst = append(dst, gap...)
		space = 0
	}
	if n := len(dst); n > first && dst[n-1] == ' ' {
		dst = dst[:n-1]
	}
	return dst
}
