package build

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"path"
	"strings"
	"testing"
	"time"

	"pandect/internal/diag"
	"pandect/internal/source"
	"pandect/themes"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// input is a site as a map from path to text, with the built-in theme.
type input map[string]string

func (in input) tree(t testing.TB) *source.Tree {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(themes.FS, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) == ".go" {
			return err
		}
		data, err := fs.ReadFile(themes.FS, name)
		files["themes/"+name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range in {
		files[name] = text
	}
	return source.MapTree(files)
}

// site is every output of an edition, by path.
type finished map[string][]byte

// made loads a tree and opens every output.
func made(t testing.TB, b *Builder, tree *source.Tree) (finished, []diag.Diagnostic) {
	t.Helper()
	e, err := b.Load(context.Background(), tree)
	if err != nil {
		t.Fatal(err)
	}
	found := append([]diag.Diagnostic{}, e.Diagnostics()...)
	out := finished{}
	for _, o := range e.Outputs() {
		data, more, err := o.Open(context.Background())
		if err != nil {
			t.Fatalf("%s: %v", o.Path, err)
		}
		found = append(found, more...)
		out[o.Path] = data
	}
	return out, found
}

func list(found []diag.Diagnostic) string {
	var b bytes.Buffer
	diag.WriteText(&b, found, diag.TextOptions{})
	return b.String()
}

// differences names what differs between two sites.
func differences(a, b finished) []string {
	var names []string
	for name, data := range a {
		if other, ok := b[name]; !ok {
			names = append(names, name+" is only in the first")
		} else if !bytes.Equal(data, other) {
			names = append(names, name+" differs")
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			names = append(names, name+" is only in the second")
		}
	}
	return names
}

// randomInput makes a small site in which pages link, include, embed and share terms.
func randomInput(random *rand.Rand) input {
	in := input{"config.toml": "title = \"Random\"\nbase_url = \"https://example.org/kb/\"\n"}
	if random.IntN(4) == 0 {
		in["config.toml"] += "[urls]\nstyle = \"directory\"\n"
	}
	var paths []string
	for i := range 3 + random.IntN(12) {
		dir := []string{"", "ethics/", "ethics/privilege/", "Zürich & Co/"}[random.IntN(4)]
		paths = append(paths, fmt.Sprintf("%spage %d.md", dir, i))
	}
	if random.IntN(2) == 0 {
		paths = append(paths, "_index.md", "ethics/_index.md")
	}
	for _, p := range paths {
		in["content/"+p] = randomPage(random, p, paths)
	}
	in["content/ethics/plan.pdf"] = fmt.Sprint(random.IntN(3))
	return in
}

func randomPage(random *rand.Rand, self string, paths []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: Title %d\nweight: %d\n", random.IntN(30), random.IntN(4))
	fmt.Fprintf(&b, "date: 2026-0%d-01\ntags: [tag %d, Tag %d]\n", 1+random.IntN(9), random.IntN(4), random.IntN(4))
	switch random.IntN(8) {
	case 0:
		b.WriteString("draft: true\n")
	case 1:
		b.WriteString("publish: 2026-12-01\n")
	case 2:
		b.WriteString("expires: 2026-12-24\nreviewed: 2026-10-01\nreview_every: 2 months\n")
	}
	b.WriteString("---\n")
	for range random.IntN(6) {
		to := paths[random.IntN(len(paths))]
		rel := strings.Repeat("../", strings.Count(self, "/")) + to
		switch random.IntN(9) {
		case 0:
			fmt.Fprintf(&b, "\nSee [there](<%s>) and [[page %d]] and [](<%s>).\n", rel, random.IntN(12), rel)
		case 1:
			fmt.Fprintf(&b, "\n![[%s]]\n", to)
		case 2:
			b.WriteString("\n## Heading\n\n> [!NOTE] Mind\n> this\n")
		case 3:
			b.WriteString("\n```go\nfunc main() {}\n```\n")
		case 4:
			b.WriteString("\n- [ ] task\n- [x] done %%hidden%%\n\n<!-- hidden too -->\n")
		case 5:
			b.WriteString("\n| a | b |\n| - | - |\n| 1 | [pdf](/ethics/plan.pdf) |\n")
		case 6:
			b.WriteString("\nA note.[^1]\n\n[^1]: The note.\n")
		default:
			fmt.Fprintf(&b, "\nText %d with \"quotes\" and <b>tags</b> and {braces}.\n", random.IntN(5))
		}
	}
	return b.String()
}

// TestSameInputSameBytes builds random sites twice, with other numbers of jobs, and compares every byte.
func TestSameInputSameBytes(t *testing.T) {
	for seed := range uint64(16) {
		tree := randomInput(rand.New(rand.NewPCG(seed, 1))).tree(t)
		one, found := made(t, New(Options{Now: noon, Jobs: 1, Verify: true}), tree)
		many, again := made(t, New(Options{Now: noon, Jobs: 7}), tree)
		if d := differences(one, many); len(d) > 0 {
			t.Fatalf("seed %d: %v", seed, d)
		}
		if list(found) != list(again) {
			t.Fatalf("seed %d: diagnostics differ:\n%s\n%s", seed, list(found), list(again))
		}
	}
}

// TestWarmEqualsCold walks one builder through a series of random sites. What it gives must be what a new builder
// gives, however much of it was remembered.
func TestWarmEqualsCold(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 9))
	warm := New(Options{Now: noon, Jobs: 2, Verify: true})
	in := randomInput(random)
	for step := range 24 {
		other := randomInput(random)
		for name, text := range other { // some files change, some appear
			if random.IntN(3) == 0 {
				in[name] = text
			}
		}
		for name := range in {
			if random.IntN(12) == 0 && name != "config.toml" {
				delete(in, name)
			}
		}
		now := noon.Add(time.Duration(random.IntN(60)) * 24 * time.Hour)
		warm.SetNow(now)
		a, foundA := made(t, warm, in.tree(t))
		b, foundB := made(t, New(Options{Now: now, Jobs: 2}), in.tree(t))
		if d := differences(a, b); len(d) > 0 {
			t.Fatalf("step %d: %v", step, d)
		}
		if list(foundA) != list(foundB) {
			t.Fatalf("step %d: diagnostics differ:\n%s\n%s", step, list(foundA), list(foundB))
		}
	}
	for _, c := range warm.Counters() {
		if c.Name == "compile" && c.Hits == 0 {
			t.Error("nothing was ever remembered, so the test shows nothing")
		}
	}
}

// TestKeysNameBytes checks over many sites that equal keys mean equal bytes, the promise that publishing rests on.
func TestKeysNameBytes(t *testing.T) {
	seen := map[string][]byte{}
	for seed := range uint64(24) {
		e, err := New(Options{Now: noon, Jobs: 2}).Load(context.Background(), randomInput(rand.New(rand.NewPCG(seed/2, 5))).tree(t))
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range e.Outputs() {
			data, _, _ := o.Open(context.Background())
			key := o.Path + " " + o.Key.String()
			if before, ok := seen[key]; ok && !bytes.Equal(before, data) {
				t.Fatalf("seed %d: %s has one key and two contents", seed, o.Path)
			}
			seen[key] = data
		}
	}
}

// TestHiddenPagesLeaveNoTrace looks for the words of a draft, a scheduled and an expired page in every output.
func TestHiddenPagesLeaveNoTrace(t *testing.T) {
	in := input{
		"config.toml":             "title = \"T\"\nbase_url = \"https://example.org/\"\n",
		"content/_index.md":       "# Home\n\nSee [it](draft.md), [[scheduled]] and ![x](plan/draft.png).\n",
		"content/draft.md":        "---\ntitle: SECRET draft\ndraft: true\naliases: [secret-old]\ntags: [SECRET tag]\n---\n\nSECRET words. [home](_index.md) [d](draft.pdf)\n",
		"content/scheduled.md":    "---\ntitle: SECRET scheduled\npublish: 2026-12-24\n---\n\nSECRET\n",
		"content/expired.md":      "---\ntitle: SECRET expired\nexpires: 2026-01-01\nsearch:\n  keywords: [SECRET]\n---\n\nSECRET\n",
		"content/draft.pdf":       "SECRET",
		"content/later/_index.md": "---\ndraft: true\n---\n\nSECRET ![x](a.png)\n",
		"content/later/a.png":     "SECRET",
		"content/later/b.png":     "SECRET",
		"content/includes.md":     "# Includes\n\nBefore.\n\n![[draft]]\n\nAfter.\n",
		"content/plan/x.md":       "# Plan\n",
	}
	out, found := made(t, New(Options{Now: noon}), in.tree(t))
	for name, data := range out {
		for _, text := range []string{name, string(data)} {
			if at := strings.Index(strings.ToLower(text), "secret"); at >= 0 {
				t.Errorf("%s: %q", name, text[max(0, at-60):min(len(text), at+60)])
			}
		}
	}
	if !strings.Contains(list(found), "it is a draft") {
		t.Errorf("no diagnostic names the hidden page:\n%s", list(found))
	}
	shown, _ := made(t, New(Options{Now: noon, Drafts: true, Future: true}), in.tree(t))
	if !bytes.Contains(shown["draft.html"], []byte("SECRET words")) || shown["scheduled.html"] == nil || shown["expired.html"] != nil {
		t.Error("drafts and scheduled pages should be shown when they are asked for, and expired ones never")
	}
}

func TestUntilIsTheNextChange(t *testing.T) {
	in := input{
		"content/a.md": "---\npublish: 2026-12-24\n---\nA\n",
		"content/b.md": "---\nexpires: 2026-12-20\n---\nB\n",
		"content/c.md": "---\nreviewed: 2026-06-19\nreview_every: 6 months\n---\nC\n",
	}
	b := New(Options{Now: noon})
	for _, want := range []string{"2026-12-19", "2026-12-20", "2026-12-24", "0001-01-01"} {
		e, err := b.Load(context.Background(), in.tree(t))
		if err != nil {
			t.Fatal(err)
		}
		if got := e.Until().Format(time.DateOnly); got != want {
			t.Errorf("until %s, want %s", got, want)
		}
		b.SetNow(e.Until())
	}
}

// TestCollisions checks that two inputs for one output are an error that names both.
func TestCollisions(t *testing.T) {
	cases := map[string][]string{
		"two pages":           {"content/a b.md", "content/a-b.md"},
		"index and _index":    {"content/x/index.md", "content/x/_index.md"},
		"case":                {"content/PLAN.pdf", "content/plan.pdf"},
		"a page and a term":   {"content/tags/law.md"},
		"a file and a folder": {"content/a", "content/a/b.pdf"},
		"the search page":     {"content/search.md"},
	}
	for name, paths := range cases {
		in := input{"content/z.md": "---\ntags: [Law]\n---\nZ\n"}
		for _, p := range paths {
			in[p] = "# A\n\nText.\n"
		}
		_, found := made(t, New(Options{Now: noon}), in.tree(t))
		text := list(found)
		if errors, _ := diag.Count(found); errors == 0 {
			t.Errorf("%s: %d errors:\n%s", name, errors, text)
		}
		for _, p := range paths {
			if !strings.Contains(text, p) {
				t.Errorf("%s: %s is not named:\n%s", name, p, text)
			}
		}
	}
}

// TestWorkCounters is the table of what an edit costs while serving.
func TestWorkCounters(t *testing.T) {
	in := input{"config.toml": "title = \"T\"\n", "content/_index.md": "# Home\n\n![[_part]]\n", "content/_part.md": "Part.\n"}
	for i := range 20 {
		in[fmt.Sprintf("content/p%d.md", i)] = fmt.Sprintf("# Page %d\n\nText.\n", i)
	}
	b := New(Options{Now: noon, Preview: true, Verify: true})
	misses := func() map[string]int {
		m := map[string]int{}
		for _, c := range b.Counters() {
			m[c.Name] = c.Misses
		}
		return m
	}
	load := func() {
		if _, err := b.Load(context.Background(), in.tree(t)); err != nil {
			t.Fatal(err)
		}
	}
	load()
	const pages = 21 // and the home page among them
	placed := map[string]int{"index": 1, "plan": 1, "place": pages}
	with := func(more map[string]int) map[string]int {
		all := maps.Clone(placed)
		maps.Copy(all, more)
		return all
	}
	cases := []struct {
		name string
		edit func()
		want map[string]int // what is computed anew; everything else is not
	}{
		{"nothing", func() {}, nil},
		{"a paragraph", func() { in["content/p3.md"] += "\nMore.\n" }, map[string]int{"compile": 1, "place": 1}},
		{"a paragraph with a link", func() { in["content/p3.md"] += "\n[4](p4.md)\n" }, with(map[string]int{"compile": 1})},
		{"a title", func() { in["content/p3.md"] = "# New\n" }, with(map[string]int{"compile": 1})},
		{"a page deleted", func() { delete(in, "content/p4.md") }, with(map[string]int{"place": pages - 1, "order": 1})},
		{"a page renamed", func() { in["content/q.md"] = in["content/p5.md"]; delete(in, "content/p5.md") },
			with(map[string]int{"compile": 1, "place": pages - 1, "order": 1})},
		{"an included file", func() { in["content/_part.md"] = "Other.\n" },
			with(map[string]int{"include": 1, "assemble": 1, "place": pages - 1})},
		{"the title of the site", func() { in["config.toml"] = "title = \"U\"\n" }, with(map[string]int{"config": 1, "place": pages - 1})},
		{"typography", func() { in["config.toml"] += "[markdown]\ntypographer = false\n" },
			map[string]int{"config": 1, "compile": pages - 1, "include": 1, "assemble": 1}},
		{"a layout", func() { in["themes/counsel/layouts/page.html"] += "<!-- end -->\n" }, map[string]int{"theme": 1, "plan": 1, "place": pages - 1}},
		{"a stylesheet", func() { in["themes/counsel/styles/print.css"] = "" }, map[string]int{"assets": 1}},
	}
	for _, c := range cases {
		before := misses()
		c.edit()
		load()
		for name, after := range misses() {
			if got := after - before[name]; got != c.want[name] {
				t.Errorf("%s: stage %s worked %d times, want %d", c.name, name, got, c.want[name])
			}
		}
	}
}

// TestIncludedFilesAreChecked looks for a merge conflict in a file that is no page of its own.
func TestIncludedFilesAreChecked(t *testing.T) {
	in := input{
		"content/a.md":     "# A\n\n![[_part]]\n",
		"content/b.md":     "# B\n\n![[_part]]\n",
		"content/_part.md": "<<<<<<< ours\none\n=======\ntwo\n>>>>>>> theirs\n",
	}
	_, found := made(t, New(Options{Now: noon}), in.tree(t))
	if errors, _ := diag.Count(found); errors != 1 || found[0].Place.File != "content/_part.md" {
		t.Errorf("want one error in _part.md:\n%s", list(found))
	}
}
