package watch

import "slices"

// Reason says how a change came to light.
type Reason string

// The reasons. Of several, a Hint bears the last in this list, but the later one of Vanished and Returned.
const (
	Event    Reason = "event"    // the system told of it
	Poll     Reason = "poll"     // a look where the system tells nothing
	Safety   Reason = "safety"   // a look found what the system should have told of
	Overflow Reason = "overflow" // the system told of more than it could
	Returned Reason = "returned" // an input of the site is there that was not
	Vanished Reason = "vanished" // an input of the site is no longer there, or cannot be reached
)

var reasons = []Reason{Event, Poll, Safety, Overflow, Returned, Vanished}

// maxPaths is the number of paths in a Hint from which on further ones are left out.
const maxPaths = 100

// Hint says that something may have changed since the hint before it.
type Hint struct {
	Paths  []string // absolute, sorted; some of what changed, as far as it is known
	Reason Reason

	// Prompt says that the hint was given before everything was looked at: Paths is all that was told of since the last
	// look at everything, and a hint without Prompt follows when everything has been looked at.
	Prompt bool
}

func newHint(reason Reason, paths []string) Hint {
	slices.Sort(paths)
	paths = slices.Compact(paths)
	return Hint{Paths: slices.Clip(paths[:min(len(paths), maxPaths)]), Reason: reason}
}

// merge returns one hint for two, of which other is the later. It is prompt only if both are and no path had to be left out.
func (h Hint) merge(other Hint) Hint {
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
