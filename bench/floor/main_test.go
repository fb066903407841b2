package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheFloorDoesTheWork(t *testing.T) {
	content, output := t.TempDir(), t.TempDir()
	text := "+++\ntitle = \"T\"\n+++\n\n## A heading\n\n- [x] done\n\n| a |\n| - |\n| b |\n\n```go\nfunc f() {}\n```\n\nNote.[^1]\n\n[^1]: End.\n"
	if err := os.WriteFile(filepath.Join(content, "a.md"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := run(content, output); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(output, "a.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`<h2 id="a-heading">`, `type="checkbox"`, "<table>", `<span class="kd">func</span>`, `class="footnotes"`} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the page lacks %s:\n%s", want, page)
		}
	}
	if strings.Contains(string(page), "title") {
		t.Error("the front matter is on the page")
	}
}
