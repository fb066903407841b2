package build

import (
	"regexp"
	"testing"

	"pandect/internal/site"
)

// Each file of a site is put in place when what it needs is there.
func TestPhases(t *testing.T) {
	in := input{"config.toml": "title = \"T\"\nbase_url = \"https://t.example/\"\n", "content/_index.md": "# Home\n\nText.\n", "content/a.md": "# A\n\nText.\n", "content/b.txt": "b"}
	e, err := New(Options{Now: noon}).Load(t.Context(), in.tree(t))
	if err != nil {
		t.Fatal(err)
	}
	digested := regexp.MustCompile(`^(assets/.*-[0-9a-f]{8}\.\w+|search/\w+-\w+\.js)$`)
	for _, o := range e.Outputs() {
		want := site.PhaseFiles
		switch {
		case digested.MatchString(o.Path):
			want = site.PhaseDigested
		case o.Path == "index.html":
			want = site.PhaseEntry
		case o.Page:
			want = site.PhasePages
		}
		if o.Phase != want {
			t.Errorf("%s is put in place in phase %d, want %d", o.Path, o.Phase, want)
		}
		if o.Page && (o.Path == "a.html") != (o.Source == "content/a.md") {
			t.Errorf("%s comes from %q", o.Path, o.Source)
		}
	}
}
