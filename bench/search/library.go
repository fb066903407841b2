package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"pandect/internal/build"
	"pandect/internal/search/client"
	"pandect/internal/source"
)

// library is a site with its search, and what is needed to name places as questions do.
type library struct {
	searcher *client.Searcher
	paths    map[string]string // address of a page to its path below content/
}

// open builds a site far enough to search it. The folder holds config.toml and content/, or markdown alone.
func open(ctx context.Context, folder string) (*library, error) {
	tree, err := readTree(os.DirFS(folder))
	if err != nil {
		return nil, err
	}
	edition, err := build.New(build.Options{Preview: true, Future: true}).Load(ctx, tree)
	if err != nil {
		return nil, err
	}
	l := &library{paths: map[string]string{}}
	for _, d := range edition.Docs() {
		l.paths[d.URL] = d.Path
	}
	l.searcher, err = edition.Searcher(ctx)
	if err == nil && l.searcher == nil {
		err = fmt.Errorf("%s has no search: take search = false out of [outputs] in its config.toml", folder)
	}
	return l, err
}

// readTree reads the configuration and the markdown of a site.
func readTree(root fs.FS) (*source.Tree, error) {
	files := map[string][]byte{}
	if info, err := fs.Stat(root, "content"); err == nil && info.IsDir() {
		if data, err := fs.ReadFile(root, "config.toml"); err == nil {
			files["config.toml"] = data
		}
		if root, err = fs.Sub(root, "content"); err != nil {
			return nil, err
		}
	}
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".md" {
			return err
		}
		data, err := fs.ReadFile(root, name)
		files["content/"+name] = data
		return err
	})
	if err != nil {
		return nil, err
	}
	return source.MapTree(files), nil
}

// place returns the place of a result, as questions name it.
func (l *library) place(r client.Result) string {
	address, id, inside := strings.Cut(r.URL, "#")
	place := l.paths[address]
	if inside {
		place += "#" + id
	}
	return place
}
