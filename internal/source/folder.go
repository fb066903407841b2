package source

import (
	"path/filepath"
	"slices"
	"strings"

	"pandect/internal/diag"
	"pandect/internal/disk"
)

// folder is what a walk found in one folder. It does not change after the walk, so that later ones can reuse it.
type folder struct {
	path       string   // below the root; "" for the root
	name       string   // real path on disk
	trail      []string // real paths of the folders whose links lead here, to find loops
	entries    []entry  // sorted by base, which sorts their files by path
	problems   []diag.Diagnostic
	ignored    int  // junk files and folders
	unlistable bool // it cannot be read
	linked     bool // it holds a link, whose target may change without this folder
	unstable   bool // it changed during the walk and must not be reused
}

// entry is a readable file or a folder in a folder.
type entry struct {
	base     string      // name, with a slash at the end for a folder
	folder   *folder     // nil for a file
	file     *cachedFile // nil for a folder
	excluded bool        // a conflict copy
}

func (f *folder) below(base string) string {
	if f.path == "" {
		return base
	}
	return f.path + "/" + base
}

// entry returns the entry with a base name, or the zero value. f may be nil.
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
	f.problems = append(f.problems, diag.Diagnostic{
		Severity: severity, Code: code, Place: diag.Place{File: path}, Message: message, Hint: hint, Concerns: concern(path),
	})
}

// reportPassing is report for an error that may go away without an edit.
func (f *folder) reportPassing(code, path, message, hint string) {
	f.report(diag.Error, code, path, message, hint)
	f.problems[len(f.problems)-1].Passing = true
}

func (f *folder) unreadable(path string, err error) {
	f.reportPassing("unreadable-file", path, "This file or folder cannot be read: "+disk.Reason(err).Error()+".", hintUnreadable)
}

// finish drops what could not be read, sorts the rest and finds conflict copies. It is called once, when all files of the
// folder have been read.
func (f *folder) finish() {
	f.entries = slices.DeleteFunc(f.entries, func(e entry) bool { return e.file == nil && e.folder == nil })
	slices.SortFunc(f.entries, func(a, b entry) int { return strings.Compare(a.base, b.base) })
	f.excludeCopies()
}

// collect appends the files and problems of the folder to a tree, in the order of their paths.
func (f *folder) collect(t *Tree) {
	t.diagnostics = append(t.diagnostics, f.problems...)
	t.ignored += f.ignored
	for i := range f.entries {
		switch e := &f.entries[i]; {
		case e.folder != nil:
			e.folder.collect(t)
		case !e.excluded:
			t.files = append(t.files, e.file.file)
		}
	}
}

// scope says which folders a walk has to read again.
type scope struct {
	all     bool
	changed []changedPath
}

// changedPath is a path on disk that may have changed.
type changedPath struct {
	parent string // real path of its folder
	name   string // parent and the base name
}

// includes reports whether a folder may have changed.
func (s scope) includes(name string) bool {
	return s.all || slices.ContainsFunc(s.changed, func(n changedPath) bool { return n.parent == name || disk.Within(name, n.name) })
}

// resolveChanged returns a path with its parents resolved, and also its target if it is a link. Of a path that does not
// exist it takes the nearest parent that does.
func (s *Store) resolveChanged(name string) []changedPath {
	name = filepath.FromSlash(name)
	if !filepath.IsAbs(name) {
		name = filepath.Join(s.root, name)
	}
	name = filepath.Clean(name)
	var list []changedPath
	if target, err := s.disk.Resolve(name); err == nil {
		list = append(list, changedPath{filepath.Dir(target), target})
	}
	for parent := filepath.Dir(name); ; name, parent = parent, filepath.Dir(parent) {
		if real, err := s.disk.Resolve(parent); err == nil {
			return append(list, changedPath{real, filepath.Join(real, filepath.Base(name))})
		}
		if parent == name {
			return list
		}
	}
}
