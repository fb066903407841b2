package main

import (
	"context"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

// reader reads a published folder again and again, as a crawler does.
type reader struct {
	folder       string
	pages, links int
}

func newReader(folder string) *reader { return &reader{folder: folder} }

// readOn reads until ctx ends, or a fault is found that is still there when the page is read once more.
func (r *reader) readOn(ctx context.Context) error {
	for ctx.Err() == nil {
		for _, page := range pagesOf(r.folder) {
			if ctx.Err() != nil {
				break
			}
			links, fault := inspect(r.folder, page)
			r.pages++
			r.links += links
			for again := 0; fault != "" && again < 3; again++ { // the page may have been replaced since it was read
				_, fault = inspect(r.folder, page)
			}
			if fault != "" {
				return fmt.Errorf("while it was running: %s", fault)
			}
		}
	}
	return nil
}

// check returns a fault of a folder that nobody is writing to, or "".
func check(folder string) string {
	for _, page := range pagesOf(folder) {
		if _, fault := inspect(folder, page); fault != "" {
			return fault
		}
	}
	return ""
}

// pagesOf returns the paths of all pages of a folder.
func pagesOf(folder string) (list []string) {
	_ = filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil // it was removed meanwhile
		}
		if d.IsDir() && strings.HasPrefix(d.Name(), ".pandect") {
			return filepath.SkipDir
		}
		if !d.IsDir() && strings.HasSuffix(name, ".html") {
			below, _ := filepath.Rel(folder, name)
			list = append(list, filepath.ToSlash(below))
		}
		return nil
	})
	return list
}

var reference = regexp.MustCompile(`(?:href|src)="?([^"\s>]+)`)

// inspect reads a page and looks for the files that it refers to. A page that is gone has no faults.
func inspect(folder, page string) (links int, fault string) {
	data, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(page)))
	if err != nil {
		return 0, ""
	}
	text := string(data)
	if !strings.HasSuffix(strings.TrimSpace(text), "</html>") {
		return 0, fmt.Sprintf("%s is not whole: it ends with %q", page, text[max(0, len(text)-40):])
	}
	for _, m := range reference.FindAllStringSubmatch(text, -1) {
		address, err := url.Parse(m[1])
		if err != nil || address.Scheme != "" || address.Host != "" || address.Path == "" {
			continue
		}
		links++
		target := path.Join(path.Dir(page), address.Path)
		if strings.HasSuffix(address.Path, "/") {
			target += "/index.html"
		}
		if _, err := os.Stat(filepath.Join(folder, filepath.FromSlash(target))); err != nil {
			return links, fmt.Sprintf("%s links to %s, which is missing", page, target)
		}
	}
	return links, ""
}
