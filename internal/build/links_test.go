package build

import (
	"strings"
	"testing"
)

// A link that works is left alone, and a link is taken out only where what it leads to is not published.
func TestLinksToAddresses(t *testing.T) {
	tests := map[string]struct{ written, href, warning string }{
		"a page":                       {"a/foo.html", "a/foo.html", ""},
		"a term":                       {"tags/fees.html", "tags/fees.html", ""},
		"a search":                     {"search.html?q=fees", "search.html?q=fees", ""},
		"the index":                    {"a-z.html", "a-z.html", ""},
		"the feed":                     {"feed.xml", "feed.xml", ""},
		"the sitemap":                  {"sitemap.xml", "sitemap.xml", ""},
		"the top":                      {"#top", "#top", ""},
		"the top of another":           {"a/foo.md#top", "a/foo.html#top", ""},
		"a footnote":                   {"#fn:1", "#fn:1", ""},
		"a former address":             {"old/foo.html", "a/foo.html", ""},
		"a full address":               {"https://example.org/kb/a/foo.html#x", "a/foo.html#x", ""},
		"the same, less secure":        {"HTTP://Example.org/kb/a/foo.html", "a/foo.html", ""},
		"the full address of home":     {"https://example.org/kb", "index.html", ""},
		"beside the site":              {"https://example.org/other/a/foo.html", "https://example.org/other/a/foo.html", ""},
		"of another host":              {"https://example.org.evil.test/kb/a/foo.html", "https://example.org.evil.test/kb/a/foo.html", ""},
		"below the site, and not ours": {"https://example.org/kb/app/form?x=1", "https://example.org/kb/app/form?x=1", ""},
		"another program's":            {"/docs/a/foo/", "a/foo.html", `Write "a/foo.md".`},
		"without an ending":            {"a/foo", "a/foo.html", `Write "a/foo.md".`},
		"a published file":             {"forms/letter-v2.docx", "forms/letter-v2.docx", ""},
		"nothing":                      {"gone/x.php?id=1#y", "gone/x.php?id=1#y", "leads nowhere"},
		"nothing, with a slash":        {"gone/x/", "gone/x/", "leads nowhere"},
		"a draft":                      {"a/secret.md", "", "not published"},
		"a draft's address":            {"a/secret.html", "", "not published"},
		"another program's of a draft": {"/docs/a/secret/", "", "not published"},
		"a full address of a draft":    {"https://example.org/kb/a/secret.html", "", "not published"},
		"a draft with a slug":          {"a/quiet.html", "", "not published"},
		"a trick":                      {"./javascript:alert(1)", "javascript%3Aalert%281%29", "leads nowhere"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			in := input{
				"config.toml":                    "title = \"Case\"\nbase_url = \"https://example.org/kb/\"\n",
				"content/_index.md":              "# Home\n\nText.[^1] [text](<" + test.written + ">)\n\n[^1]: Note.\n",
				"content/a/foo.md":               "---\ntags: [Fees]\naliases: [old/foo.html]\n---\n# Foo\n\n## X\n\nText.\n",
				"content/a/secret.md":            "---\ndraft: true\n---\n# S\n",
				"content/a/loud.md":              "---\ndraft: true\nslug: quiet\n---\n# Q\n",
				"content/forms/Letter (v2).docx": "x",
			}
			out, found := made(t, New(Options{Now: noon, Verify: true}), in.tree(t))
			text := list(found)
			if (test.warning == "") != (len(found) == 0) || !strings.Contains(text, test.warning) {
				t.Errorf("want %q:\n%s", test.warning, text)
			}
			_, body, _ := strings.Cut(string(out["index.html"]), "</sup>")
			body, _, _ = strings.Cut(body, "</p>")
			if has := strings.Contains(body, `<a href="`+test.href+`"`); has == (test.href == "") || strings.Contains(body, "<a ") != (test.href != "") {
				t.Errorf("want %q: %s", test.href, body)
			}
		})
	}
}

// Where every page has a folder of its own, links that are written for that lead to their pages.
func TestLinksInFolders(t *testing.T) {
	in := input{
		"config.toml":      "title = \"Case\"\n[urls]\nstyle = \"directory\"\n",
		"content/a/foo.md": "# Foo\n\n[1](bar/) [2](../bar/) [3](bar/index.html) [4](../../top/) [5](/a/bar) [6](../search/?q=x)\n",
		"content/a/bar.md": "# Bar\n\nText.\n", "content/top.md": "# Top\n\nText.\n",
	}
	out, found := made(t, New(Options{Now: noon, Verify: true}), in.tree(t))
	if len(found) > 0 {
		t.Error(list(found))
	}
	for _, want := range []string{`<a href="../bar/index.html">1<`, `<a href="../bar/index.html">2<`, `<a href="../bar/index.html">3<`, `<a href="../../top/index.html">4<`,
		`<a href="../bar/index.html">5<`, `<a href="../../search/index.html?q=x">6<`} {
		if !strings.Contains(string(out["a/foo/index.html"]), want) {
			t.Errorf("want %s", want)
		}
	}
}
