package build

import (
	"strings"
	"testing"
)

// TestActiveFilesAreNotPublished puts files that would run in the reader's browser beside a page. Each is named and left
// out, and so is a link to it; a site that trusts them publishes all.
func TestActiveFilesAreNotPublished(t *testing.T) {
	in := input{
		"content/a.md":         "# A\n\n[form](form.html) ![p](p.svg) ![good](good.svg) [data](d.csv)\n",
		"content/form.html":    "<script>1</script>",
		"content/x/y.mjs":      "1",
		"content/p.svg":        `<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>`,
		"content/good.svg":     `<svg xmlns="http://www.w3.org/2000/svg"/>`,
		"content/d.csv":        "<script>",
		"content/no-extension": "<script>1</script>",
	}
	active := []string{"form.html", "x/y.mjs", "p.svg", "no-extension"}
	b := New(Options{Now: noon})
	for range 2 { // the second time from memory
		out, found := made(t, b, in.tree(t))
		text := list(found)
		for _, name := range active {
			if out[name] != nil || !strings.Contains(text, "content/"+name+": warning: This is ") {
				t.Errorf("%s is published or not named:\n%s", name, text)
			}
		}
		if out["good.svg"] == nil || out["d.csv"] == nil || strings.Count(text, "leads to a file that is not published: it is a") != 2 {
			t.Errorf("a harmless file is missing, or a link is not named:\n%s", text)
		}
		if html := string(out["a.html"]); strings.Contains(html, "form.html") || strings.Contains(html, `src="p.svg"`) {
			t.Error("the page leads to what is not published")
		}
	}
	in["config.toml"] = "[outputs]\nactive_files = true\n"
	out, found := made(t, b, in.tree(t))
	for _, name := range active {
		if out[name] == nil {
			t.Errorf("%s is not published:\n%s", name, list(found))
		}
	}
}

// TestNothingBesideContentIsShown has a page name the files beside content/, as code and as includes.
func TestNothingBesideContentIsShown(t *testing.T) {
	in := input{
		"config.toml":            "title = \"SECRET\"\n",
		"themes/counsel/note.md": "SECRET",
		"content/x/a.md": "# A\n\n```toml {file=\"../../config.toml\"}\n```\n\n```toml {file=\"/../config.toml\"}\n```\n\n![[../../themes/counsel/note.md]]\n\n" +
			"```toml {file=\"../config.toml\"}\n```\n\n![[../themes/counsel/note]]\n",
	}
	out, found := made(t, New(Options{Now: noon}), in.tree(t))
	if strings.Contains(string(out["x/a.md"]), "SECRET") || strings.Contains(string(out["x/a.html"]), "<code>title") || strings.Contains(string(out["x/a.html"]), "<p>SECRET") {
		t.Error("a file beside content/ is shown")
	}
	if text := list(found); strings.Count(text, "outside the content folder or in a hidden folder") != 3 || strings.Count(text, "to show here") != 2 {
		t.Errorf("not all are refused:\n%s", text)
	}
}
