package build

import (
	"strings"
	"testing"
)

// README.md is the page of its folder where there is no index, as on GitHub.
func TestReadme(t *testing.T) {
	tests := map[string]struct {
		files input
		want  map[string]string // path of a page to its title; "" for none
	}{
		"for want of an index": {input{
			"content/README.md": "# Our handbook\n\nWelcome. See [testing](testing/), [again](testing/README.md), [[testing]] and [[testing/README]].\n", "content/testing/unit.md": "# Unit tests\n\nText. [up](README.md)\n",
			"content/testing/README.md": "# Testing\n\nWhat this folder is about.\n",
		}, map[string]string{"index.html": "Our handbook", "testing/index.html": "Testing", "testing/unit.html": "Unit tests", "readme.html": "", "testing/readme.html": ""}},
		"in small letters": {input{"content/a/readme.md": "# Folder\n\nText.\n"}, map[string]string{"a/index.html": "Folder", "a/readme.html": ""}},
		"in two spellings": {input{"content/a/README.md": "# Folder\n\nText.\n", "content/a/Readme.md": "---\nslug: other\n---\n# Other\n\nText.\n"},
			map[string]string{"a/index.html": "Folder", "a/other.html": "Other"}},
		"beside _index.md": {input{"content/_index.md": "# Home\n\nText.\n", "content/README.md": "# Repository\n\nText.\n"},
			map[string]string{"index.html": "Home", "readme.html": "Repository"}},
		"beside Index.md": {input{"content/a/Index.md": "# Home\n\nText.\n", "content/a/README.md": "# Repository\n\nText.\n"},
			map[string]string{"a/index.html": "Home", "a/readme.html": "Repository"}},
		"without a title": {input{"content/data-protection/README.md": "Text.\n"}, map[string]string{"data-protection/index.html": "Data protection"}},
		"with an include": {input{"content/a/README.md": "# Folder\n\n![[_part]]\n", "content/_part.md": "Part.\n"}, map[string]string{"a/index.html": "Folder"}},
		"as a draft":      {input{"content/a/README.md": "---\ndraft: true\n---\n# Secret\n", "content/a/b.md": "# B\n\nText.\n"}, map[string]string{"a/index.html": "A"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			test.files["config.toml"] = "title = \"Case\"\n"
			out, found := made(t, New(Options{Now: noon, Verify: true}), test.files.tree(t))
			if len(found) > 0 {
				t.Error(list(found))
			}
			for p, title := range test.want {
				if page, ok := out[p]; ok != (title != "") || ok && !strings.Contains(string(page), ">"+title+"</h1>") {
					t.Errorf("%s: there is one: %v, want the title %q", p, ok, title)
				}
			}
		})
	}
}

// A README.md gives way when an index comes, and takes its place when that goes.
func TestReadmeGivesWay(t *testing.T) {
	in := input{"config.toml": "title = \"Case\"\n", "content/a/README.md": "# Folder\n\nText.\n"}
	b := New(Options{Now: noon, Verify: true})
	for _, step := range []struct{ edit, page string }{{"", "a/index.html"}, {"content/a/index.md", "a/readme.html"}, {"", "a/index.html"}} {
		delete(in, "content/a/index.md")
		if step.edit != "" {
			in[step.edit] = "# Index\n\nText.\n"
		}
		out, _ := made(t, b, in.tree(t))
		if !strings.Contains(string(out[step.page]), "Folder</h1>") {
			t.Errorf("with %q, %s is not the page", step.edit, step.page)
		}
	}
}

// Texts that another program would make pages of are named, once for each ending; a front page always has a name.
func TestTextsThatAreNotRead(t *testing.T) {
	in := input{"content/a.org": "A\n", "content/b/b.org": "B\n", "content/c.RST": "C\n", "content/d.rst": "D\n=\n", "content/e.pdf": "E"}
	out, found := made(t, New(Options{Now: noon}), in.tree(t))
	text := list(found)
	for _, want := range []string{
		"content/a.org: warning: Files ending in .org are not read as pages; 2 of them are published as they are.",
		"content/c.RST: warning: Files ending in .RST are not read as pages, and this one is published as it is.",
		"pandoc -f rst",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("want %q:\n%s", want, text)
		}
	}
	if len(found) != 3 {
		t.Error(text)
	}
	if !strings.Contains(string(out["index.html"]), "<h1>Home</h1>") {
		t.Error("the front page has no title")
	}
}
