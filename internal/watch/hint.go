package watch

import "slices"

// Reason says how a change was noticed.
type Reason string

// The reasons. A Hint with several has the last in this list, or the later one of Vanished and Returned.
const (
	Event    Reason = "event"    // a notification
	Poll     Reason = "poll"     // a scan, where notifications cannot be relied on
	Safety   Reason = "safety"   // a scan found what was not notified
	Overflow Reason = "overflow" // the system dropped notifications
	Returned Reason = "returned" // an input of the site was created or can be reached again
	Vanished Reason = "vanished" // an input of the site was removed or cannot be reached
)

var reasons = []Reason{Event, Poll, Safety, Overflow, Returned, Vanished}

// maxPaths is how many paths a Hint names at most.
const maxPaths = 100

// Hint says that something may have changed since the hint before it.
type Hint struct {
	Paths  []string // absolute, sorted; some of the changed ones, as far as they are known
	Reason Reason

	// Prompt says that the hint was sent before the full scan. Paths has all events since the last scan, and a hint without
	// Prompt follows after the next one.
	Prompt bool
}

func newHint(reason Reason, paths []string) Hint {
	slices.Sort(paths)
	paths = slices.Compact(paths)
	return Hint{Paths: slices.Clip(paths[:min(len(paths), maxPaths)]), Reason: reason}
}

// coalesce returns one hint for two, of which other is the later. It is prompt only if both are and all paths fit in.
func (h Hint) coalesce(other Hint) Hint {
	reason := h.Reason
	if slices.Index(reasons, other.Reason) > slices.Index(reasons, reason) || other.Reason == Returned {
		reason = other.Reason
	}
	merged := newHint(reason, slices.Concat(h.Paths, other.Paths))
	all := func(paths []string) bool {
		return !slices.ContainsFunc(paths, func(p string) bool { return !slices.Contains(merged.Paths, p) })
	}
	merged.Prompt = h.Prompt && other.Prompt && all(h.Paths) && all(other.Paths)
	return merged
}
