package watch

import (
	"context"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"pandect/internal/disk"
)

// look is what was there at one time. It is immutable once it is taken.
type look struct {
	files    map[string]disk.Stamp // everything that matters, by path
	folders  map[string]disk.Place // whose notifications are of interest
	singles  map[string]bool       // paths that matter although the folder that holds them does not
	deaf     drive                 // one that does not tell of changes, if isDeaf
	deafness string                // the name of a folder on it
	isDeaf   bool
	took     time.Duration
}

func (l *look) has(path string) bool {
	_, ok := l.files[path]
	return ok
}

// differences returns the paths at which two looks differ.
func (l *look) differences(other *look, same func(a, b disk.Stamp) bool) (paths []string) {
	for path, s := range l.files {
		if !same(s, other.files[path]) {
			paths = append(paths, path)
		}
	}
	for path := range other.files {
		if _, ok := l.files[path]; !ok {
			paths = append(paths, path)
		}
	}
	return paths
}

// identical is right where inodes last as long as their files.
func identical(a, b disk.Stamp) bool { return a == b }

// alike is right where the system makes inodes up, as it does for some network drives.
func alike(a, b disk.Stamp) bool {
	a.Inode, b.Inode = 0, 0
	return a == b
}

// relevant reports whether a path of which the system tells something matters.
func (o *Options) relevant(l *look, path string) bool {
	if l.singles[path] {
		return true
	}
	for _, root := range o.Roots {
		if disk.Within(path, root) && o.covers(root, path) {
			return true
		}
	}
	_, watched := l.folders[path]
	return watched
}

// covers reports whether a look at a root meets a path below it.
func (o *Options) covers(root, path string) bool {
	for name := path; name != root; name = filepath.Dir(name) {
		if o.Ignore(filepath.Base(name)) || slices.Contains(o.Skip, name) {
			return false
		}
	}
	return true
}

// glance returns how a file looks at this moment.
func (o *Options) glance(path string) disk.Stamp {
	info, err := o.disk.Lstat(path)
	if err != nil {
		return disk.Stamp{}
	}
	return disk.StampOf(info)
}

// walk takes a look.
type walk struct {
	*Options
	ctx     context.Context
	checked map[uint64]bool // devices that are known to tell of changes
	real    map[string]string
	look    *look
}

// take looks at everything. It returns nil when ctx ended meanwhile.
func (o *Options) take(ctx context.Context, checked map[uint64]bool) *look {
	began := time.Now()
	w := &walk{
		Options: o, ctx: ctx, checked: checked, real: map[string]string{},
		look: &look{files: map[string]disk.Stamp{}, folders: map[string]disk.Place{}, singles: map[string]bool{}},
	}
	for _, root := range o.Roots {
		if target, err := o.disk.Resolve(root); err == nil {
			w.real[root] = target
		}
	}
	for _, root := range o.Roots {
		w.root(root)
	}
	if ctx.Err() != nil {
		return nil
	}
	w.look.took = time.Since(began)
	return w.look
}

func (w *walk) root(name string) {
	w.single(name)
	info, err := w.disk.Stat(name)
	if err != nil {
		return
	}
	w.listen(name)
	w.look.files[name] = disk.StampOf(info)
	if info.IsDir() && !w.folder(name, info) {
		delete(w.look.files, name) // a drive that is gone may still show its name
	}
}

// single notes a path whose fate is told by the folder that holds it.
func (w *walk) single(name string) {
	w.look.singles[name] = true
	parent := filepath.Dir(name)
	if _, ok := w.look.folders[parent]; ok || parent == name {
		return
	}
	if info, err := w.disk.Stat(parent); err == nil && info.IsDir() {
		w.look.folders[parent] = disk.PlaceOf(info)
	}
}

// listen finds out whether the drive with a folder tells of changes.
func (w *walk) listen(name string) {
	if drive, ok := w.deaf(name); ok && (!w.look.isDeaf || drive.remote && !w.look.deaf.remote) {
		w.look.deaf, w.look.deafness, w.look.isDeaf = drive, name, true
	}
}

// folder looks at all that is in a folder, and reports whether it could.
func (w *walk) folder(name string, info fs.FileInfo) bool {
	if slices.Contains(w.Skip, name) || w.ctx.Err() != nil {
		return true
	}
	at := disk.PlaceOf(info)
	if at.Device != 0 && !w.checked[at.Device] {
		w.checked[at.Device] = true
		w.listen(name)
	}
	w.look.folders[name] = at
	entries, err := w.disk.ReadDir(name)
	if err != nil {
		s := w.look.files[name]
		s.Size = -1
		w.look.files[name] = s
		return false
	}
	for _, entry := range entries {
		if w.Ignore(entry.Name()) {
			continue
		}
		if info, err := entry.Info(); err == nil { // otherwise it is no longer there
			w.visit(filepath.Join(name, entry.Name()), info)
		}
	}
	return true
}

func (w *walk) visit(name string, info fs.FileInfo) {
	w.look.files[name] = disk.StampOf(info)
	switch {
	case info.IsDir():
		w.folder(name, info)
	case info.Mode()&fs.ModeSymlink != 0:
		w.link(name)
	}
}

// link looks at what a link points to, unless that is met on another way or holds the link.
func (w *walk) link(name string) {
	target, err := w.disk.Resolve(name)
	if err != nil || w.Within == "" || !disk.Within(target, w.Within) {
		return
	}
	info, err := w.disk.Stat(target)
	if err != nil {
		return
	}
	w.look.files[name] = disk.StampOf(info)
	for root, real := range w.real {
		if disk.Within(target, real) && w.covers(root, root+strings.TrimPrefix(target, real)) {
			return
		}
	}
	if holder, err := w.disk.Resolve(filepath.Dir(name)); err != nil || disk.Within(holder, target) || w.look.singles[target] {
		return
	}
	w.single(target)
	if info.IsDir() {
		w.folder(name, info)
	}
}
