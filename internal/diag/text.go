package diag

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// How diagnostics are worded:
//
// The reader is a lawyer who edits guidance, and the text is written to be read aloud to one.
//
//   - The message says what is wrong in one plain sentence about the editor's own words, not about the program. It
//     begins with a capital letter and ends with a full stop.
//   - The hint says what to do in one plain sentence in the imperative, with the exact text to type where there is one.
//   - What the editor wrote stands in quotation marks, exactly as written.
//   - No jargon: a line, a place, a heading, a key, a date; never a token, a node, a parser or an unexpected EOF.
//   - Nobody is blamed and nothing is exclaimed. The word "error" means that nothing is published until it is mended,
//     "warning" that readers would notice.
//   - The layout can be understood without colours, and copied into an e-mail.

// TextOptions are the options of WriteText.
type TextOptions struct {
	All   bool // list all names of which a message has the first few
	Color bool // mark severities and places with ANSI colours, for a terminal
}

const (
	textWidth = 100 // columns that a quoted line may take, with its number
	tabWidth  = 4
)

// WriteText writes list for people to read, in the given order:
//
//	content/ethics/privilege.md:4:10: error: The date "01/02/2026" can be read in two ways.
//	  4 | publish: 01/02/2026
//	    |          ^^^^^^^^^^
//	  fix: Write the date as year-month-day: 2026-02-01 or 2026-01-02.
//	  content/ethics/other.md:1:1: first defined here
//
// Control characters, which could command a terminal, and invisible ones are written as visible signs.
func WriteText(w io.Writer, list []Diagnostic, o TextOptions) error {
	out := bufio.NewWriter(w)
	style := func(code, s string) string {
		if !o.Color || s == "" {
			return s
		}
		return "\x1b[" + code + "m" + s + "\x1b[0m"
	}
	for _, d := range list {
		colour := "1;33"
		if d.Severity == Error {
			colour = "1;31"
		}
		if place := formatPlace(d.Place); place != "" {
			fmt.Fprintf(out, "%s ", style("1", place+":"))
		}
		fmt.Fprintf(out, "%s %s\n", style(colour, d.Severity.String()+":"), visible(d.Message))
		if d.Place.Line > 0 && d.Quote != "" {
			gutter := fmt.Sprintf("  %d | ", d.Place.Line)
			quote, indent, marks := excerpt(d.Quote, d.Place, textWidth-len(gutter))
			fmt.Fprintf(out, "%s%s\n", gutter, quote)
			if marks > 0 {
				fmt.Fprintf(out, "%s| %s%s\n", strings.Repeat(" ", len(gutter)-2), strings.Repeat(" ", indent),
					style(colour, strings.Repeat("^", marks)))
			}
		}
		if d.Hint != "" {
			fmt.Fprintf(out, "  %s %s\n", style("1", "fix:"), visible(d.Hint))
		}
		for _, r := range d.Related {
			fmt.Fprintf(out, "  %s: %s\n", formatPlace(r.Place), visible(r.Message))
		}
		for _, name := range d.All {
			if o.All {
				fmt.Fprintf(out, "  %s %s\n", style("1", "-"), visible(name))
			}
		}
	}
	return out.Flush()
}

func formatPlace(p Place) string {
	s := visible(p.File)
	if p.Line > 0 {
		s += fmt.Sprintf(":%d", p.Line)
		if p.Column > 0 {
			s += fmt.Sprintf(":%d", p.Column)
		}
	}
	return s
}

// cell is one character of a quoted line as it is shown.
type cell struct {
	text    string
	columns int
}

// excerpt returns the line in at most room columns, the number of columns before the marked place, and its width. Nothing is
// marked if the place is the whole line.
func excerpt(line string, p Place, room int) (quote string, indent, marks int) {
	line = strings.TrimRight(line, " \t\r\n")
	cells := make([]cell, 0, len(line))
	total := 0
	for _, r := range line {
		c := show(r, total)
		cells = append(cells, c)
		total += c.columns
	}
	from := min(max(p.Column-1, 0), len(cells))
	to := min(from+max(p.Length, 1), len(cells))

	first, last := window(cells, total, from, to, room)
	var b strings.Builder
	column := 0
	put := func(c cell) { b.WriteString(c.text); column += c.columns }
	if first > 0 {
		put(cell{"…", 1})
	}
	for i := first; i < last; i++ {
		if i == from {
			indent = column
		}
		put(cells[i])
		if i >= from && i < to {
			marks += cells[i].columns
		}
	}
	if from >= last { // just after the end of the line
		indent = column
	}
	if last < len(cells) {
		put(cell{"…", 1})
	}
	if p.Column < 1 {
		return b.String(), 0, 0
	}
	return b.String(), indent, max(marks, 1)
}

// window chooses the cells to show: as many as fit, with the marked ones or at least the first of them. Two columns are
// reserved for ellipses.
func window(cells []cell, total, from, to, room int) (first, last int) {
	if total <= room {
		return 0, len(cells)
	}
	room -= 2
	if before := columns(cells[:to]); before > room {
		first = from
		for used := 0; first > 0 && used+cells[first-1].columns <= room/3; first-- {
			used += cells[first-1].columns
		}
	}
	last = first
	for used := 0; last < len(cells) && used+cells[last].columns <= room; last++ {
		used += cells[last].columns
	}
	return first, last
}

func columns(cells []cell) (n int) {
	for _, c := range cells {
		n += c.columns
	}
	return n
}

// show returns the cell of a character at a column.
func show(r rune, column int) cell {
	switch {
	case r == '\t':
		n := tabWidth - column%tabWidth
		return cell{strings.Repeat(" ", n), n}
	case r < utf8.RuneSelf && r >= ' ' && r != 0x7f:
		return cell{string(r), 1}
	case hidden(r):
		s := sign(r)
		return cell{s, utf8.RuneCountInString(s)}
	case unicode.In(r, unicode.Mn, unicode.Me):
		return cell{string(r), 0}
	}
	if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
		return cell{string(r), 2}
	}
	return cell{string(r), 1}
}

// hidden reports whether r is a control or format character, including bidirectional controls, a line separator, or for
// private use.
func hidden(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co)
}

// sign returns the visible replacement of a hidden character.
func sign(r rune) string {
	switch {
	case r < ' ':
		return string(rune(0x2400 + r)) // Unicode's control pictures
	case r == 0x7f:
		return "␡"
	}
	return fmt.Sprintf("<U+%04X>", r)
}

// visible returns s on one line, with every hidden character replaced by a visible sign.
func visible(s string) string {
	if !strings.ContainsFunc(s, hidden) && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n' || r == '\t':
			b.WriteByte(' ')
		case hidden(r):
			b.WriteString(sign(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
