package source_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pandect/internal/source"
)

func TestLinks(t *testing.T) {
	root, outside := t.TempDir(), t.TempDir()
	write(t, root, map[string]string{"content/a.md": "# A\n", "content/b/c.md": "# C\n", "themes/common/s.md": "# S\n", "public/p.html": "p", "notes/n.md": "# N\n",
		".env": "TOKEN=1\n", ".git/config": "token\n", "content/.trash/gone.md": "# Gone\n", "config.toml": ""})
	write(t, outside, map[string]string{"secret.md": "# Secret\n"})
	for name, target := range map[string]string{
		"content/file.md":     "a.md",
		"content/folder":      "../themes/common",
		"content/absolute":    filepath.Join(root, "themes/common"),
		"content/broken.md":   "nowhere.md",
		"content/out.md":      filepath.Join(outside, "secret.md"),
		"content/out":         outside,
		"content/b/up":        "..",
		"content/b/self":      "self",
		"content/public":      "../public",
		"content/b/sibling-b": "../../themes/common",
		"themes/common/back":  "../../content/b",
		"content/config.txt":  "../.git/config",
		"content/env.txt":     "../.env",
		"content/git":         "../.git",
		"content/gone.md":     ".trash/gone.md",
		"content/notes":       "../notes",
		"content/own.txt":     "../config.toml",
		"content/site":        "..",
	} {
		must(t, os.Symlink(target, filepath.Join(root, name)))
	}
	tree := snapshot(t, open(t, root, source.Options{Output: "public"}, source.System{}))
	equal(t, "paths", paths(tree.Files()), []string{"config.toml", "content/a.md", "content/absolute/back/c.md", "content/absolute/s.md", "content/b/c.md",
		"content/b/sibling-b/s.md", "content/file.md", "content/folder/back/c.md", "content/folder/s.md",
		"themes/common/back/c.md", "themes/common/s.md"})
	data, err := tree.File("content/file.md").Bytes()
	must(t, err)
	equal(t, "bytes through a link", string(data), "# A\n")
	equal(t, "diagnostics", codes(tree.Diagnostics()), []string{
		"warning link-broken content/absolute/back/self", "warning link-loop content/absolute/back/sibling-b", "warning link-loop content/absolute/back/up",
		"warning link-broken content/b/self", "warning link-loop content/b/sibling-b/back", "warning link-loop content/b/up", "warning link-broken content/broken.md",
		"warning link-hidden content/config.txt", "warning link-hidden content/env.txt",
		"warning link-broken content/folder/back/self", "warning link-loop content/folder/back/sibling-b", "warning link-loop content/folder/back/up",
		"warning link-hidden content/git", "warning link-hidden content/gone.md", "warning link-outside content/notes",
		"warning link-outside content/out", "warning link-outside content/out.md", "warning link-outside content/own.txt",
		"warning link-outside content/public", "warning link-outside content/site",
		"warning link-broken themes/common/back/self", "warning link-loop themes/common/back/sibling-b", "warning link-loop themes/common/back/up"})
	for _, d := range tree.Diagnostics() {
		if d.Place.File == "content/out" && !strings.Contains(d.Message, outside) {
			t.Errorf("the message does not say where the link points: %s", d.Message)
		}
	}
}

// Links to folders that stand in one another are followed so far and no further, and the message says why.
func TestLinksThatNestTooDeep(t *testing.T) {
	root := t.TempDir()
	files := map[string]string{"config.toml": "title = \"T\"\n", "content/a.md": "# A\n"}
	for i := range 6 {
		files[fmt.Sprintf("themes/common/%d/own.md", i)] = "text\n"
	}
	write(t, root, files)
	must(t, os.Symlink("../themes/common/0", filepath.Join(root, "content/next")))
	for i := range 5 {
		must(t, os.Symlink(fmt.Sprintf("../%d", i+1), filepath.Join(root, fmt.Sprintf("themes/common/%d/next", i))))
	}
	tree := snapshot(t, open(t, root, source.Options{Output: "public"}, source.System{}))
	if tree.File("content/next/next/next/next/own.md") == nil || tree.File("content/next/next/next/next/next/own.md") != nil {
		t.Error("not four links are followed")
	}
	for _, d := range tree.Diagnostics() {
		if d.Place.File == "content/next/next/next/next/next" && d.Code == "link-nesting" {
			return
		}
	}
	t.Errorf("diagnostics: %v", tree.Diagnostics())
}
