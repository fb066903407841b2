package watch

import (
	"time"

	"pandect/internal/disk"
)

// batch is the events since the last repair of the watches began.
type batch struct {
	first, last time.Time
	sincePrompt time.Time     // of the first event that no prompt hint covers
	debounce    time.Duration // Options.Debounce, and longer while a file grows
	reason      Reason
	paths       map[string]disk.Stamp // at most maxPaths, with their stamps at the time of the event
	unreported  map[string]struct{}   // folders in which a scan found changes that were not notified
	mustHint    bool                  // send a hint even if the scan finds no difference
	rewatch     bool
	failed      bool // the notifier failed
	inPlace     bool // a file was written in place and not replaced, so it may be incomplete
	needsScan   bool // there was more than writes of regular files, or too much for prompt hints
	promptSent  bool // a prompt hint covers all of it
}

// canPrompt reports whether a prompt hint can cover all of the batch.
func (b *batch) canPrompt() bool {
	return b.reason == Event && len(b.paths) > 0 && len(b.paths) < maxPaths && !b.needsScan && !b.rewatch && !b.failed && !b.promptSent
}

// add adds a path if there is room for it.
func (b *batch) add(path string, now disk.Stamp) {
	if _, known := b.paths[path]; known || len(b.paths) < maxPaths {
		b.paths[path] = now
	}
}

// due returns when the full hint is due: when no event came for the debounce time, but not after the latest time.
func (b *batch) due(o *Options) time.Time {
	debounce := b.debounce
	if b.promptSent {
		debounce = o.DebounceAfterPrompt
	}
	at, latest := b.last.Add(debounce), b.latest(o)
	if latest.Before(at) {
		return latest
	}
	return at
}

// latest returns when a full hint is due even if events go on. Events after a prompt hint have the time that they would have
// without it: otherwise the limit could be reached in the middle of a save.
func (b *batch) latest(o *Options) time.Time {
	if b.promptSent {
		return b.first.Add(o.MaxWait)
	}
	return b.sincePrompt.Add(o.MaxWait)
}

func (b *batch) promptDue(o *Options) time.Time {
	if b.inPlace {
		return b.last.Add(2 * o.PromptDebounce)
	}
	return b.last.Add(o.PromptDebounce)
}

// isGrowing reports whether a file was written since its event or the last call.
func (b *batch) isGrowing(o *Options) (grows bool) {
	if len(b.paths) > maxStats {
		return false
	}
	for path, before := range b.paths {
		now := o.stat(path)
		grows = grows || before != now && before.Mode.IsRegular() && now.Mode.IsRegular()
		b.paths[path] = now
	}
	return grows
}

// isHalfWritten reports whether a file is empty or missing, as it may be for a moment while a program saves it.
func (b *batch) isHalfWritten() bool {
	for _, s := range b.paths {
		if s.Size == 0 {
			return true
		}
	}
	return false
}
