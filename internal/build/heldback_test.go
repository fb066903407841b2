package build

import (
	"strings"
	"testing"
	"time"
)

// What other programs hold back is in no file of the site, however it is held back.
func TestHeldBackByOtherPrograms(t *testing.T) {
	tests := map[string]struct{ config, path, head string }{
		"Jekyll":              {"", "secret.md", "---\npublished: false\n---\n"},
		"Jekyll's folder":     {"", "a/_drafts/secret.md", ""},
		"Obsidian":            {"", "secret.md", "---\npublish: false\n---\n"},
		"Hugo's date":         {"", "secret.md", "+++\npublishDate = 2031-01-01\n+++\n"},
		"Eleventy":            {"", "secret.md", "---\npermalink: false\n---\n"},
		"WordPress":           {"", "secret.md", "---\nstatus: private\n---\n"},
		"a date, as asked":    {"[front_matter]\nfuture_date = \"hold\"\n", "secret.md", "---\ndate: 2031-01-01\n---\n"},
		"a date of another's": {"[front_matter]\nfuture_date = \"hold\"\n", "secret.md", "---\npubDate: 2031-01-01\n---\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			in := input{
				"config.toml":          "title = \"Case\"\nbase_url = \"https://example.org/\"\n" + test.config,
				"content/_index.md":    "Home. [s](" + test.path + ")\n\n![[" + strings.TrimSuffix(test.path, ".md") + "]]\n",
				"content/" + test.path: test.head + "# SECRET\n\nSECRET words.\n",
			}
			out, found := made(t, New(Options{Now: noon, Verify: true}), in.tree(t))
			for path, data := range out {
				if strings.Contains(string(data), "SECRET") {
					t.Errorf("%s has the page:\n%s", path, list(found))
				}
			}
			if !strings.Contains(list(found), "not published") {
				t.Errorf("nobody is told:\n%s", list(found))
			}
		})
	}
}

// A date that lies ahead is asked about, at its line, until it has passed; or it is published without a word.
func TestFutureDate(t *testing.T) {
	page := "---\ntitle: Later\ndate: 2026-12-01\n---\n\nText.\n"
	tests := map[string]struct {
		config, page string
		now          time.Time
		options      func(*Options)
		want         bool
	}{
		"asked":       {page: page, now: noon, want: true},
		"passed":      {page: page, now: noon.AddDate(0, 1, 0)},
		"published":   {config: "[front_matter]\nfuture_date = \"publish\"\n", page: page, now: noon},
		"--future":    {page: page, now: noon, options: func(o *Options) { o.Future = true }},
		"own publish": {page: strings.Replace(page, "date:", "publish: 2026-01-01\ndate:", 1), now: noon},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			o := Options{Now: test.now}
			if test.options != nil {
				test.options(&o)
			}
			in := input{"config.toml": "title = \"Case\"\n" + test.config, "content/later.md": test.page}
			out, found := made(t, New(o), in.tree(t))
			if _, ok := out["later.html"]; !ok {
				t.Error("the page is not published")
			}
			if got := strings.Contains(list(found), "content/later.md:3:7: warning: The date of this page is 1 December 2026"); got != test.want {
				t.Errorf("asked: %v\n%s", got, list(found))
			}
		})
	}
}
