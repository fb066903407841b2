package main

import (
	"context"
	"reflect"
	"slices"
	"sync/atomic"
	"time"

	"pandect/internal/build"
	"pandect/internal/diag"
	"pandect/internal/source"
	"pandect/internal/watch"
)

// loop keeps the edition of a site current. It is a session that does not end: when something may have changed, or the
// hour of a page has come, it reads and compiles again, exactly as build does, and hands on what came of it.
//
// One goroutine owns it. What happens while that is at work, the watcher gathers into one hint, so that there is never
// more than one build under way and one waiting.
type loop struct {
	*session
	p      *program
	output string // the folder of the finished site, which is no input
	poll   bool
	show   func(context.Context, *round) error // what is done with a round; what is slow comes last in it
	tell   func(watch.Mode)                    // told how changes are learnt of, at the start and when that changes
	news   chan func()                         // further things to do in this goroutine, between two rounds

	busy  atomic.Bool       // a round is under way
	retry bool              // set by show: what it has to do could not be done, and is worth another try
	known []diag.Diagnostic // what was wrong when there was a site last
	held  bool              // a file could not be read, because another program holds it or otherwise: nobody tells when it can
	mode  *watch.Mode       // as it was told last
	until time.Time         // when the hour of a page comes; zero for never
}

// round is one turn of a loop.
type round struct {
	began   time.Time // when it was known that there is something to do
	byClock bool      // nothing was edited
	before  *source.Tree
	tree    *source.Tree
	edition *build.Edition    // nil when config.toml or content/ is not there: then there is no site
	more    []diag.Diagnostic // what is wrong when there is no edition
}

const (
	clockEvery = time.Minute     // how often the clock is looked at: it may have been set, or the machine may have slept
	heldEvery  = 5 * time.Second // how often a file that could not be read is tried again
)

func newLoop(p *program, s *session, output string, poll bool) *loop {
	return &loop{session: s, p: p, output: output, poll: poll, news: make(chan func())}
}

// run goes on until ctx ends, which is no error.
func (l *loop) run(ctx context.Context) error {
	w, err := watch.New(ctx, watch.Options{ // before the first look, so that no change is lost
		Root: l.flags.source, Output: resolved(l.output), Poll: l.poll,
	})
	if err == nil {
		defer w.Close() // that a drive does not answer, untilEnd tells
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
	l.tellMode(w.Mode())
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		var err error
		timer.Reset(l.pause(present()))
		select {
		case <-ctx.Done():
			return nil
		case do := <-l.news:
			do()
		case hint := <-w.Hints(): // closed only when ctx has ended
			r := &round{began: time.Now()}
			if hint.Prompt {
				err = l.round(ctx, r, hint.Paths...)
			} else {
				err = l.round(ctx, r)
			}
			l.tellMode(w.Mode())
		case <-timer.C:
			switch {
			case l.held:
				err = l.round(ctx, &round{began: time.Now()})
			case l.retry || l.isDue(present()):
				err = l.round(ctx, &round{began: time.Now(), byClock: true})
			}
		}
		if err != nil {
			return err
		}
	}
}

// round reads and compiles what is there now, and shows it if it is another than before. near is as for source.Store.
func (l *loop) round(ctx context.Context, r *round, near ...string) error {
	l.busy.Store(true)
	defer l.busy.Store(false)
	l.session.again()
	if !l.flags.quiet {
		l.progress = startProgress(l.p.stderr)
	}
	defer l.end()

	r.before = l.tree
	if !r.byClock {
		if err := l.read(ctx, near...); err != nil {
			return err
		}
		l.held = slices.ContainsFunc(l.tree.Diagnostics(), isPassing)
		if r.before != nil && isSame(r.before, l.tree) {
			if !l.isDue(present()) {
				return nil
			}
			r.byClock = true
		}
	}
	r.tree = l.tree
	if !l.fixed {
		l.now = present()
	}
	last := l.edition
	l.until, l.edition = time.Time{}, nil
	if hasConfiguration(l.tree) && l.tree.HasContent() {
		if err := l.compile(ctx); err != nil {
			return err
		}
		r.edition, l.until = l.edition, l.edition.Until()
	} else { // nothing was mended either
		r.more = slices.Concat(l.flaws(), l.tree.Diagnostics(), l.known)
	}
	if r.byClock && !l.retry && isSameEdition(last, l.edition) {
		return nil
	}
	err := l.show(ctx, r)
	if r.edition != nil {
		l.known = l.found // show may have added to it
	}
	return err
}

// isPassing reports whether a problem may pass without an edit.
func isPassing(d diag.Diagnostic) bool { return d.Passing }

// isSame reports whether nothing that a build depends on is different.
func isSame(a, b *source.Tree) bool {
	return a.Sum() == b.Sum() && reflect.DeepEqual(a.Diagnostics(), b.Diagnostics())
}

func isSameEdition(a, b *build.Edition) bool {
	return a == b || a != nil && b != nil && a.Sum() == b.Sum() && reflect.DeepEqual(a.Diagnostics(), b.Diagnostics())
}

// isDue reports whether the edition may be another by the clock alone.
func (l *loop) isDue(now time.Time) bool {
	return !l.fixed && (now.Before(l.now) || !l.until.IsZero() && !now.Before(l.until))
}

// pause returns how long there is nothing to do unless something changes.
func (l *loop) pause(now time.Time) time.Duration {
	switch {
	case l.held:
		return heldEvery
	case l.fixed || l.until.IsZero():
		return clockEvery
	}
	return min(clockEvery, max(l.until.Sub(now), time.Millisecond))
}

// tellMode tells how changes are learnt of, unless that was told.
func (l *loop) tellMode(m watch.Mode) {
	if l.mode != nil && l.mode.Polling == m.Polling && l.mode.Reason == m.Reason && (!m.Polling || l.mode.Interval == m.Interval) {
		return
	}
	l.mode = &m
	l.tell(m)
}

// post has something done in the goroutine of the loop. It waits until that has time, or until ctx has ended.
func (l *loop) post(ctx context.Context, do func()) {
	select {
	case l.news <- do:
	case <-ctx.Done():
	}
}

// endPatience is how long the end waits for work that cannot be interrupted.
const endPatience = 3 * time.Second

// untilEnd does work that is done when ctx has ended. Only a drive that does not answer can hold it up then, and is not
// waited for: what is being read or written there is left behind.
func untilEnd(ctx context.Context, patience time.Duration, work func() error) error {
	done := make(chan error, 1)
	go func() { done <- work() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case err := <-done:
		return err
	case <-timer.C:
		return &failure{code: exitInterrupted, message: "A drive does not answer, and was not waited for.",
			hint: "Check that it is connected. What had been published before is whole, file by file."}
	}
}
