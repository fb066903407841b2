package build

import (
	"strings"
	"testing"
)

const privateText = "---\ntitle: Merger\ndraft: true\n---\nRaw words. <!-- for us -->\n"

// TestCopiesOfPagesAreNotPublished has markdown by other names, and copies of pages. Each is named and left out.
func TestCopiesOfPagesAreNotPublished(t *testing.T) {
	in := input{"content/a.md": "# A\n\n[copy](x/b.md.bak)\n"}
	leftOut := strings.Split("b.md.erb b.html.md.liquid b.MD b.Md b.markdown b.MARKDOWN b.mdown b.mkd b.mdwn b.mdx b.md.bak B.MD.BAK b.md.orig b.md.txt b.md.old b.md_old b.md-2026-01-02 b.md.1 b.bak b.txt.bak2 "+
		"b.docx.old b.markdown.bak b.md.rej b.md.sik", " ")
	leftOut = append(leftOut, "b.md (1)", "b.md - Kopie", "b.md kopie.txt", "Ä.md – alt")
	for _, name := range leftOut {
		in["content/x/"+name] = privateText
	}
	kept := map[string]string{"c.txt": "c.txt", "c.md5": "c.md5", "c.mdb": "c.mdb", "c.md.pdf": "c-md.pdf", "d.MD.PDF": "d-md.pdf", "c.md.docx": "c-md.docx", "command.zip": "command.zip", "old.txt": "old.txt"}
	for name := range kept {
		in["content/y/"+name] = "text of " + name
	}
	out, found := made(t, New(Options{Now: noon}), in.tree(t))
	text := list(found)
	for _, name := range leftOut {
		if !strings.Contains(text, "content/x/"+name+": warning: This ") {
			t.Errorf("%s is not named:\n%s", name, text)
		}
	}
	for name, data := range out {
		if strings.Contains(string(data), "Raw words") {
			t.Errorf("%s is published", name)
		}
	}
	if !strings.Contains(text, "leads to a file that is not published: it looks like a copy") {
		t.Errorf("the link is not named:\n%s", text)
	}
	for name, address := range kept {
		if out["y/"+address] == nil || strings.Contains(text, name) {
			t.Errorf("%s is not published, or named:\n%s", name, text)
		}
	}
}
