package markdown

import (
	"regexp"
	"slices"
	"testing"

	"pandect/internal/diag"
)

var idInHTML = regexp.MustCompile(` id="([^"]*)"`)

// TestNoIDTwice gives headings the ids of items and footnotes. Those keep their ids, by which answers and links find them;
// the heading gets one from its text, and the page says in which line.
func TestNoIDTwice(t *testing.T) {
	const item = "- [ ] **VDD-01** (critical) Do one thing.\n"
	c := New(Options{Messages: inEnglish(t), Partials: counselPartials(t)})
	name := idInHTML.FindStringSubmatch(pageHTML(c, "---\ntype: checklist\n---\n- [ ] Do it.\n"))[1] // of an item that has none of its own
	for _, e := range []struct {
		text string
		line int // of the warning; 0 if the id comes from the heading's text, so that nobody asked for it
		want []string
	}{
		{"---\ntype: checklist\n---\n## Again {#VDD-01}\n\n" + item, 4, []string{"again", "VDD-01"}},
		{"---\ntype: checklist\n---\n" + item + "\n## Again {#VDD-01}\n", 6, []string{"VDD-01", "again"}},
		{"---\ntype: checklist\n---\n- [ ] Do it.\n\n## Again {#" + name + "}\n\n## Again", 6, []string{name, "again", "again-1"}},
		{"---\ntype: checklist\n---\n## " + name + "\n\n- [ ] Do it.\n", 0, []string{name + "-1", name}},
		{"---\ntype: checklist\n---\n" + item + item + "\n## Again {#VDD-01}\n", 7, nil},
		{"a[^1] b[^1]\n\n[^1]: c\n\n## Foot {#fn:1}\n\n## Back {#fnref:1}\n\n## More {#fnref1:1}\n", 5, []string{"fnref:1", "fnref1:1", "foot", "back", "more", "fn:1"}},
		{"## Foot {#fn:1}\n\nNo note.\n", 0, []string{"fn:1"}},
		{"## Item {#VDD-01}\n\n- [ ] **VDD-01** No checklist.\n", 0, []string{"VDD-01"}},
	} {
		doc, found := c.Compile(Source{Path: "a.md", Text: []byte(e.text)})
		var ids []string
		for _, m := range idInHTML.FindAllStringSubmatch(string(doc.Body.HTML), -1) {
			ids = append(ids, m[1])
		}
		if e.want != nil && !slices.Equal(ids, e.want) {
			t.Errorf("%s\nhas the ids %q, want %q", e.text, ids, e.want)
		}
		if slices.Sort(ids); len(slices.Compact(slices.Clone(ids))) != len(ids) {
			t.Errorf("%s\nhas an id twice: %q", e.text, ids)
		}
		at := slices.IndexFunc(found, func(d diag.Diagnostic) bool { return d.Code == "duplicate-id" })
		if line := e.line; at < 0 && line > 0 || at >= 0 && found[at].Place.Line != line {
			t.Errorf("%s\n%v", e.text, found)
		}
	}
}

func pageHTML(c *Compiler, text string) string {
	doc, _ := c.Compile(Source{Path: "a.md", Text: []byte(text)})
	return string(doc.Body.HTML)
}
