package prepare

import (
	"fmt"

	"pandect/internal/diag"
)

// maxBlanks is how many blank lines a page may have that follow another one, because each costs the parser as many steps as lists
// lie in each other there. Outside of code they mean nothing.
const maxBlanks = 5000

// surplus reports whether a blank line that follows another one is one too many, and leaves it out.
func (w *preparer) surplus(l *layer) bool {
	if w.blanks++; w.blanks <= maxBlanks {
		return false
	}
	if w.blanks == maxBlanks+1 {
		w.diagnose(diag.Warning, "blank-lines", l, 0, fmt.Sprintf("This page has more than %d blank lines that follow another one; from here on only one of a row is read.", maxBlanks),
			"Delete the blank lines that are too many.")
	}
	l.first++
	w.start()
	if last := &w.text.runs[len(w.text.runs)-1]; last.line == w.line {
		*last = run{line: w.line, file: l.file, first: l.first}
	} else {
		w.from(l)
	}
	return true
}
