package themes_test

import (
	"io/fs"
	"path"
	"strings"
	"testing"

	"pandect/themes"
)

// A pattern that leaves out a kind of file would be seen only in the finished program.
func TestEveryKindOfFileIsEmbedded(t *testing.T) {
	found := map[string]bool{}
	err := fs.WalkDir(themes.FS, "counsel", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(themes.FS, name)
		if len(data) == 0 {
			t.Errorf("%s is empty", name)
		}
		found[path.Ext(name)] = true
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, ext := range []string{".toml", ".html", ".css", ".ts", ".svg", ".md"} {
		if !found[ext] {
			t.Errorf("no %s file is embedded", ext)
		}
	}
}

// Each component is one folder: what it is made of has its name, and a page documents it.
func TestEveryComponentIsOneFolder(t *testing.T) {
	folders, err := fs.ReadDir(themes.FS, "counsel/components")
	if err != nil {
		t.Fatal(err)
	}
	read := func(name string) string {
		data, err := fs.ReadFile(themes.FS, name)
		if err != nil {
			t.Error(err)
		}
		return string(data)
	}
	styles := read("counsel/styles/main.css") + read("counsel/styles/runs.css")
	mounts := read("counsel/scripts/app.ts") + read("counsel/scripts/checklist.ts") + read("counsel/scripts/runs.ts")
	for _, folder := range folders {
		name := folder.Name()
		dir := "counsel/components/" + name
		files, err := fs.ReadDir(themes.FS, dir)
		if err != nil {
			t.Fatal(err)
		}
		documented := false
		for _, f := range files {
			stem, ext, _ := strings.Cut(f.Name(), ".")
			if stem != name {
				t.Errorf("%s/%s is not named after its component", dir, f.Name())
			}
			file := dir + "/" + f.Name()
			address := `"../components/` + name + "/" + name
			switch ext {
			case "md":
				documented = true
			case "html":
				if !strings.Contains(read(file), `{{define "`+name+`"}}`) {
					t.Errorf("%s does not define the template %q", file, name)
				}
			case "css":
				if n := strings.Count(styles, `@import `+address+`.css" layer(components);`); n != 1 {
					t.Errorf("the style sheets that pages load import %s %d times", file, n)
				}
			case "ts":
				if !strings.Contains(mounts, `from `+address+`"`) {
					t.Errorf("none of the scripts that pages load mounts %s", file)
				}
			default:
				t.Errorf("%s is of an unexpected kind", file)
			}
		}
		if !documented {
			t.Errorf("%s has no page that documents it", dir)
		}
	}
}
