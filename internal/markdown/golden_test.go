package markdown

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"pandect/internal/diag"
	"pandect/internal/prepare"
	"pandect/internal/site"
)

// whole has comparisons see what a Doc keeps for itself, too.
var whole = cmp.Exporter(func(reflect.Type) bool { return true })

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

// TestGolden compiles every NAME.md of every archive in testdata, as content/topic/NAME.md. NAME.html is its body with
// holes written as ⟨kind number⟩, NAME.txt what is wrong with it, and NAME.doc, where there is one, the rest of the Doc.
// Files below content/ can be included. A line "options: ..." before the first file sets options.
func TestGolden(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no golden files", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			made := &txtar.Archive{Comment: archive.Comment}
			content := map[string][]byte{}
			has := map[string]bool{}
			for _, f := range archive.Files {
				has[f.Name] = true
				if strings.HasPrefix(f.Name, "content/") {
					content[strings.TrimPrefix(f.Name, "content/")] = f.Data
					made.Files = append(made.Files, f)
				}
			}
			c := New(goldenOptions(t, string(archive.Comment)))
			for _, f := range archive.Files {
				base, isCase := strings.CutSuffix(f.Name, ".md")
				if !isCase || strings.HasPrefix(f.Name, "content/") {
					continue
				}
				input := []byte(visible.Replace(string(f.Data)))
				s := Source{Path: "topic/" + f.Name, Text: input, Includes: resolveAll(content, "topic/"+f.Name, input)}
				doc, found := c.Compile(s)
				again, _ := c.Compile(s)
				if diff := cmp.Diff(doc, again, whole); diff != "" {
					t.Errorf("%s: compiling again gives another Doc:\n%s", f.Name, diff)
				}
				made.Files = append(made.Files, f, txtar.File{Name: base + ".html", Data: ended(showHoles(doc))})
				if has[base+".doc"] {
					made.Files = append(made.Files, txtar.File{Name: base + ".doc", Data: showDoc(doc)})
				}
				if len(found) > 0 {
					diag.Sort(found)
					var b bytes.Buffer
					diag.WriteText(&b, found, diag.TextOptions{})
					made.Files = append(made.Files, txtar.File{Name: base + ".txt", Data: []byte(hide.Replace(b.String()))})
				}
			}
			got := txtar.Format(made)
			if *update {
				if err := os.WriteFile(name, got, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(txtar.Format(archive)), string(got)); diff != "" {
				t.Errorf("%s is not what comes out (-want +got); go test -update writes it:\n%s", name, diff)
			}
		})
	}
}

// Characters that cannot be seen are written by their names in golden files.
var (
	visible = strings.NewReplacer("⟨NBSP⟩", "\u00a0", "⟨ZWSP⟩", "\u200b", "⟨SHY⟩", "\u00ad", "⟨RLO⟩", "\u202e", "⟨TAB⟩", "\t", "⟨NUL⟩", "\x00", "⟨SPACE⟩", " ")
	hide    = strings.NewReplacer("\u00a0", "⟨NBSP⟩", "\u200b", "⟨ZWSP⟩", "\u00ad", "⟨SHY⟩", "\u202e", "⟨RLO⟩", "\x00", "⟨NUL⟩")
)

func goldenOptions(t *testing.T, comment string) Options {
	o := Options{Taxonomies: []string{"tags"}, Messages: inEnglish(t), Partials: counselPartials(t)}
	for line := range strings.Lines(comment) {
		list, ok := strings.CutPrefix(line, "options:")
		if !ok {
			continue
		}
		for _, word := range strings.Fields(list) {
			switch language, isLanguage := strings.CutPrefix(word, "language="); {
			case word == "typographer":
				o.Typographer = true
			case word == "html":
				o.RawHTML = true
			case word == "admonitions":
				o.Admonitions = true
			case word == "numbers":
				o.LineNumbers = true
			case isLanguage:
				o.Language = language
			default:
				t.Fatalf("unknown option %q", word)
			}
		}
	}
	return o
}

// resolveAll does for the tests what the builder does: it follows the includes of a file.
func resolveAll(content map[string][]byte, from string, text []byte) map[prepare.IncludeRef]prepare.Included {
	all := map[prepare.IncludeRef]prepare.Included{}
	var follow func(from string, text []byte)
	follow = func(from string, text []byte) {
		for _, written := range prepare.Includes(text) {
			key := prepare.IncludeRef{From: from, Written: written}
			if _, done := all[key]; done {
				continue
			}
			for _, name := range []string{path.Join(path.Dir(from), written), written, path.Join(path.Dir(from), written+".md"), written + ".md"} {
				if text, ok := content[strings.TrimPrefix(name, "/")]; ok {
					name = strings.TrimPrefix(name, "/")
					text = []byte(visible.Replace(string(text)))
					all[key] = prepare.Included{Path: name, Text: text, Hidden: strings.Contains(name, "hidden")}
					follow(name, text)
					break
				}
			}
		}
	}
	follow(from, text)
	return all
}

var holeNames = map[site.HoleKind]string{site.LinkOpen: "open", site.LinkTitle: "title", site.LinkClose: "close", site.Image: "image"}

func showHoles(doc *site.Doc) []byte {
	return []byte(hide.Replace(string(doc.Body.Fill(nil, func(dst []byte, h site.Hole) []byte {
		return fmt.Appendf(dst, "⟨%s %d⟩", holeNames[h.Kind], h.Index)
	}))))
}

// showDoc writes everything of a Doc but its body.
func showDoc(doc *site.Doc) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "url: %s\ntitle: %s\nsummary: %s\n", doc.URL, doc.Title, doc.Summary)
	for _, h := range doc.Headings {
		fmt.Fprintf(&b, "heading %d #%s: %q %s\n", h.Level, h.ID, h.Text, h.HTML)
	}
	if len(doc.Points) > 0 {
		fmt.Fprintf(&b, "points: %s\n", strings.Join(doc.Points, " "))
	}
	for i, l := range doc.Links {
		kind := [...]string{"", "link", "wikilink", "image"}[l.Kind]
		fmt.Fprintf(&b, "%s %d: target %q", kind, i, l.Target)
		for _, part := range [][2]string{{"fragment", l.Fragment}, {"query", l.Query}, {"title", l.Title}, {"alt", l.Alt}} {
			if part[1] != "" {
				fmt.Fprintf(&b, " %s %q", part[0], part[1])
			}
		}
		fmt.Fprintf(&b, " written %q text %v at %s:%d:%d\n", l.Written, l.Text, l.File, l.Line, l.Column)
	}
	for _, s := range doc.Sections {
		fmt.Fprintf(&b, "section %d: %q\n", s.Heading, s.Text)
		if s.Links != "" {
			fmt.Fprintf(&b, "links %d: %q\n", s.Heading, s.Links)
		}
	}
	fmt.Fprintf(&b, "plain:\n%s", slices.Concat([]byte("| "), bytes.ReplaceAll(bytes.TrimSuffix(doc.Plain, []byte("\n")), []byte("\n"), []byte("\n| "))))
	return ended([]byte(hide.Replace(b.String())))
}

func ended(text []byte) []byte {
	if len(text) > 0 && text[len(text)-1] != '\n' {
		text = append(text, '\n')
	}
	return text
}

// goldenInputs returns the inputs of a golden file.
func goldenInputs(t testing.TB, name string) []string {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/" + name + ".txtar")
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, f := range archive.Files {
		if strings.HasSuffix(f.Name, ".md") {
			list = append(list, visible.Replace(string(f.Data)))
		}
	}
	return list
}
