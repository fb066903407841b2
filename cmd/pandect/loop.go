package main

import (
	"context"
	"reflect"
	"slices"
	"sync/atomic"
	"time"

	"pandect/internal/build"
	"pandect/internal/diag"
	"pandect/internal/disk"
	"pandect/internal/source"
	"pandect/internal/watch"
)

// loop keeps the edition of a site current. It is a session that does not end: when something may have changed, or a page has to
// appear or expire, it reads and compiles again, exactly as build does, and calls onRound.
//
// One goroutine owns it. Changes during a round are coalesced into one hint of the watcher, so that there is never more than one
// build under way and one waiting.
type loop struct {
	*session
	p       *program
	output  string // the folder of the finished site, which is not read as input
	poll    bool
	onRound func(context.Context, *round) error // handles a round; slow work should come last
	onMode  func(watch.Mode)                    // called with how changes are noticed, at the start and when that changes
	posted  chan func()                         // functions to call in this goroutine between two rounds

	busy         atomic.Bool       // a round is under way
	retry        bool              // set by onRound: it failed for a reason that may go away
	lastProblems []diag.Diagnostic // the problems of the last edition
	retryRead    bool              // a file could not be read, and no event will say when it can
	mode         *watch.Mode       // as last reported
	until        time.Time         // when the clock changes the edition; zero for never
}

// round is one iteration of a loop.
type round struct {
	began    time.Time // when the change was noticed
	byClock  bool      // caused by the clock and not by an edit
	before   *source.Tree
	tree     *source.Tree
	edition  *build.Edition    // nil when config.toml or content/ is missing
	problems []diag.Diagnostic // when there is no edition
}

const (
	clockEvery = time.Minute     // how often the clock is checked: it may have been set, or the machine may have slept
	retryEvery = 5 * time.Second // how often an unreadable file is tried again
)

func newLoop(p *program, s *session, output string, poll bool) *loop {
	return &loop{session: s, p: p, output: output, poll: poll, posted: make(chan func())}
}

// run loops until ctx ends, which is not an error.
func (l *loop) run(ctx context.Context) error {
	w, err := watch.New(ctx, watch.Options{ // before the first snapshot, so that no change is lost
		Root: l.flags.source, Output: disk.RealPath(disk.System{}, l.output), Poll: l.poll,
	})
	if err == nil {
		defer w.Close() // runUntilDone reports a drive that does not respond
		err = l.rounds(ctx, w)
	}
	if ctx.Err() != nil {
		return nil
	}
	return err
}

func (l *loop) rounds(ctx context.Context, w *watch.Watcher) error {
	if err := l.round(ctx, &round{began: time.Now()}); err != nil {
		return err
	}
	l.reportMode(w.Mode())
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		var err error
		timer.Reset(l.pause(wallClock()))
		select {
		case <-ctx.Done():
			return nil
		case do := <-l.posted:
			do()
		case hint := <-w.Hints(): // closed only after ctx has ended
			r := &round{began: time.Now()}
			if hint.Prompt {
				err = l.round(ctx, r, hint.Paths...)
			} else {
				err = l.round(ctx, r)
			}
			l.reportMode(w.Mode())
		case <-timer.C:
			switch {
			case l.retryRead:
				err = l.round(ctx, &round{began: time.Now()})
			case l.retry || l.isDue(wallClock()):
				err = l.round(ctx, &round{began: time.Now(), byClock: true})
			}
		}
		if err != nil {
			return err
		}
	}
}

// round reads and compiles the site, and calls onRound if something is different. changed is as in source.Store.Snapshot.
func (l *loop) round(ctx context.Context, r *round, changed ...string) error {
	l.busy.Store(true)
	defer l.busy.Store(false)
	l.session.resetStats()
	if !l.flags.quiet {
		l.progress = startProgress(l.p.stderr)
	}
	defer l.end()

	r.before = l.tree
	if !r.byClock {
		if err := l.read(ctx, changed...); err != nil {
			return err
		}
		l.retryRead = slices.ContainsFunc(l.tree.Diagnostics(), isTransient)
		if r.before != nil && isSame(r.before, l.tree) {
			if !l.isDue(wallClock()) {
				return nil
			}
			r.byClock = true
		}
	}
	r.tree = l.tree
	if !l.fixed {
		l.now = wallClock()
	}
	last := l.edition
	l.until, l.edition = time.Time{}, nil
	if hasConfiguration(l.tree) && l.tree.HasContent() {
		if err := l.compile(ctx); err != nil {
			return err
		}
		r.edition, l.until = l.edition, l.edition.Until()
	} else { // problems of the last edition stay, because nothing was fixed
		r.problems = slices.Concat(l.configProblems(), l.tree.Diagnostics(), l.lastProblems)
	}
	if r.byClock && !l.retry && isSameEdition(last, l.edition) {
		return nil
	}
	err := l.onRound(ctx, r)
	if r.edition != nil {
		l.lastProblems = l.found // onRound may have added to it
	}
	return err
}

// isTransient reports whether a problem may go away without an edit.
func isTransient(d diag.Diagnostic) bool { return d.Passing }

// isSame reports whether two trees are the same for a build.
func isSame(a, b *source.Tree) bool {
	return a.Sum() == b.Sum() && reflect.DeepEqual(a.Diagnostics(), b.Diagnostics())
}

func isSameEdition(a, b *build.Edition) bool {
	return a == b || a != nil && b != nil && a.Sum() == b.Sum() && reflect.DeepEqual(a.Diagnostics(), b.Diagnostics())
}

// isDue reports whether the edition may differ because of the clock alone.
func (l *loop) isDue(now time.Time) bool {
	return !l.fixed && (now.Before(l.now) || !l.until.IsZero() && !now.Before(l.until))
}

// pause returns how long to wait for changes.
func (l *loop) pause(now time.Time) time.Duration {
	switch {
	case l.retryRead:
		return retryEvery
	case l.fixed || l.until.IsZero():
		return clockEvery
	}
	return min(clockEvery, max(l.until.Sub(now), time.Millisecond))
}

// reportMode reports how changes are noticed, if that is different from the last time.
func (l *loop) reportMode(m watch.Mode) {
	if l.mode != nil && l.mode.Polling == m.Polling && l.mode.Reason == m.Reason && (!m.Polling || l.mode.Interval == m.Interval) {
		return
	}
	l.mode = &m
	l.onMode(m)
}

// post calls do in the goroutine of the loop. It blocks until the loop takes it or ctx ends.
func (l *loop) post(ctx context.Context, do func()) {
	select {
	case l.posted <- do:
	case <-ctx.Done():
	}
}

// shutdownTimeout is how long to wait for work that cannot be interrupted.
const shutdownTimeout = 3 * time.Second

// runUntilDone runs work, which ends with ctx. If it is blocked by a drive that does not respond, runUntilDone returns after the
// timeout and leaves its goroutine behind.
func runUntilDone(ctx context.Context, timeout time.Duration, work func() error) error {
	done := make(chan error, 1)
	go func() { done <- work() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	select {
	case err := <-done:
		return err
	case <-timer.C:
		return &failure{code: exitInterrupted, message: "A drive does not answer, and was not waited for.",
			hint: "Check that it is connected. What had been published before is whole, file by file."}
	}
}
