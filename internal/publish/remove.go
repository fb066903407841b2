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

// removal removes files that an edition no longer has.
type removal struct {
	*run
	ours []entry // that are still there and are what was published; pages first
}

// removeStale removes files that this edition no longer has, and folders that this leaves empty. It returns what could not be
// removed, for the next run to try again.
func (r *run) removeStale(ctx context.Context, stale []entry) (kept []entry) {
	m := removal{run: r}
	m.choose(stale)
	if len(m.ours) > 1 && isPage(m.ours[1]) {
		m.emptyPages(ctx)
	}
	for _, e := range m.ours {
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

// choose finds the stale files that may be removed.
func (m *removal) choose(stale []entry) {
	if len(stale) == 0 {
		return
	}
	current := make(map[string]string, len(m.outputs)) // by path in lower case
	for _, out := range m.outputs {
		current[strings.ToLower(out.Path)] = out.Path
	}
	for _, e := range stale {
		info, err := m.folder.lstat(e.path)
		if err != nil || !info.Mode().IsRegular() { // it was removed or replaced by something else
			m.folder.removeEmpty(path.Dir(e.path)) // a killed run may have left the folder
			continue
		}
		if p, ok := current[strings.ToLower(e.path)]; ok && m.folder.isSame(p, info) {
			continue // only the case of the name changed, on a case-insensitive file system
		}
		if m.folder.leadsThroughLink(e.path) || !m.folder.isOurs(e) {
			m.warnKept(e.path)
			continue
		}
		m.ours = append(m.ours, e)
	}
	slices.SortStableFunc(m.ours, func(a, b entry) int { return rank(a) - rank(b) })
}

func isPage(e entry) bool { return path.Ext(e.path) == ".html" }

// rank orders what is removed: pages before what they show and link to.
func rank(e entry) int {
	if isPage(e) {
		return 0
	}
	return 1
}

// emptyPages takes the links out of the pages that are about to be removed. They link to each other, so that in no order of
// removing them all links would lead somewhere at every moment.
func (m *removal) emptyPages(ctx context.Context) {
	for i, e := range m.ours {
		if !isPage(e) {
			return
		}
		staged, err := m.stage.put(fmt.Sprint("empty-", i), emptyPage(e.path), false)
		if err != nil || m.folder.replace(ctx, staged, e.path) != nil {
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
func (m *removal) warnKept(p string) {
	m.add(diag.Warning, "output-kept", p, "This file is no longer part of the site, but somebody put their own in its place, so it stays.",
		"Delete it if nobody needs it.")
}
