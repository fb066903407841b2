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

// maxLinks is how many links to folders may lie within each other. Folders that link to one another could otherwise
// multiply without ever forming a loop.
const maxLinks = 4

// inputs are the names below the root that a site consists of.
var inputs = []string{"config.toml", "content", "themes", "checklists.tsv"}

// Inputs returns where the inputs of the site at root lie on disk, whether or not they are there. All that a site is made
// of is one of them or lies in one.
func Inputs(root string) []string {
	names := make([]string, len(inputs))
	for i, name := range inputs {
		names[i] = filepath.Join(root, name)
	}
	return names
}

// concern says what a problem with an input is about.
func concern(input string) diag.Concern {
	switch top, _, _ := strings.Cut(input, "/"); top {
	case "config.toml":
		return diag.ConcernConfiguration
	case "themes":
		return diag.ConcernTheme
	}
	return diag.ConcernFile
}

// walk looks at the inputs of a site without reading them: for a Snapshot, which reads what is stale, or for a Listing.
// Folders that are not in its scope are taken over from the look before.
type walk struct {
	ctx     context.Context
	disk    disk.Reader
	root    string // on disk, links resolved
	output  string // on disk, links resolved; "" for none
	scope   scope
	listing *Listing // that is asked for; nil for a Snapshot

	fresh   []*folder // that were looked at
	moving  []*folder // in which something moved on the way
	lost    bool      // something vanished on the way: it may be by now where this look had been before
	stale   []candidate
	content bool // the folder content/ was met
}

// candidate is a regular file that must be read.
type candidate struct {
	in     *folder
	at     int // in the entries of in
	path   string
	name   string // on disk, links resolved
	info   fs.FileInfo
	target string // see known
	stamp  disk.Stamp
	old    *known // what was read of it before, or nil

	known *known // what came of reading it
	err   error
}

// run returns what is at the root. before is what the look before saw there, or nil.
func (w *walk) run(before *folder) *folder {
	top := &folder{name: w.root}
	if before != nil && before.name != top.name {
		before = nil
	}
	w.fresh = append(w.fresh, top)
	for _, input := range inputs {
		info, err := w.disk.Lstat(filepath.Join(w.root, input))
		switch {
		case err == nil:
			w.visit(top, before, input, info)
		case !errors.Is(err, fs.ErrNotExist):
			top.unreadable(input, err)
		}
	}
	if !w.content { // an error, or a share that is not connected would empty the published site
		top.report(diag.Error, "content-missing", "content", "The site has no folder named content.",
			"Create it in "+w.root+", or check that the drive or share with the site is connected.")
	}
	return top
}

// moved notes that something in a folder was not what it had been a moment before.
func (w *walk) moved(in *folder) {
	in.moving = true
	w.moving = append(w.moving, in)
}

// vanished notes that something that was met in a folder is no longer there.
func (w *walk) vanished(in *folder) {
	w.lost = true
	w.moved(in)
}

// visit looks at one file, folder or link in a folder.
func (w *walk) visit(in, before *folder, base string, info fs.FileInfo) {
	w.listing.note(in, base, info)
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

// enter looks at one file or folder. target is where it lies if it is met by a link.
func (w *walk) enter(in, before *folder, base, target string, info fs.FileInfo, trail []string) {
	switch {
	case info.IsDir():
		if target == "" {
			target = filepath.Join(in.name, base)
		}
		f, vanished := w.folder(in.below(base), target, trail, before.entry(base+"/").folder)
		if vanished {
			w.vanished(in)
		}
		if f != nil || vanished { // it is not the output
			w.listing.noteFolder(in.below(base), info, f != nil && !f.closed)
		}
		in.entries = append(in.entries, entry{base: base + "/", folder: f})
	case !info.Mode().IsRegular():
		in.report(diag.Warning, "not-a-file", in.below(base), "This is neither a file nor a folder, and is left out.", "Move it out of the site's folders.")
	case in.path == "themes": // it belongs to no theme
	default:
		w.file(in, before.entry(base).file, base, target, info)
	}
}

func (w *walk) file(in *folder, old *known, base, target string, info fs.FileInfo) {
	if w.listing != nil {
		return
	}
	seen := disk.StampOf(info)
	if old != nil && old.stamp == seen && old.target == target && old.readAt.Sub(info.ModTime()) > racy {
		in.entries = append(in.entries, entry{base: base, file: old})
		return
	}
	name := target
	if name == "" {
		name = filepath.Join(in.name, base)
	}
	w.stale = append(w.stale, candidate{in: in, at: len(in.entries), path: in.below(base), name: name, info: info, target: target, stamp: seen, old: old})
	in.entries = append(in.entries, entry{base: base})
}

// folder looks at a folder or takes it over. It returns nil for one that has vanished and for the output.
func (w *walk) folder(p, name string, trail []string, before *folder) (f *folder, vanished bool) {
	if name == w.output || w.ctx.Err() != nil {
		return nil, false
	}
	w.content = w.content || p == "content"
	if before != nil && (before.name != name || !slices.Equal(before.trail, trail)) {
		before = nil
	}
	if before != nil && !before.linked && !before.moving && !w.scope.touches(name) {
		return w.takeOver(before), false
	}
	return w.list(&folder{path: p, name: name, trail: trail}, before)
}

// takeOver returns a folder as it was, but for the folders in it that must be looked at.
func (w *walk) takeOver(f *folder) *folder {
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
			w.vanished(now)
		}
	}
	if now != f {
		now.entries = slices.DeleteFunc(now.entries, func(e entry) bool { return e.file == nil && e.folder == nil })
	}
	return now
}

// list looks at all that is in a folder.
func (w *walk) list(f, before *folder) (_ *folder, vanished bool) {
	entries, err := w.disk.ReadDir(f.name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, true
	}
	w.fresh = append(w.fresh, f)
	if err != nil {
		f.closed = true
		f.unreadable(f.path, err)
		return f, false
	}
	f.entries = make([]entry, 0, len(entries))
	for _, found := range entries {
		base := found.Name()
		if isJunk(base) {
			f.ignored++
			continue
		}
		info, err := found.Info()
		switch {
		case errors.Is(err, fs.ErrNotExist):
			w.vanished(f)
		case err != nil:
			f.unreadable(f.below(base), err)
		default:
			w.visit(f, before, base, info)
		}
	}
	return f, false
}

// link follows a symbolic link that stays inside the root.
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
	if !disk.Within(target, w.root) {
		leftOut("link-outside", "which lies outside the site", "Copy what it points to into the site.")
		return
	}
	info, err := w.disk.Lstat(target)
	if err != nil {
		w.vanished(in)
		return
	}
	trail := in.trail
	if info.IsDir() {
		trail = append(trail[:len(trail):len(trail)], in.name)
		for _, folder := range trail {
			if disk.Within(folder, target) || len(trail) > maxLinks && w.listing == nil { // a listing follows no link twice
				leftOut("link-loop", "which leads back to itself", "Remove the link.")
				return
			}
		}
	}
	if w.follows(in, base, target, info) {
		w.enter(in, before, base, target, info, trail)
	}
}

// finish takes in what came of reading the candidates.
func (w *walk) finish() {
	for _, c := range w.stale {
		switch {
		case c.err == nil:
			c.in.entries[c.at].file = c.known
		case errors.Is(c.err, fs.ErrNotExist):
			w.vanished(c.in)
		case errors.Is(c.err, errMoving), disk.IsLocked(c.err):
			w.moved(c.in)
			c.in.reportPassing("file-in-use", c.path,
				"This file is being written or is held by another program: "+disk.Reason(c.err).Error()+".",
				"Close it in other programs, or wait until it has been synchronised, and build again.")
		default:
			c.in.unreadable(c.path, c.err)
		}
	}
	for _, f := range w.fresh {
		f.tidy()
	}
}
