package prepare

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"
)

// mender undoes in one line of prose what word processors and web pages do to markers, and notes what it did. It keeps
// an account of the bytes it takes out and puts in, so that columns in diagnostics stay right.
type mender struct {
	line  []byte // as it is in the file
	out   []byte // as it shall be; nil while nothing has changed
	edits []edit

	bulleted bool // the line begins a list of foreign bullets
	at       int  // where
	deep     bool // the line was nested too deeply
	bidi     int  // where an invisible change of direction is; -1 when there is none
}

// text is the line as it is so far.
func (m *mender) text() []byte {
	if m.out != nil {
		return m.out
	}
	return m.line
}

// replace puts s in place of the bytes from start to stop of the text.
func (m *mender) replace(start, stop int, s string) {
	old := m.text()
	next := make([]byte, 0, len(old)+len(s))
	next = append(append(append(next, old[:start]...), s...), old[stop:]...)
	m.out = next
	shift := len(s) - (stop - start)
	if shift == 0 {
		return
	}
	var edits []edit
	for _, e := range m.edits {
		if e.at <= start {
			edits = append(edits, e)
		}
	}
	edits = append(edits, edit{start + len(s), m.deltaAt(stop) - shift})
	for _, e := range m.edits {
		if e.at > stop {
			edits = append(edits, edit{e.at + shift, e.delta - shift})
		}
	}
	m.edits = edits
}

func (m *mender) deltaAt(at int) int {
	delta := 0
	for _, e := range m.edits {
		if e.at > at {
			break
		}
		delta = e.delta
	}
	return delta
}

const (
	nbsp       = "\u00a0"
	narrowNBSP = "\u202f"
)

// invisible are characters that people cannot see, have not typed and do not want. The joiners U+200C and U+200D are
// not among them: some scripts need them.
func invisible(r rune) bool { return r == '\u200b' || r == '\u2060' || r == '\ufeff' }

// markers makes the characters at the beginning of the line what they look like, and drops invisible ones.
func (m *mender) markers() {
	if bytes.IndexByte(m.line, 0xC2) < 0 && bytes.IndexByte(m.line, 0xE2) < 0 && bytes.IndexByte(m.line, 0xEF) < 0 {
		return
	}
	m.strip()
	m.spaces()
	m.boxes()
}

// strip drops invisible characters outside code spans and looks for changes of direction.
func (m *mender) strip() {
	line := m.line
	kept := 0 // everything before it was copied, once m.out is not nil
	for i := 0; i < len(line); {
		if line[i] == '`' {
			n := runLength(line[i:], '`')
			if end := closingTicks(line[i+n:], n); end >= 0 {
				n += end
			}
			i += n
			continue
		}
		if line[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(line[i:])
		if invisible(r) {
			m.out = append(m.out, line[kept:i]...)
			kept = i + size
			if n := len(m.edits); n > 0 && m.edits[n-1].at == len(m.out) {
				m.edits[n-1].delta += size
			} else {
				m.edits = append(m.edits, edit{len(m.out), kept - len(m.out)})
			}
		}
		if m.bidi < 0 && (r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069') {
			m.bidi = i
		}
		i += size
	}
	if kept > 0 {
		m.out = append(m.out, line[kept:]...)
		if m.out == nil {
			m.out = []byte{}
		}
	}
}

// spaces turns the fixed spaces among the markers that begin the line into spaces. Those before the text itself stay:
// as spaces they could make code of it.
func (m *mender) spaces() {
	after := false // a marker ends here
	for i := 0; i < min(len(m.text()), maxIndent); {
		text := m.text()
		rest := text[i:]
		switch {
		case rest[0] == ' ' || rest[0] == '\t' || rest[0] == '>':
			i++
			after = rest[0] == '>'
		case fixedSpace(rest) > 0:
			if !after && !markerFollows(rest) {
				return
			}
			m.replace(i, i+fixedSpace(rest), " ")
			i++
			after = false
		case rest[0] == '[' && i > 0: // [ ] of a task
			if n := fixedSpace(rest[1:]); n > 0 && len(rest) > n+1 && rest[n+1] == ']' {
				m.replace(i+1, i+1+n, " ")
			}
			if text = m.text(); len(text) > i+3 && text[i+2] == ']' {
				if n := fixedSpace(text[i+3:]); n > 0 {
					m.replace(i+3, i+3+n, " ")
				}
			}
			return
		default:
			n := markerLength(rest)
			if n == 0 || n >= len(rest) || rest[n] != ' ' && rest[n] != '\t' && fixedSpace(rest[n:]) == 0 {
				return
			}
			i += n
			after = true
			if text[i-1] == '#' && fixedSpace(text[i:]) > 0 {
				m.replace(i, i+fixedSpace(text[i:]), " ")
				return
			}
		}
	}
}

// markerFollows reports whether nothing but white space stands before a marker in text.
func markerFollows(text []byte) bool {
	text = text[:min(len(text), maxIndent)]
	for len(text) > 0 {
		if n := fixedSpace(text); n > 0 {
			text = text[n:]
		} else if text[0] == ' ' || text[0] == '\t' {
			text = text[1:]
		} else {
			return text[0] == '>' || markerLength(text) > 0
		}
	}
	return false
}

// markerLength is listMarker and the marks of a heading without a look at what follows.
func markerLength(text []byte) int {
	switch c := text[0]; {
	case c == '-' || c == '*' || c == '+':
		return 1
	case c == '#':
		return runLength(text, '#')
	case '0' <= c && c <= '9':
		n := 1
		for n < len(text) && '0' <= text[n] && text[n] <= '9' {
			n++
		}
		if n < len(text) && (text[n] == '.' || text[n] == ')') {
			return n + 1
		}
	}
	return 0
}

func fixedSpace(text []byte) int {
	if bytes.HasPrefix(text, []byte(nbsp)) {
		return len(nbsp)
	}
	if bytes.HasPrefix(text, []byte(narrowNBSP)) {
		return len(narrowNBSP)
	}
	return 0
}

// boxes turns ☐, ☑ and ☒ at the beginning of a line, or of a list item, into a task.
func (m *mender) boxes() {
	text := m.text()
	at, _ := markers(text, true)
	for box, task := range map[string]string{"☐": "[ ] ", "☑": "[x] ", "☒": "[x] "} {
		if bytes.HasPrefix(text[at:], []byte(box)) {
			stop := at + len(box)
			for stop < len(text) && (text[stop] == ' ' || text[stop] == '\t') {
				stop++
			}
			if plain, _ := markers(text, false); plain == at {
				task = "- " + task
			}
			m.replace(at, stop, task)
			return
		}
	}
}

// bullets are what word processors and web pages put before the items of a list.
var bullets = []string{"•", "◦", "▪", "●", "○", "■", "‣", "·", "–", "§", "o", "\uf0b7", "\uf0a7"}

// foreignBullet reports whether a line begins with a bullet from a word processor: where, and where the text begins.
func foreignBullet(line []byte) (at, stop int, ok bool) {
	for at < len(line) && (line[at] == ' ' || line[at] == '\t' || line[at] == '>') {
		at++
	}
	rest := line[at:]
	if len(rest) == 0 || rest[0] < utf8.RuneSelf && rest[0] != 'o' {
		return 0, 0, false
	}
	for _, bullet := range bullets {
		if !bytes.HasPrefix(rest, []byte(bullet)) {
			continue
		}
		n := len(bullet)
		for n < len(rest) {
			if rest[n] == ' ' || rest[n] == '\t' {
				n++
			} else if k := fixedSpace(rest[n:]); k > 0 {
				n += k
			} else {
				break
			}
		}
		if n == len(rest) || n == len(bullet) && bullet != "•" {
			return 0, 0, false
		}
		if bullet == "§" && '0' <= rest[n] && rest[n] <= '9' {
			return 0, 0, false // a section of a statute
		}
		return at, at + n, true
	}
	return 0, 0, false
}

// bullet turns a foreign bullet into a list marker when the line before or the next one has one too. group is the
// different bullets of the lines directly before, outermost first; bullet returns that of this line.
func (m *mender) bullet(rest []byte, group []string) []string {
	text := m.text()
	at, stop, ok := foreignBullet(text)
	if !ok {
		return nil
	}
	if group == nil {
		next := rest
		if i := bytes.IndexByte(rest, '\n'); i >= 0 {
			next = rest[:i]
		}
		if _, _, ok := foreignBullet(next); !ok {
			return nil
		}
		m.bulleted, m.at = true, at+m.deltaAt(at)
	}
	_, size := utf8.DecodeRune(text[at:])
	bullet := string(text[at : at+size])
	level := slices.Index(group, bullet)
	if level < 0 {
		level = len(group)
		group = append(group, bullet)
	}
	marker := "- " // a list with other bullets right after this one is another list
	switch group[0] {
	case "–", "·":
		marker = "* "
	case "o", "§":
		marker = "+ "
	}
	m.replace(at, stop, strings.Repeat(" ", max(0, 2*level-at))+marker)
	return group
}

// limit bounds how deeply a line can nest lists and quotations, because the work of parsing grows with the depth of
// all lines together.
func (m *mender) limit() {
	text := m.text()
	at, nested := 0, 0
	for at < len(text) && nested <= maxNesting {
		switch c := text[at]; {
		case c == ' ' || c == '\t':
			at++
		case c == '>':
			at++
			nested++
		default:
			n := listMarker(text[at:])
			if n == 0 {
				nested = -1
				break
			}
			at += n
			nested++
		}
		if nested < 0 {
			break
		}
	}
	if nested > maxNesting {
		m.deep = true
		m.replace(at-1, at-1, `\`)
		return
	}
	if indent := len(text) - len(bytes.TrimLeft(text, " \t")); indent > maxIndent && indent < len(text) {
		m.deep = true
		m.replace(0, indent, strings.Repeat(" ", maxIndent))
	}
}
