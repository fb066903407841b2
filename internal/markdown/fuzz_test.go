package markdown

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"pandect/internal/diag"
	"pandect/internal/prepare"
	"pandect/internal/site"
)

// FuzzCompile compiles any text and checks what must hold for every Doc.
func FuzzCompile(f *testing.F) {
	for _, e := range examples(f) {
		f.Add(e.Markdown, false)
	}
	f.Add("<A>\n&&&#000000", true)
	for _, text := range escapes {
		if len(text) < 1000 {
			f.Add(text, true)
		}
	}
	for _, name := range []string{"headings", "links", "blocks", "code", "comments", "changes", "word", "html-kept", "typography", "checklist", "points", "drawntables", "foreign", "boxes"} {
		for _, text := range goldenInputs(f, name) {
			f.Add(text, true)
		}
	}
	plain := New(Options{Typographer: true})
	kept := New(Options{RawHTML: true, Admonitions: true, LineNumbers: true, Language: "fr", Messages: inEnglish(f), Partials: counselPartials(f)})
	f.Fuzz(func(t *testing.T, text string, rawHTML bool) {
		text = strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\ufffd", "")
		c := plain
		if rawHTML {
			c = kept
		}
		checkDoc(t, c, text)
	})
}

func checkDoc(t *testing.T, c *Compiler, text string) {
	t.Helper()
	s := Source{Path: "a/b.md", Text: []byte(text), Includes: map[prepare.IncludeRef]prepare.Included{
		{From: "a/b.md", Written: "c"}:   {Path: "a/c.md", Text: []byte("# T\n\n> included\n\n```\n")},
		{From: "a/b.md", Written: "x.c"}: {Path: "a/x.c", Text: []byte("int x;\n~~~\n")},
	}}
	doc, found := c.Compile(s)
	again, foundAgain := c.Compile(s)
	if !reflect.DeepEqual(doc, again) || !reflect.DeepEqual(found, foundAgain) {
		t.Fatalf("compiling again gives another result:\n%s%s", cmp.Diff(doc, again, whole), cmp.Diff(found, foundAgain))
	}
	for _, part := range []string{string(doc.Body.HTML), string(doc.Plain), doc.Title, doc.Summary} {
		if !utf8.ValidString(part) || strings.Contains(part, "\ufffd") {
			t.Fatalf("characters were damaged in %q", part)
		}
	}
	checkHoles(t, doc)
	checkHTML(t, doc.Body.HTML)
	checkHTML(t, doc.TitleBody.HTML)
	checkTree(t, filled(doc))
	checkTree(t, "<h1>"+filledBody(&doc.TitleBody)+"</h1>")
	for _, h := range doc.Headings {
		checkHTML(t, []byte(h.HTML))
		checkTree(t, "<ul><li><a href=x>"+string(h.HTML)+"</a></li></ul>")
	}
	for _, d := range found {
		if d.Place.File == "content/a/b.md" && d.Place.Line > strings.Count(text, "\n")+1 || d.Message == "" || d.Hint == "" {
			t.Fatalf("a diagnostic has no place or says nothing: %+v", d)
		}
		if d.Place.Column > utf8.RuneCountInString(d.Quote)+1 && d.Quote != "" {
			t.Fatalf("a diagnostic points beyond its line: %+v", d)
		}
	}
	fragment := first(c.Fragment("a/b.md", []byte(text)))
	checkHTML(t, fragment)
	checkTree(t, string(fragment))
}

func first(b []byte, _ []diag.Diagnostic) []byte { return b }

func checkHoles(t *testing.T, doc *site.Doc) {
	t.Helper()
	seen := make([]bool, len(doc.Links))
	for _, body := range []site.Body{doc.TitleBody, doc.Body} {
		checkBody(t, body, seen)
	}
	if slices.Contains(seen, false) {
		t.Fatal("a link without a hole")
	}
}

func checkBody(t *testing.T, body site.Body, seen []bool) {
	t.Helper()
	open := int32(-1)
	last := int32(0)
	for _, h := range body.Holes {
		switch {
		case h.Offset < last || int(h.Offset) > len(body.HTML):
			t.Fatalf("hole at %d after %d of %d", h.Offset, last, len(body.HTML))
		case int(h.Index) >= len(seen):
			t.Fatalf("hole for link %d of %d", h.Index, len(seen))
		}
		last = h.Offset
		// Between tags: cutting here leaves no tag open on the left.
		if left := body.HTML[:h.Offset]; bytes.LastIndexByte(left, '<') > bytes.LastIndexByte(left, '>') {
			t.Fatalf("a hole within a tag: %q", left)
		}
		seen[h.Index] = true
		switch h.Kind {
		case site.LinkOpen:
			if open >= 0 {
				t.Fatalf("link %d within link %d", h.Index, open)
			}
			open = h.Index
		case site.LinkClose:
			if open != h.Index {
				t.Fatalf("link %d ends while %d is open", h.Index, open)
			}
			open = -1
		}
	}
	if open >= 0 {
		t.Fatal("a link without an end")
	}
}

// isLinked reports whether an address may be that of a link, read as browsers do: without control characters.
func isLinked(address string) bool {
	address = strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, address)
	scheme := site.Scheme(address)
	return scheme == "" || slices.Contains(site.LinkSchemes, scheme)
}

// checkHTML checks that every element is closed where it was opened, that links are not nested, and that nothing in
// the text runs, loads, or styles.
func checkHTML(t *testing.T, text []byte) {
	t.Helper()
	var open []string
	ids := map[string]bool{}
	z := html.NewTokenizer(bytes.NewReader(text))
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Fatalf("%v are not closed in\n%s", open, text)
			}
			return
		case html.StartTagToken:
			token := z.Token()
			for _, a := range token.Attr {
				switch {
				case strings.HasPrefix(a.Key, "on") || a.Key == "style":
					t.Fatalf("attribute %s in\n%s", a.Key, text)
				case a.Key == "href" && !isLinked(a.Val):
					t.Fatalf("link to %s in\n%s", a.Val, text)
				case a.Key == "id" && ids[a.Val]:
					t.Fatalf("id %s twice in\n%s", a.Val, text)
				case a.Key == "id":
					ids[a.Val] = true
				}
			}
			switch token.Data {
			case "script", "style", "iframe", "object", "embed", "form", "input":
				t.Fatalf("element %s in\n%s", token.Data, text)
			case "br", "hr", "img", "wbr":
				continue
			case "a":
				if slices.Contains(open, "a") {
					t.Fatalf("a link within a link in\n%s", text)
				}
			}
			open = append(open, token.Data)
		case html.EndTagToken:
			token := z.Token()
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Fatalf("</%s> closes %v in\n%s", token.Data, open, text)
			}
			open = open[:len(open)-1]
		case html.CommentToken, html.DoctypeToken:
			t.Fatalf("a comment or declaration in\n%s", text)
		}
	}
}

// FuzzComments puts a comment into any text that has none of its own. Either the comment leaves no trace, or the page is not published.
func FuzzComments(f *testing.F) {
	forms := []string{"<!-- SECRET -->", "%%SECRET%%", "<!--\nSECRET\n-->", "%%\nSECRET\n\nSECRET\n%%", "<!-- SECRET\n\n-->", "<!--SECRET", "%%SECRET"}
	for i, e := range examples(f) {
		f.Add(e.Markdown, i%max(1, len(e.Markdown)), uint8(i), i%2 == 0)
	}
	plain, kept := New(Options{Typographer: true}), New(Options{RawHTML: true})
	f.Fuzz(func(t *testing.T, text string, at int, form uint8, rawHTML bool) {
		text = strings.ToValidUTF8(text, "")
		if strings.Contains(text, "SECRET") || strings.Contains(text, "%") || strings.Contains(text, "<!") || strings.Contains(text, "--") || at < 0 || at > len(text) || !utf8.ValidString(text[:at]) {
			return
		}
		c := plain
		if rawHTML {
			c = kept
		}
		text = text[:at] + forms[int(form)%len(forms)] + text[at:]
		doc, found := c.Compile(Source{Path: "a/b.md", Text: []byte(text)})
		if errors, _ := diag.Count(found); errors > 0 {
			return
		}
		for name, part := range map[string]string{"body": string(doc.Body.HTML), "plain text": string(doc.Plain), "rest": fmt.Sprint(doc.Title, doc.Summary, doc.Sections, doc.Headings, doc.Links)} {
			if strings.Contains(part, "SECRET") && !shielded(text) {
				t.Fatalf("the comment is in the %s of\n%s\n%s", name, text, part)
			}
		}
	})
}

// shielded reports whether something in the text makes the comment no comment: code, or a backslash before it.
func shielded(text string) bool {
	return strings.ContainsAny(text, "`~\\\t") || strings.Contains(text, "    ") || strings.Contains(text, "+++") || strings.Contains(text, "---")
}
