package markdown

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/alecthomas/chroma/v2"
	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"pandect/internal/site"
)

// TestConcurrentUse compiles the same texts in several goroutines with one Compiler; the race detector watches.
func TestConcurrentUse(t *testing.T) {
	c := New(Options{Typographer: true, RawHTML: true})
	var texts []string
	for _, name := range []string{"headings", "links", "blocks", "code", "comments", "word"} {
		texts = append(texts, goldenInputs(t, name)...)
	}
	want := make([]*site.Doc, len(texts))
	for i, text := range texts {
		want[i], _ = New(Options{Typographer: true, RawHTML: true}).Compile(Source{Path: "a/b.md", Text: []byte(text)})
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for i, text := range texts {
				got, _ := c.Compile(Source{Path: "a/b.md", Text: []byte(text)})
				if diff := cmp.Diff(want[i], got, whole); diff != "" {
					t.Errorf("compiled beside others, a text gives another Doc:\n%s", diff)
				}
			}
		})
	}
	group.Wait()
}

func TestCompileDoesNotChangeItsSource(t *testing.T) {
	c := New(Options{Typographer: true})
	for _, name := range []string{"word", "includes", "comments", "code"} {
		for _, text := range goldenInputs(t, name) {
			source := []byte(text)
			c.Compile(Source{Path: "a/b.md", Text: source})
			if string(source) != text {
				t.Errorf("the source of %s was changed", name)
			}
		}
	}
}

func TestIncludes(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"no includes", ""},
		{"![[a]]\n\n  ![[b.md#part]]\n> ![[c d.md]]\n![[a#x]]\n", "a|b.md|c d.md"},
		{"![[picture.png]]\ntext ![[a]]\n![[a|b]]\n![[clause 4.2]]\n", "clause 4.2"},
		{"```\n![[a]]\n```\n<!--\n![[b]]\n-->\n%%\n![[c]]\n%%\n![[d]]\n", "d"},
		{"```go {file=\"x.go\" part=\"1-2\"}\n```\n- ~~~ {file='y.txt'}\n  ~~~\n", "x.go|y.txt"},
		{"![[a]] \n![[]]\n![[#part]]\n", "a"},
	} {
		if got := strings.Join(Includes([]byte(c.text)), "|"); got != c.want {
			t.Errorf("Includes(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

// TestTokensAreChromas compares our tokens with those of chroma itself, for samples of code and for this package.
func TestTokensAreChromas(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/samples.txt")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		archive.Files = append(archive.Files, txtar.File{Name: "go", Data: data})
	}
	for _, f := range archive.Files {
		lexer := lexersByName()[f.Name]
		if lexer == nil {
			t.Fatalf("no lexer for %s", f.Name)
		}
		text := visible.Replace(string(f.Data))
		var want []chroma.Token
		tokens, err := lexer.Tokenise(nil, text)
		if err != nil {
			t.Fatal(err)
		}
		for token := tokens(); token != chroma.EOF; token = tokens() {
			if token.Value != "" {
				want = append(want, token)
			}
		}
		var got []chroma.Token
		ok := tokenise(lexer, []byte(text), func(kind chroma.TokenType, s []byte) {
			if len(s) > 0 {
				got = append(got, chroma.Token{Type: kind, Value: string(s)})
			}
		})
		if diff := cmp.Diff(want, got); !ok || diff != "" {
			t.Errorf("%s (-chroma +ours):\n%s", f.Name, diff)
		}
		if tokeniserOf(lexer) == nil {
			t.Errorf("%s is not run by our tokeniser: the comparison shows nothing", f.Name)
		}
	}
}

// TestCodeSurvivesHighlighting takes the markup away again.
func TestCodeSurvivesHighlighting(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/samples.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.Files {
		for _, numbers := range []bool{false, true} {
			w := codeWriter{perLine: numbers, line: 1, mark: 1}
			w.write(f.Name, f.Data)
			doc := fmt.Sprintf("<pre>%s</pre>", w.out)
			checkHTML(t, []byte(doc))
			if got := textOf(t, doc); got != string(f.Data) {
				t.Errorf("%s: %s", f.Name, cmp.Diff(string(f.Data), got))
			}
		}
	}
}

func TestEveryLanguageCanBeLoaded(t *testing.T) {
	for _, name := range []string{"go", "GO", "golang", "py", "yml", "toml", "ts", "docker", "html", "php", "svelte", "text", "mermaid"} {
		if !knownLanguage(name) {
			t.Errorf("%s is not known", name)
		}
		w := codeWriter{}
		w.write(name, []byte("a b\n"))
		if !bytes.Contains(w.out, []byte("a")) {
			t.Errorf("%s: %q", name, w.out)
		}
	}
	for _, name := range []string{"", "golnag", "filename.go", "../x"} {
		if knownLanguage(name) {
			t.Errorf("%q is known", name)
		}
	}
}
