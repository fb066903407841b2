package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const pages = 120

// write turns a folder into an edition of a site. In each edition some pages are new, some are gone, all others have another
// text; the pages link to each other and to a picture, and the style sheet is another one.
func write(site string, edition int) error {
	files := map[string]string{
		"config.toml":         "title = \"Edition " + fmt.Sprint(edition) + "\"\n[taxonomies]\ntags = \"Tags\"\n",
		"content/_index.md":   "# Home\n\n" + links(edition, 0, pages),
		"content/picture.svg": fmt.Sprintf("<svg xmlns=\"http://www.w3.org/2000/svg\"><title>%d</title></svg>", edition),
	}
	for i := range pages {
		files[source(edition, i)] = fmt.Sprintf("---\ntags: [t%d]\n---\n# Page %d of edition %d\n\n%s\n\n![a picture](../picture.svg)\n\n%s",
			(i+edition)%9, i, edition, strings.Repeat(fmt.Sprintf("Words of %d. ", edition), 300), links(edition, i+1, 6))
	}
	files["themes/counsel/styles/print.css"] = fmt.Sprintf(".edition-%d { color: red }\n", edition)
	content := filepath.Join(site, "content")
	err := filepath.WalkDir(content, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil
		}
		below, _ := filepath.Rel(site, name)
		if _, stays := files[filepath.ToSlash(below)]; !stays {
			return os.Remove(name)
		}
		return nil
	})
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	for name, text := range files {
		name = filepath.Join(site, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// source returns the path of page i, which in some editions has a name of its own.
func source(edition, i int) string {
	if i%7 == edition%7 {
		return fmt.Sprintf("content/part-%d/only-%d-%d.md", i%10, edition, i)
	}
	return fmt.Sprintf("content/part-%d/page-%d.md", i%10, i)
}

// links returns links to n pages from page i on.
func links(edition, i, n int) string {
	var b strings.Builder
	for k := range n {
		fmt.Fprintf(&b, "- [page](/%s)\n", strings.TrimPrefix(source(edition, (i+k)%pages), "content/"))
	}
	return b.String()
}

// stamp tells whether something in a folder was published since: the time of its newest file.
func stamp(folder string) (newest time.Time) {
	_ = filepath.WalkDir(folder, func(_ string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			if info, err := d.Info(); err == nil && info.ModTime().After(newest) {
				newest = info.ModTime()
			}
		}
		return nil
	})
	return newest
}
