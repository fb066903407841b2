package prepare

import (
	"bytes"
	"iter"
	"regexp"
	"strings"
	"unicode"
)

// HeadingID makes an id from a heading's text: letters and digits of every script in lower case, with a hyphen for
// anything between them. It depends on the text alone, so it is stable when links or the order of headings change.
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

// HeadingAttributes parses the attributes in braces at the end of a heading, for example "#kovel .unnumbered". Classes, other
// attributes, and ids that Word made are dropped. What an id cannot have is replaced as in ids that are made from text, and
// odd is the id as it was written then. It returns false if the text is not a list of attributes.
func HeadingAttributes(list string) (id, odd string, ok bool) {
	list = strings.TrimSpace(strings.TrimPrefix(list, ":")) // as kramdown writes them
	if m := anyID.FindStringSubmatch(list); m != nil {
		if strings.HasSuffix(m[1], "#") {
			return "", "", false // a comment of a template
		}
		if id = m[1]; !strings.HasPrefix(id, "_") && strings.IndexFunc(id, notInID) >= 0 {
			odd, id = id, HeadingID(id)
		}
		if strings.HasPrefix(id, "_") {
			id = ""
		}
		list, ok = strings.TrimSpace(list[1+len(m[1]):]), true
	}
	for list != "" {
		m := attribute.FindString(list)
		if m == "" {
			return "", "", false
		}
		list, ok = strings.TrimSpace(list[len(m):]), true
		if strings.HasPrefix(m, "#") && id == "" {
			id = m[1:]
		}
	}
	return id, odd, ok
}

var (
	// anyID matches an id and whatever belongs to it, up to another attribute.
	anyID = regexp.MustCompile(`^#([^\s#.=][^#="'{}]*?)\s*(?:\s\.[\p{L}]|\s[\w-]+=|$)`)
	// attribute matches a class, another attribute or a further id.
	attribute = regexp.MustCompile(`^(?:-|[.#][^\s{}="']+|[\w:-]+=(?:"[^"]*"|'[^']*'|[^\s"'{}]*))(?:\s|$)`)
)

func notInID(r rune) bool {
	return !(unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '-' || r == '_' || r == '.' || r == ':')
}

// findPart returns the range of a file that an include shows: the section under the heading part, without the heading,
// or everything but the front matter and the title.
func findPart(text []byte, body int, part string) (start, stop int, ok bool) {
	want, level := HeadingID(part), 0
	for h := range headings(text[body:]) {
		switch {
		case part == "":
			if h.level == 1 && len(bytes.Trim(text[body:body+h.start], " \t\n")) == 0 {
				body += h.stop
			}
			return body, len(text), true
		case level > 0 && h.level <= level:
			return start, body + h.start, true
		case level == 0 && (h.id == part || HeadingID(h.text) == want):
			start, level = body+h.stop, h.level
		}
	}
	if part == "" {
		start = body
	}
	return start, len(text), part == "" || level > 0
}

func headingTexts(text []byte) (list []string) {
	for h := range headings(text) {
		list = append(list, h.text)
	}
	return list
}

// scannedHeading is a heading that was found by scanning lines, before anything is parsed.
type scannedHeading struct {
	level       int
	text, id    string
	start, stop int // bytes of its lines
}

// headings yields the headings of a text outside quotations, lists and code.
func headings(text []byte) iter.Seq[scannedHeading] {
	return func(yield func(scannedHeading) bool) {
		var scan lineScanner
		at := 0
		var before []byte // the last line, if a line of = or - would make it a setext heading
		beforeAt := 0
		for line := range lines(text) {
			start := at
			at += len(line) + 1
			if scan.next(line) != proseLine {
				before = nil
				continue
			}
			h := scannedHeading{start: start, stop: min(at, len(text))}
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
				continue
			}
			if i := strings.LastIndexByte(h.text, '{'); i >= 0 && strings.HasSuffix(h.text, "}") {
				if id, _, ok := HeadingAttributes(h.text[i+1 : len(h.text)-1]); ok {
					h.id, h.text = id, strings.TrimSpace(h.text[:i])
				}
			}
			if !yield(h) {
				return
			}
		}
	}
}
