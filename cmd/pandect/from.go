package main

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"text/template"

	"pandect/internal/config"
	"pandect/internal/disk"
	"pandect/internal/site"
	"pandect/internal/source"
)

//go:embed templates/from.md
var fromText string

var fromTemplate = template.Must(template.New("from").Funcs(template.FuncMap{"quote": strconv.Quote}).Parse(fromText))

// initFrom makes a site of the folder of another program: it reads that program's configuration as data, writes config.toml, and a page that
// says what was taken over. It moves and changes nothing.
func (p *program) initFrom(tool, dir string) error {
	t, ok := config.ForeignTools[tool]
	if !ok {
		return usageError("Write one of these: "+orList(site.SortedKeys(config.ForeignTools))+".", "Pandect does not know the program %q.", tool)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return usageError("Name the folder of a site of "+t.Name+".", "The folder %s cannot be opened (%v).", dir, disk.Reason(err))
	}
	defer root.Close()
	page := path.Join("content", "from-"+tool+".md")
	for _, name := range []string{"config.toml", page} {
		if _, err := root.Lstat(name); err == nil {
			hint := "Move it away first."
			if tool == "hugo" && name == "config.toml" {
				hint = "If it is Hugo's, rename it to hugo.toml, which Hugo reads as well."
			}
			return usageError(hint, "There is a %s in %s already, and it is not overwritten.", name, dir)
		}
	}
	file, text, err := foreignText(root, t)
	if err != nil {
		return workError("Check that you may read it.", "The configuration %s could not be read (%v).", file, disk.Reason(err))
	}
	if file == "" {
		return usageError("Name the folder in which it lies.", "There is no configuration of %s in %s: none of %s.", t.Name, dir, strings.Join(t.Files, ", "))
	}
	f := readForeign(root, t, file, text, folderName(dir))
	var out bytes.Buffer
	if err := fromTemplate.Execute(&out, map[string]any{
		"Title": "Taken over from " + t.Name, "Tool": t.Name, "File": file, "Content": f.Content, "Taken": f.Taken, "Left": f.Left,
	}); err != nil {
		return err
	}
	if err := writeSite(root, map[string][]byte{"config.toml": []byte(f.Config), page: out.Bytes()}); err != nil {
		return workError("Check that you may write there.", "The site could not be written to %s (%v).", dir, disk.Reason(err))
	}
	fmt.Fprintf(p.stdout, "Read %s and wrote config.toml.\n", file)
	fmt.Fprintf(p.stdout, "What was taken over, what was not, and what to do is in %s.\n", filepath.Join(dir, filepath.FromSlash(page)))
	return nil
}

// foreignText returns the configuration of a program, or no name when it has none.
func foreignText(root *os.Root, t config.ForeignTool) (file string, text []byte, err error) {
	for _, name := range t.Files {
		data, err := fs.ReadFile(root.FS(), name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return name, nil, err
		}
		text, _ := source.Decode(name, data)
		return name, text, nil
	}
	return "", nil, nil
}

// readForeign reads the configuration. The pages may lie in another folder than usual, which is known only when it has been read once.
func readForeign(root *os.Root, t config.ForeignTool, file string, text []byte, folder string) config.Foreign {
	first := config.ReadForeign(t, file, text, folder, func(string) bool { return false })
	return config.ReadForeign(t, file, text, folder, func(page string) bool {
		info, err := root.Stat(filepath.Join(filepath.FromSlash(first.Content), filepath.FromSlash(page)))
		return err == nil && info.Mode().IsRegular()
	})
}

// writeSite creates the files of a site. None is overwritten.
func writeSite(root *os.Root, files map[string][]byte) error {
	for _, name := range site.SortedKeys(files) {
		if err := root.MkdirAll(filepath.FromSlash(path.Dir(name)), 0o777); err != nil {
			return err
		}
		if err := createFile(root, filepath.FromSlash(name), files[name]); err != nil {
			return err
		}
	}
	return nil
}

func folderName(dir string) string {
	if full, err := filepath.Abs(dir); err == nil {
		dir = full
	}
	return filepath.Base(dir)
}
