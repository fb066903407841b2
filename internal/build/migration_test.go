package build

import (
	"fmt"
	"strings"
	"testing"

	"pandect/internal/diag"
)

// Keys of another program are one warning for each key, with how many pages have it and what to write.
func TestForeignKeysAreGrouped(t *testing.T) {
	in := input{"config.toml": "title = \"Case\"\n"}
	for i := range 12 {
		in[fmt.Sprintf("content/p%02d.md", i)] = fmt.Sprintf("---\ntitle: Page %d\nnav_order: %d.5\nredirect_from: /old/\nlayout: post\nweight: %d.5\n---\n\nText.\n", i, i, 20-i)
	}
	in["content/p00.md"] += "\n[x](gone.md)\n"
	out, found := made(t, New(Options{Now: noon}), in.tree(t))
	text := list(found)
	for _, want := range []string{
		`content/p00.md:3:1: warning: The key "nav_order" is not known, so its value is not used; the same is so in 11 other places.`, `The key for this is "weight".`,
		`content/p00.md:4:1: warning: The key "redirect_from" is not known`, `The key for this is "aliases".`,
		`warning: The theme has no layout named “post”; the page is shown with the usual one; the same is so in 11 other places.`,
		"content/p03.md:3:1: also here", "content/p00.md:11:1: warning: ",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("want %q:\n%s", want, text)
		}
	}
	if errors, warnings := diag.Count(found); errors != 0 || warnings != 4 {
		t.Errorf("%d errors and %d warnings:\n%s", errors, warnings, text)
	}
	home := string(out["index.html"])
	if a, b := strings.LastIndex(home, "Page 9<"), strings.LastIndex(home, "Page 0<"); a < 0 || a > b {
		t.Error("pages are not in the order of their weights")
	}
}

// A file of the site's own in the place of one that Pandect makes is meant.
func TestOwnFiles(t *testing.T) {
	tests := map[string]struct{ config, path, text, output string }{
		"robots.txt":        {"", "robots.txt", "User-agent: OWN\n", "robots.txt"},
		"llms.txt":          {"", "llms.txt", "OWN\n", "llms.txt"},
		"sitemap.xml":       {"base_url = \"https://example.org/\"\n[outputs]\nactive_files = true\n", "sitemap.xml", "<OWN/>\n", "sitemap.xml"},
		"404.html":          {"[outputs]\nactive_files = true\n", "404.html", "<p>OWN\n", "404.html"},
		"404.md":            {"", "404.md", "# Not here\n\nOWN\n", "404.html"},
		"404.md in folders": {"[urls]\nstyle = \"directory\"\n", "404.md", "# Not here\n\nOWN\n", "404.html"},
		"index.html":        {"[outputs]\nactive_files = true\n", "index.html", "<p>OWN\n", "index.html"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			in := input{"config.toml": "title = \"Case\"\n" + test.config, "content/a.md": "# A\n\nText.\n", "content/" + test.path: test.text}
			out, found := made(t, New(Options{Now: noon, Verify: true}), in.tree(t))
			if len(found) > 0 {
				t.Error(list(found))
			}
			if !strings.Contains(string(out[test.output]), "OWN") {
				t.Errorf("%s is not the site's own: %s", test.output, out[test.output])
			}
			if strings.Contains(string(out["a.html"]), "Not here") {
				t.Error("the page for unknown addresses is in a list")
			}
		})
	}
}
