// Package watch says that something near a site's files may have changed. It never decides what: a Hint is a reason to
// look at everything again, and the paths in it are for the log, or for a first look near them. A lost notification costs
// time, not truth.
//
// One goroutine owns all that a Watcher knows. It gathers the system's notifications until they fall silent, repairs
// what is watched (see examiner), looks at every file, and only then gives a hint, so that a reader who looks after the
// last hint sees the last change. When all that was told of is that files were written, a prompt hint goes ahead, with
// their paths, so that somebody who edits does not wait for the look at everything; a full hint follows in any case. Where
// the system tells nothing, as on network drives, it looks again and again instead, and says so in Mode. A slow look goes
// on in any case.
//
// Which files matter, source says: a look is the listing of a walk that a Snapshot takes, too. The package does not read
// files and does not know what a page is.
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

// Options say what to watch, and how. The durations have defaults and are otherwise for tests.
type Options struct {
	Root   string // of the site, the inputs of which are watched; these need not exist yet
	Output string // as for source.Open: folder of the finished site, which is not watched
	Poll   bool   // look again and again instead of relying on the system's notifications

	Prompt      time.Duration // how long notifications must be silent before a prompt hint, and twice as long when a file was written in place; 8 ms
	Examine     time.Duration // how long they must be silent after a prompt hint before everything is looked at; 250 ms
	Quiet       time.Duration // how long they must be silent before everything is looked at when no prompt hint was given; 30 ms
	Ceiling     time.Duration // how long a hint is held back when they never are; 500 ms
	PollEvery   time.Duration // pause between two looks where the system tells nothing; 2 s on a network drive, otherwise 500 ms
	SafetyEvery time.Duration // pause between two looks where it does; 5 s

	inputs []string // of the site, absolute
	seams
}

// seams are what tests put something else in the place of. The zero value is the system.
type seams struct {
	disk     disk.Reader
	notifier func(emit func(event)) (notifier, error)
	deaf     func(folder string) (drive, bool)
	patience time.Duration // how long Close waits for a drive that does not answer
}

// Mode says how a Watcher learns of changes at present.
type Mode struct {
	Polling bool
	Reason  string        // why, as the end of a sentence: "content/ is on a network drive (nfs)"; "" unless Polling
	Every   time.Duration // pause between two looks at everything, when these do not take longer themselves
	Folders int           // that are watched or looked at
}

// ErrNoAnswer is what Close returns when a drive does not answer. The goroutines that wait for the drive are left behind
// and end when the system gives up.
var ErrNoAnswer = errors.New("the drive with the watched folders does not answer")

// Watcher gives hints until it is closed. It is safe for concurrent use.
type Watcher struct {
	hints    chan Hint
	mode     atomic.Pointer[Mode]
	cancel   context.CancelFunc
	ready    chan struct{} // closed when everything is watched
	done     chan struct{} // closed when all goroutines have ended
	patience time.Duration
}

// New starts a Watcher, which ends with ctx or Close. What changes after New has returned leads to a hint. The error
// says that a path cannot be made absolute, that there is none, or that ctx ended.
func New(ctx context.Context, o Options) (*Watcher, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	w := &Watcher{hints: make(chan Hint, 1), cancel: cancel, ready: make(chan struct{}), done: make(chan struct{}), patience: o.patience}
	l := &loop{
		Watcher: w, state: newState(o), events: make(chan event), outcomes: make(chan outcome, 1),
		examiner: &examiner{options: o, checked: map[uint64]bool{}},
	}
	l.examiner.emit = func(e event) {
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
	if o.deaf == nil {
		o.deaf = deaf
	}
	for value, standard := range map[*time.Duration]time.Duration{
		&o.Prompt: 8 * time.Millisecond, &o.Examine: 250 * time.Millisecond,
		&o.Quiet: 30 * time.Millisecond, &o.Ceiling: 500 * time.Millisecond, &o.SafetyEvery: 5 * time.Second, &o.patience: 2 * time.Second,
	} {
		if *value <= 0 {
			*value = standard
		}
	}
	return o, nil
}

// Hints returns the channel of hints. A hint that is not taken grows with those that come after it: there is never more
// than one, and nothing waits for the reader. Their paths unite, and the one is prompt only if all are and all paths fit in:
// whoever missed a full hint has to look at everything. The channel is closed when the Watcher has ended.
func (w *Watcher) Hints() <-chan Hint { return w.hints }

// Mode returns how the Watcher learns of changes. When that changes, a hint follows.
func (w *Watcher) Mode() Mode { return *w.mode.Load() }

// Close ends the Watcher and waits for its goroutines. The error is nil or ErrNoAnswer.
func (w *Watcher) Close() error {
	w.cancel()
	patience := time.NewTimer(w.patience)
	defer patience.Stop()
	select {
	case <-w.done:
		return nil
	case <-patience.C:
		return ErrNoAnswer
	}
}

// give puts a hint into the slot, together with one that still lies there. Only the loop calls it.
func (w *Watcher) give(h Hint) {
	select {
	case waiting := <-w.hints:
		h = waiting.merge(h)
	default:
	}
	w.hints <- h
}

// loop is the goroutine that owns the state. Looks are taken in another goroutine, one at a time, so that notifications
// are received meanwhile. (The library holds a lock while it delivers some errors; whoever
// adds a folder at that moment would wait for ever if nobody received them.)
type loop struct {
	*Watcher
	state    *state
	examiner *examiner // used by one examination at a time
	events   chan event
	outcomes chan outcome
	notifier notifier
	busy     bool // an examination is under way
}

func (l *loop) run(ctx context.Context) {
	defer close(l.done)
	defer close(l.hints)
	defer l.end()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		if !l.busy {
			if hint, ok := l.state.prompt(time.Now(), l.examiner.options.glance); ok {
				l.give(hint)
			}
			if task, ok := l.state.next(time.Now(), l.examiner.options.glance); ok {
				l.start(ctx, task)
			}
		}
		timer.Reset(l.state.wake(time.Now(), l.busy))
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		case e := <-l.events:
			l.state.event(time.Now(), e, l.examiner.options.glance)
		case out := <-l.outcomes:
			l.finish(out)
		}
	}
}

func (l *loop) start(ctx context.Context, t task) {
	l.busy = true
	watching := l.notifier
	go func() { l.outcomes <- l.examiner.run(ctx, t, watching) }()
}

func (l *loop) finish(out outcome) {
	l.busy = false
	l.notifier = out.notifier
	if out.look == nil { // ctx ended
		return
	}
	hint, ok := l.state.finished(time.Now(), out)
	if l.state.polling && l.notifier != nil {
		l.notifier.Close()
		l.notifier = nil
	}
	mode := l.state.mode()
	l.mode.Store(&mode)
	select {
	case <-l.ready:
		if ok {
			l.give(hint)
		}
	default:
		close(l.ready)
	}
}

// end waits for the examination that is under way.
func (l *loop) end() {
	l.cancel()
	if l.busy {
		l.notifier = (<-l.outcomes).notifier
	}
	if l.notifier != nil {
		l.notifier.Close()
	}
}
