package config

import (
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pandect/internal/diag"
	"pandect/internal/site"
)

func names[T any](prefix string, keys []key[T]) []string {
	var list []string
	for _, k := range keys {
		list = append(list, prefix+k.name)
	}
	return list
}

var (
	docTable = regexp.MustCompile("^#+ `\\[*([a-z_.A-Z]+)\\]*`$")
	docKey   = regexp.MustCompile("^\\| `([a-z0-9_]+)` \\|(.*)\\|$")
)

// documented returns the keys that a page of the documentation has in its tables, each after the name of the table whose
// heading it stands under. A row with an empty cell is a failure.
func documented(t *testing.T, text string) []string {
	var list []string
	prefix := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "#") {
			prefix = ""
			if m := docTable.FindStringSubmatch(line); m != nil && m[1] != "theme.toml" {
				prefix = m[1] + "."
			}
		}
		if m := docKey.FindStringSubmatch(line); m != nil {
			list = append(list, prefix+m[1])
			cells := strings.Split(m[2], " | ")
			if len(cells) != 4 || slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) == "" }) {
				t.Errorf("%s%s: type, default, meaning and example are wanted: %q", prefix, m[1], cells)
			}
		}
	}
	return list
}

// Every key that is read is documented, and every key that is documented is read.
func TestDocumentation(t *testing.T) {
	config := slices.Concat(
		names("", configKeys), names("urls.", urlsKeys), names("menu.", menuKeys), names("markdown.", markdownKeys),
		names("outputs.", outputsKeys), names("review.", reviewKeys), names("front_matter.", frontMatterRuleKeys), names("search.", siteSearchKeys), names("checklists.", checklistsKeys), names("preview.", previewKeys),
	)
	// A table of config.toml is documented by a heading; params, which has no keys of its own, by its row.
	config = slices.DeleteFunc(config, func(name string) bool {
		return slices.Contains([]string{"urls", "taxonomies", "menu", "markdown", "outputs", "review", "front_matter", "search", "checklists", "preview", "params"}, name)
	})
	config = append(config, "params.params")

	read := func(file string) string {
		text, err := os.ReadFile("../../docs/" + file)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	page := read("configuration.md")
	site, theme, found := strings.Cut(page, "\n# `theme.toml`")
	if !found {
		t.Fatal("configuration.md has no part on theme.toml")
	}
	compare(t, "config.toml", config, documented(t, site))
	for _, k := range configKeys {
		if heading := regexp.MustCompile("(?m)^## `\\[+" + k.name + "\\]+`$"); !slices.Contains(config, k.name) && !heading.MatchString(site) {
			t.Errorf("the table %s of config.toml has no heading", k.name)
		}
	}
	compare(t, "theme.toml", slices.Concat(names("", themeKeys), names("layouts.NAME.", layoutKeys)), documented(t, theme))
	compare(t, "front matter", slices.Concat(names("", frontMatterKeys), names("search.", searchKeys), names("run.", runKeys)), documented(t, read("front-matter.md")))
}

func compare(t *testing.T, what string, read, documented []string) {
	t.Helper()
	for _, name := range read {
		if !slices.Contains(documented, name) {
			t.Errorf("%s: the key %s is not documented", what, name)
		}
	}
	for _, name := range documented {
		if !slices.Contains(read, name) {
			t.Errorf("%s: the key %s is documented and is not read", what, name)
		}
	}
}

// The examples in the documentation are read without a word.
func TestExamples(t *testing.T) {
	blocks := regexp.MustCompile("(?s)```(toml|yaml)\n(.*?)```")
	for _, file := range []string{"configuration.md", "front-matter.md"} {
		text, err := os.ReadFile("../../docs/" + file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range blocks.FindAllStringSubmatch(string(text), -1) {
			example := []byte(m[2])
			_, list := Parse(file, example)
			switch {
			case m[1] == "yaml":
				if !strings.HasPrefix(m[2], "---\n") {
					example = []byte("---\n" + m[2] + "---\n")
				}
				_, list = FrontMatter(file, example, Options{Taxonomies: []string{"tags"}})
			case strings.Contains(m[2], "[layouts."):
				_, list = ParseTheme(file, example)
			}
			for _, d := range list {
				t.Errorf("%s: %s: %s\n%s", file, d.Place.File, d.Message, d.Quote)
			}
		}
	}
}

// The example beside each key is read without a word, and changes something.
func TestExampleOfEachKey(t *testing.T) {
	row := regexp.MustCompile("^\\| `[a-z0-9_]+` \\|.*\\| `([^`]*)` \\|$")
	for _, file := range []string{"configuration.md", "front-matter.md"} {
		text, err := os.ReadFile("../../docs/" + file)
		if err != nil {
			t.Fatal(err)
		}
		header, theme := "", false
		for line := range strings.Lines(string(text)) {
			line = strings.TrimSpace(line)
			if strings.HasPrefix(line, "#") {
				header = ""
				theme = theme || line == "# `theme.toml`"
				if m := docTable.FindStringSubmatch(line); m != nil && m[1] != "theme.toml" {
					header = strings.ReplaceAll(strings.Trim(line, "# `"), "NAME", "page") + "\n"
				}
			}
			m := row.FindStringSubmatch(line)
			if m == nil {
				continue
			}
			var list []diag.Diagnostic
			changed := false
			switch example := m[1]; {
			case file == "front-matter.md":
				if header != "" {
					example = strings.Trim(header, "[]\n") + ":\n  " + example
				}
				without := site.Meta{}
				if name, _, _ := strings.Cut(example, ":"); slices.Contains(checklistKeys, name) {
					example += "\ntype: checklist"
					without.Type = site.TypeChecklist
				}
				var r FrontMatterResult
				r, list = FrontMatter(file, []byte("---\n"+example+"\n---\n"), Options{})
				changed = !reflect.DeepEqual(r.Meta, without)
			case theme:
				if strings.HasPrefix(line, "| `params`") {
					header = "[params]\n"
				}
				var got Theme
				got, list = ParseTheme(file, []byte(header+example))
				changed = got.Sum() != Theme{}.Sum()
			default:
				if header == "[[menu]]\n" && !strings.HasPrefix(example, "page") {
					example += "\npage = \"a.md\""
				}
				var c Config
				c, list = Parse(file, []byte(header+example))
				changed = c.Sum() != Default().Sum()
			}
			if len(list) > 0 || !changed {
				t.Errorf("%s: %s: %v, changed %v", file, line, list, changed)
			}
		}
	}
}

func TestForeignKeysLeadToOurs(t *testing.T) {
	ours := append(names("", frontMatterKeys), "tags")
	for theirs, meant := range keyAliases {
		if !slices.Contains(ours, meant) {
			t.Errorf("%q leads to %q, which is not a key", theirs, meant)
		}
		if slices.Contains(ours, theirs) || theirs != snake(theirs) {
			t.Errorf("%q is never looked up", theirs)
		}
	}
	for _, name := range append(slices.Clone(guardedKeys), termKeys...) {
		if !slices.Contains(ours, name) {
			t.Errorf("%q is not a key", name)
		}
	}
}
