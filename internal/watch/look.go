package watch

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// disk is what the package asks of the system, so that tests can let any of it fail or hang.
type disk interface {
	ReadDir(name string) ([]fs.DirEntry, error)
	Lstat(name string) (fs.FileInfo, error)
	Stat(name string) (fs.FileInfo, error)
	Resolve(name string) (string, error) // the same file without symbolic links on the way
}

type osDisk struct{}

func (osDisk) ReadDir(name string) ([]fs.DirEntry, error) { return os.ReadDir(name) }
func (osDisk) Lstat(name string) (fs.FileInfo, error)     { return os.Lstat(name) }
func (osDisk) Stat(name string) (fs.FileInfo, error)      { return os.Stat(name) }
func (osDisk) Resolve(name string) (string, error)        { return filepath.EvalSymlinks(name) }

// stamp is what a look shows of a file or folder without reading it. The zero value is that of one that is not there.
type stamp struct {
	mode  fs.FileMode
	size  int64 // 0 for a folder, -1 for one that cannot be listed
	time  int64 // of the last change, in nanoseconds; 0 for a folder
	inode uint64
}

func stampOf(info fs.FileInfo) stamp {
	s := stamp{mode: info.Mode(), inode: placeOf(info).inode}
	if !info.IsDir() {
		s.size, s.time = info.Size(), info.ModTime().UnixNano()
	}
	return s
}

// place tells a folder from another that takes its name.
type place struct{ device, inode uint64 }

// look is what was there at one time. It is immutable once it is taken.
type look struct {
	files    map[string]stamp // everything that matters, by path
	folders  map[string]place // whose notifications are of interest
	singles  map[string]bool  // paths that matter although the folder that holds them does not
	deaf     drive            // one that does not tell of changes, if isDeaf
	deafness string           // the name of a folder on it
	isDeaf   bool
	took     time.Duration
}

func (l *look) has(path string) bool {
	_, ok := l.files[path]
	return ok
}

// differences returns the paths at which two looks differ.
func (l *look) differences(other *look, same func(a, b stamp) bool) (paths []string) {
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
func identical(a, b stamp) bool { return a == b }

// alike is right where the system makes inodes up, as it does for some network drives.
func alike(a, b stamp) bool {
	a.inode, b.inode = 0, 0
	return a == b
}

// relevant reports whether a path of which the system tells something matters.
func (o *Options) relevant(l *look, path string) bool {
	if l.singles[path] {
		return true
	}
	for _, root := range o.Roots {
		if within(path, root) && o.covers(root, path) {
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
func (o *Options) glance(path string) stamp {
	info, err := o.disk.Lstat(path)
	if err != nil {
		return stamp{}
	}
	return stampOf(info)
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
		look: &look{files: map[string]stamp{}, folders: map[string]place{}, singles: map[string]bool{}},
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
	w.look.files[name] = stampOf(info)
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
		w.look.folders[parent] = placeOf(info)
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
	at := placeOf(info)
	if at.device != 0 && !w.checked[at.device] {
		w.checked[at.device] = true
		w.listen(name)
	}
	w.look.folders[name] = at
	entries, err := w.disk.ReadDir(name)
	if err != nil {
		s := w.look.files[name]
		s.size = -1
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
	w.look.files[name] = stampOf(info)
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
	if err != nil || w.Within == "" || !within(target, w.Within) {
		return
	}
	info, err := w.disk.Stat(target)
	if err != nil {
		return
	}
	w.look.files[name] = stampOf(info)
	for root, real := range w.real {
		if within(target, real) && w.covers(root, root+strings.TrimPrefix(target, real)) {
			return
		}
	}
	if holder, err := w.disk.Resolve(filepath.Dir(name)); err != nil || within(holder, target) || w.look.singles[target] {
		return
	}
	w.single(target)
	if info.IsDir() {
		w.folder(name, info)
	}
}

// within reports whether a path is dir or lies below it.
func within(name, dir string) bool {
	rest, ok := strings.CutPrefix(name, dir)
	return ok && (rest == "" || rest[0] == filepath.Separator || strings.HasSuffix(dir, string(filepath.Separator)))
}
