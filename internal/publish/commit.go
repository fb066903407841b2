package publish

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"pandect/internal/diag"
	"pandect/internal/fanout"
	"pandect/internal/site"
)

// commit puts the staged files in place and removes what is no longer wanted. From here on a cancelled ctx only ends
// the waiting for locked files: to go on is the shortest way to a folder that is whole.
func (r *run) commit(ctx context.Context) {
	final := manifest{edition: r.edition}
	staged := 0
	for _, result := range r.results {
		final.entries = append(final.entries, result.entry)
		if result.staged != "" {
			staged++
		}
	}
	stale := without(r.old.entries, final)
	if staged+len(stale)+len(r.toClear) > 0 {
		// A kill from here on leaves nothing of ours unrecorded.
		if !r.writeManifest(ctx, manifest{entries: merge(final.entries, stale)}) || !r.clear() || !r.makeFolders() || !r.replaceAll(ctx) {
			return
		}
	}
	kept := r.removeStale(stale)
	final.entries = merge(final.entries, kept)
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

// writeManifest replaces the manifest, unless it is so already.
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

// clear removes files that stand where folders have to be, and our folders that stand where files have to be.
func (r *run) clear() bool {
	for _, p := range r.toClear {
		switch err := r.folder.remove(p); {
		case err == nil:
			r.removed++
		case !errors.Is(err, fs.ErrNotExist):
			r.ioError(p, err)
			return false
		}
		r.folder.removeEmpty(path.Dir(p)) // a killed run may have removed the file and not the folder
	}
	return true
}

func (r *run) makeFolders() bool {
	for _, dir := range r.toMake {
		if err := r.folder.mkdir(dir); err != nil && !errors.Is(err, fs.ErrExist) {
			r.ioError(dir, err)
			return false
		}
	}
	return true
}

// replaceAll renames what was staged into place, in an order in which no page is there before what it needs.
func (r *run) replaceAll(ctx context.Context) bool {
	var phases [site.Phases][]int
	for i, result := range r.results {
		if result.staged != "" {
			phase := r.outputs[i].Phase
			phases[phase] = append(phases[phase], i)
		}
	}
	var mu sync.Mutex
	ok := true
	for _, list := range phases {
		_ = fanout.Each(context.WithoutCancel(ctx), r.o.Jobs, len(list), func(n int) { // see commit
			i := list[n]
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

// removeStale removes what earlier editions had and this one has not, and the folders that become empty by that. It
// returns what could not be removed, to be tried again by the next run.
func (r *run) removeStale(stale []entry) (kept []entry) {
	if len(stale) == 0 {
		return nil
	}
	current := make(map[string]string, len(r.outputs)) // by path in lower case
	for _, out := range r.outputs {
		current[strings.ToLower(out.Path)] = out.Path
	}
	for _, e := range stale {
		info, err := r.folder.lstat(e.path)
		if err != nil || !info.Mode().IsRegular() { // it is gone, or something else took its place
			r.folder.removeEmpty(path.Dir(e.path)) // a killed run may have made or left the folder
			continue
		}
		if p, ok := current[strings.ToLower(e.path)]; ok && r.folder.isSame(p, info) {
			continue // the name changed only by case, on a disk to which that is the same name
		}
		if err := r.folder.remove(e.path); err != nil {
			r.add(diag.Warning, "output-not-removed", e.path, fmt.Sprintf("This file is no longer part of the site, but could not be removed: %v.", reason(err)),
				"Close it in other programs and build again, or delete it.")
			kept = append(kept, e)
			continue
		}
		r.removed++
		r.folder.removeEmpty(path.Dir(e.path))
	}
	return kept
}
