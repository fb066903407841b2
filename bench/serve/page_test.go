package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestFindPages(t *testing.T) {
	content := t.TempDir()
	for name, text := range map[string]string{
		"a/one.md":          "+++\ntitle = \"One\"\n+++\n\nText.\n",
		"a/two.md":          "---\ntitle: Two\n---\n\nText.\n",
		"a/three.md":        "---\nweight: 3\ntitle: 'Three'\n---\n",
		"root.md":           "---\ntitle: Root\n---\n",
		"second-root.md":    "---\ntitle: Root\n---\n",
		"a/_index.md":       "---\ntitle: Section\n---\n",
		"a/index.md":        "---\ntitle: Section\n---\n",
		"a/readme.md":       "---\ntitle: Section\n---\n",
		"a/Capital.md":      "---\ntitle: Capital\n---\n",
		"A b/c.md":          "---\ntitle: Space\n---\n",
		"A b/d.md":          "---\ntitle: Space\n---\n",
		"a/draft.md":        "---\ntitle: Draft\ndraft: true\n---\n",
		"a/moved.md":        "+++\ntitle = \"Moved\"\nslug = \"x\"\n+++\n",
		"a/untitled.md":     "---\nweight: 1\n---\n\ntitle: not here\n",
		"a/none.md":         "# Title\n",
		"a/picture.png":     "",
		"alone/alone.md":    "---\ntitle: Alone\n---\n",
		"alone/_index.md":   "---\ntitle: Alone\n---\n",
		"alone/b/alone.md":  "---\ntitle: Alone\n---\n",
		"alone/b/_index.md": "---\ntitle: Alone\n---\n",
	} {
		write(t, filepath.Join(content, name), text)
	}
	pages, err := findPages(content)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range pages {
		got = append(got, p.address+" "+p.neighbour)
	}
	want := "/a/one.html /a/three.html, /a/three.html /a/two.html, /a/two.html /a/three.html, /root.html /second-root.html, /second-root.html /root.html"
	if strings.Join(got, ", ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, ", "), want)
	}
	if _, err := findPages(t.TempDir()); err == nil {
		t.Error("a folder without pages gives no error")
	}
	if _, err := findPages(filepath.Join(content, "none")); err == nil {
		t.Error("a folder that is not there gives no error")
	}
}

func TestEdits(t *testing.T) {
	for _, test := range []struct{ text, title string }{
		{"+++\ntitle = \"Old\"\n+++\n\ntitle = 1\n", "+++\ntitle = \"zzmark Old\"\n+++\n\ntitle = 1\n"},
		{"+++\nweight = 1\ntitle='Old'\n+++\n", "+++\nweight = 1\ntitle='zzmark Old'\n+++\n"},
		{"---\ntitle: Old\n---\n", "---\ntitle: zzmark Old\n---\n"},
		{"---\ntitle: \"Old\"\n---\n", "---\ntitle: \"zzmark Old\"\n---\n"},
	} {
		given := test.text
		if got := string(titleEdit.apply([]byte(test.text), "zzmark")); got != test.title {
			t.Errorf("title: got %q, want %q", got, test.title)
		}
		text := []byte(test.text)
		if got, want := string(bodyEdit.apply(text, "zzmark")), test.text+"\nA new paragraph zzmark.\n"; got != want || string(text) != given {
			t.Errorf("body: got %q, want %q", got, want)
		}
	}
}

func TestEditsAreSeenWhereTheyBelong(t *testing.T) {
	for _, test := range []struct {
		page        string
		body, title bool
	}{
		{"<head><title>zzmark Old - Site</title></head><h1>zzmark Old</h1>", true, true},
		{"<head><title>Old</title></head><li>zzmark Old</li>", true, false},
		{"<head><title>Old</title></head>", false, false},
		{"zzmark", true, false},
		{"", false, false},
	} {
		if got := bodyEdit.shows([]byte(test.page), "zzmark"); got != test.body {
			t.Errorf("body of %q: %v", test.page, got)
		}
		if got := titleEdit.shows([]byte(test.page), "zzmark"); got != test.title {
			t.Errorf("title of %q: %v", test.page, got)
		}
	}
}

func TestMarksAreNewWords(t *testing.T) {
	a, b := newMark(), newMark()
	if word := regexp.MustCompile(`^zz[a-z0-9]{14}$`); a == b || !word.MatchString(a) || !word.MatchString(b) {
		t.Errorf("marks: %s, %s", a, b)
	}
}

func TestSpread(t *testing.T) {
	all := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}
	seen := map[int]int{}
	for i := range 10 {
		seen[spread(all, i, 10)]++
	}
	if len(seen) != 10 {
		t.Errorf("10 of 10: %v", seen)
	}
	for i, want := range []int{1, 5, 8} {
		if got := spread(all, i, 3); got != want {
			t.Errorf("%d of 3: %d, want %d", i, got, want)
		}
	}
	for i := range 50 { // more than there are
		if got := spread(all, i, 50); got != i/5 {
			t.Errorf("%d of 50: %d", i, got)
		}
	}
}

func TestSave(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.md")
	write(t, file, "old")
	old, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	begin := time.Now()
	saved, err := save(file, []byte("new"))
	if err != nil || saved.Before(begin) || saved.After(time.Now()) {
		t.Errorf("saved at %v: %v", saved, err)
	}
	text, err := os.ReadFile(file)
	if err != nil || string(text) != "new" {
		t.Errorf("got %q, %v", text, err)
	}
	before, _ := old.Stat()
	after, _ := os.Stat(file)
	if os.SameFile(before, after) {
		t.Error("the file was written over")
	}
	if entries, _ := os.ReadDir(filepath.Dir(file)); len(entries) != 1 {
		t.Errorf("the temporary file is still there: %v", entries)
	}
	if _, err := save(filepath.Join(t.TempDir(), "none", "a.md"), nil); err == nil {
		t.Error("a folder that is not there gives no error")
	}
}
