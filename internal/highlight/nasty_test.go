package highlight

import (
	"fmt"
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2/lexers"
)

// nasty are pieces of code that, repeated, make lexers slow: an expression looks for the end of what begins with each
// of them, and looks through the whole text again at the next one.
var nasty = []string{
	"\n", " ", strings.Repeat("\n", 299) + "a(", strings.Repeat(" ", 299) + "a\n", strings.Repeat(" \n", 149) + "}", "\t",
	"a", "a ", "a\n", "1", "1.", "a.", "a_", "a::", "a(", "a<b>(", "x = ", "x: ", "key:\n", "- ", "$", "${", "@a",
	"{{", "{%", "<%", "<a ", `<a b="`, "</", `\`, "\\\n", "<<EOF\n", "[[", "```c\n\n\n", "-- ", "(", "[", "{", "<", "{}",
	`"`, "'", "`", `"""`, "'''", "\"a\n", `"\`, "/* a\n", "/** a\n", "<!-- a\n", "(* a\n", "{- a\n", "#| a\n", "# a\n", "#if a\n",
	"/a", "=", "-", "*", "a,", "int a(", "class a:\n", "def a(", "function a(", "a b(", "a b c ", "  a\n",
	"<a>", "<script>", "<?php ", `a="`, `"${`, "%{", "| a ", "(a b ", "é", "a -> ", "a :- ", "a{b:c;", "@media ", "日本 ", "@", "%", "&", ":", "~", "!", "?", ";", ",",
}

// ends close what pieces of nasty code open. Behind them, they have expressions look far and find something at last.
const ends = "\n*/ -->*)-}\"\"\"'''`) ] } > {;}\n|# )(a){b}\n=end\nend\n"

// fill repeats a piece of code up to a number of bytes, in lines and with white space within the limits.
func fill(piece string, size int, l limits) []byte {
	var b strings.Builder
	column, blank := 0, 0
	for b.Len() < size {
		for _, c := range piece {
			switch n := len(string(c)); {
			case c == '\n':
				column = 0
			case column+n > l.line:
				b.WriteByte('\n')
				column = n
			default:
				column += n
			}
			blank++
			if !strings.ContainsRune(" \t\n", c) {
				blank = 0
			}
			if blank == l.blank { // room for the line break above
				b.WriteByte('a')
				column, blank = column+1, 0
			}
			b.WriteRune(c)
		}
	}
	return []byte(strings.ToValidUTF8(b.String()[:size-1], "") + "\n")
}

// BenchmarkNasty shows the slowest text for every lexer, as large as limits.go lets it be: -bench Nasty -benchtime 1x.
func BenchmarkNasty(b *testing.B) {
	for _, l := range lexers.GlobalLexerRegistry.Lexers {
		limits := limitsOf(l)
		for _, piece := range nasty {
			for _, end := range []string{"", ends} {
				code := append(fill(piece, limits.bytes-len(ends), limits), end...)
				b.Run(fmt.Sprintf("%s/%q/%v", strings.ReplaceAll(l.Config().Name, " ", "-"), piece, end != ""), func(b *testing.B) {
					for b.Loop() {
						Append(nil, l.Config().Name, code, Lines{})
					}
				})
			}
		}
	}
}
