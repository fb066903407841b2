package publish

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"pandect/internal/diag"
	"pandect/internal/disk"
	"pandect/internal/fanout"
	"pandect/internal/site"
)

// commit renames the staged files into place and removes stale ones. From here on a cancelled ctx only ends the waiting for
// locked files, because finishing is the quickest way to a consistent folder.
func (r *run) commit(ctx context.Context) {
	final := manifest{edition: r.edition, counted: true, peak: r.peak}
	var replacing []entry
	staged := 0
	for _, result := range r.results {
		final.entries = append(final.entries, result.entry)
		if result.staged != "" {
			staged++
			result.entry.before = result.before
		}
		replacing = append(replacing, result.entry)
	}
	gone := without(r.old.entries, final)
	stay, stale := r.retire(gone, final)
	if staged+len(stale)+len(r.obstacles) > 0 {
		// Recorded first, so that a killed run leaves no file that the manifest does not list.
		if !r.writeManifest(ctx, manifest{entries: merge(replacing, gone), retired: r.old.retired, counted: true, peak: r.peak}) || !r.removeObstacles() || !r.makeFolders() || !r.replaceAll(ctx) {
			return
		}
	}
	kept := r.removeStale(ctx, stale)
	final.entries, final.retired = merge(final.entries, kept), stay
	r.writeManifest(ctx, final)
}

// without returns the entries whose paths a manifest does not have.
func without(entries []entry, m manifest) []entry {
	return slices.DeleteFunc(slices.Clone(entries), func(e entry) bool {
		_, ok := m.find(e.path)
		return ok
	})
}

// merge returns the entries of both lists, which have no path in common.
func merge(a, b []entry) []entry {
	all := slices.Concat(a, b)
	slices.SortFunc(all, func(a, b entry) int { return strings.Compare(a.path, b.path) })
	return all
}

// writeManifest replaces the manifest if it differs.
func (r *run) writeManifest(ctx context.Context, m manifest) bool {
	raw := m.encode()
	if bytes.Equal(raw, r.oldRaw) {
		return true
	}
	staged, err := r.stage.put("manifest", raw, true)
	if err == nil {
		err = r.folder.replace(ctx, staged, manifestName)
	}
	if err != nil {
		r.ioError(manifestName, err)
		return false
	}
	r.oldRaw = raw
	return true
}

// removeObstacles removes files where folders have to be, and folders where files have to be.
func (r *run) removeObstacles() bool {
	for _, p := range r.obstacles {
		switch err := r.folder.remove(p); {
		case err == nil:
			r.removed++
		case !errors.Is(err, fs.ErrNotExist):
			r.ioError(p, err)
			return false
		}
		r.folder.removeEmpty(path.Dir(p)) // also after ErrNotExist: a killed run may have removed only the file
	}
	return true
}

func (r *run) makeFolders() bool {
	for _, dir := range r.newFolders {
		if err := r.folder.mkdir(dir); err != nil && !errors.Is(err, fs.ErrExist) {
			r.ioError(dir, err)
			return false
		}
	}
	return true
}

// replaceAll renames the staged files into place, in phases, so that at no moment a file links to one that is not there: first what
// is new, since no published page links to it yet, then what is changed and may link to it.
func (r *run) replaceAll(ctx context.Context) bool {
	var phases [2 * site.Phases][]int
	for i, result := range r.results {
		if result.staged != "" {
			phase := r.outputs[i].Phase
			if !result.before.IsZero() || phase == site.PhaseEntry { // after all that is new, which it may link to
				phase += site.Phases
			}
			phases[phase] = append(phases[phase], i)
		}
	}
	var mu sync.Mutex
	ok := true
	for _, list := range phases {
		_ = fanout.Each(context.WithoutCancel(ctx), r.o.Jobs, len(list), func(n int) { // see commit
			i := list[n]
			if r.changedMeanwhile(i) {
				mu.Lock()
				defer mu.Unlock()
				ok = false
				r.add(diag.Error, "output-in-the-way", r.outputs[i].Path, "Somebody changed this file while the site was being published, so it stays.",
					"Move it away, or build with --clean to replace it.")
				return
			}
			err := r.folder.replace(ctx, r.results[i].staged, r.outputs[i].Path)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				r.written++
				return
			}
			ok = false
			r.ioError(r.outputs[i].Path, err)
		})
	}
	return ok
}

// changedMeanwhile reports whether the file that an output replaces is another one than when it was compared.
func (r *run) changedMeanwhile(i int) bool {
	seen := r.results[i].seen
	if r.o.Clean || seen == (disk.Stamp{}) {
		return false
	}
	info, err := r.folder.lstat(r.outputs[i].Path)
	return err == nil && disk.StampOf(info) != seen
}
