package words

import "math/bits"

// Eight is eight bytes of a text as one number, the first lowest. Its methods look at all of them at once, and mark those
// of which something is true: what they say of each byte is what a loop over the bytes would say.
type Eight uint64

// Marks are bytes of an Eight that are marked: the highest bit of each.
type Marks uint64

const (
	everyByte = 0x0101010101010101 // times a byte: that byte eight times
	topBits   = 0x8080808080808080
)

// EightOf returns the first eight bytes of a text, which must have as many.
func EightOf(s string) Eight {
	_ = s[7]
	return Eight(s[0]) | Eight(s[1])<<8 | Eight(s[2])<<16 | Eight(s[3])<<24 |
		Eight(s[4])<<32 | Eight(s[5])<<40 | Eight(s[6])<<48 | Eight(s[7])<<56
}

// First returns the place of the first byte that is marked, or 8.
func (m Marks) First() int { return bits.TrailingZeros64(uint64(m)) / 8 }

// Equal marks the bytes that are c, up to the first of them: what is marked behind it means nothing.
func (x Eight) Equal(c byte) Marks {
	x ^= Eight(c) * everyByte
	return Marks((x - everyByte) &^ x & topBits)
}

// notAlphanumeric marks the bytes that are not ASCII letters or digits.
func (x Eight) notAlphanumeric() Marks {
	low := x & (0x7F * everyByte)
	small := low | 0x20*everyByte
	letters := (small + (0x80-'a')*everyByte) &^ (small + (0x80-'z'-1)*everyByte)
	digits := (low + (0x80-'0')*everyByte) &^ (low + (0x80-'9'-1)*everyByte)
	return Marks((x | ^(letters | digits)) & topBits)
}

// notLower marks the bytes that are not small ASCII letters.
func (x Eight) notLower() Marks {
	low := x & (0x7F * everyByte)
	return Marks((x | ^((low + (0x80-'a')*everyByte) &^ (low + (0x80-'z'-1)*everyByte))) & topBits)
}
