package publish_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"pandect/internal/memo"
	"pandect/internal/publish"
	"pandect/internal/site"
)

// pagesOf returns so many pages from the content, and the pages that every site has.
func pagesOf(count int) []site.Output {
	files := map[string]string{"404.html": "not found", "index.html": "home", "app.js": "script"}
	for i := range count {
		files[fmt.Sprintf("page-%02d.html", i)] = "page"
	}
	list := outputs(files)
	for i, out := range list {
		if strings.HasPrefix(out.Path, "page-") {
			list[i].Source = "content/" + strings.TrimSuffix(out.Path, ".html") + ".md"
		}
	}
	return list
}

func TestASiteIsNotEmptiedByMistake(t *testing.T) {
	for _, c := range []struct {
		before, after int
		refused       bool
	}{
		{3, 0, true}, {1, 0, true}, {3, 1, false}, {20, 16, false}, {25, 20, false}, {24, 19, true}, {40, 0, true}, {40, 39, false}, {0, 0, false},
	} {
		what := fmt.Sprintf("%d pages become %d", c.before, c.after)
		o := publish.Options{Dir: t.TempDir()}
		run(t, pagesOf(c.before), o)
		before := folder(t, o.Dir)
		o.Clean = c.before%2 == 0 // which accepts nothing
		report := run(t, pagesOf(c.after), o)
		if refused := len(report.Diagnostics) == 1 && report.Diagnostics[0].Code == "pages-removed"; refused != c.refused {
			t.Errorf("%s: refused %v, want %v: %+v", what, refused, c.refused, report.Diagnostics)
		}
		if !c.refused {
			continue
		}
		equal(t, what, folder(t, o.Dir), before)
		d := report.Diagnostics[0]
		if !strings.Contains(d.Message, fmt.Sprintf("%d of the %d published pages", c.before-c.after, c.before)) || !strings.Contains(d.Hint, "--accept-removals") {
			t.Errorf("%s: %s %s", what, d.Message, d.Hint)
		}
		o.AcceptRemovals = true
		equal(t, what+", accepted", len(run(t, pagesOf(c.after), o).Diagnostics), 0)
		if have := folder(t, o.Dir); len(have) != c.after+3 {
			t.Errorf("%s, accepted: the folder holds %v", what, have)
		}
	}
}

// A manifest of an earlier version does not say what is a page.
func TestPagesOfAnOlderManifest(t *testing.T) {
	o := publish.Options{Dir: t.TempDir()}
	run(t, pagesOf(20), o)
	name := filepath.Join(o.Dir, ".pandect-manifest.json")
	raw, err := os.ReadFile(name)
	must(t, err)
	must(t, os.WriteFile(name, regexp.MustCompile(`,"kind":"[a-z]+"`).ReplaceAll(raw, nil), 0o644))
	equal(t, "run", codes(run(t, pagesOf(5), o)), []string{"pages-removed"})
}

// filesOf returns pages and so many files of the content.
func filesOf(pages, files int) []site.Output {
	list := pagesOf(pages)
	for i := range files {
		for _, out := range outputs(map[string]string{fmt.Sprintf("zz-file-%02d.pdf", i): "file"}) {
			out.Copied, out.Source = true, "content/"+out.Path
			list = append(list, out)
		}
	}
	return list
}

// blankOf returns so many pages, the last of which have no text.
func blankOf(pages, blank int) []site.Output {
	list := pagesOf(pages)
	for i := range list {
		var number int
		if n, _ := fmt.Sscanf(list[i].Path, "page-%d.html", &number); n == 1 && number >= pages-blank {
			list[i].Blank, list[i].Key = true, memo.OfString("blank"+list[i].Path)
		}
	}
	return list
}

func TestFilesAreNotRemovedByMistake(t *testing.T) {
	for _, c := range []struct {
		before, after int
		refused       bool
	}{{30, 0, true}, {4, 0, false}, {5, 0, true}, {25, 20, false}, {24, 19, true}, {0, 5, false}} {
		o := publish.Options{Dir: t.TempDir()}
		run(t, filesOf(9, c.before), o)
		before := folder(t, o.Dir)
		found := run(t, filesOf(9, c.after), o).Diagnostics
		if refused := len(found) == 1 && found[0].Code == "files-removed"; refused != c.refused {
			t.Errorf("%d files become %d: refused %v: %+v", c.before, c.after, refused, found)
		}
		if c.refused {
			equal(t, "folder", folder(t, o.Dir), before)
		}
		o.AcceptRemovals = true
		equal(t, "accepted", len(run(t, filesOf(9, c.after), o).Diagnostics), 0)
		o.AcceptRemovals = false
		equal(t, "later", len(run(t, filesOf(9, c.after), o).Diagnostics), 0)
	}
}

// Pages or files that go one after the other are added up for a day.
func TestASiteIsNotEmptiedInSteps(t *testing.T) {
	now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	for name, list := range map[string]func(int) []site.Output{
		"pages": pagesOf, "files": func(n int) []site.Output { return filesOf(3, n) }, "texts": func(n int) []site.Output { return blankOf(20, 20-n) },
	} {
		for _, step := range []int{1, 2, 4} {
			o := publish.Options{Dir: t.TempDir(), Now: func() time.Time { return now }}
			run(t, list(20), o)
			left := 20
			for ; left > 0; left -= step {
				now = now.Add(time.Minute)
				if len(run(t, list(left-step), o).Diagnostics) > 0 {
					break
				}
			}
			if left != 16 {
				t.Errorf("%s by %d: %d are left, want 16", name, step, left)
			}
			equal(t, "back", len(run(t, list(20), o).Diagnostics), 0)
			equal(t, "four are gone", len(run(t, list(16), o).Diagnostics), 0)
			now = now.Add(23 * time.Hour)
			equal(t, "on the same day", len(run(t, list(15), o).Diagnostics), 1)
			now = now.Add(2 * time.Hour)
			equal(t, "on the next day", len(run(t, list(15), o).Diagnostics), 0)
		}
	}
}

func TestPagesWithoutTextCountAsGone(t *testing.T) {
	o := publish.Options{Dir: t.TempDir()}
	run(t, blankOf(20, 3), o)
	equal(t, "four more", len(run(t, blankOf(20, 7), o).Diagnostics), 0)
	equal(t, "back", len(run(t, blankOf(20, 3), o).Diagnostics), 0)
	d := run(t, blankOf(20, 20), o).Diagnostics
	if len(d) != 1 || !strings.Contains(d[0].Message, "17 of the 17 published pages") || !strings.Contains(d[0].Message, "17 would have no text any more") {
		t.Errorf("%+v", d)
	}
	o = publish.Options{Dir: t.TempDir()} // what an earlier version wrote says nothing of them
	run(t, pagesOf(20), o)
	name := filepath.Join(o.Dir, ".pandect-manifest.json")
	raw, err := os.ReadFile(name)
	must(t, err)
	must(t, os.WriteFile(name, bytes.Replace(raw, []byte(`,"counted":true`), nil, 1), 0o644))
	equal(t, "upgrade", len(run(t, blankOf(20, 10), o).Diagnostics), 0)
	equal(t, "after it", len(run(t, blankOf(20, 15), o).Diagnostics), 1)
}
