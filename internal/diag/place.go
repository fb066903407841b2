package diag

import (
	"bytes"
	"unicode/utf8"
)

// Line returns line n of text, counted from 1, without its line ending. It is empty when there is no such line.
func Line(text []byte, n int) string {
	if n < 1 {
		return ""
	}
	for ; n > 1; n-- {
		end := bytes.IndexByte(text, '\n')
		if end < 0 {
			return ""
		}
		text = text[end+1:]
	}
	if end := bytes.IndexByte(text, '\n'); end >= 0 {
		text = text[:end]
	}
	return string(bytes.TrimSuffix(text, []byte("\r")))
}

// Position turns a byte offset of text into a line and a column in characters, both counted from 1. An offset outside
// text counts as the nearest one inside. It takes time in proportion to the offset.
func Position(text []byte, offset int) (line, column int) {
	before := text[:max(0, min(offset, len(text)))]
	start := bytes.LastIndexByte(before, '\n') + 1
	return bytes.Count(before, []byte("\n")) + 1, utf8.RuneCount(before[start:]) + 1
}

// At returns the place of the bytes from start to end in the file, and the line to quote for it. A range over several
// lines is cut at the end of its first line.
func At(file string, text []byte, start, end int) (place Place, quote string) {
	start = max(0, min(start, len(text)))
	end = max(start, min(end, len(text)))
	if stop := bytes.IndexByte(text[start:end], '\n'); stop >= 0 {
		end = start + stop
	}
	line, column := Position(text, start)
	lineStart := bytes.LastIndexByte(text[:start], '\n') + 1
	return Place{File: file, Line: line, Column: column, Length: utf8.RuneCount(text[start:end])}, Line(text[lineStart:], 1)
}
