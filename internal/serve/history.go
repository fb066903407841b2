package serve

import (
	"slices"
	"strings"

	"pandect/internal/build"
	"pandect/internal/memo"
	"pandect/internal/site"
)

// version is one version of an output as it is served. Equal sums mean equal bytes.
type version struct {
	path  string
	sum   memo.Sum // zero when nothing is served there
	style bool     // a style sheet
}

// step is the difference between a state and the next. It has only what changed, because states share nearly everything.
type step struct {
	from   string    // id of the earlier state
	before []version // the changed outputs as they were in the earlier state, sorted by path
}

// The size of the history, for pages that were disconnected for a while.
const (
	maxSteps    = 16
	maxVersions = 50000 // in all steps together
)

// history is the differences between recent states, the newest last.
type history []step

// record adds the difference between two states.
func (h *history) record(from, to *state) {
	switch {
	case from == nil || from.id == to.id:
		return
	case from.pages == nil || to.pages == nil: // every page changed
		*h = nil
		return
	}
	steps := append(*h, step{from.id, difference(from, to)})
	versions := 0
	for i := len(steps) - 1; i >= 0; i-- {
		if versions += len(steps[i].before); len(steps)-i > maxSteps || versions > maxVersions {
			steps = slices.Clone(steps[i+1:])
			break
		}
	}
	*h = steps
}

// difference returns the outputs that the later of two states changed, added or removed, as they were in the earlier one.
func difference(earlier, later *state) (before []version) {
	build.EachPath(earlier.pages, later.pages, func(from, to *site.Output) {
		switch {
		case from == nil:
			before = append(before, version{path: to.Path})
		case to == nil || earlier.served(*from) != later.served(*to):
			before = append(before, earlier.versionOf(*from))
		}
	})
	return before
}

// since returns the paths that were changed, added or removed since a state, sorted, and separately the style sheets that a
// page can swap without a reload. known is false when the state is no longer in the history.
func (h history) since(id string, now *state) (changed, styles []string, known bool) {
	if id == now.id {
		return nil, nil, true
	}
	first := len(h) - 1
	for first >= 0 && h[first].from != id {
		first--
	}
	if first < 0 {
		return nil, nil, false
	}
	var all []version
	for _, step := range h[first:] {
		all = append(all, step.before...)
	}
	slices.SortStableFunc(all, func(a, b version) int { return strings.Compare(a.path, b.path) })
	all = slices.CompactFunc(all, func(a, b version) bool { return a.path == b.path }) // the first is as it was in that state
	for _, was := range all {
		switch is := now.version(was.path); {
		case is.sum == was.sum:
		case is.style && was.style && !is.sum.IsZero() && !was.sum.IsZero():
			styles = append(styles, was.path)
		default:
			changed = append(changed, was.path)
		}
	}
	return changed, styles, true
}
