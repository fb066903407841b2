package markdown

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// plainLanguages have no colours, and nobody expects any.
var plainLanguages = set("text txt plain plaintext none mermaid")

// lexersByName finds a lexer by its name or alias in lower case, or by the ending of its files. Languages are never
// guessed from the code.
var lexersByName = sync.OnceValue(func() map[string]chroma.Lexer {
	byName := map[string]chroma.Lexer{}
	add := func(name string, l chroma.Lexer) {
		if name = strings.ToLower(name); byName[name] == nil {
			byName[name] = l
		}
	}
	for _, l := range lexers.GlobalLexerRegistry.Lexers {
		add(l.Config().Name, l)
	}
	for _, l := range lexers.GlobalLexerRegistry.Lexers {
		for _, alias := range l.Config().Aliases {
			add(alias, l)
		}
	}
	for _, l := range lexers.GlobalLexerRegistry.Lexers {
		for _, file := range l.Config().Filenames {
			if ending, ok := strings.CutPrefix(file, "*."); ok && !strings.ContainsAny(ending, "*[.") {
				add(ending, l)
			}
		}
	}
	return byName
})

func knownLanguage(name string) bool {
	name = strings.ToLower(name)
	return plainLanguages[name] || lexersByName()[name] != nil
}

// languageNames returns the names that an editor may have meant.
func languageNames() []string {
	var names []string
	for name := range lexersByName() {
		names = append(names, name)
	}
	for name := range plainLanguages {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// tokenClass is chroma's own short class of a type of token, or that of the nearest type above it.
var tokenClass = sync.OnceValue(func() map[chroma.TokenType]string {
	classes := map[chroma.TokenType]string{}
	for t := range chroma.StandardTypes {
		classes[t] = chroma.StandardTypes[t]
	}
	classes[chroma.TextWhitespace] = "" // white space has no colour
	return classes
})

func classOf(classes map[chroma.TokenType]string, t chroma.TokenType) string {
	for {
		if class, ok := classes[t]; ok {
			return class
		}
		if t == 0 {
			return ""
		}
		t = t.Parent()
	}
}

// Code beyond these limits has no colours: the lexers' expressions can take very long on it.
const (
	maxHighlight     = 100_000 // bytes of a block
	maxHighlightLine = 2_000
)

// codeWriter writes highlighted code.
type codeWriter struct {
	out       []byte
	class     string // of the span that is open
	perLine   bool   // each line is an element of its own
	numbers   bool
	highlight []span
	line      int // number that is shown beside the next line
	mark      int // number by which highlight counts it
	inLine    bool
}

// write writes code in a language.
func (w *codeWriter) write(language string, code []byte) {
	lexer := lexersByName()[strings.ToLower(language)]
	if lexer == nil || len(code) > maxHighlight || longestLine(code) > maxHighlightLine || bytes.IndexByte(code, 0) >= 0 {
		w.token("", code)
		w.end()
		return
	}
	classes := tokenClass()
	before := *w
	if !tokenise(lexer, code, func(t chroma.TokenType, text []byte) { w.token(classOf(classes, t), text) }) {
		*w = before
		w.token("", code)
	}
	w.end()
}

func longestLine(code []byte) int {
	longest := 0
	eachLine(code, func(line []byte) bool {
		longest = max(longest, len(line))
		return true
	})
	return longest
}

// token writes a piece of code with a class.
func (w *codeWriter) token(class string, text []byte) {
	if !w.perLine {
		w.piece(class, text)
		return
	}
	for len(text) > 0 {
		if !w.inLine {
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
func (w *codeWriter) piece(class string, text []byte) {
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
	w.out = escapeBytes(w.out, text)
}

func (w *codeWriter) closeSpan() {
	if w.class != "" {
		w.out = append(w.out, "</span>"...)
		w.class = ""
	}
}

func (w *codeWriter) beginLine() {
	w.inLine = true
	class := "line"
	if slices.ContainsFunc(w.highlight, func(r span) bool { return r.start <= w.mark && w.mark <= r.stop }) {
		class = "line hl"
	}
	w.out = append(append(append(w.out, `<span class="`...), class...), `">`...)
	if w.numbers {
		w.out = append(w.out, `<span class="ln">`...)
		w.out = strconv.AppendInt(w.out, int64(w.line), 10)
		w.out = append(w.out, "</span>"...)
	}
	w.line++
	w.mark++
}

func (w *codeWriter) endLine() {
	w.closeSpan()
	w.out = append(w.out, "\n</span>"...)
	w.inLine = false
}

// end closes what is open.
func (w *codeWriter) end() {
	w.closeSpan()
	if w.inLine {
		w.out = append(w.out, "</span>"...)
		w.inLine = false
	}
}
