package prepare

import (
	"bytes"
	"sort"
	"unicode/utf8"

	"pandect/internal/diag"
)

// Text is the text that goldmark parses, with a source map to the files that the editor wrote. Each of its lines comes from
// one line of one file; within a line, characters may have been removed or inserted. It belongs to one goroutine.
type Text struct {
	Bytes []byte // must not change

	files   []file
	edges   []Edge         // in ascending order of offsets
	markers []markerRange  // in ascending order of lines
	runs    []run          // in ascending order of lines
	edits   map[int][]edit // by line, counted from 0
	lines   []int          // offsets of the lines of Bytes, computed when first needed

	// last is where Place left off, because columns of one long line are asked for in ascending order: a line counted from 1 (0 for
	// none yet), an offset in bytes within the original line, and the column of that.
	last struct{ line, offset, column int }
}

// file is a file that lines come from.
type file struct {
	path  string // below content/
	text  []byte
	lines []int // offsets of its lines, computed when first needed
}

// run maps the lines of Text from line on to the lines of a file from first on. All are counted from 0.
type run struct{ line, file, first int }

// edit says that from byte at of a line on, up to the next edit, adding delta to an offset within the line gives the offset within
// the original line.
type edit struct{ at, delta int }

// root is the folder that paths are relative to.
const root = "content/"

// maxQuote is the length in bytes up to which diagnostics quote a line.
const maxQuote = 4096

// lineStarts returns the offset of each line. After a final line break there is an empty line.
func lineStarts(text []byte) []int {
	starts := make([]int, 1, bytes.Count(text, []byte{'\n'})+1)
	for at := 0; ; {
		i := bytes.IndexByte(text[at:], '\n')
		if i < 0 {
			return starts
		}
		at += i + 1
		starts = append(starts, at)
	}
}

// lineAt returns the line of an offset, counted from 0.
func (t *Text) lineAt(offset int) int {
	if t.lines == nil {
		t.lines = lineStarts(t.Bytes)
	}
	return sort.SearchInts(t.lines, offset+1) - 1
}

// markerRange is the beginning of a line, up to an offset in it, that comes from another line than the rest: the markers
// before the first line of an included text come from the line of the include.
type markerRange struct {
	line, stop int
	from       run
}

// runAt returns the run that an offset in this line belongs to, and whether it is among markers that come from another line.
func (t *Text) runAt(offset, line int) (r run, marker bool) {
	i := sort.Search(len(t.markers), func(i int) bool { return t.markers[i].line >= line })
	if i < len(t.markers) && t.markers[i].line == line && offset-t.lines[line] < t.markers[i].stop {
		return run{line: line, file: t.markers[i].from.file, first: t.markers[i].from.first}, true
	}
	return t.runs[sort.Search(len(t.runs), func(i int) bool { return t.runs[i].line > line })-1], false
}

// FileAt returns the path below content/ of the file that an offset comes from.
func (t *Text) FileAt(offset int) string {
	if len(t.files) == 1 {
		return t.files[0].path
	}
	r, _ := t.runAt(offset, t.lineAt(offset))
	return t.files[r.file].path
}

// Place returns where in a file an offset of Bytes comes from, and the line to quote: the original one, or nothing when it is
// longer than maxQuote. The column counts characters from 1.
func (t *Text) Place(offset int) (diag.Place, string) {
	offset = max(0, min(offset, len(t.Bytes)))
	line := t.lineAt(offset)
	r, marker := t.runAt(offset, line)
	within := offset - t.lines[line]
	f := &t.files[r.file]
	original := r.first + line - r.line
	start, stop := f.line(original)
	delta := deltaAt(t.edits[line], within)
	if marker {
		delta = 0 // they are as they are in their line
	}
	within = max(0, min(within+delta, stop-start))
	for within > 0 && start+within < len(f.text) && !utf8.RuneStart(f.text[start+within]) {
		within-- // the original has one longer character here
	}
	if t.last.line != line+1 || t.last.offset > within {
		t.last.line, t.last.offset, t.last.column = line+1, 0, 1
	}
	t.last.column += utf8.RuneCount(f.text[start+t.last.offset : start+within])
	t.last.offset = within
	quote := ""
	if stop-start <= maxQuote {
		quote = string(f.text[start:stop])
	}
	return diag.Place{File: root + f.path, Line: original + 1, Column: t.last.column}, quote
}

// Edited reports whether the line of an offset differs from the one in its file.
func (t *Text) Edited(offset int) bool { return t.edits[t.lineAt(offset)] != nil }

// deltaAt returns the delta of the last edit at or before a byte of a line.
func deltaAt(edits []edit, at int) (delta int) {
	for _, e := range edits {
		if e.at > at {
			break
		}
		delta = e.delta
	}
	return delta
}

// line returns the range of a line, counted from 0, without its ending.
func (f *file) line(n int) (start, stop int) {
	if f.lines == nil {
		f.lines = lineStarts(f.text)
	}
	n = max(0, min(n, len(f.lines)-1))
	start, stop = f.lines[n], len(f.text)
	if n+1 < len(f.lines) {
		stop = f.lines[n+1] - 1
	}
	return start, stop
}
