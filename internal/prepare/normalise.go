package prepare

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"
)

// normaliser makes markdown of one line of prose from a word processor or a web page, whose bullets, spaces and boxes are not
// markdown's. It records the bytes that it removes and inserts, so that columns in diagnostics are right.
type normaliser struct {
	line  []byte // as it is in the file
	out   []byte // the result; nil while it equals line
	edits []edit

	bulleted bool // the line begins a list of foreign bullets
	at       int  // offset of that bullet
	deep     bool // the line was nested too deeply
	bidi     int  // offset of the first bidirectional control character, or -1
}

// text is the line as it is so far.
func (m *normaliser) text() []byte {
	if m.out != nil {
		return m.out
	}
	return m.line
}

// replace replaces the bytes from start to stop of the text.
func (m *normaliser) replace(start, stop int, s string) {
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
	edits = append(edits, edit{start + len(s), deltaAt(m.edits, stop) - shift})
	for _, e := range m.edits {
		if e.at > stop {
			edits = append(edits, edit{e.at + shift, e.delta - shift})
		}
	}
	m.edits = edits
}

const (
	nbsp       = "\u00a0"
	narrowNBSP = "\u202f"
)

// invisible reports whether a character has no glyph and no purpose in a text. The joiners U+200C and U+200D are kept,
// because some scripts need them.
func invisible(r rune) bool { return r == '\u200b' || r == '\u2060' || r == '\ufeff' }

// hasSpecial reports whether text has the lead byte, in UTF-8, of any character that is replaced here.
func hasSpecial(text []byte) bool {
	return bytes.IndexByte(text, 0xC2) >= 0 || bytes.IndexByte(text, 0xE2) >= 0 || bytes.IndexByte(text, 0xEF) >= 0
}

// markers replaces what looks like a marker at the beginning of the line by that marker, and drops invisible characters.
func (m *normaliser) markers() {
	if !hasSpecial(m.line) {
		return
	}
	m.strip()
	m.spaces()
	m.boxes()
}

// strip drops invisible characters outside code spans and finds bidirectional control characters.
func (m *normaliser) strip() {
	line := m.line
	kept := 0 // line[:kept] is in m.out already
	for i := 0; i < len(line); {
		if line[i] == '`' {
			i += codeSpanLength(line[i:])
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

// spaces replaces no-break spaces among the markers that begin the line by spaces. Those before the text itself are kept,
// because as spaces they could make it an indented code block.
func (m *normaliser) spaces() {
	after := false // a marker ends at i
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
		case rest[0] == '[' && i > 0: // the box of a task
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

// markerFollows reports whether text is white space and then a marker.
func markerFollows(text []byte) bool {
	text = text[:min(len(text), maxIndent)]
	text = text[spaceLength(text):]
	return len(text) > 0 && (text[0] == '>' || markerLength(text) > 0)
}

// spaceLength returns the length of the spaces, tabs and no-break spaces that begin text.
func spaceLength(text []byte) (n int) {
	for n < len(text) {
		switch k := fixedSpace(text[n:]); {
		case k > 0:
			n += k
		case text[n] == ' ' || text[n] == '\t':
			n++
		default:
			return n
		}
	}
	return n
}

// markerLength returns the length of the list or heading marker that begins text, or 0, whatever follows it.
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

// fixedSpace returns the length of the no-break space that begins text, or 0.
func fixedSpace(text []byte) int {
	if bytes.HasPrefix(text, []byte(nbsp)) {
		return len(nbsp)
	}
	if bytes.HasPrefix(text, []byte(narrowNBSP)) {
		return len(narrowNBSP)
	}
	return 0
}

// boxes makes a task of ☐, ☑ and ☒ at the beginning of a line or of a list item.
func (m *normaliser) boxes() {
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

// bullets are the bullets of word processors and web pages.
var bullets = []string{"•", "◦", "▪", "●", "○", "■", "‣", "·", "–", "§", "o", "\uf0b7", "\uf0a7"}

// foreignBullet finds the bullet from a word processor that begins a line, and the start of the text behind it.
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
		n := len(bullet) + spaceLength(rest[len(bullet):])
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

// bullet replaces a foreign bullet by a list marker if the line before or the next one has one too. group is the distinct
// bullets of the lines directly before, outermost first; bullet returns the group that includes this line.
func (m *normaliser) bullet(rest []byte, group []string) []string {
	text := m.text()
	at, stop, ok := foreignBullet(text)
	if !ok {
		return nil
	}
	if group == nil {
		next, _, _ := bytes.Cut(rest, []byte{'\n'})
		if _, _, ok := foreignBullet(next); !ok {
			return nil
		}
		m.bulleted, m.at = true, at+deltaAt(m.edits, at)
	}
	_, size := utf8.DecodeRune(text[at:])
	bullet := string(text[at : at+size])
	level := slices.Index(group, bullet)
	if level < 0 {
		level = len(group)
		group = append(group, bullet)
	}
	marker := "- " // a list with other bullets directly after this one must be a list of its own
	switch group[0] {
	case "–", "·":
		marker = "* "
	case "o", "§":
		marker = "+ "
	}
	m.replace(at, stop, strings.Repeat(" ", max(0, 2*level-at))+marker)
	return group
}

// limit bounds how deeply a line can nest lists and quotations, because parsing time grows with the sum of the depths of
// all lines, and browsers flatten what is hundreds deep. Two columns of white space may stand for one level, too.
func (m *normaliser) limit() {
	text := m.text()
	at, nested, columns := 0, 0, 0
	for at < len(text) && nested <= maxNesting {
		n := 0
		switch c := text[at]; c {
		case ' ', '\t':
			at++
			if columns++; c == '\t' {
				columns += 3
			}
			continue
		case '>':
			n = 1
		case ':': // of a definition
			if isBlank(text[at+1 : min(at+2, len(text))]) {
				n = 1
			}
		default:
			n = listMarker(text[at:])
		}
		if n == 0 {
			break
		}
		at += n
		nested += 1 + max(0, columns-1)/2
		columns = 0
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
