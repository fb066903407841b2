package config

import (
	"fmt"
	"strings"

	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/site"
)

// Theme is a decoded theme.toml. Paths are below the theme's folder, slash-separated.
type Theme struct {
	Name        string
	Description string
	Layouts     map[string]Layout // by name
	Scripts     []string          // entry points
	Styles      []string          // entry points
	Static      string            // folder that is copied as it is; empty for none
	Params      map[string]any    // defaults for the site's params
}

// Layout is what theme.toml says about one layout.
type Layout struct {
	Uses site.Uses
}

// Sum returns the digest of every field.
func (t Theme) Sum() memo.Sum { return memo.SumOf("config.Theme", t) }

// ParseTheme reads theme.toml under the same rules as Parse.
func ParseTheme(path string, text []byte) (Theme, []diag.Diagnostic) {
	var t Theme
	r := newReader(path, text, "theme")
	if r.clean() {
		readTable(r, r.readTOML(), table[Theme]{keys: themeKeys, unknown: errorAt}, &t)
	}
	return t, diag.Concerning(diag.ConcernConfiguration, r.found())
}

// themeKeys are the keys of theme.toml.
var themeKeys = []key[Theme]{
	{"name", func(r *reader, f *field, t *Theme) { r.readText(f, &t.Name) }},
	{"description", func(r *reader, f *field, t *Theme) { r.readText(f, &t.Description) }},
	{"layouts", readLayouts},
	{"scripts", func(r *reader, f *field, t *Theme) { readPaths(r, f, &t.Scripts) }},
	{"styles", func(r *reader, f *field, t *Theme) { readPaths(r, f, &t.Styles) }},
	{"static", readStatic},
	{"params", func(r *reader, f *field, t *Theme) {
		if n, ok := r.asTable(f); ok {
			t.Params = r.params(n)
		}
	}},
}

var layoutKeys = []key[Layout]{
	{"uses", readUses},
}

func readLayouts(r *reader, f *field, t *Theme) {
	n, ok := r.asTable(f)
	if !ok {
		return
	}
	t.Layouts = make(map[string]Layout, len(n.fields))
	for i := range n.fields {
		f := &n.fields[i]
		if !folderName.MatchString(f.name) {
			r.report(errorAt, "value", f.at, f.end, fmt.Sprintf("%q cannot be the name of a layout.", clip(f.name)),
				"Write it in small letters, digits, hyphens and underscores, as its file in the folder layouts is called.")
			continue
		}
		var layout Layout
		readSubtable(r, f, layoutKeys, &layout)
		t.Layouts[f.name] = layout
	}
}

func readUses(r *reader, f *field, layout *Layout) {
	collections := map[string]*bool{
		"children":  &layout.Uses.Children,
		"backlinks": &layout.Uses.Backlinks,
		"related":   &layout.Uses.Related,
		"recent":    &layout.Uses.Recent,
		"letters":   &layout.Uses.Letters,

		"checklists": &layout.Uses.Checklists,
	}
	items := f.value.items
	if f.value.kind != kindList {
		items = []*node{f.value}
	}
	for _, item := range items {
		var use *bool
		readChoice(r, &field{name: f.name, value: item}, collections, &use)
		if use != nil {
			*use = true
		}
	}
}

func readPaths(r *reader, f *field, into *[]string) {
	var list []string
	r.readList(f, &list)
	for _, s := range list {
		if !localPath(s) {
			r.notInTheme(f, s)
			return
		}
	}
	*into = list
}

func readStatic(r *reader, f *field, t *Theme) {
	s, ok := r.asText(f, f.value)
	switch s = strings.TrimSuffix(s, "/"); {
	case !ok:
	case s != "" && !localPath(s):
		r.notInTheme(f, s)
	default:
		t.Static = s
	}
}

func (r *reader) notInTheme(f *field, path string) {
	r.report(errorAt, "value", f.value.at, f.value.end, fmt.Sprintf("%q is not a path within the theme.", clip(path)),
		fmt.Sprintf(`Write it with slashes, from the theme's folder on, for example "%s/…".`, f.name))
}
