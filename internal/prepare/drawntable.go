package prepare

import (
	"bytes"
	"slices"
)

// Pandoc writes tables whose columns are drawn: under dashes, over several lines, or in a grid. They are written as GFM's
// tables here, one line for each row, so that everything after reads one form only. drawngrid.go reads grids.

// drawnTable is a table that was read from drawn lines.
type drawnTable struct {
	lines  int      // that it takes
	rule   int      // the line with the dashes of the columns
	align  []string // the delimiters of GFM's table
	header *drawnRow
	rows   []drawnRow
}

// drawnRow is one row: the line where it begins, and its cells.
type drawnRow struct {
	line  int
	cells []drawnCell
}

const (
	maxDrawnLines   = 1000
	maxDrawnColumns = 200 // each line of a grid is gone through once for each column
	maxDrawnCells   = 100_000

	// CellBreak stands for a line break within a cell, which GFM cannot write.
	CellBreak = "\u2028"
)

// drawn writes the table that begins at a line, and returns how many bytes of rest belong to it, or -1 if there is none.
func (w *preparer) drawn(line, rest []byte, l *layer) int {
	at, quotes := markers(line, false)
	item, _ := markers(line, true)
	if !mayBeDrawn(line[item:], rest) {
		return -1
	}
	prefix := line[:bytes.LastIndexByte(line[:at], '>')+1]
	first := line[len(prefix):]
	if item > at { // a grid that begins on the line of a list item
		prefix = line[:item]
		first = append(bytes.Repeat([]byte{' '}, textWidth(line[:item])), line[item:]...)
	}
	text := drawnLines(first, rest, quotes)
	table, ok := readGrid(text)
	if !ok && item == at {
		table, ok = readDashed(text)
	}
	if !ok || w.indented(text[table.rule], quotes, l) {
		return -1
	}
	w.writeDrawn(&table, prefix, text, l)
	used := 0
	for line := range lines(rest) {
		if table.lines--; table.lines == 0 {
			break
		}
		used = min(used+len(line)+1, len(rest))
	}
	return used
}

// indented reports whether a line is indented so much that it is code: more than the list item that it is in, and four.
func (w *preparer) indented(line []byte, quotes int, l *layer) bool {
	indent := runLength(line, ' ')
	if quotes > 0 && indent > 0 {
		indent--
	}
	base := 0
	for _, offset := range l.items {
		if offset <= indent {
			base = max(base, offset)
		}
	}
	return indent-base > 3
}

// block notes the list item that a line begins, for indented. It reports whether a table may begin on the line, when after is
// whether the line before ended a block, and whether this one does.
func (l *layer) block(line []byte, after bool) (may, ends bool) {
	at, _ := markers(line, false)
	if at == len(line) {
		return false, true
	}
	stop, _ := markers(line, true)
	begins := stop > at
	if start := at - bytes.LastIndexByte(line[:at], '>') - 1; begins || after {
		l.items = slices.DeleteFunc(l.items, func(offset int) bool { return offset > start })
	}
	if begins {
		l.items = append(l.items, textWidth(line[:stop]))
	}
	return begins || after, line[at] == '#'
}

// mayBeDrawn reports whether a table may begin at a line, by the first signs of it and of the next one.
func mayBeDrawn(line, rest []byte) bool {
	line = bytes.TrimLeft(line, " \t")
	if len(line) == 0 {
		return false
	}
	if line[0] == '+' {
		return len(line) > 2 && (line[1] == '-' || line[1] == '=' || line[1] == ':')
	}
	next, _, _ := bytes.Cut(rest, []byte{'\n'})
	next = bytes.TrimLeft(next, " \t>")
	if line[0] == '-' && len(line) > 3 && line[1] == '-' {
		return len(next) > 0
	}
	return len(next) > 4 && next[0] == '-' && next[1] == '-' && bytes.Contains(next, []byte("- "))
}

// drawnLines returns the lines from the first one on that are in the same quotations, without their signs and with spaces for
// tabs.
func drawnLines(first, rest []byte, quotes int) [][]byte {
	text := [][]byte{withoutTabs(first)}
	for line := range lines(rest) {
		if len(text) == maxDrawnLines {
			break
		}
		for range quotes {
			line = bytes.TrimLeft(line, " \t")
			if len(line) == 0 || line[0] != '>' {
				return text
			}
			line = line[1:]
		}
		if bytes.Contains(line, commentStart) || bytes.Contains(line, percents) {
			return text // a comment may go on behind the table
		}
		text = append(text, withoutTabs(line))
	}
	return text
}

func withoutTabs(line []byte) []byte {
	if bytes.IndexByte(line, '\t') < 0 {
		return bytes.TrimRight(line, " ")
	}
	var out []byte
	for _, c := range line {
		if c != '\t' {
			out = append(out, c)
			continue
		}
		out = append(out, "    "[textWidth(out)%4:]...)
	}
	return bytes.TrimRight(out, " ")
}

// dashes returns the columns that the groups of dashes of a line take; nil if there is anything else in it.
func dashes(line []byte) (groups [][2]int) {
	long := false
	for i := 0; i < len(line); {
		switch line[i] {
		case ' ':
			i++
		case '-':
			n := runLength(line[i:], '-')
			if n < 2 {
				return nil
			}
			long = long || n > 2
			groups = append(groups, [2]int{i, i + n})
			i += n
		default:
			return nil
		}
	}
	if !long {
		return nil
	}
	return groups
}

// readDashed reads a table whose columns are under dashes: a simple one, in which each line is a row, or one over several
// lines, in which empty lines stand between rows.
func readDashed(text [][]byte) (t drawnTable, ok bool) {
	at := 0
	several := len(dashes(text[0])) == 1
	if several {
		at = 1
	}
	head := at
	for at < len(text) && len(text[at]) > 0 && len(dashes(text[at])) == 0 && (several || at == head) {
		at++
	}
	if at == len(text) || several && at == head {
		return t, false
	}
	groups := dashes(text[at])
	if len(groups) < 2 {
		return t, false
	}
	t.rule = at
	closed := several || at == head // the table ends with dashes
	body := at + 1
	end, gaps, framed := endOfDashed(text, body, groups, closed)
	if end == body || closed && !framed || (end-body)*len(groups) > maxDrawnCells {
		return t, false
	}
	t.lines = end
	if framed {
		t.lines++
	}
	if head < at {
		row := dashedRow(text, head, at, groups)
		if row == nil {
			return t, false
		}
		t.header = row
	}
	for at = body; at < end; {
		stop := at + 1
		for (several || gaps) && stop < end && len(text[stop]) > 0 {
			stop++
		}
		row := dashedRow(text, at, stop, groups)
		if row == nil {
			return t, false
		}
		t.rows = append(t.rows, *row)
		for at = stop; at < end && len(text[at]) == 0; at++ {
		}
	}
	sample := t.rule - 1
	if t.header == nil {
		sample = body
	}
	t.align = alignments(text[sample], groups)
	return t, true
}

// endOfDashed returns the line behind the last row, whether there are empty lines between rows, and whether a line of dashes
// ends the table. One that ends with dashes may have empty lines.
func endOfDashed(text [][]byte, at int, groups [][2]int, closed bool) (end int, gaps, framed bool) {
	for end = at; end < len(text); end++ {
		line := text[end]
		switch {
		case len(line) == 0 && !closed:
			return end, gaps, false
		case len(line) == 0:
			gaps = gaps || end+1 < len(text) && len(dashes(text[end+1])) == 0
		case len(dashes(line)) > 0:
			return end, gaps, end+1 == len(text) || len(text[end+1]) == 0
		}
	}
	return end, gaps, false
}

// dashedRow returns the cells of some lines, or nil if text stands between the columns.
func dashedRow(text [][]byte, from, to int, groups [][2]int) *drawnRow {
	row := &drawnRow{line: from, cells: make([]drawnCell, len(groups))}
	for _, line := range text[from:to] {
		for i, g := range groups {
			start, stop := byteAt(line, g[0]), len(line)
			if i == 0 && len(bytes.TrimLeft(line[:start], " ")) > 0 {
				return nil
			}
			if i+1 < len(groups) {
				stop = byteAt(line, groups[i+1][0])
				if end := byteAt(line, g[1]); len(bytes.TrimLeft(line[end:max(end, stop)], " ")) > 0 {
					return nil
				}
			}
			row.cells[i].add(line, start, stop)
		}
	}
	return row
}

// alignments returns how the columns are aligned: a text that begins with its dashes and ends before them is on the left.
func alignments(line []byte, groups [][2]int) (list []string) {
	for i, g := range groups {
		stop := len(line)
		if i+1 < len(groups) {
			stop = byteAt(line, groups[i+1][0])
		}
		start := byteAt(line, g[0])
		part := line[start:max(start, stop)]
		word := bytes.TrimSpace(part)
		left := len(word) > 0 && len(part) > 0 && part[0] != ' '
		right := len(word) > 0 && textWidth(bytes.TrimRight(part, " ")) == g[1]-g[0]
		switch {
		case left == right && left || len(word) == 0:
			list = append(list, "---")
		case left:
			list = append(list, ":--")
		case right:
			list = append(list, "--:")
		default:
			list = append(list, ":-:")
		}
	}
	return list
}

// writeDrawn writes a table in GFM's form, each row in place of the line where it begins.
func (w *preparer) writeDrawn(t *drawnTable, prefix []byte, text [][]byte, l *layer) {
	indent := bytes.Repeat([]byte{' '}, min(runLength(text[t.rule], ' '), len(text[t.rule])))
	lead := append(slices.Clone(prefix), indent...)
	if bytes.HasSuffix(bytes.TrimRight(prefix, " \t"), []byte{'>'}) && len(indent) == 0 {
		lead = append(lead, ' ')
	}
	if len(prefix) > 0 && prefix[len(prefix)-1] != '>' {
		lead = slices.Clone(prefix) // of a list item
	}
	w.start()
	row := func(at int, cells []string, origins []int) {
		line := slices.Clone(lead)
		edits := []edit{{0, -1 << 30}}
		for i, cell := range cells {
			line = append(line, "| "...)
			if origins != nil {
				edits = append(edits, edit{len(line), len(prefix) + origins[i] - len(line)})
			}
			line = append(append(line, cell...), ' ')
		}
		here := *l
		here.first += at
		w.from(&here)
		w.write(append(line, '|'), edits, &here)
		lead = continuation(lead)
	}
	of := func(r *drawnRow) {
		cells, origins := make([]string, len(r.cells)), make([]int, len(r.cells))
		for i := range r.cells {
			cells[i], origins[i] = r.cells[i].text(), r.cells[i].at
		}
		row(r.line, cells, origins)
	}
	if t.header != nil {
		of(t.header)
	} else {
		row(t.rule, make([]string, len(t.align)), nil)
	}
	row(t.rule, t.align, nil)
	for i := range t.rows {
		of(&t.rows[i])
	}
	l.first += t.lines
	w.from(l)
}
