package words

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// maxPacked is the maximum length of a packed text in bytes; nearly all tokens are shorter.
const maxPacked = 16

// Packed is a text of 1 to 16 bytes, none of them zero, without a pointer: it is compared by value, and reading it costs no
// further cache miss. The zero value stands for a text that is empty or longer.
type Packed struct {
	low, high uint64 // the first eight bytes and the others, padded with zeros
}

// Pack packs a text.
func Pack(s string) Packed {
	if len(s) == 0 || len(s) > maxPacked {
		return Packed{}
	}
	low, high := pack(s, 0, len(s))
	return Packed{low, high}
}

// pack returns the bytes of s from start to end, 1 to 16 of them. It is fast if s has 16 bytes from start on.
func pack(s string, start, end int) (low, high uint64) {
	if n := uint(end - start); start+maxPacked <= len(s) { // shift out what follows
		if n <= 8 {
			return uint64(load8(s[start:])) << (64 - 8*n) >> (64 - 8*n), 0
		}
		return uint64(load8(s[start:])), uint64(load8(s[start+8:])) << (128 - 8*n) >> (128 - 8*n)
	}
	for i := end - 1; i >= start; i-- {
		high = high<<8 | low>>56
		low = low<<8 | uint64(s[i])
	}
	return low, high
}

// IsZero reports whether p is the zero value.
func (p Packed) IsZero() bool { return p.low == 0 }

// Append appends the text, which has n bytes. If capital is 1 and not 0, its first letter becomes a capital.
func (p *Packed) Append(dst []byte, n int, capital uint32) []byte {
	from := len(dst)
	if cap(dst)-from < maxPacked {
		dst = slices.Grow(dst, 1<<10)
	}
	to := dst[from : from+maxPacked] // the bytes beyond n are not part of the result
	binary.LittleEndian.PutUint64(to, p.low)
	binary.LittleEndian.PutUint64(to[8:], p.high)
	to[0] -= byte(capital) * ('a' - 'A')
	return dst[:from+n]
}

// Hash returns a hash of the text.
func (p Packed) Hash() uint64 { return hashOf(p.low, p.high) }

func hashOf(low, high uint64) uint64 {
	a, b := bits.Mul64(low^0x9E3779B97F4A7C15, high^0xD6E8FEB86659FD93)
	c, d := bits.Mul64(low, 0xA0761D6478BD642F)
	return a ^ b ^ c ^ d
}

// isLower reports whether a packed text of n bytes consists of lower-case ASCII letters.
func isLower(low, high uint64, n int) bool {
	return Bytes8(low).notLower()<<(64-8*min(n, 8)) == 0 && (n <= 8 || Bytes8(high).notLower()<<(128-8*n) == 0)
}
