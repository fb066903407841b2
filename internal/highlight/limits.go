package highlight

import (
	"bytes"

	"github.com/alecthomas/chroma/v2"
)

// Bound is a kind of bound on code that is to have colours.
type Bound uint8

// The bounds.
const (
	Nothing Bound = iota // the code is within all bounds
	Bytes                // of the code
	Line                 // bytes of a line
	Blank                // spaces, tabs and line breaks in a row
	Steps                // the lexer came to no end
)

// Excess says which bound code is over. The zero Excess says that it is over none.
type Excess struct {
	What      Bound
	Is, Limit int // 0 for Steps
}

// limits are how much code a lexer is given.
type limits struct {
	bytes int // of the whole
	line  int // bytes of a line
	blank int // spaces, tabs and line breaks in a row
}

// A lexer is a list of expressions that are tried at one place of the code after the other. On ordinary code that takes
// time in proportion to its length. On some code it does not: an expression looks for the end of what may begin here,
// through all that follows, and again from the next place, so that the time grows with the square of the length, or worse.
//
// The table was made by giving each lexer 3,000, 12,000 and more bytes of each of the pieces of nasty_test.go, repeated,
// and of random sequences of such pieces and of words from its own expressions, with and without text behind them that
// closes what they open. Beside each lexer stand the worst piece and how long it took on one core. The bounds keep the
// worst that was found to a few seconds. The engine of the expressions counts no steps, so that no test can hold the
// table; BenchmarkNasty measures it, and is to be run when chroma changes:
//
//	go test ./internal/highlight -run '^$' -bench Nasty/Java/ -benchtime 1x
var (
	usual  = limits{bytes: 100_000, line: 2_000, blank: 300}
	large  = limits{bytes: 50_000, line: 2_000, blank: 300}
	middle = limits{bytes: 20_000, line: 2_000, blank: 300}
	small  = limits{bytes: 10_000, line: 2_000, blank: 300}
)

var limitsByName = map[string]limits{
	// White space in a row takes twice the time for each character more, in whatever number of lines.
	"Devicetree": {bytes: 2_000, line: 500, blank: 12}, // line breaks: 14 in a row 2 ms, 20 in a row 150 ms, 30 minutes
	"Luau":       {bytes: 5_000, line: 500, blank: 14}, // line breaks: 14 in a row 1 ms, 18 in a row 15 ms, 30 minutes

	// A line takes the time of the cube of its length.
	"ObjectPascal": {bytes: 20_000, line: 200, blank: 300}, // digits: a line of 300 bytes 47 ms, of 1,000 bytes 1.4 s

	// The time of the cube, or nearly.
	"Genshi":      {bytes: 3_000, line: 2_000, blank: 300}, // <script>: 1.5 s for 3,000 bytes
	"Genshi HTML": {bytes: 3_000, line: 2_000, blank: 300}, // <script>: 1.6 s

	// The square: 0.2 to 0.4 s for 3,000 bytes, and so 2 to 4 s at the bound.
	"ApacheConf":              small, // <
	"Ballerina":               small, // words
	"CFEngine3":               small, // a.
	"Ceylon":                  small, // empty lines
	"D":                       small, // words
	"Desktop file":            small, // a line of one word
	"ERB":                     small, // <script>
	"Factor":                  small, // /* a
	"Gnuplot":                 small, // exit without an end
	"Go HTML Template":        small, // <script>
	"Groovy":                  small, // empty lines
	"HCL":                     small, // <a
	"HTML":                    small, // <script>
	"HTTP":                    small, // as its content, which may be in any language
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

	// The square: 0.3 to 1.3 s for 12,000 bytes.
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

	// Slow throughout, or the square of little: 0.5 to 1 s for 40,000 bytes.
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

func limitsOf(l chroma.Lexer) limits {
	if own, ok := limitsByName[l.Config().Name]; ok {
		return own
	}
	return usual
}

// exceeded returns the bound that code is over.
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
