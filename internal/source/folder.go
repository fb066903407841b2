package source

import (
	"path/filepath"
	"slices"
	"strings"

	"pandect/internal/diag"
	"pandect/internal/disk"
)

// folder is what a look saw in one folder. It does not change once the look is over, so that later looks take it over
// where nothing may have changed.
type folder struct {
	path    string   // below the root; "" for the root
	name    string   // on disk, links resolved
	trail   []string // the real folders in which links were met on the way here
	entries []entry  // by base: then their files are in the order of the files' paths
	found   []diag.Diagnostic
	ignored int  // junk files and folders
	closed  bool // it cannot be listed
	linked  bool // a link was met: what becomes of it is decided elsewhere
	moving  bool // something moved meanwhile, so that this is not to be taken over
}

// entry is a file that can be read or a folder, in a folder.
type entry struct {
	base    string  // its name there, with a slash at the end for a folder
	folder  *folder // nil for a file
	file    *known  // nil for a folder
	leftOut bool    // a conflict copy
}

func (f *folder) below(base string) string {
	if f.path == "" {
		return base
	}
	return f.path + "/" + base
}

// entry returns what is known under a base name, if anything. f may be nil.
func (f *folder) entry(base string) entry {
	if f == nil {
		return entry{}
	}
	i, ok := slices.BinarySearchFunc(f.entries, base, func(e entry, base string) int { return strings.Compare(e.base, base) })
	if !ok {
		return entry{}
	}
	return f.entries[i]
}

func (f *folder) report(severity diag.Severity, code, path, message, hint string) {
	f.found = append(f.found, diag.Diagnostic{
		Severity: severity, Code: code, Place: diag.Place{File: path}, Message: message, Hint: hint, Concerns: concern(path),
	})
}

// reportPassing is report for an error that may pass without an edit.
func (f *folder) reportPassing(code, path, message, hint string) {
	f.report(diag.Error, code, path, message, hint)
	f.found[len(f.found)-1].Passing = true
}

func (f *folder) unreadable(path string, err error) {
	f.reportPassing("unreadable-file", path, "This file or folder cannot be read: "+disk.Reason(err).Error()+".", hintUnreadable)
}

// tidy drops what could not be read, sorts the rest and finds the conflict copies. It is called once, when everything
// in the folder has been read.
func (f *folder) tidy() {
	f.entries = slices.DeleteFunc(f.entries, func(e entry) bool { return e.file == nil && e.folder == nil })
	slices.SortFunc(f.entries, func(a, b entry) int { return strings.Compare(a.base, b.base) })
	f.settleCopies()
}

// gather collects what a tree is made of, in its order.
func (f *folder) gather(t *Tree) {
	t.diagnostics = append(t.diagnostics, f.found...)
	t.ignored += f.ignored
	for i := range f.entries {
		switch e := &f.entries[i]; {
		case e.folder != nil:
			e.folder.gather(t)
		case !e.leftOut:
			t.files = append(t.files, e.file.file)
		}
	}
}

// scope says where a look must look.
type scope struct {
	all  bool
	near []near
}

// near is a path on disk at which something may have changed.
type near struct {
	holder string // the folder that holds it, links resolved
	name   string // the path itself, links on the way to it resolved
}

// touches reports whether a folder may have changed.
func (s scope) touches(name string) bool {
	return s.all || slices.ContainsFunc(s.near, func(n near) bool { return n.holder == name || disk.Within(name, n.name) })
}

// near returns the places that a path on disk stands for: its own, and where it leads to if it is a link. Of a path that
// cannot be reached it takes the part that can.
func (s *Store) near(name string) []near {
	name = filepath.FromSlash(name)
	if !filepath.IsAbs(name) {
		name = filepath.Join(s.root, name)
	}
	name = filepath.Clean(name)
	var places []near
	if target, err := s.disk.Resolve(name); err == nil {
		places = append(places, near{filepath.Dir(target), target})
	}
	for holder := filepath.Dir(name); ; name, holder = holder, filepath.Dir(holder) {
		if real, err := s.disk.Resolve(holder); err == nil {
			return append(places, near{real, filepath.Join(real, filepath.Base(name))})
		}
		if holder == name {
			return places
		}
	}
}
