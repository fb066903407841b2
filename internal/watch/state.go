package watch

import (
	"cmp"
	"maps"
	"path/filepath"
	"slices"
	"time"

	"github.com/fsnotify/fsnotify"

	"pandect/internal/disk"
)

const (
	maxGlances  = 64 // of more files at a time it is not asked whether they still grow: nobody writes so many by hand
	maxMisses   = 2  // looks that may find what was not told, before notifications are given up
	maxErrors   = 5  // examinations in a row after an error of the system's, before notifications are given up
	patience    = 3  // polls after which a file that does not come to rest is no longer held back
	slower      = 4  // quiet periods that a file must rest if it was written shortly before
	restPerLook = 4  // pauses are at least this many times as long as a look takes
)

// state decides when to look and when to give a hint. It knows the time only from its arguments and does nothing itself.
type state struct {
	options Options
	look    *look // the last one; nil before the first
	at      time.Time

	waiting *batch // nil when nothing was told
	running *batch // what the examination under way is about; nil when it is but a look
	missed  map[string]struct{}
	misses  int
	errors  int
	recent  map[string]bool // what the last full hint named
	hinted  time.Time       // when that was

	told     time.Time            // when the system last told of something that matters
	spent    bool                 // a prompt hint was given since it was last silent
	prompted map[string]time.Time // when a prompt hint named a path, while that is not long ago

	polling bool
	reason  string // of polling
	remote  bool
	settled map[string]disk.Stamp // while polling: all that hints were given of
	owed    bool                  // while polling: a hint, whatever a look shows
	restive map[string]int        // while polling: how often a file was seen that had not come to rest
	away    map[string]bool       // folders among the roots that were there and are not
}

func newState(o Options) *state {
	return &state{options: o, missed: map[string]struct{}{}, recent: map[string]bool{}, prompted: map[string]time.Time{}, away: map[string]bool{}}
}

// event takes note of what the system told.
func (s *state) event(now time.Time, e event, glance func(string) disk.Stamp) {
	if s.polling {
		return
	}
	known := s.look
	if known == nil {
		known = &look{}
	}
	if e.error == nil {
		if e.op == 0 || !s.options.relevant(known, e.path) {
			return
		}
		s.exonerate(filepath.Dir(e.path))
	}
	b := s.stir(now, Event)
	s.spent = s.spent && now.Sub(s.told) < s.options.Quiet
	s.told = now
	switch {
	case e.error == nil:
		seen := glance(e.path)
		b.note(e.path, seen)
		again := s.isPrompted(now, e.path)
		b.odd = b.odd || again || s.spent || !isEdit(known, e, seen)
		b.inPlace = b.inPlace || e.op.Has(fsnotify.Write)
		if again || s.recent[e.path] && now.Sub(s.hinted) < s.options.Ceiling { // it is being written slowly
			b.quiet = max(b.quiet, slower*s.options.Quiet)
		}
		_, watched := known.folders[e.path]
		b.renew = b.renew || watched && e.op&(fsnotify.Create|fsnotify.Remove|fsnotify.Rename) != 0
		b.certain = b.certain || e.op != fsnotify.Chmod
	case isOverflow(e.error):
		b.reason, b.certain, b.renew = Overflow, true, true
	default:
		b.certain, b.renew, b.failed = true, true, true
	}
}

// stir returns the batch that waits, which waits a little longer now.
func (s *state) stir(now time.Time, reason Reason) *batch {
	if s.waiting == nil {
		s.waiting = &batch{first: now, since: now, quiet: s.options.Quiet, reason: reason, paths: map[string]disk.Stamp{}}
	}
	b := s.waiting
	if b.last = now; b.told {
		b.since, b.told = now, false
	}
	return b
}

// isEdit reports whether what was told is that a regular file was written, in a folder that is known.
func isEdit(known *look, e event, seen disk.Stamp) bool {
	_, inside := known.folders[filepath.Dir(e.path)]
	gone := e.op.Has(fsnotify.Remove) || e.op.Has(fsnotify.Rename)
	return inside && !gone && e.op != fsnotify.Chmod && seen != disk.Stamp{} && seen.Mode.IsRegular()
}

// exonerate forgets that something in a folder was not told, because now it was.
func (s *state) exonerate(folder string) {
	for _, b := range []*batch{s.waiting, s.running} {
		if b != nil {
			delete(b.suspects, folder)
		}
	}
	if delete(s.missed, folder); len(s.missed) == 0 {
		s.misses = 0
	}
}

// isPrompted reports whether a prompt hint named a path not long ago.
func (s *state) isPrompted(now time.Time, path string) bool {
	at, ok := s.prompted[path]
	return ok && now.Sub(at) < s.options.Ceiling
}

// prompt returns the prompt hint that is due now, if any. Of a file that still grows, of one that is empty, and of one of
// which a prompt hint was given only just, none is given: the look at everything will tell. Nor is there another before
// the system was silent for Options.Quiet, so that a storm gives no more hints than without prompt ones.
func (s *state) prompt(now time.Time, glance func(string) disk.Stamp) (Hint, bool) {
	b := s.waiting
	if b == nil || !b.isPlain() || now.Before(b.promptDue(&s.options)) {
		return Hint{}, false
	}
	if b.growing(glance) {
		b.odd, b.last = true, now
		return Hint{}, false
	}
	if b.isHalfDone() {
		b.odd = true
		return Hint{}, false
	}
	b.told, s.spent = true, true
	maps.DeleteFunc(s.prompted, func(_ string, at time.Time) bool { return now.Sub(at) >= s.options.Ceiling })
	for path := range b.paths {
		s.prompted[path] = now
	}
	hint := newHint(Event, slices.Collect(maps.Keys(b.paths)))
	hint.Prompt = true
	return hint, true
}

// next returns what is to be done now, if anything. It is asked only when no task is under way.
func (s *state) next(now time.Time, glance func(string) disk.Stamp) (task, bool) {
	b := s.waiting
	switch {
	case s.look == nil:
		return task{repair: !s.options.Poll}, true
	case b != nil && !now.Before(b.due(&s.options)):
		if now.Before(b.ceiling(&s.options)) && b.growing(glance) {
			b.last, b.quiet = now, 2*b.quiet
			return task{}, false
		}
		s.running, s.waiting = b, nil
		return task{known: s.look, repair: true, renew: b.renew}, true
	case !now.Before(s.nextLook()):
		return task{known: s.look}, true
	}
	return task{}, false
}

// wake returns how long nothing will be to be done unless something is told.
func (s *state) wake(now time.Time, busy bool) time.Duration {
	if busy {
		return time.Hour
	}
	at := s.nextLook()
	if s.waiting != nil {
		due := s.waiting.due(&s.options)
		if s.waiting.isPlain() {
			if prompt := s.waiting.promptDue(&s.options); prompt.Before(due) {
				due = prompt
			}
		}
		if due.Before(at) {
			at = due
		}
	}
	return at.Sub(now)
}

func (s *state) nextLook() time.Time {
	pause := s.every()
	if s.look != nil {
		pause = max(pause, restPerLook*s.look.took)
	}
	return s.at.Add(pause)
}

func (s *state) every() time.Duration {
	switch {
	case !s.polling && len(s.away) == 0:
		return s.options.SafetyEvery
	case s.options.PollEvery > 0:
		return s.options.PollEvery
	case s.remote:
		return 2 * time.Second
	default:
		return 500 * time.Millisecond
	}
}

func (s *state) mode() Mode {
	m := Mode{Polling: s.polling, Every: s.every()}
	if s.polling {
		m.Reason = s.reason
	}
	if s.look != nil {
		m.Folders = len(s.look.folders)
	}
	return m
}

func (s *state) same() func(a, b disk.Stamp) bool {
	if s.remote {
		return alike
	}
	return identical
}

// finished takes in what came of a task, and returns the hint that is due, if any.
func (s *state) finished(now time.Time, out outcome) (hint Hint, ok bool) {
	before := s.look
	s.look, s.at = out.look, now
	s.remote = s.remote || out.look.isDeaf && out.look.deaf.remote
	if out.unsettled {
		s.stir(now, Event).renew = true
	}
	switch {
	case s.polling:
		return s.polled(before)
	case before == nil:
		if s.options.Poll {
			out.deaf = "this was asked for"
		}
	case out.repaired:
		var gaveUp string
		hint, gaveUp, ok = s.examined(before)
		out.deaf = cmp.Or(out.deaf, gaveUp)
	case out.deaf != "":
		s.poll(out.deaf, before)
		return s.polled(before)
	default:
		s.checked(now, before)
	}
	if out.deaf != "" {
		s.poll(out.deaf, s.look)
	}
	return hint, ok
}

// poll gives up notifications. Hints were given of all that is in a look.
func (s *state) poll(reason string, known *look) {
	s.owed = s.waiting != nil && s.waiting.certain
	s.polling, s.reason, s.waiting, s.settled = true, reason, nil, maps.Clone(known.files)
}

// examined compares two looks when notifications work, the second taken in an examination.
func (s *state) examined(before *look) (hint Hint, gaveUp string, ok bool) {
	b := s.running
	s.running = nil
	if s.errors++; !b.failed {
		s.errors = 0
	}
	if s.errors >= maxErrors {
		gaveUp = "the system cannot tell of changes any more"
	}
	reason := b.reason
	if reason == Safety {
		if len(b.suspects) == 0 {
			reason = Event
		} else if s.misses++; s.misses >= maxMisses {
			gaveUp = s.rootOf(slices.Sorted(maps.Keys(b.suspects))[0]) + " does not report all changes"
			s.remote = true // others must have made them
		}
		maps.Copy(s.missed, b.suspects)
	}
	paths := before.differences(s.look, s.same())
	if !b.certain && len(paths) == 0 {
		return Hint{}, gaveUp, false
	}
	return s.hint(before.files, reason, slices.AppendSeq(paths, maps.Keys(b.paths))), gaveUp, true
}

// checked compares two looks when notifications work, the second taken only for safety.
func (s *state) checked(now time.Time, before *look) {
	paths, moved := before.differences(s.look, s.same()), !maps.Equal(before.folders, s.look.folders)
	found := s.look
	s.look = before // the examination that follows compares with what hints were given of
	if s.waiting != nil || len(paths) == 0 && !moved {
		return
	}
	b := s.stir(now, Safety)
	b.renew, b.certain, b.suspects = true, len(paths) > 0, map[string]struct{}{}
	for _, path := range paths {
		b.note(path, found.files[path])
		b.suspects[filepath.Dir(path)] = struct{}{}
	}
	for _, root := range s.options.inputs { // of these coming and going is not always told
		if _, was := before.files[root]; was != found.has(root) {
			clear(b.suspects)
		}
	}
}

// polled compares a look with the one before it and with all that hints were given of. What looks the same twice has
// come to rest; what never does is not held back for ever.
func (s *state) polled(before *look) (Hint, bool) {
	same := s.same()
	restive := map[string]int{}
	var paths []string
	for _, path := range (&look{files: s.settled}).differences(s.look, same) {
		polls := s.restive[path] + 1
		if polls < patience && !same(before.files[path], s.look.files[path]) {
			restive[path] = polls
			continue
		}
		paths = append(paths, path)
	}
	s.restive = restive
	if len(paths) == 0 && !s.owed {
		return Hint{}, false
	}
	s.owed = false
	hint := s.hint(s.settled, Poll, slices.Clone(paths))
	for _, path := range paths {
		if stamp, ok := s.look.files[path]; ok {
			s.settled[path] = stamp
		} else {
			delete(s.settled, path)
		}
	}
	return hint, true
}

// hint says more if a root folder went or came. Then it does not name all that is in it.
func (s *state) hint(before map[string]disk.Stamp, reason Reason, paths []string) Hint {
	for _, root := range s.options.inputs {
		was, is := before[root], s.look.files[root]
		changed := slices.Contains(paths, root)
		switch {
		case changed && was.Mode.IsDir() && !is.Mode.IsDir():
			reason, s.away[root] = Vanished, true
		case changed && !was.Mode.IsDir() && is.Mode.IsDir():
			if reason != Vanished {
				reason = Returned
			}
			delete(s.away, root)
		default:
			continue
		}
		paths = slices.DeleteFunc(paths, func(path string) bool { return path != root && disk.Within(path, root) })
	}
	h := newHint(reason, paths)
	s.hinted = s.at
	clear(s.recent)
	for _, path := range h.Paths {
		s.recent[path] = true
	}
	return h
}

func (s *state) rootOf(folder string) string {
	for _, root := range s.options.inputs {
		if disk.Within(folder, root) {
			return display(root)
		}
	}
	return display(folder)
}
