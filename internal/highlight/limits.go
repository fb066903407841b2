package highlight

import (
	"bytes"

	"github.com/alecthomas/chroma/v2"
)

// Bound is a kind of bound on code that is to have colours.
type Bound uint8

// The bounds.
const (
	Nothing Bound = iota // the code is within all bounds
	Bytes                // of the code
	Line                 // bytes of a line
	Blank                // spaces, tabs and line breaks in a row
	Steps                // the lexer came to no end
)

// Excess says which bound code is over. The zero Excess says that it is over none.
type Excess struct {
	What      Bound
	Is, Limit int // 0 for Steps
}

// limits are how much code a lexer is given.
type limits struct{ bytes, line int }

// maxBlank is how many spaces, tabs and line breaks any lexer is given in a row: many look from each of them to the last.
const maxBlank = 300

// usual are the limits of most lexers.
var usual = limits{bytes: 100_000, line: 2_000}

var limitsByName = map[string]limits{}

func limitsOf(l chroma.Lexer) limits {
	if own, ok := limitsByName[l.Config().Name]; ok {
		return own
	}
	return usual
}

// exceeded returns the bound that code is over.
func (l limits) exceeded(code []byte) Excess {
	if len(code) > l.bytes {
		return Excess{What: Bytes, Is: len(code), Limit: l.bytes}
	}
	if longest := longestLine(code); longest > l.line {
		return Excess{What: Line, Is: longest, Limit: l.line}
	}
	if blank := longestBlank(code); blank > maxBlank {
		return Excess{What: Blank, Is: blank, Limit: maxBlank}
	}
	return Excess{}
}

func longestBlank(code []byte) int {
	longest, n := 0, 0
	for _, c := range code {
		if c != ' ' && c != '\t' && c != '\n' {
			n = 0
			continue
		}
		n++
		longest = max(longest, n)
	}
	return longest
}

func longestLine(code []byte) int {
	longest := 0
	for line := range bytes.Lines(code) {
		longest = max(longest, len(bytes.TrimSuffix(line, []byte{'\n'})))
	}
	return longest
}
