package watch

import (
	"time"

	"pandect/internal/disk"
)

// batch is what was told since the last examination began.
type batch struct {
	first, last time.Time
	since       time.Time     // the first time that no prompt hint told of
	quiet       time.Duration // Options.Quiet, and longer while a file grows
	reason      Reason
	paths       map[string]disk.Stamp // told of, as they looked then, at most maxPaths
	suspects    map[string]struct{}   // folders in which a look found what was not told
	certain     bool                  // a hint is due whatever the look shows
	renew       bool
	failed      bool
	inPlace     bool // a file was written and not only put in another's place: it may not be whole yet
	odd         bool // more was told than that regular files were written, or too much for prompt hints
	told        bool // a prompt hint was given of all of it
}

// isPlain reports whether a prompt hint can tell all of it.
func (b *batch) isPlain() bool {
	return b.reason == Event && len(b.paths) > 0 && len(b.paths) < maxPaths && !b.odd && !b.renew && !b.failed && !b.told
}

// note takes note of a path if there is room for it.
func (b *batch) note(path string, now disk.Stamp) {
	if _, known := b.paths[path]; known || len(b.paths) < maxPaths {
		b.paths[path] = now
	}
}

func (b *batch) due(o *Options) time.Time {
	pause := b.quiet
	if b.told {
		pause = o.Examine
	}
	at, ceiling := b.last.Add(pause), b.ceiling(o)
	if ceiling.Before(at) {
		return ceiling
	}
	return at
}

// ceiling returns how long a full hint is held back at most. What was told after a prompt hint has the time that it would
// have without: otherwise a ceiling could come in the middle of somebody's saving.
func (b *batch) ceiling(o *Options) time.Time {
	if b.told {
		return b.first.Add(o.Ceiling)
	}
	return b.since.Add(o.Ceiling)
}

func (b *batch) promptDue(o *Options) time.Time {
	if b.inPlace {
		return b.last.Add(2 * o.Prompt)
	}
	return b.last.Add(o.Prompt)
}

// growing reports whether a file was written since it was told of or last asked about.
func (b *batch) growing(glance func(string) disk.Stamp) (grows bool) {
	if len(b.paths) > maxGlances {
		return false
	}
	for path, before := range b.paths {
		now := glance(path)
		grows = grows || before != now && before.Mode.IsRegular() && now.Mode.IsRegular()
		b.paths[path] = now
	}
	return grows
}

// isHalfDone reports whether a file is empty or gone: programs that save may do that before they write.
func (b *batch) isHalfDone() bool {
	for _, s := range b.paths {
		if s.Size == 0 {
			return true
		}
	}
	return false
}
