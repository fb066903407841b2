package markdown

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pandect/internal/prepare"
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
	"wiki brackets":      func(n int) string { return strings.Repeat("[[a", n/3) },
	"pictures":           func(n int) string { return strings.Repeat("![", n/2) },
	"emphasis":           func(n int) string { return strings.Repeat("*a ", n/3) },
	"closing emphasis":   func(n int) string { return "a**b" + strings.Repeat("c* ", n/3) },
	"two kinds":          func(n int) string { return strings.Repeat("*a_ ", n/4) },
	"strong":             func(n int) string { return strings.Repeat("**x", n/3) },
	"underscores":        func(n int) string { return strings.Repeat("_", n) },
	"tildes":             func(n int) string { return strings.Repeat("a ~~b ~c ", n/9) },
	"backticks":          func(n int) string { return backticks(n) },
	"one backtick each":  func(n int) string { return strings.Repeat("`a``b", n/5) },
	"quotes":             func(n int) string { return strings.Repeat(`"a' `, n/4) },
	"open tags":          func(n int) string { return strings.Repeat("<a ", n/3) },
	"open attributes":    func(n int) string { return strings.Repeat(`<a b="`, n/6) },
	"open comments":      func(n int) string { return strings.Repeat("a <!-- ", n/7) },
	"open percent signs": func(n int) string { return strings.Repeat("a %% b\n\n", n/8) },
	"comments":           func(n int) string { return strings.Repeat("<!-- a -->b", n/11) },
	"declarations":       func(n int) string { return strings.Repeat("<!A ", n/4) },
	"instructions":       func(n int) string { return strings.Repeat("<?", n/2) },
	"sections of data":   func(n int) string { return strings.Repeat("<![CDATA[", n/9) },
	"entities":           func(n int) string { return strings.Repeat("&a", n/2) + strings.Repeat("&#", n/4) },
	"backslashes":        func(n int) string { return strings.Repeat(`\`, n) },
	"one long line":      func(n int) string { return strings.Repeat("word ", n/5) },
	"one long word":      func(n int) string { return strings.Repeat("a", n) },
	"white space":        func(n int) string { return strings.Repeat(" ", n) + "x" },
	"tabs":               func(n int) string { return strings.Repeat("\t", n) + "x" },
	"lists and blanks":   func(n int) string { return strings.Repeat("- ", 90) + "x\n" + strings.Repeat("\n", n) },
	"code in lists":      func(n int) string { return strings.Repeat("1. ", 90) + "```\n" + strings.Repeat("\n", n) },
	"stairs and blanks": func(n int) string {
		return staircase(8000, "- x") + strings.Repeat("\t\n", n/3) + strings.Repeat(" ", 180) + "y\n" + strings.Repeat(" \n", n/6)
	},
	"points and blanks":    func(n int) string { return staircase(8000, "(a) x") + strings.Repeat("\n", n) },
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
	"alerts":          func(n int) string { return strings.Repeat("> [!NOTE]\n", n/10) },
	"links":           func(n int) string { return strings.Repeat("[a](b) ", n/7) },
	"drawn tables":    func(n int) string { return strings.Repeat("a  b\n-- ---\n1  2\n\n", n/18) },
	"open tables":     func(n int) string { return strings.Repeat("-- ---\n1  2\n\n3  4\n\n", n/20) },
	"framed tables":   func(n int) string { return strings.Repeat("-----\na  b\n-- ---\n1  2\n\n", n/24) },
	"rules and rules": func(n int) string { return strings.Repeat("--- ---\n", n/8) },
	"grids":           func(n int) string { return strings.Repeat("+-+-+\n|a|b|\n", n/12) },
	"open grids":      func(n int) string { return strings.Repeat("+-+-+\n|a|b|\n\n", n/13) },
	"wide grid": func(n int) string {
		return strings.Repeat("+-", n/6) + "+\n" + strings.Repeat("|a", n/6) + "|\n" + strings.Repeat("+-", n/6) + "+\n"
	},
	"boxes":                  func(n int) string { return strings.Repeat("::: note\n", n/9) },
	"indented boxes":         func(n int) string { return strings.Repeat("!!! note\n", n/9) },
	"tags":                   func(n int) string { return strings.Repeat("{{ a }}", n/7) },
	"open template tags":     func(n int) string { return strings.Repeat("{% a ", n/5) },
	"template comments":      func(n int) string { return strings.Repeat("{# a #}", n/7) },
	"open template comments": func(n int) string { return strings.Repeat("{# a\n", n/5) },
	"carets":                 func(n int) string { return strings.Repeat("a^b", n/3) },
	"angles":                 func(n int) string { return strings.Repeat("<A", n/2) },
	"points":                 func(n int) string { return strings.Repeat("(a) x\n", n/6) },
	"points in points":       func(n int) string { return staircase(n, "(a) x") },
	"points of a point":      func(n int) string { return "(a) x\n(b) x\n" + strings.Repeat("(i) x\n\n", n/7) },
	"points by line":         func(n int) string { return strings.Repeat("(i) a\n(1) b\n(a) c\n(b) d\n(2) e\n(ii) f\n", n/36) },
	"points on a line":       func(n int) string { return strings.Repeat("(a) ", n/8) + "x\n" + strings.Repeat("(b) ", n/8) + "x\n" },
	"tasks":                  func(n int) string { return strings.Repeat("- [ ] a\n", n/8) },
	"noise":                  noise,

	"front matter": func(n int) string { return "---\n" + strings.Repeat("a: [[[[\n", n/8) + "---\nx" },
	"closed front matter": func(n int) string {
		return "+++\nparams = " + strings.Repeat("[", n/2) + strings.Repeat("]", n/2) + "\n+++\nx"
	},
	"includes":             func(n int) string { return strings.Repeat("![[c]]\n", n/7) },
	"missing includes":     func(n int) string { return strings.Repeat("![[d]]\n", n/7) },
	"other includes":       func(n int) string { return each(n, "![[d%d]]\n") },
	"code of files":        func(n int) string { return strings.Repeat("```c {file=\"x.c\"}\n```\n", n/23) },
	"nested definitions":   func(n int) string { return "a\n" + staircase(n, ": a") },
	"definition in one":    func(n int) string { return "a\n" + strings.Repeat(": ", n/2) + "a" },
	"quotation of lists":   func(n int) string { return strings.Repeat("> - a\n> > b\n", n/12) },
	"wikilinks":            func(n int) string { return strings.Repeat("[[a|b]]", n/7) },
	"wikilinks with bars":  func(n int) string { return "[[" + strings.Repeat("a|", n/2) + "]]" },
	"pictures in pictures": func(n int) string { return strings.Repeat("![a ", n/8) + strings.Repeat("](b)", n/8) },
	"other headings":       func(n int) string { return each(n, "# a\n# a %d\n") },
	"other ids":            func(n int) string { return each(n, "# a {#b-%d}\n# b\n") },
	"long ids":             func(n int) string { return "# a {#" + strings.Repeat("b", n) + "}\n" },
	"classes":              func(n int) string { return "# a {" + strings.Repeat(".b ", n/3) + "}\n" },
	"same footnotes":       func(n int) string { return "[^a]\n\n" + strings.Repeat("[^a]: b\n\n", n/9) },
	"footnotes in one":     func(n int) string { return "[^a]\n\n" + strings.Repeat("[^a]: ", n/6) + "b" },
	"same references":      func(n int) string { return strings.Repeat("[a]: b\n", n/14) + strings.Repeat("[a] ", n/8) },
	"open elements":        func(n int) string { return strings.Repeat("<div>", n/5) },
	"open inline elements": func(n int) string { return "a " + strings.Repeat("<b>", n/3) },
	"end tags":             func(n int) string { return "<div>\n\n" + strings.Repeat("</p></b>\n\n", n/10) },
	"elements in elements": func(n int) string { return strings.Repeat("<table><td><ul><li><p>", n/22) },
	"elements by block":    func(n int) string { return strings.Repeat("<details>\n\na\n\n", n/14) },
	"text in a table":      func(n int) string { return "<table>" + strings.Repeat("a<tr>", n/5) + "</table>" },
	"attributes":           func(n int) string { return "<div " + strings.Repeat("a ", n/2) + ">x</div>" },
	"code without end":     func(n int) string { return strings.Repeat("```go\nx\n~~~\n", n/12) },
	"many code blocks":     func(n int) string { return strings.Repeat("```raku\n@@@@@@@@\n```\n\n", n/22) },
	"many languages":       func(n int) string { return languages(n) },
	"long language":        func(n int) string { return "```" + strings.Repeat("a", n) + "\nx\n```\n" },
	"indented code":        func(n int) string { return strings.Repeat("    a\n\n", n/7) },
	"single and double":    func(n int) string { return strings.Repeat("'a ", n/6) + strings.Repeat("b\" ", n/6) },
	"placeholders":         func(n int) string { return strings.Repeat("<client> <var> </u> <u>", n/23) },
	"pairs of tags":        func(n int) string { return strings.Repeat("<u><b></u>", n/10) },
	"items":                func(n int) string { return checklistFront + strings.Repeat("- [ ] **A-1** (critical) b\n", n/25) },
	"other items":          func(n int) string { return checklistFront + each(n, "- [ ] **A-%d** b\n  - Why: c\n") },
	"items without a name": func(n int) string { return checklistFront + strings.Repeat("- [ ] b\n", n/8) },
	"items in items":       func(n int) string { return checklistFront + staircase(n, "- [ ] a") },
	"labels":               func(n int) string { return checklistFront + "- [ ] a\n" + strings.Repeat("  - Why: b\n", n/11) },
	"sections of items":    func(n int) string { return checklistFront + strings.Repeat("## a (gate)\n- [ ] b\n", n/20) },
	"an item of brackets":  func(n int) string { return checklistFront + "- [ ] " + strings.Repeat("(a)", n/3) },
}

// languages is blocks of code in languages whose rules are slow, each of what is slow in one of them.
func languages(n int) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		language := []string{"c", "raku", "java", "html", "php", "perl", "postgres", "markdown", "http", "scss", "groovy", "elixir"}[i%12]
		piece := []string{"@", "<script>\n", "a(\n", "\n", "${", "<<EOF\n", "/* a\n", "é"}[i%8]
		b.WriteString("```" + language + "\n" + strings.Repeat(piece, 250/len(piece)) + "\n```\n\n")
	}
	return b.String()
}

const checklistFront = "---\ntype: checklist\n---\n"

// each repeats a text, each time with another number.
func each(n int, format string) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		b.WriteString(strings.ReplaceAll(format, "%d", fmt.Sprint(i)))
	}
	return b.String()
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

// hostileCompilers are the settings that hostile texts are compiled with, each with all that costs work.
func hostileCompilers(t testing.TB) []*Compiler {
	messages, partials := inEnglish(t), counselPartials(t)
	return []*Compiler{
		New(Options{Typographer: true, Messages: messages, Partials: partials}),
		New(Options{RawHTML: true, Admonitions: true, LineNumbers: true, Messages: messages, Partials: partials}),
	}
}

// hostileSource is a page of a hostile text, with what it may include.
func hostileSource(text string) Source {
	return Source{Path: "a/b.md", Text: []byte(text), Includes: map[prepare.IncludeRef]prepare.Included{
		{From: "a/b.md", Written: "c"}:   {Path: "a/c.md", Text: []byte("# T\n\n> included\n")},
		{From: "a/b.md", Written: "x.c"}: {Path: "a/x.c", Text: []byte("int x;\n")},
	}}
}

func TestHostileTextIsCompiled(t *testing.T) {
	for i, c := range hostileCompilers(t) {
		for name, text := range hostile {
			t.Run(fmt.Sprint(name, " ", i), func(t *testing.T) { checkDoc(t, c, text(20_000)) })
		}
	}
}

// TestHostileTextIsCompiledInTime would not come to its end if a text took the square of its size.
func TestHostileTextIsCompiledInTime(t *testing.T) {
	if testing.Short() {
		t.Skip("it compiles megabytes")
	}
	for i, c := range hostileCompilers(t) {
		for name, text := range hostile {
			t.Run(fmt.Sprint(name, " ", i), func(t *testing.T) { c.Compile(hostileSource(text(300_000))) })
		}
	}
}

// Four times the text may take so many times as long: sixteen would be the square, and eight the size times its root.
const maxGrowth = 7

// BenchmarkHostile fails for a text whose work grows faster than it does. Of each size the best of a few times is compared,
// and a text that seems to grow too fast is measured again, because a machine has other things to do.
func BenchmarkHostile(b *testing.B) {
	compilers := hostileCompilers(b)
	for _, name := range slices.Sorted(maps.Keys(hostile)) {
		b.Run(strings.ReplaceAll(name, " ", "-"), func(b *testing.B) {
			for b.Loop() {
				for _, c := range compilers {
					small, large := hostileSource(hostile[name](60_000)), hostileSource(hostile[name](240_000))
					growth := 0.0
					for range 4 {
						growth = float64(best(c, large)) / float64(best(c, small)+time.Millisecond)
						if growth <= maxGrowth {
							break
						}
					}
					if growth > maxGrowth {
						b.Errorf("four times the text takes %.1f times as long", growth)
					}
					b.ReportMetric(growth, "x/4x")
				}
			}
		})
	}
}

// best returns the shortest of a few times that a page takes.
func best(c *Compiler, s Source) time.Duration {
	least := time.Duration(math.MaxInt64)
	for range 3 {
		began := time.Now()
		c.Compile(s)
		least = min(least, time.Since(began))
	}
	return least
}
