package main

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"testing"
)

func tree(t *testing.T, pages int, seed uint64) map[string]string {
	t.Helper()
	folder := t.TempDir()
	if err := write(folder, pages, seed); err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	root := os.DirFS(folder)
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, name)
		files[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestTheSameArgumentsGiveTheSameTree(t *testing.T) {
	first, second, other := tree(t, 70, 1), tree(t, 70, 1), tree(t, 70, 2)
	different := false
	for name, text := range first {
		if second[name] != text {
			t.Errorf("%s differs between two runs", name)
		}
		different = different || other[name] != text
	}
	if !different {
		t.Error("another seed gives the same tree")
	}
}

func TestPagesAreWhatTheBenchNeeds(t *testing.T) {
	const pages = 400
	files := tree(t, pages, 1)
	var sizes []int
	all := ""
	link := regexp.MustCompile(`\]\(([^):]+\.md)\)`)
	for name, text := range files {
		all += text
		if path.Base(name) != "_index.md" {
			sizes = append(sizes, len(text))
		}
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			if target := path.Join(path.Dir(name), m[1]); files[target] == "" {
				t.Errorf("%s links to %s, which does not exist", name, target)
			}
		}
	}
	if len(sizes) != pages {
		t.Errorf("%d pages, want %d", len(sizes), pages)
	}
	slices.Sort(sizes)
	if median := sizes[len(sizes)/2]; median < 8_000 || median > 12_000 {
		t.Errorf("the median page has %d bytes, want about %d", median, targetBytes)
	}
	for what, pattern := range map[string]string{
		"heading": `(?m)^### `, "list": `(?m)^- [A-Z]`, "open task": `(?m)^- \[ \] `, "done task": `(?m)^- \[x\] `,
		"table": `(?m)^\| --- `, "code": "(?m)^```go$", "quote": `(?m)^> `, "footnote": `(?m)^\[\^1\]: `, "link": `\]\(\.\./`,
	} {
		if !regexp.MustCompile(pattern).MatchString(all) {
			t.Errorf("no %s in the corpus", what)
		}
	}
}
