package build

import (
	"fmt"
	"strings"
	"testing"
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
		{"an item", func(in input) { in["content/vendor.md"] = strings.Replace(vendorList, "Read it", "Read all", 1) }},
		{"the title of the site", func(in input) { in["config.toml"] = "title = \"Other\"\n" }},
		{"the notice", func(in input) { in["config.toml"] += "[checklists]\nnotice = \"Privileged\"\n" }},
		{"no markdown", func(in input) { in["config.toml"] += "[outputs]\nmarkdown = false\n" }},
		{"the layout of one file", func(in input) { in["themes/counsel/layouts/single.html"] = "{{define \"main\"}}{{.Title}}{{end}}\n" }},
	}
	for _, preview := range []bool{false, true} {
		in := input{"config.toml": "title = \"T\"\n", "content/vendor.md": vendorList, "content/plain.md": "# Plain\n\nText.\n"}
		options := Options{Now: noon, Preview: preview, Verify: true}
		warm := New(options)
		contents := map[string]string{}
		for _, e := range edits {
			e.edit(in)
			name := fmt.Sprintf("preview %v, %s", preview, e.name)
			got, found := made(t, warm, in.tree(t))
			if len(found) > 0 {
				t.Fatalf("%s:\n%s", name, list(found))
			}
			want, _ := made(t, New(options), in.tree(t))
			for _, d := range differences(got, want) {
				t.Errorf("%s: kept (first) and new: %s", name, d)
			}
			edition, err := warm.Load(t.Context(), in.tree(t))
			if err != nil {
				t.Fatal(err)
			}
			for _, o := range edition.Outputs() {
				key := o.Path + " " + o.Key.String()
				if before, ok := contents[key]; ok && before != string(want[o.Path]) {
					t.Errorf("%s: %s has one key and two contents", name, o.Path)
				}
				contents[key] = string(want[o.Path])
			}
		}
	}
}
