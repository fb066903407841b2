package build

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"pandect/internal/config"
	"pandect/internal/site"
	"pandect/internal/theme"
)

const vendorList = "---\ntitle: Vendor\ntype: checklist\nprefix: VDD\n---\n\n## Before\n\n- [ ] **VDD-01** Ask for the list of people. {required}\n  Why: because.\n- [ ] **VDD-02** Read it.\n"

// TestAlternatesFollowTheirInputs changes what the files beside pages are made of, and keeps one builder. What it gives must be
// what a new one gives, and one key at one path must never name two contents.
func TestAlternatesFollowTheirInputs(t *testing.T) {
	edits := []struct {
		name string
		edit func(input)
	}{
		{"nothing", func(input) {}},
		{"a page becomes a checklist", func(in input) { in["content/plain.md"] = strings.ReplaceAll(vendorList, "VDD", "PLN") }},
		{"and a page again", func(in input) { in["content/plain.md"] = "# Plain\n\nText.\n" }},
		{"a stylesheet", func(in input) { in["themes/counsel/styles/print.css"] = "@media print { p { color: red } }" }},
		{"a script", func(in input) { in["themes/counsel/scripts/boot.ts"] = "document.title += 1" }},
		{"an item", func(in input) { in["content/vendor.md"] = strings.Replace(vendorList, "Read it", "Read all", 1) }},
		{"the title of the site", func(in input) { in["config.toml"] = "title = \"Other\"\n" }},
		{"the notice", func(in input) { in["config.toml"] += "[checklists]\nnotice = \"Privileged\"\n" }},
		{"no markdown", func(in input) { in["config.toml"] += "[outputs]\nmarkdown = false\n" }},
		{"the layout of one file", func(in input) { in["themes/counsel/layouts/single.html"] = "{{define \"main\"}}{{.Title}}{{end}}\n" }},
	}
	for _, preview := range []bool{false, true} {
		in := input{"config.toml": "title = \"T\"\n", "content/vendor.md": vendorList, "content/plain.md": "# Plain\n\nText.\n"}
		options := Options{Now: noon, Preview: preview}
		warm := New(Options{Now: noon, Preview: preview, Verify: true})
		contents := map[string]string{}
		for _, e := range edits {
			e.edit(in)
			name := fmt.Sprintf("preview %v, %s", preview, e.name)
			want, found := made(t, New(options), in.tree(t))
			if len(found) > 0 {
				t.Fatalf("%s:\n%s", name, list(found))
			}
			edition, err := warm.Load(t.Context(), in.tree(t))
			if err != nil {
				t.Fatal(err)
			}
			got := finished{}
			for _, o := range edition.Outputs() {
				data, _, _ := o.Open(t.Context())
				got[o.Path] = data
				key := o.Path + " " + o.Key.String()
				if before, ok := contents[key]; ok && before != string(data) {
					t.Errorf("%s: %s has one key and two contents", name, o.Path)
				}
				contents[key] = string(data)
			}
			for _, d := range differences(got, want) {
				t.Errorf("%s: kept (first) and new: %s", name, d)
			}
		}
	}
}

// TestTheTableOfFormats checks that each line is whole, is told from the others, and is in the documentation.
func TestTheTableOfFormats(t *testing.T) {
	docs, err := os.ReadFile("../../docs/themes.md")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, f := range formats {
		if f.name == "" || f.mediaType == "" || f.suffix == "" || f.applies == nil {
			t.Errorf("the format %q says too little of itself", f.name)
		}
		if (f.make != nil) != (f.key != nil) || (f.make != nil) == (f.layout != "") {
			t.Errorf("the format %q is made either by a function, which has a key, or by a layout", f.name)
		}
		if seen[f.name] || seen[f.suffix] {
			t.Errorf("the format %q has the name or the suffix of another", f.name)
		}
		seen[f.name], seen[f.suffix] = true, true
		if !strings.Contains(string(docs), "\n| `"+f.name+"` | ") {
			t.Errorf("docs/themes.md does not list the format %q", f.name)
		}
	}
}

func TestWhichPagesHaveWhichAlternates(t *testing.T) {
	for _, c := range []struct {
		config, page, want string
	}{
		{page: "Text.\n", want: "markdown p.md text/markdown; charset=utf-8"},
		{page: vendorList, want: "markdown p.md text/markdown; charset=utf-8, workbook p.xlsx application/vnd.openxmlformats-officedocument.spreadsheetml.sheet, " +
			"csv p.csv text/csv; charset=utf-8, single p-single.html text/html; charset=utf-8"},
		{config: "[outputs]\nmarkdown = false\n", page: "Text.\n"},
		{config: "[outputs]\nmarkdown = false\n", page: vendorList, want: "workbook p.xlsx application/vnd.openxmlformats-officedocument.spreadsheetml.sheet, " +
			"csv p.csv text/csv; charset=utf-8, single p-single.html text/html; charset=utf-8"},
	} {
		b := New(Options{Now: noon})
		e, err := b.Load(t.Context(), input{"config.toml": "title = \"T\"\n" + c.config, "content/p.md": c.page}.tree(t))
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, f := range formats {
			o, ok := e.Find(f.address("p.html"))
			if !ok {
				continue
			}
			list = append(list, f.name+" "+o.Path+" "+o.MediaType)
			if o.Page {
				t.Errorf("%s counts as a page of the site", o.Path)
			}
		}
		if got := strings.Join(list, ", "); got != c.want {
			t.Errorf("%q and %q: got %q, want %q", c.config, c.page, got, c.want)
		}
	}
	none := alternates(wantedFormats(config.Default(), design{theme: &theme.Theme{}}), &site.Page{URL: "p.html", Doc: &site.Doc{Checklist: &site.Checklist{}}})
	for _, a := range none {
		if a.Name == "single" {
			t.Error("a theme without the layout shows a page with it")
		}
	}
}
