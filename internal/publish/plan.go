package publish

import (
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"

	"pandect/internal/diag"
)

// planFolders finds out which folders have to be created, and what has to be removed for them.
func (r *run) planFolders() {
	r.missingFolders, r.replacedFolders = map[string]bool{}, map[string]bool{}
	needed := map[string]bool{}
	for _, out := range r.outputs {
		for dir := path.Dir(out.Path); dir != "." && !needed[dir]; dir = path.Dir(dir) {
			needed[dir] = true
		}
	}
	for _, dir := range slices.Sorted(maps.Keys(needed)) { // parents come before their children
		if !r.missingFolders[path.Dir(dir)] {
			info, err := r.folder.lstat(dir)
			switch {
			case err == nil && info.IsDir():
				continue
			case errors.Is(err, fs.ErrNotExist):
			case err != nil:
				r.found = append(r.found, r.unreadable(dir, err))
			default: // a file, or a link, which is not followed: what it leads to is somebody else's
				if listed, ours := r.known.find(dir); !r.o.Clean && !(ours && r.folder.isOurs(listed)) {
					r.add(diag.Error, "output-in-the-way", dir, "A file or link that Pandect did not write stands where a folder is needed.",
						"Move it away, or build with --clean to replace it.")
				}
				r.obstacles = append(r.obstacles, dir)
			}
		}
		r.missingFolders[dir] = true
		r.newFolders = append(r.newFolders, dir)
	}
	r.planReplacedFolders()
}

// planReplacedFolders finds folders of earlier runs that an output replaces by a file.
func (r *run) planReplacedFolders() {
	folders := map[string]bool{}
	for _, e := range r.known.entries {
		for dir := path.Dir(e.path); dir != "." && !folders[dir]; dir = path.Dir(dir) {
			folders[dir] = true
		}
	}
	for _, out := range r.outputs {
		if !folders[out.Path] {
			continue
		}
		if info, err := r.folder.lstat(out.Path); err == nil && info.IsDir() && r.folder.holdsOnly(out.Path, r.known) {
			r.replacedFolders[out.Path] = true
			for _, e := range r.known.entries {
				if isAncestor(out.Path, e.path) {
					r.obstacles = append(r.obstacles, e.path)
				}
			}
		}
	}
}
