package source

import (
	"context"
	"io/fs"
	"path/filepath"
	"slices"

	"pandect/internal/disk"
)

// Listing is what a walk over the inputs of a site meets, by path on disk, without what is in the files. Paths begin with
// the root as it was given, and go through links. It is immutable.
type Listing struct {
	Stamps  map[string]disk.Stamp // of all but junk, whether or not a Tree has it; of a link that leads into the site, that of its target
	Folders map[string]disk.FileID // which hold what is met
	Targets []string              // of links that lead where no input lies, links resolved: what is done to them shows in no folder of Folders

	root string
}

// List walks over the inputs of the site at root exactly as a Snapshot does, so that whatever a Snapshot would read shows
// in it. root is absolute, and output as in Options. It returns nil when ctx ended meanwhile.
func List(ctx context.Context, d disk.Reader, root, output string) *Listing {
	w := &walk{ctx: ctx, disk: d, root: real(d, root), output: realOutput(d, root, output)}
	w.listing = &Listing{Stamps: map[string]disk.Stamp{}, Folders: map[string]disk.FileID{}, root: root}
	w.run(nil)
	if ctx.Err() != nil {
		return nil
	}
	return w.listing
}

// note takes note of what lies in a folder. A walk without a listing takes none.
func (l *Listing) note(in *folder, base string, info fs.FileInfo) {
	if l != nil {
		l.Stamps[l.name(in.below(base))] = disk.StampOf(info)
	}
}

func (l *Listing) name(path string) string { return filepath.Join(l.root, filepath.FromSlash(path)) }

// noteFolder takes note of a folder that was met, and of whether it could be listed.
func (l *Listing) noteFolder(path string, info fs.FileInfo, listed bool) {
	if l == nil {
		return
	}
	name := l.name(path)
	l.Folders[name] = disk.FileIDOf(info)
	switch {
	case listed:
	case slices.Contains(inputs, path): // a drive that is gone may still show its name
		delete(l.Stamps, name)
	default:
		s := l.Stamps[name]
		s.Size = -1
		l.Stamps[name] = s
	}
}

// follows takes note of where a link leads, and reports whether the walk goes there. For a listing it goes everywhere
// once: what is met on another way, shows there.
func (w *walk) follows(in *folder, base, target string, info fs.FileInfo) bool {
	if w.listing == nil {
		return true
	}
	w.listing.note(in, base, info)
	if in.path != "" && (w.meets(target) || slices.Contains(w.listing.Targets, target)) {
		return false
	}
	w.listing.Targets = append(w.listing.Targets, target)
	return true
}

// meets reports whether a walk comes to a path on disk without following a link in an input.
func (w *walk) meets(target string) bool {
	return slices.ContainsFunc(inputs, func(input string) bool {
		at := real(w.disk, filepath.Join(w.root, input))
		if at == w.root || !disk.Within(at, w.root) || !disk.Within(target, at) {
			return false
		}
		for name := target; name != at; name = filepath.Dir(name) {
			if name == w.output || isJunk(filepath.Base(name)) {
				return false
			}
		}
		return true
	})
}
