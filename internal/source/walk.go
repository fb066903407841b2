package source

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"pandect/internal/diag"
	"pandect/internal/disk"
)

const hintUnreadable = "Check that you may open it. If it lies in OneDrive or another online drive, choose \"Always keep on this device\" for it."

// maxLinks limits how many links to folders may stand on the way to a file. Folders that link to one another could otherwise multiply without
// ever forming a loop.
const maxLinks = 4

// inputs are the files and folders at the root that make up a site.
var inputs = []string{"config.toml", "content", "themes", "checklists.tsv"}

// Inputs returns the paths on disk of all inputs of the site at root, whether or not they exist.
func Inputs(root string) []string {
	names := make([]string, len(inputs))
	for i, name := range inputs {
		names[i] = filepath.Join(root, name)
	}
	return names
}

// concern returns the part of the site that a problem with an input belongs to.
func concern(input string) diag.Concern {
	switch top, _, _ := strings.Cut(input, "/"); top {
	case "config.toml":
		return diag.ConcernConfiguration
	case "themes":
		return diag.ConcernTheme
	}
	return diag.ConcernFile
}

// walk visits the inputs of a site without reading files: for a Snapshot, which then reads the stale ones, or for a Listing.
// Folders outside its scope are reused from the walk before.
type walk struct {
	ctx     context.Context
	disk    disk.Reader
	root    string // real path of the site
	output  string // real path; "" for none
	scope   scope
	listing *Listing  // to be filled; nil for a Snapshot
	rule    *linkRule // for links below the root; nil before the first

	visited    []*folder // that were read and not reused
	unstable   []*folder // that changed during the walk
	vanished   bool      // something vanished during the walk: it may have been moved to a folder that was already visited
	stale      []candidate
	hasContent bool // the folder content/ exists
}

// candidate is a regular file that must be read.
type candidate struct {
	in     *folder
	at     int // its place in the entries of in
	path   string
	name   string // real path on disk
	info   fs.FileInfo
	target string // real path, when a link led to it; see cachedFile
	stamp  disk.Stamp
	cached *cachedFile // from before, or nil

	result *cachedFile // the outcome of reading it
	err    error
}

// run walks the site from the root. before is the result of the walk before, or nil.
func (w *walk) run(before *folder) *folder {
	top := &folder{name: w.root}
	if before != nil && before.name != top.name {
		before = nil
	}
	w.visited = append(w.visited, top)
	for _, input := range inputs {
		info, err := w.disk.Lstat(filepath.Join(w.root, input))
		switch {
		case err == nil:
			w.visit(top, before, input, info)
		case !errors.Is(err, fs.ErrNotExist):
			top.unreadable(input, err)
		}
	}
	if !w.hasContent { // an error, because otherwise a share that is not connected would empty the published site
		top.report(diag.Error, "content-missing", "content", "The site has no folder named content.",
			"Create it in "+w.root+", or check that the drive or share with the site is connected.")
	}
	return top
}

// markUnstable records that a folder changed during the walk.
func (w *walk) markUnstable(in *folder) {
	in.unstable = true
	w.unstable = append(w.unstable, in)
}

// markVanished records that an entry of a folder disappeared during the walk.
func (w *walk) markVanished(in *folder) {
	w.vanished = true
	w.markUnstable(in)
}

// visit handles one file, folder or link in a folder.
func (w *walk) visit(in, before *folder, base string, info fs.FileInfo) {
	w.listing.add(in, base, info)
	if !utf8.ValidString(base) {
		in.report(diag.Warning, "bad-name", in.below(strings.ToValidUTF8(base, "?")),
			"The name "+strconv.Quote(base)+" has characters that cannot be read, so it is left out.", "Rename the file or folder.")
		return
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		in.linked = true
		w.link(in, before, base)
		return
	}
	w.enter(in, before, base, "", info, in.trail)
}

// enter handles one file or folder. target is its real path if it was reached by a link.
func (w *walk) enter(in, before *folder, base, target string, info fs.FileInfo, trail []string) {
	switch {
	case info.IsDir():
		if target == "" {
			target = filepath.Join(in.name, base)
		}
		f, vanished := w.folder(in.below(base), target, trail, before.entry(base+"/").folder)
		if vanished {
			w.markVanished(in)
		}
		if f != nil || vanished { // not the output folder
			w.listing.addFolder(in.below(base), info, f != nil && !f.unlistable)
		}
		in.entries = append(in.entries, entry{base: base + "/", folder: f})
	case !info.Mode().IsRegular():
		in.report(diag.Warning, "not-a-file", in.below(base), "This is neither a file nor a folder, and is left out.", "Move it out of the site's folders.")
	case in.path == "themes": // outside the themes' folders
	default:
		w.file(in, before.entry(base).file, base, target, info)
	}
}

func (w *walk) file(in *folder, old *cachedFile, base, target string, info fs.FileInfo) {
	if w.listing != nil {
		return
	}
	seen := disk.StampOf(info)
	if old != nil && old.stamp == seen && old.target == target && old.readAt.Sub(info.ModTime()) > racyWindow {
		in.entries = append(in.entries, entry{base: base, file: old})
		return
	}
	name := target
	if name == "" {
		name = filepath.Join(in.name, base)
	}
	w.stale = append(w.stale, candidate{in: in, at: len(in.entries), path: in.below(base), name: name, info: info, target: target, stamp: seen, cached: old})
	in.entries = append(in.entries, entry{base: base})
}

// folder reads or reuses a folder. It returns nil for one that vanished and for the output folder.
func (w *walk) folder(p, name string, trail []string, before *folder) (f *folder, vanished bool) {
	if name == w.output || w.ctx.Err() != nil {
		return nil, false
	}
	w.hasContent = w.hasContent || p == "content"
	if before != nil && (before.name != name || !slices.Equal(before.trail, trail)) {
		before = nil
	}
	if before != nil && !before.linked && !before.unstable && !w.scope.includes(name) {
		return w.reuse(before), false
	}
	return w.readFolder(&folder{path: p, name: name, trail: trail}, before)
}

// reuse returns a folder of the walk before, in which only subfolders in scope are read again.
func (w *walk) reuse(f *folder) *folder {
	now := f
	for i := range f.entries {
		before := f.entries[i].folder
		if before == nil {
			continue
		}
		inner, vanished := w.folder(before.path, before.name, before.trail, before)
		if inner == before {
			continue
		}
		if now == f {
			changed := *f
			changed.entries = slices.Clone(f.entries)
			now = &changed
		}
		now.entries[i].folder = inner
		if vanished {
			w.markVanished(now)
		}
	}
	if now != f {
		now.entries = slices.DeleteFunc(now.entries, func(e entry) bool { return e.file == nil && e.folder == nil })
	}
	return now
}

// readFolder reads a folder and visits its entries.
func (w *walk) readFolder(f, before *folder) (_ *folder, vanished bool) {
	entries, err := w.disk.ReadDir(f.name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, true
	}
	w.visited = append(w.visited, f)
	if err != nil {
		f.unlistable = true
		f.unreadable(f.path, err)
		return f, false
	}
	f.entries = make([]entry, 0, len(entries))
	for _, found := range entries {
		base := found.Name()
		if Ignored(base) {
			f.ignored++
			continue
		}
		info, err := found.Info()
		switch {
		case errors.Is(err, fs.ErrNotExist):
			w.markVanished(f)
		case err != nil:
			f.unreadable(f.below(base), err)
		default:
			w.visit(f, before, base, info)
		}
	}
	return f, false
}

// linkRule returns the rule for the links in a folder. The inputs themselves may lie elsewhere in the site.
func (w *walk) linkRule(in *folder) *linkRule {
	if in.path == "" {
		return &linkRule{root: w.root, areas: []string{w.root}}
	}
	if w.rule == nil {
		w.rule = newLinkRule(w.disk, w.root, "content", "themes")
	}
	return w.rule
}

// link follows a symbolic link that stays inside the inputs.
func (w *walk) link(in, before *folder, base string) {
	name := filepath.Join(in.name, base)
	written, _ := w.disk.Readlink(name)
	leftOut := func(code, why, hint string) {
		in.report(diag.Warning, code, in.below(base),
			fmt.Sprintf("This link points to %q, %s, so it is left out.", strings.ToValidUTF8(written, "?"), why), hint)
	}
	target, err := w.disk.Resolve(name)
	if err != nil {
		leftOut("link-broken", "which cannot be reached", "Correct the link, or put the file itself here.")
		return
	}
	if code, why, hint := w.linkRule(in).refusal(target); code != "" {
		leftOut(code, why, hint)
		return
	}
	info, err := w.disk.Lstat(target)
	if err != nil {
		w.markVanished(in)
		return
	}
	trail := in.trail
	if info.IsDir() {
		trail = append(trail[:len(trail):len(trail)], in.name)
		if slices.ContainsFunc(trail, func(folder string) bool { return disk.Within(folder, target) }) {
			leftOut("link-loop", "which leads back to itself", "Remove the link.")
			return
		}
		if len(trail) > maxLinks && w.listing == nil { // a listing visits no target twice
			leftOut("link-nesting", fmt.Sprintf("and more than %d links to folders lead here", maxLinks), "Put the folder itself here, or link to it from a folder that is no link.")
			return
		}
	}
	if w.follows(in, base, target, info) {
		w.enter(in, before, base, target, info, trail)
	}
}

// finish stores the files that were read in their folders, and reports those that could not be read.
func (w *walk) finish() {
	for _, c := range w.stale {
		switch {
		case c.err == nil:
			c.in.entries[c.at].file = c.result
		case errors.Is(c.err, fs.ErrNotExist):
			w.markVanished(c.in)
		case errors.Is(c.err, errUnstable), disk.IsLocked(c.err):
			w.markUnstable(c.in)
			c.in.reportPassing("file-in-use", c.path,
				"This file is being written or is held by another program: "+disk.Reason(c.err).Error()+".",
				"Close it in other programs, or wait until it has been synchronised, and build again.")
		default:
			c.in.unreadable(c.path, c.err)
		}
	}
	for _, f := range w.visited {
		f.finish()
	}
}
