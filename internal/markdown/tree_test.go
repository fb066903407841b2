package markdown

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"pandect/internal/diag"
	"pandect/internal/site"
)

// filled returns the HTML of a page with its holes filled as a theme does. What is between the two ends of a link must be
// whole, because a link that leads nowhere may be written as another element, or as none.
func filled(doc *site.Doc) string { return filledBody(&doc.Body) }

func filledBody(body *site.Body) string {
	return string(body.Fill(nil, func(dst []byte, hole site.Hole) []byte {
		return append(dst, map[site.HoleKind]string{site.LinkOpen: "<a href=x>", site.LinkTitle: "title", site.LinkClose: "</a>", site.Image: "<img src=x>"}[hole.Kind]...)
	}))
}

// checkTree parses HTML as browsers do and checks that each element and each text has the ancestors that its tags say: that
// nothing was closed, opened or moved, so that nothing lies outside the element of the page that holds the text.
func checkTree(t *testing.T, text string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader("<!DOCTYPE html><html><head><title>t</title></head><body><div><main>" + text + "</main></div></body></html>"))
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	var main *html.Node
	for n := range root.Descendants() {
		if n.Data == "main" {
			main = n
			break
		}
	}
	for n := main; n.Type != html.DocumentNode; n = n.Parent {
		if n.NextSibling != nil || n.PrevSibling != nil && n.Data != "body" && n.Data != "html" {
			t.Fatalf("something lies outside main, in <%s>, of\n%s", n.Parent.Data, text)
		}
	}
	var got []string
	treePaths(main, "", &got)
	if want := tagPaths(text); !slices.Equal(got, want) {
		t.Fatalf("a browser makes another tree of\n%s\n(-tags +tree):\n%s", text, cmp.Diff(want, got))
	}
}

// treePaths lists elements and texts, each with its ancestors.
func treePaths(parent *html.Node, path string, list *[]string) {
	for n := parent.FirstChild; n != nil; n = n.NextSibling {
		switch n.Type {
		case html.ElementNode:
			*list = append(*list, path+"<"+n.Data+">")
			treePaths(n, path+"<"+n.Data+">", list)
		case html.TextNode:
			addText(list, path, n.Data)
		}
	}
}

// tagPaths lists the same as treePaths, by the tags alone.
func tagPaths(text string) (list []string) {
	path := []string{""}
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		kind := z.Next()
		token := z.Token()
		here := path[len(path)-1]
		switch kind {
		case html.ErrorToken:
			return list
		case html.TextToken:
			addText(&list, here, token.Data)
		case html.StartTagToken:
			list = append(list, here+"<"+token.Data+">")
			if !void[token.Data] && token.Data != "img" {
				path = append(path, here+"<"+token.Data+">")
			}
		case html.EndTagToken:
			path = path[:max(1, len(path)-1)]
		}
	}
}

// addText adds a text to a list, without white space, which may be dropped at the beginning of <pre>.
func addText(list *[]string, path, text string) {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t\n\f\r\x00", r) }), "")
	switch last := len(*list) - 1; {
	case text == "":
	case last >= 0 && strings.HasPrefix((*list)[last], path+"'"):
		(*list)[last] += text
	default:
		*list = append(*list, path+"'"+text)
	}
}

// escapes are HTML that would leave the element that it was written in, or that browsers put elsewhere.
var escapes = []string{
	strings.Repeat("<li><div><li>x</li></div></li>\n", 3),
	"- a\n\n  <li><div><li>x</li></div></li>\n  <li><div><li>x</li></div></li>\n",
	"<ul><li>a<li>b<section><li>c</section></ul>",
	"<dl><dt>a<dd>b<div><dt>c</div></dl><dd>d",
	"1. a\n\n   <dd><div><dd>x</dd></div></dd>\n\nb\n: c\n\n  <dd><p><dd>x\n",
	"<table>a<b>c</b><tr>d<td>e</table>f",
	"<table><tr><td><table><td>a</table></table>",
	"<table><caption>a<tr><td>b<caption>c<tbody><th>d</table>",
	"<td>a</td><tr>b</tr><tbody>c</tbody>",
	"<table><tr><td>a</table></table><table><div><table><li>b",
	"<p>a<div>b</p>c</div>",
	"<p><b>a<ul><li>b</p></ul>c</b>",
	"<p>a<p>b<hr>c<pre>d<p>e</pre>f",
	"<ruby>a<rt>b<rt>c<rp>d</ruby><rt>e",
	"a <ruby>b<rt>c *d<rt>e* <b><rt>f</b> g",
	"<b><i>a</b>b</i>c",
	"<b><p>a</b>b</p>",
	"a <b>b *c</b> d* e </b>",
	"> <blockquote>\n> a\n\nb </blockquote> c",
	"- <details><summary>a\n\n  b\n\nc </details></summary> d",
	"</div></main></p></br><br/></br></body></html>",
	strings.Repeat("<div>", 600) + "a\n\nb" + strings.Repeat("</div>", 600),
	strings.Repeat("<table><tr><td>", 200) + "a",
	strings.Repeat("<b>", 300) + "a",
	"x " + strings.Repeat("<b><i>", 300) + "a",
	"<table>" + strings.Repeat("<td>a<div><p>", 100) + "</table>",
	strings.Repeat("<ul><li>", 29) + "<table>a<tr>b<td>c",
	strings.Repeat("*a **b _c ", 300) + strings.Repeat("c_ b** a* ", 300),
	staircase(60_000, "- x") + strings.Repeat(" ", 390) + strings.Repeat("- ", 90) + "<table>*a **b*** ~~c~~",
	"a\n" + staircase(40_000, ": a"),
	strings.Repeat("> - 1. ", 33) + strings.Repeat("*a **b ", 100) + strings.Repeat("b** a* ", 100),
}

// TestRawHTMLStaysInItsElement compares tags and tree for HTML that is written to leave its element, by itself and within
// other elements.
func TestRawHTMLStaysInItsElement(t *testing.T) {
	plain, kept := New(Options{Typographer: true}), New(Options{RawHTML: true})
	for i, text := range escapes {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			for _, around := range []string{"%s", "- %s\n- b", "> %s", "a\n: %s", "[^1]\n\n[^1]: %s", "| a |\n| - |\n| %s |", "# %s\n\n## %[1]s"} {
				page := fmt.Sprintf(around, strings.TrimRight(text, "\n"))
				checkDoc(t, plain, page)
				checkDoc(t, kept, page)
			}
		})
	}
}

// TestTextOfMisplacedHTMLIsKept checks that only tags are lost, and that the page says so.
func TestTextOfMisplacedHTMLIsKept(t *testing.T) {
	c := New(Options{RawHTML: true})
	for _, e := range []struct{ text, want string }{
		{"<li>a</li>", "a"},
		{"<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"},
		{"<table><tr><td>a<td>b<tr><td>c</table>", "<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></tbody></table>"},
		{"<table>a<tr><td>b</table>", "<table><tbody><tr><td>a</td></tr><tr><td>b</td></tr></tbody></table>"},
		{"<p>a<div>b</div></p>", "<p>a</p><div>b</div>"},
	} {
		doc, found := c.Compile(Source{Path: "a.md", Text: []byte(e.text)})
		if got := strings.TrimSpace(string(doc.Body.HTML)); got != e.want {
			t.Errorf("%s is %s, want %s", e.text, got, e.want)
		}
		if warned := slices.ContainsFunc(found, func(d diag.Diagnostic) bool { return d.Code == "raw-html" }); warned != (e.want == "a") {
			t.Errorf("%s: %v", e.text, found)
		}
	}
}
