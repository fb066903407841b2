package markdown

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// cellsOf returns the cells of a row of a table, as tables are read.
func cellsOf(line []byte) (cells [][]byte) {
	line = bytes.TrimSpace(line)
	line = bytes.TrimPrefix(line, []byte{'|'})
	start := 0
	for i, c := range line {
		if c == '|' && (i == 0 || line[i-1] != '\\') {
			cells = append(cells, bytes.TrimSpace(line[start:i]))
			start = i + 1
		}
	}
	if start < len(line) {
		cells = append(cells, bytes.TrimSpace(line[start:]))
	}
	return cells
}

// checkRows reports rows that have more cells than their table has columns: what is in them is not shown.
func checkRows(p *page, table *extast.Table, lines []text.Segment) {
	row := table.FirstChild()
	for _, segment := range lines {
		if row == nil || segment.Start != row.Pos() {
			continue // a line before the table, or the one of hyphens
		}
		row = row.NextSibling()
		cells := cellsOf(segment.Value(p.source.Bytes))
		columns := len(table.Alignments)
		if len(cells) <= columns {
			continue
		}
		if lost := string(bytes.Join(cells[columns:], []byte(" | "))); strings.Trim(lost, "| ") != "" {
			p.warn("table-cells", segment.Start, fmt.Sprintf("This row has %d cells, and its table %d columns: “%s” is not shown.", len(cells), columns, lost),
				`Add a column to the headings and to the line of hyphens; write \| for a bar that is part of a cell.`)
		}
	}
}

// checkTable reports a paragraph that looks like a table and is none.
func checkTable(p *page, lines *text.Segments) {
	src := p.source.Bytes
	columns, tabs, dashed := 0, 0, -1
	bars := true
	for i := range lines.Len() {
		segment := lines.At(i)
		line := bytes.TrimSpace(segment.Value(src))
		switch {
		case dashed < 0 && isRule(line):
			dashed = i
		case i == 0 || dashed == 0 && i == 1:
			columns, tabs = len(cellsOf(line)), bytes.Count(line, []byte{'\t'})
		}
		bars = bars && bytes.HasPrefix(line, []byte{'|'}) && len(cellsOf(line)) > 1
		if bytes.Count(line, []byte{'\t'}) != tabs {
			tabs = 0
		}
	}
	first := lines.At(0)
	rule := "|" + strings.Repeat("---|", max(2, min(columns, 50)))
	switch {
	case dashed == 0 && columns > 1 && lines.Len() > 1:
		p.warn("table-rule", first.Start, "This table has no headings above its line of hyphens, so it is shown as text.", "Write a line with the headings above it, or one with empty cells.")
	case dashed > 0:
		above, segment := lines.At(dashed-1), lines.At(dashed)
		columns = len(cellsOf(above.Value(src)))
		if columns < 2 {
			return
		}
		rule = "|" + strings.Repeat("---|", min(columns, 50))
		message := "The line under the headings of this table is not made of hyphens, so the table is shown as text."
		if n := len(cellsOf(segment.Value(src))); n != columns {
			message = fmt.Sprintf("The line under the headings of this table has %d columns, and the headings %d, so the table is shown as text.", n, columns)
		}
		p.warn("table-rule", segment.Start, message, "Write it so: "+rule)
	case bars && lines.Len() > 1:
		p.warn("table-rule", first.Start, "This looks like a table, but has no line of hyphens under its headings, so it is shown as text.", "Write this below its first line: "+rule)
	case tabs > 0 && lines.Len() > 1:
		p.warn("table-tabs", first.Start, "This looks like a table from Word or a spreadsheet, with tabs between its columns, and is shown as one paragraph.",
			fmt.Sprintf("Put | between the columns, and this below the first line: |%s", strings.Repeat("---|", min(tabs, 50)+1)))
	}
}

// isRule reports whether a line is meant as the one under the headings of a table.
func isRule(line []byte) bool {
	if bytes.IndexByte(line, '|') < 0 || len(cellsOf(line)) == 0 {
		return false
	}
	for _, cell := range cellsOf(line) {
		if len(cell) == 0 || strings.Trim(string(cell), ":-–—=_ ") != "" || strings.Trim(string(cell), ": ") == "" {
			return false
		}
	}
	return true
}

// tableFrom returns the table that the last lines of a paragraph, or all, became; nil if it is still a paragraph.
func tableFrom(parent ast.Node, lines []text.Segment) *extast.Table {
	for n, room := parent.LastChild(), 3; n != nil && room > 0; n, room = n.PreviousSibling(), room-1 { // a block may be open behind it
		table, ok := n.(*extast.Table)
		if !ok || table.FirstChild() == nil {
			continue
		}
		if at := table.FirstChild().Pos(); at >= lines[0].Start && at < lines[len(lines)-1].Stop {
			return table
		}
	}
	return nil
}
