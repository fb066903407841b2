package publish

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"pandect/internal/diag"
	"pandect/internal/disk"
	"pandect/internal/memo"
)

// removeStale removes files that this edition no longer has, and folders that this leaves empty. It returns what could not be
// removed, for the next run to try again.
func (r *run) removeStale(ctx context.Context, stale []entry) (kept []entry) {
	ours := r.removable(stale)
	slices.SortStableFunc(ours, func(a, b entry) int { return rank(a) - rank(b) })
	if len(ours) > 1 && isPage(ours[1]) {
		r.emptyPages(ctx, ours)
	}
	for _, e := range ours {
		if err := r.folder.remove(e.path); err != nil {
			r.add(diag.Warning, "output-not-removed", e.path, fmt.Sprintf("This file is no longer part of the site, but could not be removed: %v.", disk.Reason(err)),
				"Close it in other programs and build again, or delete it.")
			kept = append(kept, e)
			continue
		}
		r.removed++
		r.folder.removeEmpty(path.Dir(e.path))
	}
	return kept
}

// removable returns the stale files that are still there and are what was published.
func (r *run) removable(stale []entry) (ours []entry) {
	if len(stale) == 0 {
		return nil
	}
	current := make(map[string]string, len(r.outputs)) // by path in lower case
	for _, out := range r.outputs {
		current[strings.ToLower(out.Path)] = out.Path
	}
	for _, e := range stale {
		info, err := r.folder.lstat(e.path)
		if err != nil || !info.Mode().IsRegular() { // it was removed or replaced by something else
			r.folder.removeEmpty(path.Dir(e.path)) // a killed run may have left the folder
			continue
		}
		if p, ok := current[strings.ToLower(e.path)]; ok && r.folder.isSame(p, info) {
			continue // only the case of the name changed, on a case-insensitive file system
		}
		if r.folder.leadsThroughLink(e.path) || !r.folder.isOurs(e) {
			r.warnKept(e.path)
			continue
		}
		ours = append(ours, e)
	}
	return ours
}

func isPage(e entry) bool { return path.Ext(e.path) == ".html" }

// rank orders what is removed: pages before what they show and link to.
func rank(e entry) int {
	if isPage(e) {
		return 0
	}
	return 1
}

// emptyPages takes the links out of the pages that are about to be removed, which come first in a list. They link to each other,
// so that in no order of removing them all links would lead somewhere at every moment.
func (r *run) emptyPages(ctx context.Context, list []entry) {
	for i, e := range list {
		if !isPage(e) {
			return
		}
		staged, err := r.stage.put(fmt.Sprint("empty-", i), emptyPage(e.path), false)
		if err != nil || r.folder.replace(ctx, staged, e.path) != nil {
			return // it is removed as it is
		}
	}
}

// emptyPage returns the page that stands at a path for the moment until it is removed, or until the next run if this one is killed:
// it leads to the front page.
func emptyPage(p string) []byte {
	home := strings.Repeat("../", strings.Count(p, "/")) + "index.html"
	return fmt.Appendf(nil, "<!doctype html><html><meta http-equiv=refresh content=\"0; url=%s\"><title>%s</title><a href=\"%s\">%s</a></html>\n", home, home, home, home)
}

// wasEmptied reports whether these bytes are those of a page that a killed run was about to remove.
func (e entry) wasEmptied(sum memo.Sum) bool { return isPage(e) && sum == memo.Of(emptyPage(e.path)) }

// warnKept reports a file that is not removed because it is not the one that was published. It is not listed any more.
func (r *run) warnKept(p string) {
	r.add(diag.Warning, "output-kept", p, "This file is no longer part of the site, but somebody put their own in its place, so it stays.",
		"Delete it if nobody needs it.")
}
