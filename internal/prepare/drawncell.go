package prepare

import (
	"bytes"
	"strings"
)

// drawnCell is the text of a cell and where its first line begins.
type drawnCell struct {
	at    int
	lines []string
}

// add adds the text between two bytes of a line to a cell.
func (c *drawnCell) add(line []byte, start, stop int) {
	part := line[start:max(start, stop)]
	trimmed := bytes.TrimLeft(part, " ")
	if len(c.lines) == 0 {
		c.at = start + len(part) - len(trimmed)
	}
	c.lines = append(c.lines, string(bytes.TrimRight(trimmed, " ")))
}

// text returns the text of a cell in one line, with CellBreak between its paragraphs and items.
func (c *drawnCell) text() string {
	var b strings.Builder
	paragraph := false
	for _, line := range c.lines {
		item := 0
		if line != "" {
			item = listMarker([]byte(line))
		}
		switch {
		case line == "":
			paragraph = b.Len() > 0
			continue
		case strings.HasSuffix(b.String(), `\`) && !strings.HasSuffix(b.String(), `\\`): // a line break of pandoc's
			kept := strings.TrimRight(strings.TrimSuffix(b.String(), `\`), " ")
			b.Reset()
			b.WriteString(kept + CellBreak)
		case paragraph || item > 0 && b.Len() > 0:
			b.WriteString(CellBreak)
		case b.Len() > 0:
			b.WriteByte(' ')
		}
		paragraph = false
		if item == 1 {
			line = "•" + line[1:]
		}
		b.WriteString(withBars(line))
	}
	return strings.TrimSuffix(b.String(), `\`)
}

// withBars returns a text with a backslash before each bar that has none.
func withBars(s string) string {
	if !strings.Contains(s, "|") {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		if s[i] == '|' && (i == 0 || s[i-1] != '\\') {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
