package theme_test

import (
	"html"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pandect/internal/config"
	"pandect/internal/diag"
	"pandect/internal/message"
	"pandect/internal/site"
	"pandect/internal/theme"
	"pandect/themes"
)

// table returns the messages of the default theme in a language.
func table(t *testing.T, code string) (*message.Table, []diag.Diagnostic) {
	t.Helper()
	read := func(code string) []config.MessageFile {
		name := "counsel/messages/" + code + ".toml"
		data, err := fs.ReadFile(themes.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		return []config.MessageFile{{Path: name, Text: data}}
	}
	if code == "en" {
		return config.Messages(code, read("en"), nil)
	}
	return config.Messages(code, read("en"), read(code))
}

func TestEveryLanguageIsWhole(t *testing.T) {
	files, err := fs.Glob(themes.FS, "counsel/messages/*.toml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		code := strings.TrimSuffix(path.Base(f), ".toml")
		if _, found := table(t, code); len(found) > 0 {
			t.Errorf("%s: %v", code, found)
		}
	}
}

// The types of scripts follow from a module that is made of the English messages, and so does what style sheets say.
func TestTheFilesOfMessagesAreUpToDate(t *testing.T) {
	english, _ := table(t, "en")
	for name, want := range map[string][]byte{"scripts/messages.ts": message.Module(english), "styles/messages.css": message.Styles(english)} {
		name = filepath.FromSlash("../../themes/counsel/" + name)
		if *update {
			if err := os.WriteFile(name, want, 0o666); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if got, err := os.ReadFile(name); err != nil || string(got) != string(want) {
			t.Errorf("%s is not what the messages say: run go test ./internal/theme -update (%v)", name, err)
		}
	}
}

// TestMessagesAreUsed finds a message that nothing shows any more, and a key in Go that is no message. What templates ask
// for is checked when they are parsed, and what scripts ask for by their types.
func TestMessagesAreUsed(t *testing.T) {
	english, _ := table(t, "en")
	all := map[string]string{} // text of all that may name a message
	for _, root := range []string{"..", "../../themes/counsel"} {
		err := filepath.WalkDir(filepath.FromSlash(root), func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || strings.HasSuffix(name, "_test.go") || filepath.Base(name) == "messages.ts" {
				return err
			}
			switch filepath.Ext(name) {
			case ".go", ".html", ".ts", ".css":
				data, err := os.ReadFile(name)
				all[name] = string(data)
				return err
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	text := strings.Join(slices.Collect(maps.Values(all)), "\n")
	said := map[string]bool{} // by scripts
	for _, m := range regexp.MustCompile(`\bsay\.(\w+)`).FindAllStringSubmatch(text, -1) {
		said[m[1]] = true
	}
	for _, key := range english.Keys() {
		table, name, _ := strings.Cut(key, ".")
		quoted := `"` + key + `"`
		switch {
		case strings.Contains(text, quoted), said[message.Name(key)]:
		case table == "style" && strings.Contains(text, "var(--style-"+strings.ReplaceAll(name, "_", "-")+")"):
		case table == "date" || table == "form" && strings.Contains(text, `say("`+name+`")`):
		default:
			t.Errorf("nothing shows the message %s", key)
		}
	}
	asked := regexp.MustCompile(`\.(?:Text|Number|Split)\("([a-z_]+\.[a-z_]+)"[,)]`)
	for name, data := range all {
		for _, m := range asked.FindAllStringSubmatch(data, -1) {
			if _, ok := english.Find(m[1]); !ok && filepath.Ext(name) == ".go" {
				t.Errorf("%s asks for %q, which is no message", name, m[1])
			}
		}
	}
}

// A message that counts something has the form of its number, wherever that comes from.
func TestMessagesThatCount(t *testing.T) {
	for text, want := range map[string]string{
		`{{t "frame.pages" "n" 3}}`:                                                "3 pages",
		`{{t "frame.pages" "n" 1}}`:                                                "1 page",
		`{{t "frame.pages" "n" (len .Headings)}}`:                                  "2 pages",
		`{{len .Headings | t "frame.pages" "n"}}`:                                  "2 pages",
		`{{$n := 1}}{{t "frame.pages" "n" $n}}`:                                    "1 page",
		`{{with .Nav}}{{t "frame.pages" "n" .Total}}{{end}}`:                       "7 pages",
		`<p title="{{t "frame.pages" "n" 1}}">`:                                    `<p title="1 page">`,
		`{{t "runs.count_with" "n" 2 "wanted" .Title}}`:                            "2 runs with “A &amp; B”",
		`{{$key := "frame.pages"}}{{t $key "n" 2}}`:                                "2 pages",
		`{{range $i, $h := .Headings}}{{t "frame.pages" "n" $i}},{{end}}`:          "0 pages,1 page,",
		`{{t "footer.edition" "edition" 4}}, {{4 | t "footer.edition" "edition"}}`: "Edition 4, Edition 4",
	} {
		th, found := theme.Parse([]theme.File{{Path: "layouts/base.html", Data: []byte(text)}, {Path: "layouts/page.html"}}, nil, partials(t), english(t))
		out, more := th.Render(&site.Page{
			Site: &site.Info{}, Layout: "page", Title: "A & B", Meta: &site.Meta{}, Headings: make([]site.Heading, 2), Nav: &site.NavNode{Total: 7},
		})
		if len(found)+len(more) > 0 {
			t.Errorf("%s: %v %v", text, found, more)
		}
		if got := html.UnescapeString(string(out)); got != html.UnescapeString(want) {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
