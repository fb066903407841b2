package assets_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"pandect/internal/assets"
	"pandect/internal/diag"
	"pandect/internal/memo"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// Each archive below testdata/errors is a theme; its file theme.toml says in a few words what to bundle, and its last
// file, "want", is what an editor reads about it.
func TestErrors(t *testing.T) {
	archives, err := filepath.Glob("testdata/errors/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("there are no golden files: ", err)
	}
	for _, file := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			o := assets.Options{}
			want := ""
			kept := archive.Files[:0]
			for _, f := range archive.Files {
				if f.Name == "want" {
					want = string(f.Data)
					continue
				}
				kept = append(kept, f)
				if f.Name == "theme.toml" {
					readOptions(t, &o, string(f.Data))
					continue
				}
				o.Files = append(o.Files, assets.File{Path: f.Name, Data: f.Data, Origin: "themes/mine/" + f.Name})
			}
			_, found := assets.Bundle(o)
			var b bytes.Buffer
			if err := diag.WriteText(&b, found, diag.TextOptions{}); err != nil {
				t.Fatal(err)
			}
			if *update {
				archive.Files = append(kept, txtar.File{Name: "want", Data: b.Bytes()})
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if b.Len() == 0 {
				t.Error("nothing was reported")
			}
			if d := cmp.Diff(want, b.String()); d != "" {
				t.Errorf("want (-), got (+); run with -update to accept:\n%s", d)
			}
		})
	}
}

func readOptions(t *testing.T, o *assets.Options, text string) {
	t.Helper()
	for line := range strings.Lines(text) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), " = ")
		switch key {
		case "scripts":
			o.Scripts = strings.Fields(value)
		case "styles":
			o.Styles = strings.Fields(value)
		case "static":
			o.Static = value
		default:
			t.Fatalf("unknown key %q", key)
		}
	}
}

// small is a theme with one of everything.
func small() assets.Options {
	file := func(path, data string) assets.File {
		return assets.File{Path: path, Data: []byte(data), Origin: "themes/small/" + path}
	}
	return assets.Options{
		Files: []assets.File{
			file("scripts/app.ts", "import { greet } from \"../components/hall/hall\"\ngreet(document.title ?? \"Zürich\")\n"),
			file("components/hall/hall.ts", "export function greet(name: string): void { console.log(name, [...name]) }\nexport const unused = 1\n"),
			file("styles/main.css", "@layer a;\n@import \"../components/hall/hall.css\" layer(a);\nbody { background: url(\"../static/img/paper.png\") }\n"),
			file("components/hall/hall.css", ".hall::after { content: \"→\" }\n"),
			file("static/img/paper.png", "\x89PNG"),
			file("static/favicon.svg", "<svg/>"),
		},
		Scripts: []string{"scripts/app.ts"}, Styles: []string{"styles/main.css"}, Static: "static", Digest: true, Minify: true,
	}
}

func bundle(t *testing.T, o assets.Options) map[string]assets.Asset {
	t.Helper()
	made, found := assets.Bundle(o)
	if len(found) > 0 {
		t.Fatal(found)
	}
	byName := map[string]assets.Asset{}
	for _, a := range made {
		byName[a.Name] = a
	}
	return byName
}

func TestBundle(t *testing.T) {
	o := small()
	made := bundle(t, o)
	if len(made) != 4 {
		t.Errorf("%d assets were made", len(made))
	}
	for name, media := range map[string]string{
		"app.js": "text/javascript; charset=utf-8", "main.css": "text/css; charset=utf-8",
		"favicon.svg": "image/svg+xml", "img/paper.png": "image/png",
	} {
		a := made[name]
		stem, ext := strings.TrimSuffix(name, filepath.Ext(name)), filepath.Ext(name)
		if want := "assets/" + stem + "-" + memo.Of(a.Data).Short(8) + ext; a.Path != want {
			t.Errorf("%s is published as %s, want %s", name, a.Path, want)
		}
		if a.MediaType != media {
			t.Errorf("%s has the type %q, want %q", name, a.MediaType, media)
		}
	}
	script, style := string(made["app.js"].Data), string(made["main.css"].Data)
	for text, parts := range map[string][]string{script: {"console.log", `Z\xFCrich`}, style: {"@layer a", `\2192`, "url(./" + strings.TrimPrefix(made["img/paper.png"].Path, "assets/") + ")"}} {
		for _, part := range parts {
			if !strings.Contains(text, part) {
				t.Errorf("%q is missing in %q", part, text)
			}
		}
	}
	if regexp.MustCompile(`\b(import|export|require)\b|\?\?|unused|small`).MatchString(script) {
		t.Errorf("%q is not a classic script for ES2019 without what nobody uses", script)
	}

	o.Digest = false
	for name, a := range bundle(t, o) {
		if a.Path != "assets/"+name {
			t.Errorf("%s is published as %s", name, a.Path)
		}
	}
	o.Minify = false
	if plain := bundle(t, o)["app.js"].Data; len(plain) <= len(script) {
		t.Errorf("minified: %d bytes, as written: %d bytes", len(script), len(plain))
	}
}

// Equal options give equal bytes, in whatever order the files come and wherever the program runs.
func TestBundleIsAFunctionOfItsOptions(t *testing.T) {
	for _, minify := range []bool{false, true} {
		o := small()
		o.Minify = minify
		want, _ := assets.Bundle(o)
		for i, j := 0, len(o.Files)-1; i < j; i, j = i+1, j-1 {
			o.Files[i], o.Files[j] = o.Files[j], o.Files[i]
		}
		t.Chdir(t.TempDir())
		got, _ := assets.Bundle(o)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("minified %v: the same theme gave two results", minify)
		}
		folder, err := os.Getwd()
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range got {
			if bytes.Contains(a.Data, []byte(filepath.Base(folder))) {
				t.Errorf("%s names a folder of this machine", a.Name)
			}
		}
	}
}

// A change in a file changes the names of what is made of it, and of nothing else.
func TestNamesFollowContent(t *testing.T) {
	before := bundle(t, small())
	o := small()
	o.Files[3].Data = []byte(".hall { color: red }")
	after := bundle(t, o)
	for name := range before {
		if changed := before[name].Path != after[name].Path; changed != (name == "main.css") {
			t.Errorf("%s: renamed is %v", name, changed)
		}
	}
}
