package highlight

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// Bound is a kind of bound on code to be highlighted.
type Bound uint8

// The bounds.
const (
	Nothing  Bound = iota // no bound is exceeded
	Bytes                 // bytes of the code
	Line                  // bytes of one line
	Blank                 // length of a run of spaces, tabs and line breaks
	Steps                 // the lexer failed or does not terminate
	Embedded              // code of another language in it exceeds a bound of that language, and it alone has no colours
)

// Excess says which bound code exceeds. The zero Excess means none.
type Excess struct {
	What      Bound
	Is, Limit int // 0 for Steps and Embedded
}

// limits are the bounds on the code that a lexer accepts.
type limits struct {
	bytes int // bytes of the code
	line  int // bytes of one line
	blank int // length of a run of spaces, tabs and line breaks
}

// A lexer tries a list of expressions at each position of the code. That takes linear time for ordinary code. For some
// code it is quadratic or worse: at each position an expression scans all the rest for the end of what may begin there.
//
// The bounds keep the worst case that was found to a few seconds on one core. Each lexer was given 3,000, 12,000 and more
// bytes of each piece in nasty_test.go, repeated, and of random sequences of such pieces and of words from its own
// expressions, with and without a tail that closes what they open. The comment beside a lexer names its worst piece.
// regexp2 counts no steps, so no test can check the table: run BenchmarkNasty when chroma is updated:
//
//	go test ./internal/highlight -run '^$' -bench Nasty/Java/ -benchtime 1x
var (
	usual  = limits{bytes: 100_000, line: 2_000, blank: 300}
	large  = limits{bytes: 50_000, line: 2_000, blank: 300}
	middle = limits{bytes: 20_000, line: 2_000, blank: 300}
	small  = limits{bytes: 10_000, line: 2_000, blank: 300}
)

var limitsByName = map[string]limits{
	// Exponential: each further character of a run of white space doubles the time.
	"Devicetree": {bytes: 2_000, line: 500, blank: 12}, // line breaks: 2 ms for 14 in a row, 150 ms for 20, minutes for 30
	"Luau":       {bytes: 5_000, line: 500, blank: 14}, // line breaks: 1 ms for 14 in a row, 15 ms for 18, minutes for 30

	// Cubic in the length of a line.
	"ObjectPascal": {bytes: 20_000, line: 200, blank: 300}, // digits: 47 ms for a line of 300 bytes, 1.4 s for 1,000

	// Quadratic in the length of a line: each sigil begins a variable that is looked for up to its end.
	"Raku": {bytes: 20_000, line: 300, blank: 300}, // @: 0.3 s for 10,000 bytes in lines of 2,000

	// Cubic, or nearly.
	"Genshi":      {bytes: 3_000, line: 2_000, blank: 300}, // <script>: 1.5 s for 3,000 bytes
	"Genshi HTML": {bytes: 3_000, line: 2_000, blank: 300}, // <script>: 1.6 s

	// Quadratic: 0.2 to 0.4 s for 3,000 bytes, and so 2 to 4 s at the bound.
	"ApacheConf":              small, // <
	"Ballerina":               small, // words
	"CFEngine3":               small, // a.
	"Ceylon":                  small, // empty lines
	"D":                       small, // words
	"Desktop file":            small, // a line of one word
	"ERB":                     small, // <script>
	"Factor":                  small, // /* a
	"Gnuplot":                 small, // unclosed exit
	"Go HTML Template":        small, // <script>
	"Groovy":                  small, // empty lines
	"HCL":                     small, // <a
	"HTML":                    small, // <script>
	"HTTP":                    small, // the body may be in any language
	"Janet":                   small, // `
	"Java":                    small, // words
	"Mason":                   small, // <script>
	"Materialize SQL dialect": small, // $
	"PHTML":                   small, // <script>
	"PostgreSQL SQL dialect":  small, // $
	"SourcePawn":              small, // é
	"Svelte":                  small, // as HTML
	"Templ":                   small, // <script>
	"Thrift":                  small, // words
	"TypoScriptCssData":       small, // 1.
	"TypoScriptHtmlData":      small, // a.
	"reg":                     small, // [

	// Quadratic: 0.3 to 1.3 s for 12,000 bytes.
	"Caddyfile Directives": middle, // {#
	"Common Lisp":          middle, // (
	"Dart":                 middle, // "${
	"Fish":                 middle, // -
	"Haxe":                 middle, // /* a
	"Hexdump":              middle, // spaces
	"LilyPond":             middle, // a_
	"Lua":                  middle, // [
	"Makefile":             middle, // {{
	"Markless":             middle, // `
	"MoonScript":           middle, // [
	"OpenEdge ABL":         middle, // a
	"PHP":                  middle, // <<EOF
	"Perl":                 middle, // <<EOF
	"PowerShell":           middle, // [
	"SCSS":                 middle, // {%
	"SPARQL":               middle, // a
	"SYSTEMD":              middle, // \
	"V":                    middle, // /* a
	"V shell":              middle, // /* a
	"markdown":             middle, // <!-- a

	// Linear but slow, or quadratic with a small factor: 0.5 to 1 s for 40,000 bytes.
	"ABAP":         large, // <
	"Angular2":     large, // [[
	"ArangoDB AQL": large, // a::
	"Arduino":      large, // empty lines before a(
	"AutoHotkey":   large, // empty lines before a(
	"Bash Session": large, // @[^
	"C":            large, // empty lines before a(
	"C++":          large, // empty lines before a(
	"C3":           large, // $
	"COBOL":        large, // a
	"Cheetah":      large, // ${
	"CoffeeScript": large, // a.
	"Crystal":      large, // é
	"Elixir":       large, // '
	"Igor":         large, // "\
	"Mako":         large, // ${
	"Myghty":       large, // <%def
	"Org Mode":     large, // {
	"Scilab":       large, // {%
	"Turtle":       large, // a
}

// Share returns how much of the work for the largest block in a language code of a size can take, in thousandths. It bounds
// the work for many blocks together.
func Share(language string, size int) int {
	name := strings.ToLower(language)
	lexer := lexersByName()[name]
	if lexer == nil || slices.Contains(plainLanguages, name) {
		return 0
	}
	return min(size, limitsOf(lexer).bytes) * 1000 / limitsOf(lexer).bytes
}

func limitsOf(l chroma.Lexer) limits {
	if own, ok := limitsByName[l.Config().Name]; ok {
		return own
	}
	return usual
}

// exceeded returns the first bound that code exceeds.
func (l limits) exceeded(code []byte) Excess {
	if len(code) > l.bytes {
		return Excess{What: Bytes, Is: len(code), Limit: l.bytes}
	}
	if longest := longestLine(code); longest > l.line {
		return Excess{What: Line, Is: longest, Limit: l.line}
	}
	if blank := longestBlank(code); blank > l.blank {
		return Excess{What: Blank, Is: blank, Limit: l.blank}
	}
	return Excess{}
}

// nested finds the names of the languages of embedded code for which chroma takes a lexer from its global registry, and so
// without bounds, by the name of the lexer that does so.
var nested = map[string]*regexp.Regexp{
	"reStructuredText": regexp.MustCompile(`::[ \t]*([^\n]+)`),
	"Raku":             regexp.MustCompile(`:lang\W+(\w+)`),
}

// exceededWithin returns the bound that code in other code can exceed where chroma chooses a lexer that is not one of boundedRegistry.
// The body of an HTTP message is such code, too: its language is named by the type of the content, which stands anywhere in it.
func exceededWithin(l chroma.Lexer, code []byte) Excess {
	name := l.Config().Name
	if names := nested[name]; names != nil {
		for _, m := range names.FindAllSubmatch(code, -1) {
			if other := lexers.Get(strings.TrimSpace(string(m[1]))); other != nil {
				if e := limitsOf(other).exceeded(code); e.What != Nothing {
					return e
				}
			}
		}
	}
	if name != "HTTP" {
		return Excess{}
	}
	lower := bytes.ToLower(code)
	for _, other := range lexers.GlobalLexerRegistry.Lexers {
		for _, kind := range other.Config().MimeTypes {
			if e := limitsOf(other).exceeded(code); e.What != Nothing && bytes.Contains(lower, []byte(strings.ToLower(kind))) {
				return e
			}
		}
	}
	return Excess{}
}

func longestBlank(code []byte) int {
	longest, n := 0, 0
	for _, c := range code {
		if c != ' ' && c != '\t' && c != '\n' {
			n = 0
			continue
		}
		n++
		longest = max(longest, n)
	}
	return longest
}

func longestLine(code []byte) int {
	longest := 0
	for line := range bytes.Lines(code) {
		longest = max(longest, len(bytes.TrimSuffix(line, []byte{'\n'})))
	}
	return longest
}
