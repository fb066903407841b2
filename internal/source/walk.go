package source

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"

	"pandect/internal/diag"
)

const hintUnreadable = "Check that you may open it. If it lies in OneDrive or another online drive, choose \"Always keep on this device\" for it."

// maxLinks is how many links to folders may lie within each other. Folders that link to one another could otherwise
// multiply without ever forming a loop.
const maxLinks = 4

// inputs are the names below the root that a site consists of.
var inputs = []string{"config.toml", "content", "themes"}

// candidate is a regular file that the walk met.
type candidate struct {
	path string // below the root
	name string // on disk, links resolved
	info fs.FileInfo
}

// walk looks at all inputs of a site without reading them.
type walk struct {
	ctx    context.Context
	disk   disk
	root   string // on disk, links resolved
	output string // on disk, links resolved; "" for none

	files   []candidate
	found   []diag.Diagnostic
	ignored int
	moving  bool // something vanished on the way
	content bool // the folder content/ was met
}

func (w *walk) run() error {
	for _, input := range inputs {
		name := filepath.Join(w.root, input)
		info, err := w.disk.Lstat(name)
		switch {
		case err == nil:
			w.visit(input, name, info, nil)
		case !errors.Is(err, fs.ErrNotExist):
			w.unreadable(input, err)
		}
	}
	if !w.content { // an error, or a share that is not connected would empty the published site
		w.report(diag.Error, "content-missing", "content", "The site has no folder named content.",
			"Create it in "+w.root+", or check that the drive or share with the site is connected.")
	}
	return w.ctx.Err()
}

func (w *walk) report(severity diag.Severity, code, path, message, hint string) {
	w.found = append(w.found, diag.Diagnostic{
		Severity: severity, Code: code, Place: diag.Place{File: path}, Message: message, Hint: hint,
	})
}

func (w *walk) unreadable(path string, err error) {
	w.found = append(w.found, unreadable(path, err))
}

func unreadable(path string, err error) diag.Diagnostic {
	return diag.Diagnostic{
		Severity: diag.Error, Code: "unreadable-file", Place: diag.Place{File: path},
		Message: fmt.Sprintf("This file or folder cannot be read: %v.", reason(err)), Hint: hintUnreadable,
	}
}

// visit looks at one file or folder. trail holds the real folders in which links were met on the way here.
func (w *walk) visit(p, name string, info fs.FileInfo, trail []string) {
	switch mode := info.Mode(); {
	case mode.IsDir():
		w.folder(p, name, trail)
	case mode&fs.ModeSymlink != 0:
		w.link(p, name, trail)
	case !mode.IsRegular():
		w.report(diag.Warning, "not-a-file", p, "This is neither a file nor a folder, and is left out.", "Move it out of the site's folders.")
	case path.Dir(p) == "themes": // it belongs to no theme
	default:
		w.files = append(w.files, candidate{p, name, info})
	}
}

func (w *walk) folder(p, name string, trail []string) {
	if name == w.output || w.ctx.Err() != nil {
		return
	}
	w.content = w.content || p == "content"
	entries, err := w.disk.ReadDir(name)
	if errors.Is(err, fs.ErrNotExist) {
		w.moving = true
		return
	}
	if err != nil {
		w.unreadable(p, err)
		return
	}
	for _, entry := range entries {
		base := entry.Name()
		if isJunk(base) {
			w.ignored++
			continue
		}
		if !utf8.ValidString(base) {
			w.report(diag.Warning, "bad-name", p+"/"+strings.ToValidUTF8(base, "?"),
				"The name "+strconv.Quote(base)+" has characters that cannot be read, so it is left out.", "Rename the file or folder.")
			continue
		}
		info, err := entry.Info()
		switch {
		case errors.Is(err, fs.ErrNotExist):
			w.moving = true
		case err != nil:
			w.unreadable(p+"/"+base, err)
		default:
			w.visit(p+"/"+base, filepath.Join(name, base), info, trail)
		}
	}
}

// link follows a symbolic link that stays inside the root.
func (w *walk) link(p, name string, trail []string) {
	written, _ := w.disk.Readlink(name)
	leftOut := func(code, why, hint string) {
		w.report(diag.Warning, code, p, fmt.Sprintf("This link points to %q, %s, so it is left out.", strings.ToValidUTF8(written, "?"), why), hint)
	}
	target, err := w.disk.Resolve(name)
	if err != nil {
		leftOut("link-broken", "which cannot be reached", "Correct the link, or put the file itself here.")
		return
	}
	if !within(target, w.root) {
		leftOut("link-outside", "which lies outside the site", "Copy what it points to into the site.")
		return
	}
	info, err := w.disk.Lstat(target)
	if err != nil {
		w.moving = true
		return
	}
	if info.IsDir() {
		trail = append(trail[:len(trail):len(trail)], filepath.Dir(name))
		for _, folder := range trail {
			if within(folder, target) || len(trail) > maxLinks {
				leftOut("link-loop", "which leads back to itself", "Remove the link.")
				return
			}
		}
	}
	w.visit(p, target, info, trail)
}

// within reports whether a path on disk is dir or lies below it.
func within(name, dir string) bool {
	rest, ok := strings.CutPrefix(name, dir)
	return ok && (rest == "" || rest[0] == filepath.Separator || strings.HasSuffix(dir, string(filepath.Separator)))
}
