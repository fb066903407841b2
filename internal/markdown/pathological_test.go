package markdown

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// hostile are texts made to take long, by size. What is nested, repeated or left open costs a naive parser the square
// of the size, or its stack.
var hostile = map[string]func(n int) string{
	"quotations":         func(n int) string { return strings.Repeat(">", n) + "x" },
	"quotations by line": func(n int) string { return strings.Repeat(strings.Repeat("> ", 90)+"x\n", n/180) },
	"lists":              func(n int) string { return strings.Repeat("- ", n/2) + "x" },
	"numbered lists":     func(n int) string { return strings.Repeat("1. ", n/3) + "x" },
	"lists by line":      func(n int) string { return staircase(n, "- x") },
	"mixed containers":   func(n int) string { return strings.Repeat("> - ", n/4) + "x" },
	"brackets":           func(n int) string { return strings.Repeat("[", n) },
	"brackets both ways": func(n int) string { return strings.Repeat("[", n/2) + "a" + strings.Repeat("]", n/2) },
	"bracket pairs":      func(n int) string { return strings.Repeat("[a](", n/4) },
	"links in brackets": func(n int) string {
		return strings.Repeat("[", n/8) + strings.Repeat("[a](b)", n/8) + strings.Repeat("]", n/8)
	},
	"wiki brackets":        func(n int) string { return strings.Repeat("[[a", n/3) },
	"pictures":             func(n int) string { return strings.Repeat("![", n/2) },
	"emphasis":             func(n int) string { return strings.Repeat("*a ", n/3) },
	"closing emphasis":     func(n int) string { return "a**b" + strings.Repeat("c* ", n/3) },
	"two kinds":            func(n int) string { return strings.Repeat("*a_ ", n/4) },
	"strong":               func(n int) string { return strings.Repeat("**x", n/3) },
	"underscores":          func(n int) string { return strings.Repeat("_", n) },
	"tildes":               func(n int) string { return strings.Repeat("a ~~b ~c ", n/9) },
	"backticks":            func(n int) string { return backticks(n) },
	"one backtick each":    func(n int) string { return strings.Repeat("`a``b", n/5) },
	"quotes":               func(n int) string { return strings.Repeat(`"a' `, n/4) },
	"open tags":            func(n int) string { return strings.Repeat("<a ", n/3) },
	"open attributes":      func(n int) string { return strings.Repeat(`<a b="`, n/6) },
	"open comments":        func(n int) string { return strings.Repeat("a <!-- ", n/7) },
	"open percent signs":   func(n int) string { return strings.Repeat("a %% b\n\n", n/8) },
	"comments":             func(n int) string { return strings.Repeat("<!-- a -->b", n/11) },
	"declarations":         func(n int) string { return strings.Repeat("<!A ", n/4) },
	"instructions":         func(n int) string { return strings.Repeat("<?", n/2) },
	"sections of data":     func(n int) string { return strings.Repeat("<![CDATA[", n/9) },
	"entities":             func(n int) string { return strings.Repeat("&a", n/2) + strings.Repeat("&#", n/4) },
	"backslashes":          func(n int) string { return strings.Repeat(`\`, n) },
	"one long line":        func(n int) string { return strings.Repeat("word ", n/5) },
	"one long word":        func(n int) string { return strings.Repeat("a", n) },
	"white space":          func(n int) string { return strings.Repeat(" ", n) + "x" },
	"tabs":                 func(n int) string { return strings.Repeat("\t", n) + "x" },
	"empty lines":          func(n int) string { return strings.Repeat("\n", n) },
	"fixed spaces":         func(n int) string { return strings.Repeat("\u00a0", n/2) + "x" },
	"invisible":            func(n int) string { return strings.Repeat("a\u200b", n/4) },
	"bullets":              func(n int) string { return strings.Repeat("• a\n", n/5) },
	"nested bullets":       func(n int) string { return strings.Repeat("• a\no b\n§ c\n– d\n", n/18) },
	"table columns":        func(n int) string { return wideTable(n) },
	"table rows":           func(n int) string { return "a|b\n-|-\n" + strings.Repeat("c|d\n", n/4) },
	"table in one cell":    func(n int) string { return "a|b\n-|-\n" + strings.Repeat("`\\|` ", n/5) },
	"headings":             func(n int) string { return strings.Repeat("# a\n", n/4) },
	"underlines":           func(n int) string { return strings.Repeat("a\n-\n", n/4) },
	"ids":                  func(n int) string { return strings.Repeat("# a {#b}\n", n/9) },
	"references":           func(n int) string { return linkDefinitions(n) },
	"open references":      func(n int) string { return strings.Repeat("[a]: <b\n", n/8) },
	"footnotes":            func(n int) string { return notes(n) },
	"one footnote":         func(n int) string { return "[^a]: x\n\n" + strings.Repeat("[^a] ", n/5) },
	"open footnotes":       func(n int) string { return strings.Repeat("[^", n/2) },
	"definitions":          func(n int) string { return strings.Repeat("a\n: b\n", n/6) },
	"addresses":            func(n int) string { return strings.Repeat("https://a.b/(", n/13) },
	"address of addresses": func(n int) string { return strings.Repeat("www.a.b@c.d:", n/12) },
	"at signs":             func(n int) string { return strings.Repeat("a@", n/2) },
	"dots":                 func(n int) string { return strings.Repeat("a.", n/2) },
	"braces":               func(n int) string { return strings.Repeat("]{", n/2) },
	"leftovers":            func(n int) string { return strings.Repeat("[a]{.underline}", n/15) },
	"leftovers in one":     func(n int) string { return strings.Repeat("[", n/17) + strings.Repeat("a]{.underline}", n/17) },
	"tracked changes":      func(n int) string { return strings.Repeat("{++a", n/4) },
	"fences":               func(n int) string { return strings.Repeat("```\n", n/4) },
	"code":                 func(n int) string { return "```go\n" + strings.Repeat("func a() { \"", n/12) + "\n```\n" },
	"code lines":           func(n int) string { return "```go\n" + strings.Repeat("func a() { \"\n", n/13) + "\n```\n" },
	"code attributes":      func(n int) string { return "```go {" + strings.Repeat("a=b ", n/4) + "}\n```\n" },
	"ranges": func(n int) string {
		return "```go {highlight=\"" + strings.Repeat("1,", n/4) + "1\"}\n" + strings.Repeat("x\n", n/4) + "```\n"
	},
	"alerts": func(n int) string { return strings.Repeat("> [!NOTE]\n", n/10) },
	"links":  func(n int) string { return strings.Repeat("[a](b) ", n/7) },
	"tasks":  func(n int) string { return strings.Repeat("- [ ] a\n", n/8) },
	"noise":  noise,
}

func staircase(n int, item string) string {
	var b strings.Builder
	for depth := 0; b.Len() < n; depth++ {
		b.WriteString(strings.Repeat("  ", depth) + item + "\n")
	}
	return b.String()
}

func backticks(n int) string {
	var b strings.Builder
	for i := 1; b.Len() < n; i++ {
		b.WriteString(strings.Repeat("`", i) + "a")
	}
	return b.String()
}

func wideTable(n int) string {
	return strings.Repeat("a|", n/6) + "\n" + strings.Repeat("-|", n/6) + "\n" + strings.Repeat("b|\n", n/9)
}

func linkDefinitions(n int) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		fmt.Fprintf(&b, "[a%d]: b\n\n[a%d]\n\n", i, i)
	}
	return b.String()
}

func notes(n int) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		fmt.Fprintf(&b, "[^%d]\n\n[^%d]: b\n\n", i, i)
	}
	return b.String()
}

// noise strings markers together without sense.
func noise(n int) string {
	marks := []string{"*", "_", "[", "]", "(", ")", "!", "`", "~", "<", ">", "&", "\\", "|", "#", "-", "+", "1.", ":", "\n", "\n\n", "    ", "\t", " ", "a", "b ", "{", "}", "%%", "<!--", "-->", "[[", "]]", "^", "\"", "'", "```", "http://", "@", "."}
	random := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	for b.Len() < n {
		b.WriteString(marks[random.IntN(len(marks))])
	}
	return b.String()
}

func TestHostileTextIsCompiled(t *testing.T) {
	c := New(Options{Typographer: true})
	kept := New(Options{RawHTML: true, LineNumbers: true})
	for name, text := range hostile {
		t.Run(name, func(t *testing.T) {
			const size = 30_000
			checkDoc(t, c, text(size))
			checkDoc(t, kept, text(size))
		})
	}
}

// BenchmarkHostile shows which text costs more than in proportion to its size: compare the two sizes.
func BenchmarkHostile(b *testing.B) {
	c := New(Options{Typographer: true})
	for name, text := range hostile {
		for _, size := range []int{100_000, 400_000} {
			b.Run(fmt.Sprintf("%s/%d", strings.ReplaceAll(name, " ", "-"), size), func(b *testing.B) {
				source := Source{Path: "a.md", Text: []byte(text(size))}
				b.SetBytes(int64(size))
				for b.Loop() {
					c.Compile(source)
				}
			})
		}
	}
}
