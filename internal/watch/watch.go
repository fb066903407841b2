// Package watch reports that the inputs of a site may have changed. It never decides what changed: a Hint is a reason to take
// a snapshot of everything, and its paths are for the log, or for a first snapshot near them. A missed notification delays a
// change and never loses it.
//
// One goroutine owns the state of a Watcher. It debounces the system's notifications, repairs the watches (see scanner), scans
// the metadata of all inputs, and only then sends a hint, so that a snapshot after the last hint has the last change. When all
// events are writes of files, a prompt hint with their paths goes ahead, so that an editor does not wait for the scan; a full
// hint follows in any case. Where notifications cannot be relied on, as on network drives, it polls instead, and says so in
// Mode. Elsewhere it still scans now and then, for safety.
//
// A scan is a source.Listing, so it covers exactly the files that a snapshot reads. The package does not read files and does
// not know what a page is.
package watch

import (
	"context"
	"errors"
	"path/filepath"
	"sync/atomic"
	"time"

	"pandect/internal/disk"
	"pandect/internal/source"
)

// Options say what to watch, and how. The durations have defaults; only tests set them.
type Options struct {
	Root   string // of the site; its inputs need not exist yet
	Output string // as in source.Options: the folder of the finished site, which is not watched
	Poll   bool   // poll instead of relying on the system's notifications

	PromptDebounce      time.Duration // time without events before a prompt hint, twice as long after a write in place; 8 ms
	DebounceAfterPrompt time.Duration // time without events before a scan, after a prompt hint; 250 ms
	Debounce            time.Duration // time without events before a scan, when there was no prompt hint; 30 ms
	MaxWait             time.Duration // how long events that do not stop delay a hint; 500 ms
	PollInterval        time.Duration // pause between scans while polling; 2 s on a network drive, otherwise 500 ms
	SafetyInterval      time.Duration // pause between scans while notifications are relied on; 5 s

	inputs []string // of the site, absolute
	seams
}

// seams are what tests replace. The zero value is the system.
type seams struct {
	disk         disk.Reader
	notifier     func(emit func(event)) (notifier, error)
	unreliable   func(folder string) (drive, bool)
	closeTimeout time.Duration // how long Close waits for a drive that does not respond
}

// Mode says how a Watcher notices changes at present.
type Mode struct {
	Polling  bool
	Reason   string        // why, as the end of a sentence: "content/ is on a network drive (nfs)"; "" unless Polling
	Interval time.Duration // pause between scans; slow scans have longer ones
	Folders  int           // that are watched or scanned
}

// ErrNoAnswer is returned by Close when a drive does not respond. The goroutines that wait for it end when the system call
// does.
var ErrNoAnswer = errors.New("the drive with the watched folders does not answer")

// Watcher sends hints until it is closed. It is safe for concurrent use.
type Watcher struct {
	hints        chan Hint
	mode         atomic.Pointer[Mode]
	cancel       context.CancelFunc
	ready        chan struct{} // closed after the first scan
	done         chan struct{} // closed when all goroutines have ended
	closeTimeout time.Duration
}

// New starts a Watcher, which ends with ctx or Close. Every change after New has returned leads to a hint. It fails when Root is
// empty or cannot be made absolute, and when ctx ends.
func New(ctx context.Context, o Options) (*Watcher, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	w := &Watcher{hints: make(chan Hint, 1), cancel: cancel, ready: make(chan struct{}), done: make(chan struct{}), closeTimeout: o.closeTimeout}
	l := &loop{
		Watcher: w, state: newState(o), events: make(chan event), outcomes: make(chan outcome, 1),
		scanner: &scanner{options: o, checkedDevices: map[uint64]bool{}},
	}
	l.scanner.emit = func(e event) {
		select {
		case l.events <- e:
		case <-ctx.Done():
		}
	}
	go l.run(ctx)
	select {
	case <-w.ready:
		return w, nil
	case <-ctx.Done():
		w.Close()
		return nil, ctx.Err()
	}
}

func (o Options) complete() (Options, error) {
	if o.Root == "" {
		return o, errors.New("there is nothing to watch")
	}
	var err error
	if o.Root, err = filepath.Abs(o.Root); err != nil {
		return o, err
	}
	if o.Output != "" && !filepath.IsAbs(o.Output) {
		o.Output = filepath.Join(o.Root, o.Output)
	}
	o.inputs = source.Inputs(o.Root)
	if o.disk == nil {
		o.disk = disk.System{}
	}
	if o.notifier == nil {
		o.notifier = newNotifier
	}
	if o.unreliable == nil {
		o.unreliable = unreliable
	}
	for value, standard := range map[*time.Duration]time.Duration{
		&o.PromptDebounce: 8 * time.Millisecond, &o.DebounceAfterPrompt: 250 * time.Millisecond,
		&o.Debounce: 30 * time.Millisecond, &o.MaxWait: 500 * time.Millisecond, &o.SafetyInterval: 5 * time.Second, &o.closeTimeout: 2 * time.Second,
	} {
		if *value <= 0 {
			*value = standard
		}
	}
	return o, nil
}

// Hints returns the channel of hints. It holds one: hints that are not received are coalesced, and nothing waits for the
// receiver. A coalesced hint is prompt only if all of its hints are and all paths fit in. The channel is closed when the
// Watcher has ended.
func (w *Watcher) Hints() <-chan Hint { return w.hints }

// Mode returns how the Watcher notices changes. When that changes, a hint follows.
func (w *Watcher) Mode() Mode { return *w.mode.Load() }

// Close ends the Watcher and waits for its goroutines. The error is nil or ErrNoAnswer.
func (w *Watcher) Close() error {
	w.cancel()
	timeout := time.NewTimer(w.closeTimeout)
	defer timeout.Stop()
	select {
	case <-w.done:
		return nil
	case <-timeout.C:
		return ErrNoAnswer
	}
}

// send sends a hint, coalesced with one that was not received yet. Only the loop calls it.
func (w *Watcher) send(h Hint) {
	select {
	case waiting := <-w.hints:
		h = waiting.coalesce(h)
	default:
	}
	w.hints <- h
}

// loop is the goroutine that owns the state. Scans run in another goroutine, one at a time, so that events are received
// meanwhile. Otherwise adding a folder could deadlock, because fsnotify holds a lock while it delivers some errors.
type loop struct {
	*Watcher
	state    *state
	scanner  *scanner // used by one task at a time
	events   chan event
	outcomes chan outcome
	notifier notifier
	scanning bool // a task is under way
}

func (l *loop) run(ctx context.Context) {
	defer close(l.done)
	defer close(l.hints)
	defer l.stop()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		if !l.scanning {
			if hint, ok := l.state.prompt(time.Now()); ok {
				l.send(hint)
			}
			if task, ok := l.state.next(time.Now()); ok {
				l.start(ctx, task)
			}
		}
		timer.Reset(l.state.untilNext(time.Now(), l.scanning))
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		case e := <-l.events:
			l.state.event(time.Now(), e)
		case out := <-l.outcomes:
			l.finish(out)
		}
	}
}

func (l *loop) start(ctx context.Context, t task) {
	l.scanning = true
	watching := l.notifier
	go func() { l.outcomes <- l.scanner.run(ctx, t, watching) }()
}

func (l *loop) finish(out outcome) {
	l.scanning = false
	l.notifier = out.notifier
	if out.scan == nil { // ctx ended
		return
	}
	hint, ok := l.state.complete(time.Now(), out)
	if l.state.polling && l.notifier != nil {
		l.notifier.Close()
		l.notifier = nil
	}
	mode := l.state.mode()
	l.mode.Store(&mode)
	select {
	case <-l.ready:
		if ok {
			l.send(hint)
		}
	default:
		close(l.ready)
	}
}

// stop waits for the task under way and closes the notifier.
func (l *loop) stop() {
	l.cancel()
	if l.scanning {
		l.notifier = (<-l.outcomes).notifier
	}
	if l.notifier != nil {
		l.notifier.Close()
	}
}
