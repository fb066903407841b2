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
	maxStats         = 64 // files in a batch up to which it is checked whether they still grow: nobody writes more by hand
	maxMisses        = 2  // scans that found changes without notification, after which polling begins
	maxErrors        = 5  // repairs in a row after an error of the notifier, after which polling begins
	maxUnstablePolls = 3  // polls after which a file that changes every time is reported all the same
	slowWriteFactor  = 4  // factor of the debounce time for a file that was written shortly before
	idlePerScan      = 4  // the pause between scans is at least this many times as long as a scan takes
)

// state decides when to scan and when to send a hint. It gets the time as an argument, and does neither itself.
type state struct {
	options   Options
	lastScan  *scan // nil before the first
	scannedAt time.Time

	pending    *batch              // nil when there were no events
	current    *batch              // the batch of the repair under way; nil when there is none
	unreported map[string]struct{} // folders with changes that were not notified
	misses     int
	errors     int
	lastHinted map[string]bool // paths of the last full hint
	lastHintAt time.Time       // time of the last full hint

	lastEvent  time.Time            // time of the last event that matters
	promptUsed bool                 // a prompt hint was sent since the events last paused
	prompted   map[string]time.Time // paths of recent prompt hints, with their times

	polling      bool
	pollReason   string
	remote       bool
	reported     map[string]disk.Stamp // while polling: the stamps that hints were sent for
	hintDue      bool                  // while polling: send a hint even if the scan finds no difference
	unstable     map[string]int        // while polling: in how many polls in a row a file was changing
	missingRoots map[string]bool       // input folders that were removed or cannot be reached
}

func newState(o Options) *state {
	return &state{options: o, unreported: map[string]struct{}{}, lastHinted: map[string]bool{}, prompted: map[string]time.Time{}, missingRoots: map[string]bool{}}
}

// event adds an event to the pending batch.
func (s *state) event(now time.Time, e event) {
	if s.polling {
		return
	}
	known := s.lastScan
	if known == nil {
		known = &scan{}
	}
	if e.err == nil {
		if e.op == 0 || !s.options.relevant(known, e.path) {
			return
		}
		s.clearUnreported(filepath.Dir(e.path))
	}
	b := s.extendBatch(now, Event)
	s.promptUsed = s.promptUsed && now.Sub(s.lastEvent) < s.options.Debounce
	s.lastEvent = now
	switch {
	case e.err == nil:
		seen := s.options.stat(e.path)
		b.add(e.path, seen)
		again := s.recentlyPrompted(now, e.path)
		b.needsScan = b.needsScan || again || s.promptUsed || !isEdit(known, e, seen)
		b.inPlace = b.inPlace || e.op.Has(fsnotify.Write)
		if again || s.lastHinted[e.path] && now.Sub(s.lastHintAt) < s.options.MaxWait { // a slow write
			b.debounce = max(b.debounce, slowWriteFactor*s.options.Debounce)
		}
		_, watched := known.folders[e.path]
		b.rewatch = b.rewatch || watched && e.op&(fsnotify.Create|fsnotify.Remove|fsnotify.Rename) != 0
		b.mustHint = b.mustHint || e.op != fsnotify.Chmod
	case isOverflow(e.err):
		b.reason, b.mustHint, b.rewatch = Overflow, true, true
	default:
		b.mustHint, b.rewatch, b.failed = true, true, true
	}
}

// extendBatch returns the pending batch, whose debounce time starts anew.
func (s *state) extendBatch(now time.Time, reason Reason) *batch {
	if s.pending == nil {
		s.pending = &batch{first: now, sincePrompt: now, debounce: s.options.Debounce, reason: reason, paths: map[string]disk.Stamp{}}
	}
	b := s.pending
	if b.last = now; b.promptSent {
		b.sincePrompt, b.promptSent = now, false
	}
	return b
}

// isEdit reports whether an event is the write of a regular file in a known folder.
func isEdit(known *scan, e event, seen disk.Stamp) bool {
	_, inside := known.folders[filepath.Dir(e.path)]
	gone := e.op.Has(fsnotify.Remove) || e.op.Has(fsnotify.Rename)
	return inside && !gone && e.op != fsnotify.Chmod && seen != disk.Stamp{} && seen.Mode.IsRegular()
}

// clearUnreported forgets that changes in a folder were not notified, because now one was.
func (s *state) clearUnreported(folder string) {
	for _, b := range []*batch{s.pending, s.current} {
		if b != nil {
			delete(b.unreported, folder)
		}
	}
	if delete(s.unreported, folder); len(s.unreported) == 0 {
		s.misses = 0
	}
}

// recentlyPrompted reports whether a recent prompt hint named a path.
func (s *state) recentlyPrompted(now time.Time, path string) bool {
	at, ok := s.prompted[path]
	return ok && now.Sub(at) < s.options.MaxWait
}

// prompt returns the prompt hint that is due now, if any. There is none for a file that still grows, is empty, or had one just
// before: these wait for the scan. After one there is no other until events paused for Options.Debounce, so that an event
// storm causes no more hints than it would without prompt ones.
func (s *state) prompt(now time.Time) (Hint, bool) {
	b := s.pending
	if b == nil || !b.canPrompt() || now.Before(b.promptDue(&s.options)) {
		return Hint{}, false
	}
	if b.isGrowing(&s.options) {
		b.needsScan, b.last = true, now
		return Hint{}, false
	}
	if b.isHalfWritten() {
		b.needsScan = true
		return Hint{}, false
	}
	b.promptSent, s.promptUsed = true, true
	maps.DeleteFunc(s.prompted, func(_ string, at time.Time) bool { return now.Sub(at) >= s.options.MaxWait })
	for path := range b.paths {
		s.prompted[path] = now
	}
	hint := newHint(Event, slices.Collect(maps.Keys(b.paths)))
	hint.Prompt = true
	return hint, true
}

// next returns the task that is due now, if any. It must not be called while another one is under way.
func (s *state) next(now time.Time) (task, bool) {
	b := s.pending
	switch {
	case s.lastScan == nil:
		return task{repair: !s.options.Poll}, true
	case b != nil && !now.Before(b.due(&s.options)):
		if now.Before(b.latest(&s.options)) && b.isGrowing(&s.options) {
			b.last, b.debounce = now, 2*b.debounce
			return task{}, false
		}
		s.current, s.pending = b, nil
		return task{last: s.lastScan, repair: true, rewatch: b.rewatch}, true
	case !now.Before(s.nextScan()):
		return task{last: s.lastScan}, true
	}
	return task{}, false
}

// untilNext returns how long there is nothing to do unless an event comes.
func (s *state) untilNext(now time.Time, scanning bool) time.Duration {
	if scanning {
		return time.Hour
	}
	at := s.nextScan()
	if s.pending != nil {
		due := s.pending.due(&s.options)
		if s.pending.canPrompt() {
			if prompt := s.pending.promptDue(&s.options); prompt.Before(due) {
				due = prompt
			}
		}
		if due.Before(at) {
			at = due
		}
	}
	return at.Sub(now)
}

func (s *state) nextScan() time.Time {
	pause := s.interval()
	if s.lastScan != nil {
		pause = max(pause, idlePerScan*s.lastScan.took)
	}
	return s.scannedAt.Add(pause)
}

func (s *state) interval() time.Duration {
	switch {
	case !s.polling && len(s.missingRoots) == 0:
		return s.options.SafetyInterval
	case s.options.PollInterval > 0:
		return s.options.PollInterval
	case s.remote:
		return 2 * time.Second
	default:
		return 500 * time.Millisecond
	}
}

func (s *state) mode() Mode {
	m := Mode{Polling: s.polling, Interval: s.interval()}
	if s.polling {
		m.Reason = s.pollReason
	}
	if s.lastScan != nil {
		m.Folders = len(s.lastScan.folders)
	}
	return m
}

func (s *state) equal() func(a, b disk.Stamp) bool {
	if s.remote {
		return sameButInode
	}
	return sameStamp
}

// complete records the outcome of a task, and returns the hint that is due, if any.
func (s *state) complete(now time.Time, out outcome) (hint Hint, ok bool) {
	before := s.lastScan
	s.lastScan, s.scannedAt = out.scan, now
	s.remote = s.remote || out.scan.isUnreliable && out.scan.drive.remote
	if out.unstable {
		s.extendBatch(now, Event).rewatch = true
	}
	switch {
	case s.polling:
		return s.afterPoll(before)
	case before == nil:
		if s.options.Poll {
			out.pollReason = "this was asked for"
		}
	case out.repaired:
		var failure string
		hint, failure, ok = s.afterRepair(before)
		out.pollReason = cmp.Or(out.pollReason, failure)
	case out.pollReason != "":
		s.startPolling(out.pollReason, before)
		return s.afterPoll(before)
	default:
		s.afterSafetyScan(now, before)
	}
	if out.pollReason != "" {
		s.startPolling(out.pollReason, s.lastScan)
	}
	return hint, ok
}

// startPolling stops relying on notifications. known is the scan that hints were sent for.
func (s *state) startPolling(reason string, known *scan) {
	s.hintDue = s.pending != nil && s.pending.mustHint
	s.polling, s.pollReason, s.pending, s.reported = true, reason, nil, maps.Clone(known.files)
}

// afterRepair compares the last scan, which came with a repair of the watches, with the one before. failure says why
// notifications cannot be relied on, or is "".
func (s *state) afterRepair(before *scan) (hint Hint, failure string, ok bool) {
	b := s.current
	s.current = nil
	if s.errors++; !b.failed {
		s.errors = 0
	}
	if s.errors >= maxErrors {
		failure = "the system cannot tell of changes any more"
	}
	reason := b.reason
	if reason == Safety {
		if len(b.unreported) == 0 {
			reason = Event
		} else if s.misses++; s.misses >= maxMisses {
			failure = s.rootOf(slices.Sorted(maps.Keys(b.unreported))[0]) + " does not report all changes"
			s.remote = true // another machine must have made the changes
		}
		maps.Copy(s.unreported, b.unreported)
	}
	paths := before.differences(s.lastScan, s.equal())
	if !b.mustHint && len(paths) == 0 {
		return Hint{}, failure, false
	}
	return s.hint(before.files, reason, slices.AppendSeq(paths, maps.Keys(b.paths))), failure, true
}

// afterSafetyScan compares the last scan, which was made to find missed notifications, with the one before.
func (s *state) afterSafetyScan(now time.Time, before *scan) {
	paths, foldersChanged := before.differences(s.lastScan, s.equal()), !maps.Equal(before.folders, s.lastScan.folders)
	found := s.lastScan
	s.lastScan = before // the repair that follows compares with what hints were sent for
	if s.pending != nil || len(paths) == 0 && !foldersChanged {
		return
	}
	b := s.extendBatch(now, Safety)
	b.rewatch, b.mustHint, b.unreported = true, len(paths) > 0, map[string]struct{}{}
	for _, path := range paths {
		b.add(path, found.files[path])
		b.unreported[filepath.Dir(path)] = struct{}{}
	}
	for _, root := range s.options.inputs { // their creation and removal is not always notified
		if _, was := before.files[root]; was != found.has(root) {
			clear(b.unreported)
		}
	}
}

// afterPoll compares the last scan with the one before and with what hints were sent for. A file is reported when it is the
// same in two scans in a row, or after maxUnstablePolls.
func (s *state) afterPoll(before *scan) (Hint, bool) {
	same := s.equal()
	unstable := map[string]int{}
	var paths []string
	for _, path := range (&scan{files: s.reported}).differences(s.lastScan, same) {
		polls := s.unstable[path] + 1
		if polls < maxUnstablePolls && !same(before.files[path], s.lastScan.files[path]) {
			unstable[path] = polls
			continue
		}
		paths = append(paths, path)
	}
	s.unstable = unstable
	if len(paths) == 0 && !s.hintDue {
		return Hint{}, false
	}
	s.hintDue = false
	hint := s.hint(s.reported, Poll, slices.Clone(paths))
	for _, path := range paths {
		if stamp, ok := s.lastScan.files[path]; ok {
			s.reported[path] = stamp
		} else {
			delete(s.reported, path)
		}
	}
	return hint, true
}

// hint makes a full hint. If an input folder came or went, the hint names the folder and not what is in it.
func (s *state) hint(before map[string]disk.Stamp, reason Reason, paths []string) Hint {
	for _, root := range s.options.inputs {
		was, is := before[root], s.lastScan.files[root]
		changed := slices.Contains(paths, root)
		switch {
		case changed && was.Mode.IsDir() && !is.Mode.IsDir():
			reason, s.missingRoots[root] = Vanished, true
		case changed && !was.Mode.IsDir() && is.Mode.IsDir():
			if reason != Vanished {
				reason = Returned
			}
			delete(s.missingRoots, root)
		default:
			continue
		}
		paths = slices.DeleteFunc(paths, func(path string) bool { return path != root && disk.Within(path, root) })
	}
	h := newHint(reason, paths)
	s.lastHintAt = s.scannedAt
	clear(s.lastHinted)
	for _, path := range h.Paths {
		s.lastHinted[path] = true
	}
	return h
}

func (s *state) rootOf(folder string) string {
	for _, root := range s.options.inputs {
		if disk.Within(folder, root) {
			return folderName(root)
		}
	}
	return folderName(folder)
}
