package prepare

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// gridColumns returns the columns where the signs + of a line of a grid stand, and whether it is one.
func gridColumns(line []byte) (at []int, ok bool) {
	start := runLength(line, ' ')
	if len(line) < start+3 || line[start] != '+' || line[len(line)-1] != '+' {
		return nil, false
	}
	for i := start; i < len(line); i++ {
		switch line[i] {
		case '+':
			at = append(at, i)
		case '-', '=', ':':
		default:
			return nil, false
		}
	}
	return at, len(at) > 1
}

// readGrid reads a table that is drawn as a grid. One in which cells span several columns or rows is none.
func readGrid(text [][]byte) (t drawnTable, ok bool) {
	bars, ok := gridColumns(text[0])
	if !ok || len(bars) > maxDrawnColumns {
		return t, false
	}
	t.align = gridAlignments(text[0], bars)
	row := drawnRow{line: 1, cells: make([]drawnCell, len(bars)-1)}
	for i, line := range text[1:] {
		here, border := gridColumns(line)
		switch {
		case border:
			if len(here) != len(bars) || len(row.cells[0].lines) == 0 {
				return t, false
			}
			if header := row; bytes.IndexByte(line, '=') >= 0 && t.header == nil && len(t.rows) == 0 {
				t.header, t.align = &header, gridAlignments(line, here)
			} else {
				t.rows = append(t.rows, row)
			}
			row = drawnRow{line: i + 2, cells: make([]drawnCell, len(bars)-1)}
			t.lines = i + 2
		case len(bytes.TrimLeft(line, " ")) == 0 || bytes.TrimLeft(line, " ")[0] != '|':
			return t, len(row.cells[0].lines) == 0 && len(t.rows) > 0
		case !gridLine(&row, line, bars):
			return t, false
		}
		if len(t.rows)*len(bars) > maxDrawnCells {
			return t, false
		}
	}
	return t, len(row.cells[0].lines) == 0 && len(t.rows) > 0
}

// gridLine adds a line to a row: its bars stand where those of the grid are, or there are as many.
func gridLine(row *drawnRow, line []byte, bars []int) bool {
	var at []int
	for _, column := range bars {
		if b := byteAt(line, column); b < len(line) && line[b] == '|' && textWidth(line[:b]) == column {
			at = append(at, b)
		}
	}
	if len(at) != len(bars) {
		at = at[:0]
		for i, c := range line {
			if c == '|' && line[max(0, i-1)] != '\\' {
				at = append(at, i)
			}
		}
	}
	if len(at) != len(bars) {
		return false
	}
	for i := range row.cells {
		row.cells[i].add(line, at[i]+1, at[i+1])
	}
	return true
}

func gridAlignments(line []byte, bars []int) (list []string) {
	for i := 1; i < len(bars); i++ {
		left, right := line[bars[i-1]+1] == ':', line[bars[i]-1] == ':'
		switch {
		case left && right:
			list = append(list, ":-:")
		case left:
			list = append(list, ":--")
		case right:
			list = append(list, "--:")
		default:
			list = append(list, "---")
		}
	}
	return list
}

// textWidth returns how many columns a text takes, as programs count them that draw tables with characters.
func textWidth(text []byte) (n int) {
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		n += width(r, n)
		text = text[size:]
	}
	return n
}

// width returns how many columns a character takes at a column.
func width(r rune, column int) int {
	switch {
	case r == '\t':
		return 4 - column%4
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r >= 0x1100 && r <= 0x115f, r >= 0x2e80 && r <= 0xa4cf, r >= 0xac00 && r <= 0xd7a3, r >= 0xf900 && r <= 0xfaff,
		r >= 0xfe30 && r <= 0xfe6f, r >= 0xff00 && r <= 0xff60, r >= 0xffe0 && r <= 0xffe6, r >= 0x1f300 && r <= 0x1faff, r >= 0x20000:
		return 2
	}
	return 1
}

// byteAt returns the offset of the character at a column of a text, at most its length.
func byteAt(text []byte, column int) (n int) {
	for at := 0; n < len(text) && at < column; {
		r, size := utf8.DecodeRune(text[n:])
		at += width(r, at)
		n += size
	}
	return n
}
