package prepare

import (
	"bytes"
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// lineKind is the kind of a line, as far as it matters before goldmark parses the text.
type lineKind uint8

const (
	proseLine   lineKind = iota
	fenceLine            // the first line of a fenced code block
	codeLine             // a line inside one
	fenceEnd             // its last line
	commentLine          // a line that begins inside a comment
)

// lineScanner tracks fenced code blocks and comments from line to line. Unlike goldmark it does not know where lists end,
// so it errs where a fence in a list is not closed.
type lineScanner struct {
	fence   byte   // '`' or '~' inside a fenced code block, else 0
	length  int    // of the fence
	quotes  int    // number of '>' before the fence
	comment string // what closes the open comment; "" if none is open
}

// next returns the kind of the next line, which comes without its ending.
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
			s.fence = 0 // the quotation ended, and the code block with it
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

// Delimiters of the two kinds of comment: <!-- ... --> and %%...%%.
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

// BeginsComment reports whether the %% at an offset of a text can begin a comment. Percent signs are prose in **%%**, in "5%% of
// it", as a cell of a table, and before punctuation that ends something; what is written to colleagues is none of these.
func BeginsComment(text []byte, at int) bool {
	stop := at + len(percents)
	before, _ := utf8.DecodeLastRune(text[:at])
	after, _ := utf8.DecodeRune(text[stop:])
	switch {
	case stop == len(text):
		return at == 0 || before == '\n' || !isTextBefore(before)
	case after == '\n':
		return true
	case after == ' ' || after == '\t':
		rest := bytes.TrimLeft(text[stop:], " \t")
		return len(rest) > 0 && rest[0] != '|' && (at == 0 || !isTextBefore(before))
	case strings.ContainsRune("*_~`\"'|", after):
		return at == 0 || before != after
	}
	return !strings.ContainsRune(",.;:!?)]}”’»", after)
}

// isTextBefore reports whether a character belongs to a word or a number, so that percent signs behind it belong to that.
func isTextBefore(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// openComment notes a comment that begins in the line and does not end there.
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
			i += codeSpanLength(rest) - 1
			continue
		case bytes.HasPrefix(rest, commentStart):
			closer = commentStop
		case bytes.HasPrefix(rest, percents):
			if !BeginsComment(line, i) {
				i++
				continue
			}
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

// codeSpanLength returns the length of the code span that begins text, or of its backticks if it is not closed.
func codeSpanLength(text []byte) int {
	n := runLength(text, '`')
	for i := n; i < len(text); i++ {
		if text[i] == '`' {
			length := runLength(text[i:], '`')
			if length == n {
				return i + n
			}
			i += length - 1
		}
	}
	return n
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

// markers returns the offset behind the white space, the '>' and, with lists, the list markers that begin a line, and the
// number of '>'.
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

func isBlank(line []byte) bool { return len(bytes.Trim(line, " \t")) == 0 }

// lines yields the lines of a text without their endings.
func lines(text []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for line := range bytes.Lines(text) {
			if !yield(bytes.TrimSuffix(line, []byte{'\n'})) {
				return
			}
		}
	}
}

// codeFence takes apart the first line of a fenced code block: the offset and length of its fence, and its attributes.
func codeFence(line []byte) (at, length int, attrs CodeAttributes) {
	at, _ = markers(line, true)
	_, length = fenceRun(line[at:])
	_, attrs = SplitInfo(line[at+length:])
	return at, length, attrs
}
