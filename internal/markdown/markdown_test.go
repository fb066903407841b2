package markdown

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pandect/internal/diag"
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

// TestCodeOverTheBounds checks that code without colours is whole, and that a warning says so at its place.
func TestCodeOverTheBounds(t *testing.T) {
	long := strings.Repeat("x", 3000)
	for name, code := range map[string]string{
		"bytes":  strings.Repeat("func x() {}\n", 10_000),
		"line":   "func x() {} // " + long + "\n",
		"blanks": "func x() {}" + strings.Repeat("\n", 1000) + "func y() {}\n",
	} {
		doc, found := New(Options{}).Compile(Source{Path: "a/b.md", Text: []byte("text\n\n```go\n" + code + "```\n")})
		if len(found) != 1 || found[0].Code != "code-limit" || found[0].Severity != diag.Warning || found[0].Place.Line != 3 {
			t.Errorf("%s: %+v, want one warning in line 3", name, found)
		}
		if html := string(doc.Body.HTML); !strings.Contains(html, "<code>"+code+"</code>") {
			t.Errorf("%s: the code is not whole, or has colours", name)
		}
		if _, found := New(Options{}).Compile(Source{Path: "a/b.md", Text: []byte("text\n\n```text\n" + code + "```\n")}); len(found) != 0 {
			t.Errorf("%s: as plain text it gives %+v", name, found)
		}
	}
}
