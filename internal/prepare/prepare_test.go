package prepare

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"pandect/internal/diag"
)

// prepared prepares a text beside which an included file and a file of code lie.
func prepared(text string) (*Text, []diag.Diagnostic) {
	var found []diag.Diagnostic
	return Prepare(Input{
		Path: "a/b.md", Text: []byte(text),
		Includes: map[IncludeRef]Included{
			{"a/b.md", "c"}:   {Path: "a/c.md", Text: []byte("front\n# T\n\n> included\n\n## Part\n\n- x\n")},
			{"a/b.md", "x.c"}: {Path: "a/x.c", Text: []byte("int x;\n~~~\n")},
		},
		BodyOf: func(path string, text []byte) int { return bytes.IndexByte(text, '\n') + 1 },
		Report: func(d diag.Diagnostic) { found = append(found, d) },
	}), found
}

func TestPrepare(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"as it is", "a\n\n- b\n", "a\n\n- b\n"},
		{"without an end", "a", "a"},
		{"an include", "a\n![[c]]\nb\n", "a\n\n<!-- -->\n> included\n\n## Part\n\n- x\n<!-- -->\nb\n"},
		{"a part, quoted", "> ![[c#part]]\n", "> <!-- -->\n> - x\n> <!-- -->\n"},
		{"below a quotation", "> a\n> ![[c#part]]\n> b\n", "> a\n>\n> <!-- -->\n> - x\n> <!-- -->\n> b\n"},
		{"without the space of a quotation", ">![[c#part]]\n", "> <!-- -->\n> - x\n> <!-- -->\n"},
		{"first in an item", "1. ![[c#part]]\n   b\n2. c\n", "1. - x\n   <!-- -->\n   b\n2. c\n"},
		{"first in an item of a quotation", "> - ![[c]]\n", "> - > included\n>\n>   ## Part\n>\n>   - x\n>   <!-- -->\n"},
		{"in a definition", "t\n: ![[c#part]]\n", "t\n: - x\n  <!-- -->\n"},
		{"in a footnote", "[^a]: ![[c#part]]\n", "[^a]: - x\n    <!-- -->\n"},
		{"below an item", "- a\n\n      ![[x]]\n\n    ![[c#part]]\n", "- a\n\n      ![[x]]\n\n  <!-- -->\n  - x\n  <!-- -->\n"},
		{"indented code", "a\n\n    ![[c]]\n", "a\n\n    ![[c]]\n"},
		{"nothing, first in an item", "- ![[no]]\n- a\n", "- <!-- -->\n- a\n"},
		{"nothing, between lines", "a\n![[no]]\nb\n", "a\n\nb\n"},
		{"code of a file", "~~~ {file=\"x.c\"}\nnothing\n~~~\nb\n", "~~~~ {file=\"x.c\"}\nint x;\n~~~\n~~~~\nb\n"},
		{"in code", "```\n![[c]]\n```\n", "```\n![[c]]\n```\n"},
		{"bullets", "• a\n• b\n", "- a\n- b\n"},
		{"a fixed space behind a marker", "-\u00a0a\n#\u00a0b\n", "- a\n# b\n"},
		{"invisible", "a\u200bb\n", "ab\n"},
		{"a box", "☐ a\n", "- [ ] a\n"},
	} {
		if got, _ := prepared(c.text); string(got.Bytes) != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got.Bytes, c.want)
		}
	}
}

func TestPlace(t *testing.T) {
	text, _ := prepared("a\n![[c#part]]\n•\u00a0b\n• c\n")
	for _, c := range []struct {
		part   string
		file   string
		line   int
		column int
		mended bool
	}{
		{"a\n", "content/a/b.md", 1, 1, false},
		{"x\n", "content/a/c.md", 8, 3, false},
		{"b\n", "content/a/b.md", 3, 3, true},
		{"c\n", "content/a/b.md", 4, 3, true},
	} {
		at := bytes.Index(text.Bytes, []byte(c.part))
		place, quote := text.Place(at)
		if place.File != c.file || place.Line != c.line || place.Column != c.column || !strings.Contains(quote, c.part[:1]) {
			t.Errorf("%q comes from %+v, quoted %q", c.part, place, quote)
		}
		if root+text.FileAt(at) != c.file {
			t.Errorf("%q comes from %s", c.part, text.FileAt(at))
		}
		if text.Edited(at) != c.mended {
			t.Errorf("%q: mended is %v", c.part, !c.mended)
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

// FuzzPrepare checks that every character has a place, that places only go on from one line to the next of the page's
// own file, and that nothing is found in a place that is not there.
func FuzzPrepare(f *testing.F) {
	for _, text := range []string{
		"a\n![[c]]\nb\n", "> ![[c#part]]\n", "~~~ {file=\"x.c\"}\n~~~\n", "• a\n  ◦ b\n", "☐ a\n", "-\u00a0\u200ba\u202e\n", "```\n%%\n", "<!--\n![[c]]\n-->\n",
		strings.Repeat("> - ", 120) + "a\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "")
		source := []byte(text)
		lines := strings.Count(text, "\n") + 1
		got, found := prepared(text)
		if !utf8.Valid(got.Bytes) {
			t.Fatalf("characters were damaged in %q", got.Bytes)
		}
		last := 0
		for at := range string(got.Bytes) {
			place, quote := got.Place(at)
			if place.Line < 1 || place.Column < 1 || quote != "" && place.Column > utf8.RuneCountInString(quote)+1 {
				t.Fatalf("byte %d comes from %+v in %q", at, place, quote)
			}
			if place.File == root+"a/b.md" {
				if place.Line < last || place.Line > lines {
					t.Fatalf("byte %d comes from line %d, after one of line %d", at, place.Line, last)
				}
				last = place.Line
			}
		}
		for _, d := range found {
			if d.Place.File == root+"a/b.md" && d.Place.Line > lines || d.Message == "" || d.Hint == "" {
				t.Fatalf("a diagnostic has no place or says nothing: %+v", d)
			}
		}
		if !bytes.Equal(source, []byte(text)) {
			t.Fatal("the source was changed")
		}
	})
}
