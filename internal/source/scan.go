package source

import (
	"encoding/binary"
	"unicode/utf8"
)

// Eight bytes are looked at as one word: most of a text has neither control characters nor bytes above ASCII.
const (
	everyByte = 0x0101010101010101
	topBits   = 0x8080808080808080
)

// nextHigh returns the offset of the first byte above ASCII at or after i, or the length of data.
func nextHigh(data []byte, i int) int {
	for ; i+8 <= len(data); i += 8 {
		if binary.LittleEndian.Uint64(data[i:])&topBits != 0 {
			break
		}
	}
	for i < len(data) && data[i] < utf8.RuneSelf {
		i++
	}
	return i
}

// nextControl returns the offset of the first control character that text does not have, at or after i, or the length
// of data. Text has tabs, line feeds, form feeds and carriage returns.
func nextControl(data []byte, i int) int {
	for i < len(data) {
		if i+8 <= len(data) {
			// The top bit of a byte is set here if it was below a space, or if a lower byte of the word was.
			if word := binary.LittleEndian.Uint64(data[i:]); (word-' '*everyByte)&^word&topBits == 0 {
				i += 8
				continue
			}
		}
		for end := min(i+8, len(data)); i < end; i++ {
			if c := data[i]; c < ' ' && c != '\t' && c != '\n' && c != '\f' && c != '\r' {
				return i
			}
		}
	}
	return len(data)
}
