package prepare

import (
	"bytes"
	"strings"
	"unicode"
)

// HeadingID makes an id from a heading's text: letters and digits of every script in lower case, and a hyphen for
// whatever stands between them. It depends on nothing else, so it stays when a link's target or the order changes.
func HeadingID(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) && r > 0x7f:
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		case r == '\'' || r == '’' || r == '\u00ad' || r == '\u200c' || r == '\u200d':
		default:
			gap = true
		}
	}
	if b.Len() == 0 {
		return "section"
	}
	return b.String()
}

// HeadingAttributes reads what is between the braces at the end of a heading, for example "#kovel .unnumbered". Ids
// that Word made and classes are dropped. It returns false when it is not a list of attributes.
func HeadingAttributes(list string) (id string, ok bool) {
	for _, word := range strings.Fields(list) {
		switch {
		case len(word) > 1 && word[0] == '#' && strings.IndexFunc(word[1:], notInID) < 0:
			if !strings.HasPrefix(word, "#_") {
				id = word[1:]
			}
		case len(word) > 1 && word[0] == '.' && strings.IndexFunc(word[1:], notInID) < 0, word == "-":
		default:
			return "", false
		}
		ok = true
	}
	return id, ok
}

func notInID(r rune) bool {
	return !(unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '-' || r == '_' || r == '.' || r == ':')
}

// findPart returns the range of a file that an include shows: the section under the heading part, without the heading,
// or everything without the front matter and the title.
func findPart(text []byte, body int, part string) (start, stop int, ok bool) {
	want := HeadingID(part)
	level := 0
	stop = len(text)
	first := true
	eachHeading(text[body:], func(h foundHeading) bool {
		if part == "" {
			if first && h.level == 1 && isBlank(bytes.ReplaceAll(text[body:body+h.start], []byte{'\n'}, nil)) {
				start = h.stop
			}
			return false
		}
		first = false
		switch {
		case level > 0 && h.level <= level:
			stop = body + h.start
			return false
		case level == 0 && (h.id == part || HeadingID(h.text) == want):
			start, level = h.stop, h.level
		}
		return true
	})
	return body + start, stop, part == "" || level > 0
}

func headingTexts(text []byte) []string {
	var list []string
	eachHeading(text, func(h foundHeading) bool {
		list = append(list, h.text)
		return true
	})
	return list
}

// foundHeading is a heading found by looking at lines only, before anything is parsed.
type foundHeading struct {
	level       int
	text, id    string
	start, stop int // its lines
}

// eachHeading calls f with the headings of a text that stand outside quotations, lists and code.
func eachHeading(text []byte, f func(foundHeading) bool) {
	var scan lineScanner
	at := 0
	var before []byte // the last line, when a line of = or - would make it a heading
	beforeAt := 0
	eachLine(text, func(line []byte) bool {
		start := at
		at += len(line) + 1
		if scan.next(line) != proseLine {
			before = nil
			return true
		}
		h := foundHeading{start: start, stop: min(at, len(text))}
		trimmed := bytes.TrimSpace(line)
		switch n := runLength(trimmed, '#'); {
		case n >= 1 && n <= 6 && (n == len(trimmed) || trimmed[n] == ' ' || trimmed[n] == '\t'):
			h.level = n
			h.text = string(bytes.TrimSpace(bytes.TrimRight(bytes.TrimSpace(trimmed[n:]), "#")))
		case before != nil && len(trimmed) > 0 && (runLength(trimmed, '=') == len(trimmed) || runLength(trimmed, '-') == len(trimmed)):
			h.level, h.start, h.text = 1, beforeAt, string(bytes.TrimSpace(before))
			if trimmed[0] == '-' {
				h.level = 2
			}
		}
		before, beforeAt = nil, start
		if h.level == 0 {
			if len(trimmed) > 0 && trimmed[0] != '>' && listMarker(trimmed) == 0 {
				before = line
			}
			return true
		}
		if i := strings.LastIndexByte(h.text, '{'); i >= 0 && strings.HasSuffix(h.text, "}") {
			if attrs, ok := HeadingAttributes(h.text[i+1 : len(h.text)-1]); ok {
				h.id, h.text = attrs, strings.TrimSpace(h.text[:i])
			}
		}
		return f(h)
	})
}
