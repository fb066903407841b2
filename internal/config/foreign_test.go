package config_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pandect/internal/config"
)

// Whatever a program's configuration holds, what is made of it can be read without a word.
func FuzzForeign(f *testing.F) {
	for _, text := range []string{
		"site_name: A\nnav:\n  - a.md\n  - B: [b.md, c.md]\nplugins:\n  - x: !!python/name:y\n",
		"title = \"A\"\nbaseURL = \"https://a.b/\"\n[taxonomies]\ntag = \"tags\"\n[[menu.main]]\nname = \"A\"\nurl = \"/a/\"\n",
		"title: \"a\\\\\\u0001\\n\"\nurl: https://a.b\nbaseurl: /c\nlang: zz-zz-zz\n", "x: &a [*a]\n", "{\"a\": 1}", "taxonomies: {a: 'b c', 1: [2]}\n", "[book]\nsrc = \"../..\"\n",
		"[taxonomies]\na = \"draft\"\nb = \"\"\n", "copyright: \"[a]\\nb = 1\"\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || strings.Contains(text, "\r") {
			return // decoding comes before
		}
		for name, tool := range config.ForeignTools {
			for _, file := range tool.Files {
				got := config.ReadForeign(tool, file, []byte(text), "a-site", func(string) bool { return true })
				c, found := config.Parse("config.toml", []byte(got.Config))
				if len(found) > 0 || c.Title == "" {
					t.Errorf("%s: %q\n%v", name, got.Config, found)
				}
				if strings.HasPrefix(got.Content, "..") || strings.HasPrefix(got.Content, "/") {
					t.Errorf("%s: the pages lie outside: %q", name, got.Content)
				}
			}
		}
	})
}
