package words

import "math/bits"

// Bytes8 is eight bytes of a text in one number, the first lowest. Its methods classify all of them at once (SWAR: SIMD
// within a register), with the same result as a loop over the bytes.
type Bytes8 uint64

// Mask marks bytes of a Bytes8 by the highest bit of each.
type Mask uint64

const (
	everyByte = 0x0101010101010101 // times a byte: that byte in all eight
	topBits   = 0x8080808080808080
)

// load8 returns the first eight bytes of a text, which must be that long.
func load8(s string) Bytes8 {
	_ = s[7]
	return Bytes8(s[0]) | Bytes8(s[1])<<8 | Bytes8(s[2])<<16 | Bytes8(s[3])<<24 |
		Bytes8(s[4])<<32 | Bytes8(s[5])<<40 | Bytes8(s[6])<<48 | Bytes8(s[7])<<56
}

// First returns the index of the first marked byte, or 8.
func (m Mask) First() int { return bits.TrailingZeros64(uint64(m)) / 8 }

// Equal marks the bytes that are c. Only the first mark is reliable.
func (x Bytes8) Equal(c byte) Mask {
	x ^= Bytes8(c) * everyByte
	return Mask((x - everyByte) &^ x & topBits)
}

// notAlphanumeric marks the bytes that are not ASCII letters or digits.
func (x Bytes8) notAlphanumeric() Mask {
	low := x & (0x7F * everyByte)
	small := low | 0x20*everyByte
	letters := (small + (0x80-'a')*everyByte) &^ (small + (0x80-'z'-1)*everyByte)
	digits := (low + (0x80-'0')*everyByte) &^ (low + (0x80-'9'-1)*everyByte)
	return Mask((x | ^(letters | digits)) & topBits)
}

// notLower marks the bytes that are not lower-case ASCII letters.
func (x Bytes8) notLower() Mask {
	low := x & (0x7F * everyByte)
	return Mask((x | ^((low + (0x80-'a')*everyByte) &^ (low + (0x80-'z'-1)*everyByte))) & topBits)
}
