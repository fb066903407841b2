package source

import (
	"context"
	"io/fs"
	"path/filepath"
	"slices"

	"pandect/internal/disk"
)

// Listing is the metadata of all inputs of a site, by path on disk. Paths begin with the root as it was given, and go
// through links. It is immutable.
type Listing struct {
	Stamps  map[string]disk.Stamp  // of everything that is not ignored; of a link that leads into the site, that of its target
	Folders map[string]disk.FileID // the folders that were walked
	Targets []string               // real paths of link targets outside the walked folders: their changes do not show in Folders

	root string
}

// List walks the inputs of the site at root exactly as Snapshot does, so that it has everything that a Snapshot would read.
// root is absolute, and output as in Options. It returns nil when ctx ended meanwhile.
func List(ctx context.Context, d disk.Reader, root, output string) *Listing {
	w := &walk{ctx: ctx, disk: d, root: disk.RealPath(d, root), output: realOutput(d, root, output)}
	w.listing = &Listing{Stamps: map[string]disk.Stamp{}, Folders: map[string]disk.FileID{}, root: root}
	w.run(nil)
	if ctx.Err() != nil {
		return nil
	}
	return w.listing
}

// add records an entry of a folder. A nil listing records nothing.
func (l *Listing) add(in *folder, base string, info fs.FileInfo) {
	if l != nil {
		l.Stamps[l.name(in.below(base))] = disk.StampOf(info)
	}
}

func (l *Listing) name(path string) string { return filepath.Join(l.root, filepath.FromSlash(path)) }

// addFolder records a folder, and whether it could be read.
func (l *Listing) addFolder(path string, info fs.FileInfo, listed bool) {
	if l == nil {
		return
	}
	name := l.name(path)
	l.Folders[name] = disk.FileIDOf(info)
	switch {
	case listed:
	case slices.Contains(inputs, path): // a disconnected drive may still have its mount point
		delete(l.Stamps, name)
	default:
		s := l.Stamps[name]
		s.Size = -1
		l.Stamps[name] = s
	}
}

// follows records the target of a link, and reports whether the walk follows it. A listing visits each target once.
func (w *walk) follows(in *folder, base, target string, info fs.FileInfo) bool {
	if w.listing == nil {
		return true
	}
	w.listing.add(in, base, info)
	if in.path != "" && (w.meets(target) || slices.Contains(w.listing.Targets, target)) {
		return false
	}
	w.listing.Targets = append(w.listing.Targets, target)
	return true
}

// meets reports whether a walk reaches a path on disk without following a link inside an input.
func (w *walk) meets(target string) bool {
	return slices.ContainsFunc(inputs, func(input string) bool {
		at := disk.RealPath(w.disk, filepath.Join(w.root, input))
		if at == w.root || !disk.Within(at, w.root) || !disk.Within(target, at) {
			return false
		}
		for name := target; name != at; name = filepath.Dir(name) {
			if name == w.output || Ignored(filepath.Base(name)) {
				return false
			}
		}
		return true
	})
}
