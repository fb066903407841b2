package config_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"pandect/internal/config"
	"pandect/internal/diag"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestGolden reads every file in the archives below testdata/golden and compares what was understood and what was
// reported with the file of the same name and ".want". What a file is depends on its name: config*.toml, theme*.toml,
// anything else is a markdown file. In a file whose name ends in ".esc", escapes such as \u00a0 stand for characters
// that cannot be seen. Declared taxonomies are tags, topics and jurisdiction.
func TestGolden(t *testing.T) {
	archives, err := filepath.Glob("testdata/golden/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("there are no golden files: ", err)
	}
	for _, file := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			wants := map[string]string{}
			out := &txtar.Archive{Comment: archive.Comment}
			for _, f := range archive.Files {
				if name, isWant := strings.CutSuffix(f.Name, ".want"); isWant {
					wants[name] = string(f.Data)
					continue
				}
				got := render(t, f.Name, f.Data)
				out.Files = append(out.Files, f, txtar.File{Name: f.Name + ".want", Data: []byte(got)})
			}
			if *update {
				if err := os.WriteFile(file, txtar.Format(out), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			for i := 0; i < len(out.Files); i += 2 {
				name, got := out.Files[i].Name, string(out.Files[i+1].Data)
				want, ok := wants[name]
				if delete(wants, name); !ok {
					t.Errorf("%s has no golden file; run with -update", name)
				} else if d := cmp.Diff(want, got); d != "" {
					t.Errorf("%s (-want +got; run with -update to accept):\n%s", name, d)
				}
			}
			for name := range wants {
				t.Errorf("%s.want belongs to no file", name)
			}
		})
	}
}

func render(t *testing.T, name string, data []byte) string {
	if plain, ok := strings.CutSuffix(name, ".esc"); ok {
		name = plain
		data = unescape(t, data)
	}
	var value any
	var list []diag.Diagnostic
	var out bytes.Buffer
	switch base := path.Base(name); {
	case strings.HasPrefix(base, "config") && path.Ext(base) == ".toml":
		value, list = config.Parse(name, data)
	case strings.HasPrefix(base, "theme") && path.Ext(base) == ".toml":
		value, list = config.ParseTheme(name, data)
	default:
		var r config.FrontMatterResult
		r, list = config.FrontMatter(name, data, config.Options{Taxonomies: []string{"tags", "topics", "jurisdiction"}})
		value = r.Meta
		line, _ := diag.Position(data, r.Body)
		fmt.Fprintf(&out, "present: %v, text from line %d\n", r.Present, line)
	}
	for _, line := range set(value) {
		fmt.Fprintln(&out, line)
	}
	if err := diag.WriteText(&out, list, diag.TextOptions{}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func unescape(t *testing.T, data []byte) []byte {
	var out []byte
	for line := range strings.Lines(string(data)) {
		for line != "" {
			if line[0] == '\\' && len(line) > 1 && strings.ContainsRune("ux", rune(line[1])) {
				c, _, rest, err := strconv.UnquoteChar(line, 0)
				if err != nil {
					t.Fatalf("%q: %v", line, err)
				}
				out = append(out, string(c)...)
				line = rest
				continue
			}
			out = append(out, line[0])
			line = line[1:]
		}
	}
	return out
}

// set lists the fields of a value that are not zero.
func set(value any) []string {
	data, err := json.Marshal(value)
	if err != nil {
		return []string{err.Error()}
	}
	var lines []string
	var walk func(name string, v any)
	walk = func(name string, v any) {
		switch v := v.(type) {
		case map[string]any:
			keys := make([]string, 0, len(v))
			for k := range v {
				keys = append(keys, k)
			}
			for _, k := range sorted(keys) {
				walk(strings.TrimPrefix(name+"."+k, "."), v[k])
			}
		case nil, bool, float64, string:
			if v == nil || v == false || v == 0.0 || v == "" || v == "0001-01-01T00:00:00Z" {
				return
			}
			text, _ := json.Marshal(v)
			lines = append(lines, fmt.Sprintf("%s = %s", name, text))
		default:
			text, _ := json.Marshal(v)
			lines = append(lines, fmt.Sprintf("%s = %s", name, text))
		}
	}
	var tree any
	if err := json.Unmarshal(data, &tree); err != nil {
		return []string{err.Error()}
	}
	walk("", tree)
	return lines
}
