package build

import (
	"fmt"
	"strings"
	"testing"

	"pandect/internal/diag"
	"pandect/internal/site"
)

// Each thing that can be wrong with an alias has a sentence of its own, at its line, and none of them keeps the site from being published.
func TestAliases(t *testing.T) {
	const other = "---\ntitle: Other\naliases:\n  - other-old.html\n---\nText.\n"
	tests := map[string]struct{ alias, want string }{
		"good":                        {"old/way.html", ""},
		"with a slash":                {"/old/way/", ""},
		"escaped":                     {"/old%20way/", ""},
		"the page's own":              {"a/page.html", `content/a/page.md:5:5: warning: The alias "a/page.html" is the address that this page has now.`},
		"the page's own, as a path":   {"/a/page", `5:5: warning: The alias "a/page" is the address that this page has now.`},
		"its own in capitals":         {"A/Page.html", `5:5: warning: The alias "A/Page.html" differs from the page's own address "a/page.html" in capital letters alone`},
		"twice":                       {"first.html", `5:5: warning: The alias "first.html" stands here twice.`},
		"twice, written otherwise":    {"/first", `5:5: warning: The alias "first" stands here twice.`},
		"twice, in capitals":          {"First.html", `5:5: warning: The alias "First.html" differs from "first.html" in capital letters alone`},
		"a page":                      {"other.html", `5:5: warning: The alias "other.html" is the address of content/other.md, which stays there.`},
		"a page in capitals":          {"Other.html", `5:5: warning: The alias "Other.html" is the address of content/other.md, which stays there.`},
		"a file":                      {"plan/plan.pdf/", `5:5: warning: The alias "plan/plan.pdf/" cannot be published beside`},
		"what Pandect makes":          {"search.html", `5:5: warning: The alias "search.html" is the address of a page that Pandect makes, which stays there.`},
		"an alias of another page":    {"other-old.html", `content/other.md:4:5: warning: The alias "other-old.html" is one of content/a/page.md as well, and leads there.`},
		"the same, in capitals":       {"Other-Old.html", `content/other.md:4:5: warning: The alias "other-old.html" is one of content/a/page.md as well, and leads there.`},
		"a folder in place of a file": {"other.html/x.html", `5:5: warning: The alias "other.html/x.html" cannot be published beside "other.html"`},
		"no address":                  {"old?page=1", `5:5: warning: "old?page=1" is not a former address within this site.`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			in := input{
				"config.toml":           "title = \"Case\"\n",
				"content/other.md":      other,
				"content/a/page.md":     fmt.Sprintf("---\ntitle: Page\naliases:\n  - first.html\n  - %s\n---\nText.\n", test.alias),
				"content/plan/plan.pdf": "PDF",
			}
			out, found := made(t, New(Options{Now: noon, Verify: true}), in.tree(t))
			errors, warnings := diag.Count(found)
			if text := list(found); errors > 0 || (test.want == "") != (warnings == 0) || !strings.Contains(text, test.want) {
				t.Errorf("want %q:\n%s", test.want, text)
			}
			folded := map[string]bool{}
			for p := range out {
				if folded[site.Fold(p)] {
					t.Errorf("two files are at %q", p)
				}
				folded[site.Fold(p)] = true
			}
			if !strings.Contains(string(out["a/page.html"]), "Page") || !strings.Contains(string(out["other.html"]), "Other") || !folded["first.html"] {
				t.Error("a page or the good alias is lost")
			}
		})
	}
}

// The line is right also when only a line above it is new.
func TestAliasesMove(t *testing.T) {
	in := input{"content/a.md": "---\ntitle: A\naliases: [a.html]\n---\nText.\n"}
	b := New(Options{Now: noon, Verify: true})
	made(t, b, in.tree(t))
	in["content/a.md"] = "---\n# a remark\ntitle: A\naliases: [a.html]\n---\nText.\n"
	if _, found := made(t, b, in.tree(t)); !strings.Contains(list(found), "content/a.md:4:11: warning") {
		t.Error(list(found))
	}
}
