package markdown

import (
	"bytes"
	"iter"

	"github.com/yuin/goldmark/text"
)

// maxAhead is how many lines are looked at before a block that begins like a list or a table is taken for one.
const maxAhead = 100

// linesAfter yields the lines after the current one that lie in the same containers, without what the containers and
// indentation put before them: the column where each begins, relative to that of an offset in the current line, and its text.
// Containers are parsed line by line, so lines ahead are only available as they are in the source.
func linesAfter(reader text.Reader, at int) iter.Seq2[int, []byte] {
	src := reader.Source()
	_, segment := reader.PeekLine()
	start := bytes.LastIndexByte(src[:segment.Start], '\n') + 1
	quotes := bytes.Count(src[start:segment.Start], []byte{'>'})
	base := columns(src[start:min(len(src), segment.Start+max(0, at-segment.Padding))])
	base -= max(0, segment.Padding-at)
	if n, column, _ := indentation(src[start:], quotes); bytes.HasPrefix(src[start+n:], []byte("[^")) && segment.Start > start+n {
		base = column + 4 // the text of a footnote goes on here
	}
	rest := src[segment.Stop:]
	return func(yield func(int, []byte) bool) {
		for range maxAhead {
			if len(rest) == 0 {
				return
			}
			line, after, _ := bytes.Cut(rest, []byte{'\n'})
			rest = after
			n, column, inside := indentation(line, quotes)
			if !inside || !yield(column-base, line[n:]) {
				return
			}
		}
	}
}

// indentation returns how many bytes of a line are white space and the signs of quotations, the column behind them, and
// whether all quotations go on.
func indentation(line []byte, quotes int) (n, column int, inside bool) {
	for ; n < len(line); n++ {
		switch c := line[n]; {
		case c == ' ':
			column++
		case c == '\t':
			column += 4 - column%4
		case c == '>' && quotes > 0:
			quotes--
			column++
		default:
			return n, column, quotes == 0
		}
	}
	return n, column, quotes == 0
}

// columns returns the width of a text, in which a tab leads to the next multiple of four.
func columns(text []byte) (n int) {
	for _, c := range text {
		switch {
		case c == '\t':
			n += 4 - n%4
		case c&0xC0 != 0x80: // characters, not bytes
			n++
		}
	}
	return n
}
