package build

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pandect/internal/source"
	"pandect/themes"
)

// pageWith returns a page of a small site with these settings and files.
func pageWith(t *testing.T, config string, files map[string]string) (string, string) {
	t.Helper()
	out, found := siteWith(t, config, files)
	return string(out["a.html"]), found
}

// siteWith returns what is published of a small site with these settings and files, and what is wrong with it.
func siteWith(t *testing.T, config string, files map[string]string) (map[string][]byte, string) {
	t.Helper()
	in := input{"config.toml": config, "content/_index.md": "# Home\n\nText.\n", "content/a.md": "# A\n\n> [!NOTE]\n> Text.\n"}
	for name, text := range files {
		in[name] = text
	}
	out, found := made(t, New(Options{Now: noon}), in.tree(t))
	return out, list(found)
}

// overCounsel returns what is published of a folder with these files, over the theme that comes with Pandect.
func overCounsel(t *testing.T, files map[string]string) (map[string][]byte, string) {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o777), os.WriteFile(file, []byte(text), 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	store, err := source.Open(root, source.Options{Themes: themes.FS})
	if err != nil {
		t.Fatal(err)
	}
	tree, err := store.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out, found := made(t, New(Options{Now: noon}), tree)
	return out, list(found)
}

func TestALanguageWithoutMessages(t *testing.T) {
	html, found := pageWith(t, `language = "cy"`, nil)
	if !strings.Contains(html, "Skip to the text") || !strings.Contains(html, `<html lang="cy">`) {
		t.Error("the page is not in English:", html)
	}
	if !strings.Contains(found, "themes/counsel/messages/cy.toml") {
		t.Error("no warning that says so:", found)
	}
}

// What is said for a region changes what is said for its language.
func TestARegionChangesSingleMessages(t *testing.T) {
	out, found := overCounsel(t, map[string]string{
		"config.toml": "language = \"de-AT\"\n", "content/a.md": "# A\n\nText.\n",
		"themes/counsel/messages/de-AT.toml": "[search]\nfind = \"Stöbern\"\n", "themes/counsel/messages/DE.toml": "",
	})
	if html := string(out["a.html"]); !strings.Contains(html, ">St&#246;bern<") || !strings.Contains(html, "Zum Text springen") {
		t.Error(html)
	}
	if !strings.Contains(found, "DE.toml: warning: This file is never read") || strings.Contains(found, "Missing") {
		t.Error("what is said of the files:", found)
	}
}

// The words that a page shows are understood in its source, in its language as in English.
func TestWordsOfTheLanguageAreUnderstood(t *testing.T) {
	out, found := overCounsel(t, map[string]string{
		"config.toml": "language = \"de\"\n",
		"content/list.md": "---\ntype: checklist\n---\n# List\n\n## Teil (Haltepunkt)\n\n- [ ] **DE-01** (kritisch) Eins.\n  - Entfällt: nicht zulässig\n\n" +
			"## Part (gate)\n\n- [ ] **DE-02** (critical) Zwei.\n  - N/A: not allowed\n",
	})
	html := string(out["list.html"])
	for _, want := range []string{`data-severity="critical"`, `class="check-gate"`, `data-na="not allowed"`} {
		if strings.Count(html, want) != 2 {
			t.Errorf("%s stands there %d times, want 2", want, strings.Count(html, want))
		}
	}
	if strings.Contains(html, "(Haltepunkt)") {
		t.Error(html, found)
	}
}

// A site that shows another word does not change what its checklists mean.
func TestAnotherWordChangesNoChecklist(t *testing.T) {
	list := "---\ntype: checklist\n---\n# List\n\n## Teil (Haltepunkt)\n\n- [ ] **DE-01** (kritisch) Eins.\n  - Entfällt: nicht zulässig\n  - Beleg: Auszug (erforderlich)\n\n" +
		"## Teil (Stopp)\n\n- [ ] **DE-02** (heikel) Zwei.\n  - Gilt nicht: nie\n  - Nachweis: Auszug (required)\n"
	words := "[severity]\ncritical = \"heikel\"\n[word]\ngate = \"Stopp\"\nnot_allowed = \"nie\"\n[label]\nevidence = \"Nachweis\"\nna = \"Gilt nicht\"\n"
	for _, file := range []string{"de.toml", "de-AT.toml"} {
		out, found := overCounsel(t, map[string]string{
			"config.toml": "language = \"de-AT\"\n", "content/list.md": list, "themes/counsel/messages/" + file: words,
		})
		html := string(out["list.html"])
		for _, want := range []string{`data-severity="critical"`, `class="check-gate"`, `data-na="not allowed"`, `data-evidence="required"`, `>heikel<`, `>Nachweis<`} {
			if strings.Count(html, want) != 2 {
				t.Errorf("%s: %s stands there %d times, want 2; %s", file, want, strings.Count(html, want), found)
			}
		}
	}
}

func TestAWordOfTheConfigurationThatMeansSomethingElse(t *testing.T) {
	_, found := overCounsel(t, map[string]string{
		"config.toml": "language = \"de\"\n[checklists.words]\ncritical = [\"erforderlich\"]\n", "content/a.md": "# A\n\nText.\n",
	})
	if !strings.Contains(found, "config.toml:3:13: error: \"erforderlich\" cannot be the word for “critical”") {
		t.Error(found)
	}
}

// A template in UTF-16 is read as one, and one without a mark at its beginning is named.
func TestATemplateInUTF16(t *testing.T) {
	footer := `{{define "footer"}}<p>Größe</p>{{end}}`
	var utf16le strings.Builder
	for _, r := range footer {
		utf16le.WriteByte(byte(r))
		utf16le.WriteByte(byte(r >> 8))
	}
	for mark, want := range map[string]string{"\xff\xfe": "", "": "footer.html: warning: This file seems to be in the encoding UTF-16"} {
		out, found := overCounsel(t, map[string]string{"content/a.md": "# A\n\nText.\n", "themes/counsel/components/footer/footer.html": mark + utf16le.String()})
		if html := string(out["a.html"]); !strings.Contains(html, "<p>Gr&#246;&#223;e</p>") || !strings.Contains(found, want) || want == "" && found != "" {
			t.Error(found)
		}
	}
}

func TestAThemeChangesSingleMessages(t *testing.T) {
	html, found := pageWith(t, `theme = "ours"`, map[string]string{
		"themes/ours/theme.toml":        "name = \"Ours\"\n[layouts.page]\n[layouts.home]\n[layouts.404]\n",
		"themes/ours/layouts/base.html": `{{t "frame.skip"}}, {{t "search.find"}}, {{t "own.motto"}}{{block "main" .}}{{markup .Content}}{{end}}`,
		"themes/ours/layouts/page.html": "",
		"themes/ours/layouts/home.html": "",
		"themes/ours/layouts/404.html":  "",
		"themes/ours/messages/en.toml":  "[search]\nfind = \"Look\"\n[text]\nnote = \"Mark\"\n[own]\nmotto = \"Fiat <iustitia>\"\n",
	})
	if !strings.Contains(html, `Skip to the text, Look, Fiat &lt;iustitia&gt;`) || !strings.Contains(html, ">Mark</p>") {
		t.Error(html, found)
	}
}

// A site that changes one message of the default theme keeps the others: its file does not take the place of the whole.
func TestASiteChangesSingleMessages(t *testing.T) {
	out, found := overCounsel(t, map[string]string{"content/a.md": "# A\n\nText.\n", "themes/counsel/messages/en.toml": "[search]\nfind = \"Look\"\n"})
	if html := string(out["a.html"]); !strings.Contains(html, ">Look<") || !strings.Contains(html, "Skip to the text") {
		t.Error(html, found)
	}
}

// An edit of one message recompiles the pages whose text may hold it, and no others.
func TestMessagesInKeys(t *testing.T) {
	misses := func(changed string) int {
		in := input{"content/a.md": "# A\n\nText.\n"}
		b := New(Options{Now: noon, Verify: true})
		made(t, b, in.tree(t))
		whole, err := fs.ReadFile(themes.FS, "counsel/messages/en.toml")
		if err != nil {
			t.Fatal(err)
		}
		key, _, _ := strings.Cut(changed, " = ")
		in["themes/counsel/messages/en.toml"] = strings.Replace(string(whole), "\n"+key+" = ", "\n"+changed+" #", 1)
		made(t, b, in.tree(t))
		for _, c := range b.Counters() {
			if c.Name == "compile" {
				return c.Misses
			}
		}
		return -1
	}
	if n := misses(`tell = "Nobody knows."`); n != 1 {
		t.Errorf("a message of the page for missing addresses: compiled %d times", n)
	}
	if n := misses(`footnotes = "Notes"`); n != 2 {
		t.Errorf("a message of texts: compiled %d times", n)
	}
}
