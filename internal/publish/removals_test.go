package publish_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

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
