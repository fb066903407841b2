package highlight

import (
	"bytes"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2"
	chromahtml "github.com/alecthomas/chroma/v2/formatters/html"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/alecthomas/chroma/v2/styles"
	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// samples returns code in several languages, by language.
func samples(t testing.TB) []txtar.File {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/samples.txt")
	if err != nil || len(archive.Files) == 0 {
		t.Fatal("no samples", err)
	}
	return archive.Files
}

// TestTokensAreChromas compares our tokens with those of chroma itself, for samples of code and for this package.
func TestTokensAreChromas(t *testing.T) {
	list := samples(t)
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, txtar.File{Name: "go", Data: data})
	}
	for _, f := range list {
		lexer := lexersByName()[f.Name]
		if lexer == nil {
			t.Fatalf("no lexer for %s", f.Name)
		}
		sameTokens(t, lexer, strings.ReplaceAll(string(f.Data), "⟨NBSP⟩", "\u00a0"))
		if tokeniserOf(lexer) == nil {
			t.Errorf("%s is not run by our tokeniser: the comparison shows nothing", f.Name)
		}
	}
}

// TestEndingsChangeNoTokens compares our tokens with chroma's where a comment, a string or a block is not closed, or is
// closed elsewhere: there we skip expressions whose end does not follow.
func TestEndingsChangeNoTokens(t *testing.T) {
	for _, language := range []string{"go", "c", "java", "js", "html", "python", "ruby", "php", "sql", "haskell", "lua", "bash", "ocaml", "scheme"} {
		for _, text := range []string{
			"/* a\nx = 1\n/** b *\\\n/\n/* c\n", "\"a\nx = 'y\n\"b\"\n'''c\n\"\"\"d\n", "<!-- a\n<a b=\"c>\n--><d>\n<!-- e\n",
			"(* a {- b --[[ c #| d\n*) x -} y\n]] z\n", "`a ${b(c {d [\n`e\n})\n", "/a\n$b\n\\\n/c/\n#{d\n",
		} {
			sameTokens(t, lexersByName()[language], text)
		}
	}
}

func sameTokens(t *testing.T, lexer chroma.Lexer, text string) {
	t.Helper()
	var want, got []chroma.Token
	failed := func() (failed bool) {
		defer func() { failed = recover() != nil }()
		tokens, err := lexer.Tokenise(nil, text)
		if err != nil {
			t.Fatal(err)
		}
		for token := tokens(); token != chroma.EOF; token = tokens() {
			if token.Value != "" {
				want = append(want, token)
			}
		}
		return false
	}()
	ok := tokenise(lexer, []byte(text), func(kind tokenType, s []byte) {
		if len(s) > 0 {
			got = append(got, chroma.Token{Type: kind, Value: string(s)})
		}
	})
	if failed {
		return // chroma's own loop left a state that it was not in; ours gives up as well, or goes on
	}
	if diff := cmp.Diff(want, got); !ok || diff != "" {
		t.Errorf("%s, of %q (-chroma +ours):\n%s", lexer.Config().Name, text, diff)
	}
}

var tag = regexp.MustCompile(`<span class="([a-z0-9 ]+)">|</span>`)

// checkHTML takes the markup away again, and returns what is left. Every span must be closed.
func checkHTML(t *testing.T, out []byte) string {
	t.Helper()
	open := 0
	for _, m := range tag.FindAll(out, -1) {
		if open++; m[1] == '/' {
			if open -= 2; open < 0 {
				t.Fatalf("a span is closed that was not opened: %q", out)
			}
		}
	}
	if open != 0 {
		t.Fatalf("a span is not closed: %q", out)
	}
	text := tag.ReplaceAll(out, nil)
	if bytes.ContainsAny(text, `<>"`) {
		t.Fatalf("there is more markup than spans: %q", out)
	}
	return html.UnescapeString(string(text))
}

func TestCodeSurvives(t *testing.T) {
	for _, f := range samples(t) {
		for _, lines := range []Lines{{}, {First: 1, Marked: func(n int) bool { return n%2 == 0 }}} {
			out, excess := Append([]byte("<b>"), f.Name, f.Data, lines)
			rest, ok := bytes.CutPrefix(out, []byte("<b>"))
			if got := checkHTML(t, rest); !ok || got != string(f.Data) || excess != (Excess{}) {
				t.Errorf("%s: %+v %s", f.Name, excess, cmp.Diff(string(f.Data), got))
			}
		}
	}
}

func TestLines(t *testing.T) {
	marked := func(n int) bool { return n == 2 }
	for _, c := range []struct {
		lines Lines
		want  string
	}{
		{Lines{}, "a\n\nb"},
		{Lines{Numbers: true, First: 9}, `<span class="line"><span class="ln">9</span>a` + "\n</span>" + `<span class="line"><span class="ln">10</span>` + "\n</span>" + `<span class="line"><span class="ln">11</span>b</span>`},
		{Lines{Marked: marked}, `<span class="line">a` + "\n</span>" + `<span class="line hl">` + "\n</span>" + `<span class="line">b</span>`},
	} {
		if got, _ := Append(nil, "text", []byte("a\n\nb"), c.lines); string(got) != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestLanguages(t *testing.T) {
	for _, name := range []string{"go", "GO", "golang", "py", "yml", "toml", "ts", "docker", "html", "php", "svelte", "text", "mermaid"} {
		if !Known(name) {
			t.Errorf("%s is not known", name)
		}
		if out, _ := Append(nil, name, []byte("a b\n"), Lines{}); checkHTML(t, out) != "a b\n" {
			t.Errorf("%s: %q", name, out)
		}
	}
	for _, name := range []string{"", "golnag", "filename.go", "../x"} {
		if Known(name) {
			t.Errorf("%q is known", name)
		}
	}
	names := Languages()
	if !slices.IsSorted(names) || len(slices.Compact(slices.Clone(names))) != len(names) || !slices.Contains(names, "go") || !slices.Contains(names, "mermaid") {
		t.Errorf("the names are not sorted, or not each once, or not all: %q", names)
	}
}

// TestNoClock has chroma itself make a match that needs longer than chroma allows one by the clock.
func TestNoClock(t *testing.T) {
	slow := chroma.MustNewLexer(&chroma.Config{Name: "slow"}, func() chroma.Rules {
		return chroma.Rules{"root": {{Pattern: `(a*)*b|a+c`, Type: chroma.Keyword}, {Pattern: `.|\n`, Type: chroma.Text}}}
	})
	tokens, err := slow.Tokenise(nil, strings.Repeat("a", 24)+"c\n")
	if err != nil {
		t.Fatal(err)
	}
	if got := tokens(); got.Type != chroma.Keyword {
		t.Errorf("the first token is %v: the match was given up", got)
	}
}

func TestLimits(t *testing.T) {
	row := strings.Repeat("x\n", 50)
	for _, c := range []struct {
		name, language, code string
		want                 Excess
	}{
		{"a short text", "go", row, Excess{}},
		{"as long as can be", "go", strings.Repeat("x\n", usual.bytes/2), Excess{}},
		{"too long", "go", strings.Repeat("x\n", usual.bytes/2) + "x", Excess{Bytes, usual.bytes + 1, usual.bytes}},
		{"a line as long as can be", "go", strings.Repeat("x", usual.line) + "\n", Excess{}},
		{"a line too long", "go", row + strings.Repeat("x", usual.line+1) + "\n", Excess{Line, usual.line + 1, usual.line}},
		{"empty lines", "go", "x" + strings.Repeat("\n", usual.blank+1), Excess{Blank, usual.blank + 1, usual.blank}},
		{"as many empty lines as can be", "go", "x" + strings.Repeat("\n", usual.blank) + "x", Excess{}},
		{"no colours are expected", "text", strings.Repeat("x", 2*usual.bytes), Excess{}},
		{"of a language that nobody knows", "golnag", strings.Repeat("x", 2*usual.bytes), Excess{}},
	} {
		out, got := Append(nil, c.language, []byte(c.code), Lines{})
		if got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
		if got.What != Nothing && string(out) != c.code {
			t.Errorf("%s: the code has colours, or is not whole", c.name)
		}
	}
	for name := range limitsByName {
		if l := lexers.Get(name); l == nil || l.Config().Name != name {
			t.Errorf("there are limits for %q, which is no name of a lexer", name)
		}
	}
}

// TestEveryLexer gives every lexer a few nasty texts: each piece of code must be there again when the markup is taken away.
func TestEveryLexer(t *testing.T) {
	for i, l := range lexers.GlobalLexerRegistry.Lexers {
		name, limits := l.Config().Name, limitsOf(l)
		for j := range 6 {
			piece := nasty[(i*6+j)%len(nasty)]
			code := append(fill(piece, 150, limits), ends...)
			out, excess := Append(nil, name, code, Lines{First: 1, Marked: func(int) bool { return false }})
			if got := checkHTML(t, out); got != string(code) {
				t.Errorf("%s, of %q, %+v: %s", name, piece, excess, cmp.Diff(string(code), got))
			}
			if excess.What != Nothing && excess.What != Steps {
				t.Errorf("%s: %q is over the bounds: %+v", name, piece, excess)
			}
		}
	}
}

// TestALexerWithoutEnd checks that a lexer which moves between states for ever is given up.
func TestALexerWithoutEnd(t *testing.T) {
	for name, rules := range map[string]chroma.Rules{
		"for ever":       {"root": {{Pattern: `(?=a)`, Mutator: chroma.Push("other")}}, "other": {{Pattern: `(?=a)`, Mutator: chroma.Pop(1)}}},
		"out of a state": {"root": {{Pattern: `a`, Type: chroma.Text, Mutator: chroma.Pop(3)}}},
	} {
		l := chroma.MustNewLexer(&chroma.Config{Name: name}, func() chroma.Rules { return rules })
		if tokenise(l, []byte("a\n"), func(tokenType, []byte) {}) {
			t.Errorf("%s: the lexer came to an end", name)
		}
	}
}

// FuzzAppend highlights any text in any language. The code must be there again when the markup is taken away, and
// highlighting again must give the same.
func FuzzAppend(f *testing.F) {
	for _, s := range samples(f) {
		f.Add(s.Name, string(s.Data), true)
		f.Add(s.Name, string(s.Data), false)
	}
	for i, piece := range nasty {
		f.Add([]string{"c", "html", "markdown", "raku", "svelte"}[i%5], piece, i%2 == 0)
	}
	f.Fuzz(func(t *testing.T, language, code string, numbers bool) {
		if len(code) > 2000 {
			return // the fuzzer takes long inputs for slow ones
		}
		code = strings.ReplaceAll(strings.ReplaceAll(strings.ToValidUTF8(code, ""), "\x00", ""), "\r", "")
		if code != "" && !strings.HasSuffix(code, "\n") {
			code += "\n" // as every code block ends
		}
		lines := Lines{Numbers: numbers, First: 1}
		out, excess := Append(nil, language, []byte(code), lines)
		again, _ := Append(nil, language, []byte(code), lines)
		if !bytes.Equal(out, again) {
			t.Fatalf("highlighting again gives another result:\n%s\n%s", out, again)
		}
		got := checkHTML(t, regexp.MustCompile(`<span class="ln">[0-9]+</span>`).ReplaceAll(out, nil))
		if got != code {
			t.Fatalf("%s, %+v: %s", language, excess, cmp.Diff(code, got))
		}
	})
}

// BenchmarkAppend is one block of Go of about 350 bytes: ours, and chroma's lexer and formatter.
func BenchmarkAppend(b *testing.B) {
	code := "package main\n\nimport \"fmt\"\n\nfunc main() {\n"
	for i := range 7 {
		code += fmt.Sprintf("\tfmt.Println(%q, %d) // %s\n", "word", 13*i, "of what")
	}
	code += "}\n"
	b.Run("ours", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			Append(nil, "go", []byte(code), Lines{})
		}
	})
	b.Run("chroma", func(b *testing.B) {
		formatter := chromahtml.New(chromahtml.WithClasses(true))
		b.ReportAllocs()
		for b.Loop() {
			tokens, _ := lexers.Get("go").Tokenise(nil, code)
			formatter.Format(new(bytes.Buffer), styles.Fallback, tokens)
		}
	})
}

func TestOtherNames(t *testing.T) {
	for name, usual := range otherNames {
		if !Known(usual) || lexersByName()[name] == nil {
			t.Errorf("%s is another name of %s, which is not known", name, usual)
		}
	}
}
