package markdown

import (
	"bytes"
	"sort"
	"unicode/utf8"

	"pandect/internal/diag"
)

// source is the text that goldmark parses, and the way back from it to the files that the editor knows. Each of its
// lines comes from one line of one file; within a line, characters may have been taken out or put in.
type source struct {
	text  []byte
	files []sourceFile
	runs  []run
	edits map[int][]edit // by line, counted from 0
	lines []int          // offsets of the lines of text, found when first needed

	last struct { // where place left off: columns of one long line are asked for in ascending order
		line, offset, column int
	}
}

// sourceFile is a file that lines came from.
type sourceFile struct {
	path  string // below content/
	text  []byte
	lines []int // offsets of its lines, found when first needed
}

// run says that the lines from line on are the lines from first on of one file. All are counted from 0.
type run struct{ line, file, first int }

// edit says that from byte at on, a line is shifted: add delta to find the place in the original line.
type edit struct{ at, delta int }

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
func (s *source) lineAt(offset int) int {
	if s.lines == nil {
		s.lines = lineStarts(s.text)
	}
	return sort.SearchInts(s.lines, offset+1) - 1
}

// runAt returns the run that a line belongs to.
func (s *source) runAt(line int) run {
	return s.runs[sort.Search(len(s.runs), func(i int) bool { return s.runs[i].line > line })-1]
}

// fileAt returns the path below content/ of the file that an offset comes from.
func (s *source) fileAt(offset int) string {
	if len(s.files) == 1 {
		return s.files[0].path
	}
	return s.files[s.runAt(s.lineAt(offset)).file].path
}

// place returns where in a file an offset comes from, and the line to quote.
func (s *source) place(offset int) (diag.Place, string) {
	offset = max(0, min(offset, len(s.text)))
	line := s.lineAt(offset)
	r := s.runAt(line)
	within := offset - s.lines[line]
	delta := 0
	for _, e := range s.edits[line] {
		if e.at > within {
			break
		}
		delta = e.delta
	}
	f := &s.files[r.file]
	if f.lines == nil {
		f.lines = lineStarts(f.text)
	}
	original := r.first + line - r.line
	start, stop := f.line(original)
	within = max(0, min(within+delta, stop-start))
	if s.last.line != line+1 || s.last.offset > within {
		s.last.line, s.last.offset, s.last.column = line+1, 0, 1
	}
	s.last.column += utf8.RuneCount(f.text[start+s.last.offset : start+within])
	s.last.offset = within
	quote := ""
	if stop-start <= maxQuote {
		quote = string(f.text[start:stop])
	}
	return diag.Place{File: contentPath(f.path), Line: original + 1, Column: s.last.column}, quote
}

// line returns the range of a line, counted from 0, without its ending.
func (f *sourceFile) line(n int) (start, stop int) {
	n = max(0, min(n, len(f.lines)-1))
	start, stop = f.lines[n], len(f.text)
	if n+1 < len(f.lines) {
		stop = f.lines[n+1] - 1
	}
	return start, stop
}
