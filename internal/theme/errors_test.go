package theme_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"pandect/internal/diag"
	"pandect/internal/site"
	"pandect/internal/theme"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// Each archive below testdata/errors is a theme with a mistake. Its last file, "want", is what an editor reads about
// it when the theme is parsed and a page is shown with the layout "page". An archive whose name begins with
// "declared" has the layouts page and section in its theme.toml.
func TestErrors(t *testing.T) {
	archives, err := filepath.Glob("testdata/errors/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("there are no golden files: ", err)
	}
	for _, file := range archives {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		t.Run(name, func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var files []theme.File
			want := ""
			kept := archive.Files[:0]
			for _, f := range archive.Files {
				if f.Name == "want" {
					want = string(f.Data)
					continue
				}
				kept = append(kept, f)
				files = append(files, theme.File{Path: f.Name, Data: f.Data, Origin: "themes/mine/" + f.Name})
			}
			layouts := map[string]site.Uses{}
			if strings.HasPrefix(name, "declared") {
				layouts = map[string]site.Uses{"page": {}, "section": {}}
			}
			got := report(t, files, layouts)
			if *update {
				archive.Files = append(kept, txtar.File{Name: "want", Data: []byte(got)})
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("want (-), got (+); run with -update to accept:\n%s", d)
			}
		})
	}
}

// report parses a theme, shows a page with it, and returns what an editor reads.
func report(t *testing.T, files []theme.File, layouts map[string]site.Uses) string {
	t.Helper()
	th, found := theme.Parse(files, layouts, partials(t), english(t))
	page := &site.Page{
		Site: &site.Info{Params: map[string]any{}}, Kind: site.KindPage, Layout: "page", Title: "Attorney-client privilege",
		URL: "ethics/privilege.html", Doc: &site.Doc{Path: "ethics/privilege.md"}, Meta: &site.Meta{},
	}
	out, more := th.Render(page)
	if len(found)+len(more) == 0 {
		t.Errorf("nothing was reported, and the page is %q", out)
	}
	if len(more) > 0 && out != nil {
		t.Error("a page with mistakes was rendered")
	}
	var b bytes.Buffer
	if err := diag.WriteText(&b, append(found, more...), diag.TextOptions{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTheSumCoversWhatAThemeIsMadeOf(t *testing.T) {
	base := []theme.File{{Path: "layouts/base.html", Data: []byte("a"), Origin: "o"}, {Path: "components/x/x.html", Data: []byte("b"), Origin: "o"}}
	sum := func(layouts map[string]site.Uses, change func(f []theme.File)) string {
		files := append([]theme.File{}, base...)
		change(files)
		th, _ := theme.Parse(files, layouts, partials(t), english(t))
		return th.Sum().String()
	}
	none := func([]theme.File) {}
	seen := map[string]string{}
	for name, s := range map[string]string{
		"nothing":        sum(nil, none),
		"a layout":       sum(nil, func(f []theme.File) { f[0].Data = []byte("c") }),
		"a component":    sum(nil, func(f []theme.File) { f[1].Data = []byte("c") }),
		"a path":         sum(nil, func(f []theme.File) { f[1].Path = "components/x/y.html" }),
		"an origin":      sum(nil, func(f []theme.File) { f[1].Origin = "p" }),
		"a declaration":  sum(map[string]site.Uses{"page": {}}, none),
		"children":       sum(map[string]site.Uses{"page": {Children: true}}, none),
		"backlinks":      sum(map[string]site.Uses{"page": {Backlinks: true}}, none),
		"related":        sum(map[string]site.Uses{"page": {Related: true}}, none),
		"recent":         sum(map[string]site.Uses{"page": {Recent: true}}, none),
		"letters":        sum(map[string]site.Uses{"page": {Letters: true}}, none),
		"another layout": sum(map[string]site.Uses{"section": {}}, none),
	} {
		if other, ok := seen[s]; ok {
			t.Errorf("changing %s and changing %s give the same sum", name, other)
		}
		seen[s] = name
	}
	if reversed, _ := theme.Parse([]theme.File{base[1], base[0]}, nil, partials(t), english(t)); reversed.Sum().String() != sum(nil, none) {
		t.Error("the sum depends on the order of the files")
	}
	if script, _ := theme.Parse(append(base, theme.File{Path: "scripts/app.ts"}), nil, partials(t), english(t)); script.Sum().String() != sum(nil, none) {
		t.Error("the sum covers a script, which no page depends on")
	}
}
