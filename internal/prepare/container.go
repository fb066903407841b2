package prepare

import (
	"bytes"
	"slices"
)

// slot is where an include stands: what is written before the lines of its text, so that all of them lie in the containers
// that the line of the include lies in or begins.
type slot struct {
	at    int    // bytes of the line before the include
	first []byte // what is written before the first line, if the line begins a container; else nil
	next  []byte // what is written before the other lines
}

// slotOf returns the slot behind the white space and the markers of quotations, list items, definitions and footnotes that
// begin a line.
func slotOf(line []byte) (s slot, ok bool) {
	opens := false
	for s.at < len(line) {
		rest := line[s.at:]
		n := 0
		switch c := rest[0]; {
		case c == ' ':
			s.next = append(s.next, ' ')
			n = 1
		case c == '\t':
			s.next = append(s.next, "    "[len(s.next)%4:]...)
			n = 1
		case c == '>':
			s.next = append(s.next, '>')
			if n = 1; len(rest) > 1 && rest[1] != ' ' && rest[1] != '\t' {
				s.next = append(s.next, ' ')
			}
		default:
			if n = containerMarker(rest); n == 0 {
				break
			}
			if indent := spaceLength(rest[n:]); indent > 4 {
				return s, false // indented code
			}
			opens = true
			if c == '[' {
				n += spaceLength(rest[n:])
				s.next = append(s.next, "    "...)
			} else {
				s.next = append(s.next, bytes.Repeat([]byte{' '}, n)...)
			}
		}
		if n == 0 {
			break
		}
		s.at += n
	}
	if opens {
		s.first = line[:s.at]
	}
	return s, true
}

// containerMarker returns the length of the marker of a list item, a definition or a footnote that begins text, or 0.
func containerMarker(text []byte) int {
	switch n := 1; text[0] {
	case ':':
		if n < len(text) && (text[n] == ' ' || text[n] == '\t') {
			return n
		}
		return 0
	case '[':
		if bytes.HasPrefix(text, []byte("[^")) {
			if n = bytes.Index(text, []byte("]:")); n > 2 && bytes.IndexByte(text[2:n], '[') < 0 {
				return n + 2
			}
		}
		return 0
	}
	return listMarker(text)
}

// within limits the white space before the include to that of the containers it lies in, which have this many columns behind
// the last '>'. What is more would make code of an included text.
func (s slot) within(columns int) slot {
	if s.first == nil {
		quote := bytes.LastIndexByte(s.next, '>') + 1
		if quote > 0 {
			quote++ // the space that belongs to it
		}
		s.next = s.next[:min(len(s.next), quote+columns)]
	}
	return s
}

// behind returns the slot as it is in a text that is included itself.
func (s slot) behind(l *layer) slot {
	if s.first != nil || l.lead != nil {
		before := l.prefix
		if l.lead != nil {
			before = l.lead
		}
		own := s.first
		if own == nil {
			own = s.next
		}
		s.first = slices.Concat(before, own)
	}
	s.next = slices.Concat(l.prefix, s.next)
	return s
}

// indents tracks from line to line how far the text of the open list items, definitions and footnotes is indented, as far as it
// matters for includes.
type indents struct {
	quotes  int   // number of '>' of the last line
	columns []int // of the text of each open container, behind the '>'
	blank   bool  // the last line was blank
}

// next notes a line. It returns the columns of the innermost container, and whether the line is indented code.
func (s *indents) next(line []byte) (columns int, code bool) {
	quotes, at := 0, 0
	for i := 0; i < len(line) && (line[i] == ' ' || line[i] == '\t' || line[i] == '>'); i++ {
		if line[i] == '>' {
			quotes++
			if at = i + 1; at < len(line) && line[at] == ' ' {
				at++
			}
		}
	}
	if quotes != s.quotes {
		*s = indents{quotes: quotes, blank: quotes > s.quotes}
	}
	rest := line[at:]
	column, at := indentWidth(rest, 0)
	if rest = rest[at:]; len(rest) == 0 {
		s.blank = true
		return 0, false
	}
	for len(s.columns) > 0 && s.columns[len(s.columns)-1] > column {
		s.columns = s.columns[:len(s.columns)-1]
	}
	if n := len(s.columns); n > 0 {
		columns = s.columns[n-1]
	}
	if column-columns >= 4 {
		code = s.blank
	} else {
		rest = s.open(rest, column)
	}
	s.blank = len(rest) == 0
	return columns, code
}

// open notes the containers whose markers begin a text, which is in this column, and returns what follows them.
func (s *indents) open(text []byte, column int) []byte {
	for len(text) > 0 {
		n := containerMarker(text)
		if n == 0 {
			break
		}
		width, at := indentWidth(text[n:], column+n)
		inner := column + n + width
		if text[0] == '[' { // a footnote
			inner = column + 4
		}
		if text = text[n:]; width > 4 || at == len(text) { // indented code, or nothing
			inner, at = column+n+1, len(text)
		}
		text = text[at:]
		s.columns = append(s.columns, inner)
		column = inner
	}
	return text
}

// indentWidth returns the columns and the bytes of the white space that begins a text, which is in this column.
func indentWidth(text []byte, column int) (width, n int) {
	for n < len(text) && (text[n] == ' ' || text[n] == '\t') {
		if text[n] == '\t' {
			width += 4 - (column+width)%4
		} else {
			width++
		}
		n++
	}
	return width, n
}
