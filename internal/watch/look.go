package watch

import (
	"context"
	"maps"
	"path/filepath"
	"slices"
	"time"

	"pandect/internal/disk"
	"pandect/internal/source"
)

// look is what was there at one time. It is immutable once it is taken.
type look struct {
	files    map[string]disk.Stamp // everything that matters, by path
	folders  map[string]disk.FileID // whose notifications are of interest
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
	if _, watched := l.folders[path]; watched || l.singles[path] {
		return true
	}
	return slices.ContainsFunc(o.inputs, func(input string) bool { return disk.Within(path, input) && o.covers(input, path) })
}

// covers reports whether a look at an input meets a path below it.
func (o *Options) covers(input, path string) bool {
	for name := path; name != input; name = filepath.Dir(name) {
		if source.Ignored(filepath.Base(name)) || name == o.Output {
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

// take looks at everything. checked are the devices that are known to tell of changes. It returns nil when ctx ended
// meanwhile.
func (o *Options) take(ctx context.Context, checked map[uint64]bool) *look {
	began := time.Now()
	seen := source.List(ctx, o.disk, o.Root, o.Output)
	if seen == nil {
		return nil
	}
	l := &look{files: seen.Stamps, folders: seen.Folders, singles: map[string]bool{}}
	for _, input := range o.inputs {
		if l.has(input) {
			o.listen(l, input)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(l.folders)) {
		if device := l.folders[name].Device; device != 0 && !checked[device] {
			checked[device] = true
			o.listen(l, name)
		}
	}
	for _, name := range slices.Concat(o.inputs, seen.Targets) {
		o.single(l, name)
	}
	l.took = time.Since(began)
	return l
}

// single notes a path whose fate is told by the folder that holds it.
func (o *Options) single(l *look, name string) {
	l.singles[name] = true
	parent := filepath.Dir(name)
	if _, ok := l.folders[parent]; ok || parent == name {
		return
	}
	if info, err := o.disk.Stat(parent); err == nil && info.IsDir() {
		l.folders[parent] = disk.FileIDOf(info)
	}
}

// listen finds out whether the drive with a folder tells of changes.
func (o *Options) listen(l *look, name string) {
	if drive, ok := o.deaf(name); ok && (!l.isDeaf || drive.remote && !l.deaf.remote) {
		l.deaf, l.deafness, l.isDeaf = drive, name, true
	}
}
