package source

import (
	"encoding/binary"
	"unicode/utf8"
)

// Eight bytes are tested at once, because most text has neither control characters nor bytes above ASCII.
const (
	everyByte = 0x0101010101010101
	topBits   = 0x8080808080808080
)

// nextNonASCII returns the offset of the first byte above ASCII at or after i, or the length of data.
func nextNonASCII(data []byte, i int) int {
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

// nextControl returns the offset of the first control character at or after i, or the length of data. Tabs, line feeds,
// form feeds and carriage returns do not count, because text has them.
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
