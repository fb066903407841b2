package config_test

import (
	"bytes"
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	toml "github.com/pelletier/go-toml/v2"
	"github.com/rogpeppe/go-internal/txtar"

	"pandect/internal/config"
	"pandect/internal/diag"
)

// seed adds every input of the golden files whose name has the given prefix and ending.
func seed(f *testing.F, prefix, ending string) {
	archives, _ := filepath.Glob("testdata/golden/*.txtar")
	for _, file := range archives {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			name := strings.TrimSuffix(file.Name, ".esc")
			if strings.HasPrefix(name, prefix) && strings.HasSuffix(name, ending) {
				f.Add(file.Data)
			}
		}
	}
}

// checkDiagnostics reports diagnostics that nobody could follow: whose place is not in the text, or that do not say what
// is wrong and what to do.
func checkDiagnostics(t *testing.T, text []byte, list []diag.Diagnostic) {
	t.Helper()
	lines := bytes.Split(text, []byte("\n"))
	for _, d := range list {
		if !strings.HasSuffix(d.Message, ".") || d.Hint == "" || d.Code == "" || d.Severity == 0 {
			t.Errorf("incomplete: %+v", d)
		}
		places := []diag.Place{d.Place}
		for _, r := range d.Related {
			places = append(places, r.Place)
		}
		for _, p := range places {
			if p.Line < 1 || p.Line > len(lines) {
				t.Fatalf("line %d of %d: %+v", p.Line, len(lines), d)
			}
			width := utf8.RuneCount(lines[p.Line-1])
			if p.Column < 1 || p.Length < 0 || p.Column+p.Length > width+1 {
				t.Fatalf("column %d with length %d in a line of %d characters: %+v", p.Column, p.Length, width, d)
			}
		}
		if want := strings.TrimSuffix(string(lines[d.Place.Line-1]), "\r"); d.Quote != want {
			t.Fatalf("quotes %q, the line is %q", d.Quote, want)
		}
	}
}

func FuzzFrontMatter(f *testing.F) {
	seed(f, "", ".md")
	for _, text := range adversarial() {
		f.Add([]byte("---\n" + text[:min(len(text), 200)] + "\n---\n"))
		f.Add([]byte("+++\n" + text[:min(len(text), 200)] + "\n+++\n"))
	}
	known := config.Options{Taxonomies: []string{"tags", "topics", "jurisdiction"}}
	f.Fuzz(func(t *testing.T, text []byte) {
		if !utf8.Valid(text) || bytes.Contains(text, []byte("\r")) {
			return // decoding comes before
		}
		result, list := config.FrontMatter("content/x.md", text, known)
		again, listAgain := config.FrontMatter("content/x.md", text, known)
		if d := cmp.Diff(result, again); d != "" {
			t.Fatal("another result the second time: ", d)
		}
		if d := cmp.Diff(list, listAgain); d != "" {
			t.Fatal("other diagnostics the second time: ", d)
		}
		checkDiagnostics(t, text, list)
		if result.Body < 0 || result.Body > len(text) || result.Body > 0 && result.Body < len(text) && text[result.Body-1] != '\n' {
			t.Fatalf("the text begins at %d of %q", result.Body, text)
		}
		if !result.Present {
			if d := cmp.Diff(config.FrontMatterResult{}, result); d != "" || len(list) > 1 || len(list) == 1 && list[0].Code != "front-matter-held-back" {
				t.Fatal("without front matter: ", d, list)
			}
			return
		}
		// What is above the text does not depend on it.
		if result.Body < len(text) {
			if errors, _ := diag.Count(list); errors == 0 {
				shorter, _ := config.FrontMatter("content/x.md", text[:result.Body], known)
				if d := cmp.Diff(result, shorter); d != "" {
					t.Fatal("the text below changes the result: ", d)
				}
			}
		}
		if b := result.Meta.Search.Boost; math.IsNaN(b) || b < 0 || b > 100 {
			t.Fatalf("boost %v", b)
		}
	})
}

func FuzzConfig(f *testing.F) {
	seed(f, "config", ".toml")
	f.Add([]byte("[params]\na = 1\nb.c = [1.5, -inf, 0x1F, 1979-05-27T00:32:00.999-07:00, 1979-05-27 07:32]\n[[params.d]]\ne = '''x\n“y”'''\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if !utf8.Valid(text) || bytes.Contains(text, []byte("\r")) {
			return
		}
		c, list := config.Parse("config.toml", text)
		again, listAgain := config.Parse("config.toml", text)
		if d := cmp.Diff(c, again) + cmp.Diff(list, listAgain); d != "" {
			t.Fatal("another result the second time: ", d)
		}
		if c.Sum() != again.Sum() {
			t.Fatal("another digest for the same value")
		}
		checkDiagnostics(t, text, list)
		if c.Language == "" || c.Theme == "" || c.BaseURL != "" && !strings.HasSuffix(c.BaseURL, "/") {
			t.Fatalf("not usable: %+v", c)
		}
		checkTOML(t, text, c, list)
	})
}

// checkTOML compares with what the TOML library says about the same text.
func checkTOML(t *testing.T, text []byte, c config.Config, list []diag.Diagnostic) {
	t.Helper()
	var want map[string]any
	err := toml.Unmarshal(text, &want)
	trouble := false // that is ours alone
	for _, d := range list {
		switch d.Code {
		case "config-syntax", "config-duplicate", "config-date":
			if err == nil && d.Message != "There is a control character in this line." && !strings.HasPrefix(d.Message, "The date") &&
				!strings.HasSuffix(d.Message, "as a date.") {
				t.Fatalf("valid TOML is not read: %+v", d)
			}
			trouble = true
		case "config-depth", "config-quotes", "config-value":
			trouble = true
		}
	}
	repaired := bytes.ContainsFunc(text, func(r rune) bool { // fixed spaces and invisible characters, which are removed without a word
		return r != ' ' && r != '\n' && unicode.In(r, unicode.Zs, unicode.Cf)
	})
	if err != nil {
		if errors, warnings := diag.Count(list); errors+warnings == 0 && !repaired {
			t.Fatalf("invalid TOML is read without a word: %v", err)
		}
		return
	}
	params, ok := want["params"].(map[string]any)
	if trouble || !ok || repaired {
		return
	}
	if d := cmp.Diff(plain(params), any(c.Params)); d != "" {
		t.Fatal("the library reads other params (-library +ours): ", d)
	}
}

// plain turns what the TOML library decodes to into what front matter and params may hold.
func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k := range v {
			v[k] = plain(v[k])
		}
	case []any:
		for i := range v {
			v[i] = plain(v[i])
		}
	case toml.LocalDate:
		return v.AsTime(time.UTC)
	case toml.LocalDateTime:
		return v.AsTime(time.UTC)
	case toml.LocalTime:
		return v.String()
	}
	return v
}

func FuzzTheme(f *testing.F) {
	seed(f, "theme", ".toml")
	f.Fuzz(func(t *testing.T, text []byte) {
		if !utf8.Valid(text) || bytes.Contains(text, []byte("\r")) {
			return
		}
		theme, list := config.ParseTheme("themes/x/theme.toml", text)
		again, listAgain := config.ParseTheme("themes/x/theme.toml", text)
		if d := cmp.Diff(theme, again) + cmp.Diff(list, listAgain); d != "" {
			t.Fatal("another result the second time: ", d)
		}
		if theme.Sum() != again.Sum() {
			t.Fatal("another digest for the same value")
		}
		checkDiagnostics(t, text, list)
		for _, p := range append(append([]string{theme.Static}, theme.Scripts...), theme.Styles...) {
			if strings.HasPrefix(p, "/") || strings.Contains(p, "\\") || strings.HasPrefix(p+"/", "../") {
				t.Fatalf("%q leaves the theme's folder", p)
			}
		}
	})
}

// adversarial returns texts that are small and expensive for a careless reader, all below the limit of front matter.
func adversarial() map[string]string {
	const size = 60000
	of := func(s string) string { return strings.Repeat(s, size/len(s)) }
	var keys, indented strings.Builder
	for i := 0; keys.Len() < size; i++ {
		fmt.Fprintf(&keys, "k%d: v\n", i)
	}
	for i := 0; indented.Len() < size; i++ {
		fmt.Fprintf(&indented, "%sa:\n", strings.Repeat(" ", i))
	}
	return map[string]string{
		"brackets": of("["), "braces": of("{a: "), "quoted brackets": of(`["`), "dashes": of("- "), "questions": of("? "), "mixed": of("- ? "),
		"plain": "a: " + of("x"), "words": "a: " + of("x "), "lines": "a: " + of("x\n "), "keys": keys.String(), "indented": indented.String(),
		"flow list": "a: [" + of("x,") + "]", "flow table": "a: {" + of("a: b, ") + "}", "list": "a:\n" + of("- x\n"),
		"list of tables": "a:\n" + of("- b: c\n  d: e\n"), "tags": "a: " + of("!a "), "anchors": "a: " + of("&a "), "aliases": "a: [" + of("*a,") + "]",
		"merges": of("<<: *a\n"), "escapes": `a: "` + of(`\n`) + `"`, "quoted lines": `a: "` + of("x\n ") + `"`, "single quotes": "a: '" + of("''") + "'",
		"block": "a: |\n" + of(" x\n"), "folded": "a: >\n" + of(" x\n"), "colons": of("a: "), "comments": of("# x\n"), "blank lines": of("\n") + "a: b",
		"spaces": of(" ") + "a: b", "tabs": of("\t") + "a: b", "accents": "a: " + of("é"), "curly": "a: " + of("“"),
		"curly lists": "a: [" + of("‘x’,") + "]", "invisible": "a: " + of("\u200b"), "laughs": "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]\n",
		"digits": "weight: " + of("9"), "exponent": "weight: 1e" + of("9"), "dotted": of("a.") + "a = 1", "headers": of("[a.a]\n"), "tables": of("[[a]]\n"),
		"broken lines": of("a = b\n"), "broken pairs": of("a: b: c\n"),
	}
}

// A hostile file is a diagnostic like any other: the run neither ends nor hangs, and the file's other problems are still
// listed within reason.
func TestAdversarial(t *testing.T) {
	for name, text := range adversarial() {
		t.Run(name, func(t *testing.T) {
			for _, fence := range []string{"---", "+++"} {
				text := []byte(fence + "\n" + text + "\n" + fence + "\nText\n")
				result, list := config.FrontMatter("content/x.md", text, config.Options{})
				checkDiagnostics(t, text, list)
				if !result.Present || string(text[result.Body:]) != "Text\n" {
					t.Errorf("%s: present %v, the text begins at %d", fence, result.Present, result.Body)
				}
				if len(list) > 100 {
					t.Errorf("%s: %d diagnostics", fence, len(list))
				}
			}
			_, list := config.Parse("config.toml", []byte(text))
			checkDiagnostics(t, []byte(text), list)
		})
	}
}

// Front matter beyond the limit is not read at all.
func TestSize(t *testing.T) {
	text := []byte("---\ntitle: " + strings.Repeat("x", 70000) + "\n---\nText\n")
	result, list := config.FrontMatter("content/x.md", text, config.Options{})
	if errors, _ := diag.Count(list); errors != 1 || result.Meta.Title != "" || string(text[result.Body:]) != "Text\n" {
		t.Errorf("errors %d, title of %d bytes, text from %d", errors, len(result.Meta.Title), result.Body)
	}
}
