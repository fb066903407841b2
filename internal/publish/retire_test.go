package publish_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pandect/internal/publish"
)

// numbered is edition n of a site with a script, a part of the search index and a picture that have their number in the name.
func numbered(n int) map[string]string {
	return map[string]string{
		"index.html": fmt.Sprintf("edition %d", n), fmt.Sprintf("assets/app-%d.js", n): "script",
		fmt.Sprintf("search/t-%d.js", n): "terms", fmt.Sprintf("picture-%d.png", n): "picture",
	}
}

func TestScriptsOfEarlierPublicationsStayForAWhile(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	o := publish.Options{Dir: t.TempDir(), Now: func() time.Time { return now }}
	put := func(n int) map[string]string {
		t.Helper()
		list := outputs(numbered(n))
		for i := range list {
			list[i].Search = strings.HasPrefix(list[i].Path, "search/")
		}
		if report := run(t, list, o); len(report.Diagnostics) > 0 {
			t.Fatalf("edition %d: %+v", n, report.Diagnostics)
		}
		if _, ok := publish.Intact(t.Context(), o.Dir, edition(list), 0); !ok {
			t.Errorf("edition %d is not intact", n)
		}
		before := stamps(t, o.Dir)
		run(t, list, o) // which is no publication
		equal(t, "what a run without a change touches", stamps(t, o.Dir), before)
		return folder(t, o.Dir)
	}
	put(0)
	for n := 1; n <= 6; n++ {
		have := put(n)
		for past := range n {
			if have[fmt.Sprintf("assets/app-%d.js", past)] == "" {
				t.Errorf("in publication %d, a minute later, script %d is gone", n, past)
			}
			if there := have[fmt.Sprintf("search/t-%d.js", past)] != ""; there != (n-past <= 3) {
				t.Errorf("in publication %d the search index of %d is there: %v", n, past, there)
			}
			if have[fmt.Sprintf("picture-%d.png", past)] != "" {
				t.Errorf("in publication %d picture %d is still there", n, past)
			}
		}
		now = now.Add(time.Minute)
	}
	now = now.Add(24 * time.Hour)
	have := put(7)
	for past := range 7 {
		if there := have[fmt.Sprintf("assets/app-%d.js", past)] != ""; there != (past >= 4) {
			t.Errorf("a day later, script %d is there: %v", past, there)
		}
	}
	put(5) // a script that comes back is taken over
	if have := put(8); have["assets/app-5.js"] == "" {
		t.Error("a script that came back and left again is gone")
	}
}

// A retired file that somebody replaced is theirs as any other.
func TestARetiredFileThatSomebodyReplaced(t *testing.T) {
	now := time.Now()
	o := publish.Options{Dir: t.TempDir(), Now: func() time.Time { return now }}
	run(t, outputs(numbered(0)), o)
	run(t, outputs(numbered(1)), o)
	put(t, o.Dir, map[string]string{"assets/app-0.js": "theirs"})
	now = now.Add(48 * time.Hour)
	var found []string
	for n := 2; n < 6; n++ {
		found = append(found, codes(run(t, outputs(numbered(n)), o))...)
	}
	equal(t, "findings", found, []string{"output-kept"})
	equal(t, filepath.Join("assets", "app-0.js"), folder(t, o.Dir)["assets/app-0.js"], "theirs")
}

// A page is in place before the pages that link to it, on the first publication and later.
func TestNewPagesComeBeforeChangedOnes(t *testing.T) {
	o := publish.Options{Dir: t.TempDir(), Jobs: 1}
	run(t, outputs(map[string]string{"a.html": "old", "index.html": "old", "gone.html": "old", "feed.xml": "old"}), o)
	d := &tampered{}
	runOn(t, outputs(map[string]string{"a.html": "links to z", "index.html": "links to z", "z.html": "new", "feed.xml": "lists z", "z.png": "new"}), o, d)
	var order []string
	for _, step := range d.steps {
		if strings.HasPrefix(step, "rename ") || strings.HasPrefix(step, "remove ") && !strings.HasPrefix(step, "remove all") {
			order = append(order, step)
		}
	}
	equal(t, "order", order, []string{"rename .pandect-manifest.json", "rename z.png", "rename z.html", "rename feed.xml", "rename a.html", "rename index.html", "remove gone.html", "rename .pandect-manifest.json"})
}
