package prepare

import (
	"bytes"
	"sort"
	"unicode/utf8"

	"pandect/internal/diag"
)

// Text is what goldmark parses, and the way back from it to the files that the editor knows. Each of its lines comes from
// one line of one file; within a line, characters may have been taken out or put in. It belongs to one goroutine.
type Text struct {
	Bytes []byte // must not change

	files []file
	runs  []run
	edits map[int][]edit // by line, counted from 0
	lines []int          // offsets of the lines of Bytes, found when first needed

	last struct { // where Place left off: columns of one long line are asked for in ascending order
		line, offset, column int
	}
}

// file is one that lines came from.
type file struct {
	path  string // below content/
	text  []byte
	lines []int // offsets of its lines, found when first needed
}

// run says that the lines from line on are the lines from first on of one file. All are counted from 0.
type run struct{ line, file, first int }

// edit says that from byte at on, a line is shifted: add delta to find the place in the original line.
type edit struct{ at, delta int }

// root is the folder that paths are below.
const root = "content/"

// maxQuote is the length in bytes above which a line is not quoted.
const maxQuote = 4096

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

// runAt returns the run that a line belongs to.
func (t *Text) runAt(line int) run {
	return t.runs[sort.Search(len(t.runs), func(i int) bool { return t.runs[i].line > line })-1]
}

// FileAt returns the path below content/ of the file that an offset comes from.
func (t *Text) FileAt(offset int) string {
	if len(t.files) == 1 {
		return t.files[0].path
	}
	return t.files[t.runAt(t.lineAt(offset)).file].path
}

// Place returns where in a file an offset comes from, and the line to quote.
func (t *Text) Place(offset int) (diag.Place, string) {
	offset = max(0, min(offset, len(t.Bytes)))
	line := t.lineAt(offset)
	r := t.runAt(line)
	within := offset - t.lines[line]
	delta := 0
	for _, e := range t.edits[line] {
		if e.at > within {
			break
		}
		delta = e.delta
	}
	f := &t.files[r.file]
	if f.lines == nil {
		f.lines = lineStarts(f.text)
	}
	original := r.first + line - r.line
	start, stop := f.line(original)
	within = max(0, min(within+delta, stop-start))
	for within > 0 && start+within < len(f.text) && !utf8.RuneStart(f.text[start+within]) {
		within-- // the place is in the middle of what stood in place of a character
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

// Mended reports whether the line of an offset is not as it is in its file.
func (t *Text) Mended(offset int) bool { return t.edits[t.lineAt(offset)] != nil }

// line returns the range of a line, counted from 0, without its ending.
func (f *file) line(n int) (start, stop int) {
	n = max(0, min(n, len(f.lines)-1))
	start, stop = f.lines[n], len(f.text)
	if n+1 < len(f.lines) {
		stop = f.lines[n+1] - 1
	}
	return start, stop
}
