// Package highlight gives code its colours: it writes code as HTML in which each piece has the short class by which
// themes for chroma know it, and each line is an element of its own where that is wanted.
//
// What it writes follows from the language and the code alone, on every machine and at any load. Chroma's lexers can
// take minutes for a page of code, and by default chroma stops them by the clock, with colours that depend on how busy
// the machine was. Here the clock is switched off (see clock.go), and what a lexer is given is bounded beforehand (see
// limits.go): code over the bounds is written without colours, and the caller is told which bound it was.
//
// The package is the only one that knows chroma. It does not guess languages, holds no styles, and knows nothing of
// pages or of where the code comes from.
package highlight

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"pandect/internal/escape"
)

// Lines say how the lines of a piece of code are written. The zero Lines are no elements: the code is one text.
type Lines struct {
	Numbers bool                // each line begins with its number
	First   int                 // the number of the first line
	Marked  func(line int) bool // which lines stand out, counted from 1; nil for none
}

// Append appends code, which is in a language, as the inside of <pre><code>. If the language is known and the code has
// no colours all the same, it says why.
func Append(dst []byte, language string, code []byte, lines Lines) ([]byte, Excess) {
	w := writer{out: dst, lines: lines, elements: lines.Numbers || lines.Marked != nil, number: lines.First, count: 1}
	excess := w.coloured(language, code)
	w.end()
	return w.out, excess
}

// writer writes highlighted code.
type writer struct {
	out      []byte
	class    string // of the span that is open
	lines    Lines
	elements bool // each line is an element of its own
	number   int  // that is shown beside the next line
	count    int  // by which Marked knows it
	open     bool // a line is
}

// coloured writes code in a language, without colours if it must be.
func (w *writer) coloured(language string, code []byte) Excess {
	name := strings.ToLower(language)
	lexer := lexersByName()[name]
	if lexer == nil || slices.Contains(plainLanguages, name) || bytes.IndexByte(code, 0) >= 0 {
		w.token("", code)
		return Excess{}
	}
	excess := limitsOf(lexer).exceeded(code)
	if excess.What != Nothing {
		w.token("", code)
		return excess
	}
	classes := tokenClass()
	before := *w
	if !tokenise(lexer, code, func(t tokenType, text []byte) { w.token(classOf(classes, t), text) }) {
		*w = before
		w.token("", code)
		return Excess{What: Steps}
	}
	return Excess{}
}

// token writes a piece of code with a class.
func (w *writer) token(class string, text []byte) {
	if !w.elements {
		w.piece(class, text)
		return
	}
	for len(text) > 0 {
		if !w.open {
			w.beginLine()
		}
		i := bytes.IndexByte(text, '\n')
		if i < 0 {
			w.piece(class, text)
			return
		}
		w.piece(class, text[:i])
		w.endLine()
		text = text[i+1:]
	}
}

// piece writes text within one line, or anywhere when lines are no elements.
func (w *writer) piece(class string, text []byte) {
	if len(text) == 0 {
		return
	}
	if class != w.class {
		w.closeSpan()
		if class != "" {
			w.out = append(append(append(w.out, `<span class="`...), class...), `">`...)
			w.class = class
		}
	}
	w.out = escape.HTML(w.out, text)
}

func (w *writer) closeSpan() {
	if w.class != "" {
		w.out = append(w.out, "</span>"...)
		w.class = ""
	}
}

func (w *writer) beginLine() {
	w.open = true
	class := "line"
	if w.lines.Marked != nil && w.lines.Marked(w.count) {
		class = "line hl"
	}
	w.out = append(append(append(w.out, `<span class="`...), class...), `">`...)
	if w.lines.Numbers {
		w.out = append(w.out, `<span class="ln">`...)
		w.out = strconv.AppendInt(w.out, int64(w.number), 10)
		w.out = append(w.out, "</span>"...)
	}
	w.number++
	w.count++
}

func (w *writer) endLine() {
	w.closeSpan()
	w.out = append(w.out, "\n</span>"...)
	w.open = false
}

// end closes what is open.
func (w *writer) end() {
	w.closeSpan()
	if w.open {
		w.out = append(w.out, "</span>"...)
		w.open = false
	}
}
