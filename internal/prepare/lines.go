package prepare

import "bytes"

// What a line is, as far as it matters before goldmark has seen the text.
type lineKind uint8

const (
	proseLine   lineKind = iota
	fenceLine            // the first line of a fenced code block
	codeLine             // a line within one
	fenceEnd             // its last line
	commentLine          // a line that begins within a comment
)

// lineScanner follows fenced code blocks and comments from line to line. It is less exact than goldmark, which alone
// knows where lists end, but it errs only where a fence is left open.
type lineScanner struct {
	fence   byte   // '`' or '~' within a fenced code block, otherwise 0
	length  int    // of the fence
	quotes  int    // how many '>' stand before the fence
	comment string // what ends the comment that is open; "" when there is none
}

// next takes the next line, without its ending.
func (s *lineScanner) next(line []byte) lineKind {
	if s.comment != "" {
		if i := bytes.Index(line, []byte(s.comment)); i >= 0 {
			rest := line[i+len(s.comment):]
			s.comment = ""
			s.openComment(rest)
		}
		return commentLine
	}
	at, quotes := markers(line, s.fence == 0)
	c, n := fenceRun(line[at:])
	if s.fence != 0 {
		if quotes < s.quotes {
			s.fence = 0 // the quotation ended, and the code with it
			return s.next(line)
		}
		if c == s.fence && n >= s.length && isBlank(line[at+n:]) {
			s.fence = 0
			return fenceEnd
		}
		return codeLine
	}
	if n >= 3 && (c == '~' || bytes.IndexByte(line[at+n:], '`') < 0) {
		s.fence, s.length, s.quotes = c, n, quotes
		return fenceLine
	}
	s.openComment(line)
	return proseLine
}

// What begins and ends a comment of either kind.
const (
	CommentStart = "<!--"
	CommentStop  = "-->"
	Percents     = "%%"
)

var (
	commentStart = []byte(CommentStart)
	commentStop  = []byte(CommentStop)
	percents     = []byte(Percents)
)

// openComment notes whether a comment begins in the line and does not end there.
func (s *lineScanner) openComment(line []byte) {
	if !bytes.Contains(line, commentStart) && !bytes.Contains(line, percents) {
		return
	}
	for i := 0; i < len(line); i++ {
		rest := line[i:]
		var closer []byte
		switch {
		case rest[0] == '\\':
			i++
			continue
		case rest[0] == '`':
			n := runLength(rest, '`')
			if end := closingTicks(rest[n:], n); end >= 0 {
				n += end
			}
			i += n - 1
			continue
		case bytes.HasPrefix(rest, commentStart):
			closer = commentStop
		case bytes.HasPrefix(rest, percents):
			closer = percents
		default:
			continue
		}
		end := bytes.Index(rest[2:], closer)
		if end < 0 {
			s.comment = string(closer)
			return
		}
		i += 2 + end + len(closer) - 1
	}
}

// closingTicks returns the end of the run of exactly n backticks in text, or -1.
func closingTicks(text []byte, n int) int {
	for i := 0; i < len(text); i++ {
		if text[i] == '`' {
			length := runLength(text[i:], '`')
			if length == n {
				return i + n
			}
			i += length - 1
		}
	}
	return -1
}

func runLength(text []byte, c byte) int {
	n := 0
	for n < len(text) && text[n] == c {
		n++
	}
	return n
}

func fenceRun(text []byte) (byte, int) {
	if len(text) < 3 || text[0] != '`' && text[0] != '~' {
		return 0, 0
	}
	return text[0], runLength(text, text[0])
}

// markers returns the offset after the white space, the quotation marks and, with lists, the list markers that begin a
// line, and how many quotation marks there are.
func markers(line []byte, lists bool) (at, quotes int) {
	for at < len(line) {
		switch c := line[at]; {
		case c == ' ' || c == '\t':
			at++
		case c == '>':
			at++
			quotes++
		default:
			n := 0
			if lists {
				n = listMarker(line[at:])
			}
			if n == 0 {
				return at, quotes
			}
			at += n
		}
	}
	return at, quotes
}

// listMarker returns the length of the list marker that begins text, or 0. White space must follow it.
func listMarker(text []byte) int {
	n := 0
	switch c := text[0]; {
	case c == '-' || c == '*' || c == '+':
		n = 1
	case '0' <= c && c <= '9':
		for n < len(text) && n < 9 && '0' <= text[n] && text[n] <= '9' {
			n++
		}
		if n == len(text) || text[n] != '.' && text[n] != ')' {
			return 0
		}
		n++
	}
	if n == 0 || n < len(text) && text[n] != ' ' && text[n] != '\t' {
		return 0
	}
	return n
}

func isBlank(text []byte) bool {
	for _, c := range text {
		if c != ' ' && c != '\t' {
			return false
		}
	}
	return true
}

// eachLine calls f with every line of text, without its ending, until f returns false.
func eachLine(text []byte, f func(line []byte) bool) {
	for len(text) > 0 {
		line := text
		if i := bytes.IndexByte(text, '\n'); i >= 0 {
			line, text = text[:i], text[i+1:]
		} else {
			text = nil
		}
		if !f(line) {
			return
		}
	}
}
