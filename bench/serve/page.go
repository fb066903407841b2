package main

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// page is a page that can be edited.
type page struct {
	file      string // on disk
	address   string // of the page, beginning with a slash
	neighbour string // address of another page in the same folder, which shows this page's title
	text      []byte // as the corpus has it
}

var (
	plainPath   = regexp.MustCompile(`^[a-z0-9-]+(?:/[a-z0-9-]+)*$`) // is the same in an address, whoever makes it
	frontMatter = regexp.MustCompile(`(?s)\A(?:\+\+\+\n.*?\n\+\+\+\n|---\n.*?\n---\n)`)
	titleLine   = regexp.MustCompile(`(?m)^title *[=:] *["']?`)
	movedOrAway = regexp.MustCompile(`(?m)^(?:draft|slug|url) *[=:]`)
)

// findPages returns the pages of a folder of content that can be edited without knowing the generator: files with plain
// names and a title in their front matter, that have a neighbour. They are in the order of their paths.
func findPages(content string) ([]page, error) {
	var pages []page
	err := filepath.WalkDir(content, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		rel, err := filepath.Rel(content, name)
		if err != nil {
			return err
		}
		rel, markdown := strings.CutSuffix(filepath.ToSlash(rel), ".md")
		if base := path.Base(rel); !markdown || !plainPath.MatchString(rel) || base == "index" || base == "readme" {
			return nil
		}
		text, err := os.ReadFile(name)
		if header := frontMatter.Find(text); titleLine.Match(header) && !movedOrAway.Match(header) {
			pages = append(pages, page{file: name, address: "/" + rel + ".html", text: text})
		}
		return err
	})
	if pages = withNeighbours(pages); err == nil && len(pages) == 0 {
		err = fmt.Errorf("%s has no two pages in one folder that could be edited: their names must be plain and their front matter must have a title", content)
	}
	return pages, err
}

// withNeighbours gives each page the next one in its folder, or else the one before, and leaves out pages without.
func withNeighbours(pages []page) (found []page) {
	for i, p := range pages {
		for _, j := range []int{i + 1, i - 1} {
			if j >= 0 && j < len(pages) && path.Dir(pages[j].address) == path.Dir(p.address) {
				p.neighbour = pages[j].address
				found = append(found, p)
				break
			}
		}
	}
	return found
}

// spread returns the i-th of n things that are spread evenly over all.
func spread[T any](all []T, i, n int) T { return all[(2*i+1)*len(all)/(2*n)%len(all)] }

// newMark returns a word that was never on any page.
func newMark() string { return "zz" + strings.ToLower(rand.Text()[:14]) }

// edit is a kind of edit: how to put a mark into the text of a page, and where it must then be in the answer.
type edit struct {
	name  string
	apply func(text []byte, mark string) []byte
	shows func(page []byte, mark string) bool
}

var (
	bodyEdit = edit{
		name: "body",
		apply: func(text []byte, mark string) []byte {
			return fmt.Appendf(bytes.Clone(text), "\nA new paragraph %s.\n", mark)
		},
		shows: func(page []byte, mark string) bool { return bytes.Contains(page, []byte(mark)) },
	}
	titleEdit = edit{
		name: "title",
		apply: func(text []byte, mark string) []byte {
			at := titleLine.FindIndex(text)[1]
			return bytes.Join([][]byte{text[:at], text[at:]}, []byte(mark+" "))
		},
		shows: func(page []byte, mark string) bool {
			_, rest, _ := bytes.Cut(page, []byte("<title>"))
			title, _, _ := bytes.Cut(rest, []byte("</title>"))
			return bytes.Contains(title, []byte(mark))
		},
	}
)

// save replaces a file as most editors do, by a new file that takes its name, and returns the moment before it did.
// Both servers ignore the name that the new file has until then.
func save(file string, text []byte) (time.Time, error) {
	temporary := filepath.Join(filepath.Dir(file), "."+filepath.Base(file)+".tmp")
	if err := os.WriteFile(temporary, text, 0o644); err != nil {
		return time.Time{}, err
	}
	now := time.Now()
	return now, os.Rename(temporary, file)
}
