// Package highlight writes code as HTML in which each token has chroma's short class, so that style sheets made for
// chroma apply. Each line is an element of its own where line numbers or marked lines need that.
//
// The result depends on the language and the code alone, on every machine and under any load. Chroma's lexers can take
// minutes for a page of code, and chroma stops them by the clock, so that colours depend on how busy the machine is. Here
// the timeout is switched off (timeout.go) and the input is bounded beforehand (limits.go): code over a bound is written
// without colours, and the caller learns which bound it was.
//
// No other package imports chroma. The package does not guess languages, and has no styles.
package highlight

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/alecthomas/chroma/v2"

	"pandect/internal/escape"
)

// Lines says how lines are written. With the zero Lines, lines are not elements of their own.
type Lines struct {
	Numbers bool                // show line numbers
	First   int                 // the number of the first line
	Marked  func(line int) bool // whether a line, counted from 1, is marked; may be nil
}

// Append appends code in a language as the content of <pre><code>. If the language is known but the code, or code of another
// language in it, is written without colours, Excess says why.
func Append(dst []byte, language string, code []byte, lines Lines) ([]byte, Excess) {
	w := writer{out: dst, lines: lines, elements: lines.Numbers || lines.Marked != nil, line: 1}
	excess := w.code(language, code)
	w.end()
	return w.out, excess
}

// writer writes highlighted code.
type writer struct {
	out      []byte
	class    string // of the open span; "" if none is open
	lines    Lines
	elements bool // each line is an element of its own
	line     int  // number of the next line, counted from 1
	open     bool // a line element is open
}

// code writes code, without colours if there is no lexer or a bound is exceeded.
func (w *writer) code(language string, code []byte) Excess {
	name := strings.ToLower(language)
	lexer := lexersByName()[name]
	if lexer == nil || slices.Contains(plainLanguages, name) || bytes.IndexByte(code, 0) >= 0 {
		w.token("", code)
		return Excess{}
	}
	excess := limitsOf(lexer).exceeded(code)
	if excess.What == Nothing {
		excess = exceededWithin(lexer, code)
	}
	if excess.What != Nothing {
		w.token("", code)
		return excess
	}
	before := *w
	emit := func(t tokenType, text []byte) {
		if t == overBound {
			excess.What = Embedded
			t = chroma.Text
		}
		w.token(classOf(t), text)
	}
	if !tokenise(lexer, code, emit) {
		*w = before
		w.token("", code)
		return Excess{What: Steps}
	}
	return excess
}

// token writes a token, which may go over several lines.
func (w *writer) token(class string, text []byte) {
	if !w.elements {
		w.span(class, text)
		return
	}
	for len(text) > 0 {
		if !w.open {
			w.beginLine()
		}
		i := bytes.IndexByte(text, '\n')
		if i < 0 {
			w.span(class, text)
			return
		}
		w.span(class, text[:i])
		w.endLine()
		text = text[i+1:]
	}
}

// span writes text in a span of a class, which joins the open span if that has the same class.
func (w *writer) span(class string, text []byte) {
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
	if w.lines.Marked != nil && w.lines.Marked(w.line) {
		class = "line hl"
	}
	w.out = append(append(append(w.out, `<span class="`...), class...), `">`...)
	if w.lines.Numbers {
		w.out = append(w.out, `<span class="ln">`...)
		w.out = strconv.AppendInt(w.out, int64(w.lines.First+w.line-1), 10)
		w.out = append(w.out, "</span>"...)
	}
	w.line++
}

func (w *writer) endLine() {
	w.closeSpan()
	w.out = append(w.out, "\n</span>"...)
	w.open = false
}

// end closes all open elements.
func (w *writer) end() {
	w.closeSpan()
	if w.open {
		w.out = append(w.out, "</span>"...)
		w.open = false
	}
}
