package markdown

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"pandect/internal/escape"
)

// example is one example of the CommonMark specification.
type example struct {
	Example  int
	Section  string
	Markdown string
	HTML     string
}

func examples(t testing.TB) []example {
	t.Helper()
	data, err := os.ReadFile("testdata/commonmark.json")
	if err != nil {
		t.Fatal(err)
	}
	var list []example
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	if len(list) != 652 {
		t.Fatalf("there are %d examples, not 652", len(list))
	}
	for i := range list { // the specification writes empty elements as XHTML does
		list[i].HTML = regexp.MustCompile(`<(br|hr|img [^>]*?) />`).ReplaceAllString(list[i].HTML, "<$1>")
	}
	return list
}

// difference is one way in which the dialect departs from CommonMark. It turns what CommonMark expects and what we got
// into a pair that is equal when the departure is the only difference.
type difference struct {
	name  string // a heading of docs/commonmark.md
	apply func(e example, want, got string) (string, string)
}

var differences = []difference{
	{"Headings have ids", func(_ example, want, got string) (string, string) {
		return want, regexp.MustCompile(`<h([1-6]) id="[^"]*">`).ReplaceAllString(got, "<h$1>")
	}},
	{"Code with a language has a frame", func(_ example, want, got string) (string, string) {
		frame := regexp.MustCompile(`(?s)<figure class="code" data-language="([^"]*)"><pre class="chroma" tabindex="0"><code>(.*?)</code></pre></figure>`)
		return want, frame.ReplaceAllStringFunc(got, func(s string) string {
			m := frame.FindStringSubmatch(s)
			code := regexp.MustCompile(`</?span[^>]*>`).ReplaceAllString(m[2], "")
			return `<pre><code class="language-` + m[1] + `">` + code + "</code></pre>"
		})
	}},
	{"Comments are dropped", func(e example, want, got string) (string, string) {
		want = regexp.MustCompile(`(?s)<!--(>|->|.*?-->)`).ReplaceAllString(want, "")
		want = regexp.MustCompile(`\*(\w+)\*`).ReplaceAllString(want, "<em>$1</em>") // what follows a comment is markdown
		return squeeze(want), squeeze(got)
	}},
	{"HTML is shown as text", func(e example, want, got string) (string, string) {
		rest, done := want, ""
		for _, raw := range rawHTMLOf(e.Markdown) {
			before, after, ok := strings.Cut(rest, raw)
			if !ok {
				return want, got
			}
			done, rest = done+before+escapeHTML(raw), after
		}
		return squeeze(paragraphTags.ReplaceAllString(done+rest, "")), squeeze(paragraphTags.ReplaceAllString(got, ""))
	}},
	{"Bare addresses are links", func(_ example, want, got string) (string, string) {
		link := regexp.MustCompile(`<a href="(?:mailto:|http://)?([^"]*)">([^<]*)</a>`)
		plain := func(s string) string {
			return link.ReplaceAllStringFunc(s, func(s string) string {
				if m := link.FindStringSubmatch(s); strings.HasSuffix(m[1], m[2]) || strings.HasSuffix(m[2], m[1]) {
					return m[2]
				}
				return s
			})
		}
		return plain(want), plain(got)
	}},
	{"Wikilinks", func(_ example, want, got string) (string, string) {
		got = regexp.MustCompile(`<img src="([^"]*)" alt="">`).ReplaceAllString(got, "![[$1]]")
		return want, regexp.MustCompile(`<a href="([^"]*)">([^<]*)</a>`).ReplaceAllString(got, "[[$2]]")
	}},
	{"Lists of 1) keep their marks", func(_ example, want, got string) (string, string) {
		got = strings.ReplaceAll(got, `<ol class="points"`, "<ol")
		return want, regexp.MustCompile(`<li id="[^"]*">(\n<p>)?<span class="point">[^<]*</span> `).ReplaceAllString(got, "<li>$1")
	}},
	{"Fixed spaces at markers are spaces", func(_ example, want, got string) (string, string) {
		return want, regexp.MustCompile(`<ul>\n<li>(.*)</li>\n</ul>`).ReplaceAllString(got, "<p>*\u00a0$1</p>")
	}},
	{"References to characters that do not exist stay as written", func(e example, want, got string) (string, string) {
		return strings.ReplaceAll(want, "\ufffd", "&amp;#0;"), got
	}},
}

// paragraphTags are left out of the comparison where HTML stands between them.
var paragraphTags = regexp.MustCompile(`</?p>`)

func squeeze(s string) string {
	return strings.Join(strings.Fields(paragraphTags.ReplaceAllString(s, " ")), " ")
}

func escapeHTML(s string) string { return string(escape.HTML(nil, s)) }

// rawHTMLOf returns the pieces of HTML in a text, in order, as goldmark finds them.
func rawHTMLOf(markdown string) []string {
	p := &page{c: New(Options{}), fragment: true}
	p.prepare([]byte(markdown), 0)
	pc := parser.NewContext()
	pc.Set(pageKey, p)
	src := p.source.Bytes
	var list []string
	root := p.c.parser.Parse(text.NewReader(src), parser.WithContext(pc))
	ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.RawHTML:
			list = append(list, string(n.Segments.Value(src)))
		case *ast.HTMLBlock:
			raw := n.Lines().Value(src)
			if n.HasClosure() {
				raw = append(raw, n.ClosureLine.Value(src)...)
			}
			list = append(list, strings.TrimSpace(string(raw)))
		}
		return ast.WalkContinue, nil
	})
	return list
}

// listed reads testdata/commonmark-differences.txt: a name of a difference and the numbers of its examples on each line.
func listed(t *testing.T) map[int]string {
	data, err := os.ReadFile("testdata/commonmark-differences.txt")
	if err != nil {
		t.Fatal(err)
	}
	list := map[int]string{}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, numbers, _ := strings.Cut(line, ":")
		for _, number := range strings.Fields(numbers) {
			n, err := strconv.Atoi(number)
			if err != nil {
				t.Fatal(err)
			}
			list[n] = strings.TrimSpace(name)
		}
	}
	return list
}

// TestCommonMark runs the specification's examples. Each must come out as it says, or differ in one of the ways that
// docs/commonmark.md explains and be listed under it; an example that is listed without need fails too.
func TestCommonMark(t *testing.T) {
	guide, err := os.ReadFile("../../docs/commonmark.md")
	if err != nil {
		t.Fatal(err)
	}
	want := listed(t)
	c := New(Options{LinkSchemes: []string{"irc", "a+b+c", "made-up-scheme", "localhost"}})
	found := map[string][]string{}
	for _, e := range examples(t) {
		// The definition shows nothing, and keeps an example that begins with --- from being read as front matter.
		out, _ := c.Fragment("example.md", []byte("[no front matter]: /\n\n"+e.Markdown))
		name := explain(e, string(out))
		if name == "" {
			t.Errorf("example %d (%s)\n%s\nis not as CommonMark says, and no difference explains it\ngot:  %q\nwant: %q", e.Example, e.Section, e.Markdown, out, e.HTML)
			continue
		}
		if name != "none" {
			found[name] = append(found[name], strconv.Itoa(e.Example))
		} else {
			name = ""
		}
		if want[e.Example] != name {
			t.Errorf("example %d (%s) is listed as %q but is %q", e.Example, e.Section, want[e.Example], name)
		}
	}
	for _, d := range differences {
		for _, part := range strings.Split(d.name, " + ") {
			if !strings.Contains(string(guide), "## "+part+"\n") {
				t.Errorf("docs/commonmark.md does not explain %q", part)
			}
		}
		if len(found[d.name]) == 0 {
			t.Errorf("nothing differs by %q any more: take it out", d.name)
		}
	}
	if t.Failed() {
		for _, name := range slices.Sorted(func(yield func(string) bool) {
			for name := range found {
				if !yield(name) {
					return
				}
			}
		}) {
			t.Logf("%s: %s", name, strings.Join(found[name], " "))
		}
	}
}

// explain returns the name of the first difference that explains what we got, "none" when there is none to explain,
// or "".
func explain(e example, got string) string {
	if got == e.HTML {
		return "none"
	}
	for _, d := range differences {
		if a, b := d.apply(e, e.HTML, got); a == b {
			return d.name
		}
	}
	a, b := e.HTML, got // headings have ids beside other differences
	for _, d := range differences {
		a, b = d.apply(e, a, b)
		if a == b {
			return d.name
		}
	}
	return ""
}
