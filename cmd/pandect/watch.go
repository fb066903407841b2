package main

import (
	"context"
	"slices"
	"strings"
	"time"
)

// publisher publishes the rounds of a loop, and reports them.
type publisher struct {
	flags    *buildFlags
	loop     *loop
	reporter *reporter
}

// watch keeps the output folder current until ctx ends.
func (p *program) watch(ctx context.Context, flags *buildFlags) error {
	s, err := p.newSession(&flags.siteFlags, flags.output, false)
	if err != nil {
		return err
	}
	w := &publisher{flags: flags, loop: newLoop(p, s, flags.output, flags.poll), reporter: newReporter(p, &flags.siteFlags)}
	w.loop.onRound, w.loop.onMode = w.show, w.reporter.mode
	if err := w.loop.run(ctx); err != nil {
		return err
	}
	w.reporter.lastLine("No longer watching; " + flags.output + " stays as it is.")
	return nil
}

// show publishes a round and reports it. With errors, the output folder stays as it is.
func (w *publisher) show(ctx context.Context, r *round) error {
	s := w.loop.session
	var o *outcome
	if r.edition == nil {
		s.found = r.problems
		o = s.outcome("build")
		o.Output = w.flags.output
	} else {
		var err error
		if o, err = s.write(ctx, w.flags); err != nil {
			return err
		}
	}
	s.end()
	o.Seconds = time.Since(r.began).Seconds()
	w.loop.retry = slices.ContainsFunc(o.list, isTransient)
	if o.Published {
		w.flags.clean = false // only the first time
	}
	return w.report(r, o)
}

func (w *publisher) report(r *round, o *outcome) error {
	if r.byClock && o.Written+o.Removed == 0 && !w.reporter.hasNews(o.list) { // another try that changed nothing
		return nil
	}
	if r.before != nil {
		w.reporter.line("%s: %s; %s; %s.", r.cause(), o.effect(), o.problems(), inSeconds(o.Seconds))
	}
	if err := w.reporter.problems(o.list); err != nil {
		return err
	}
	w.reporter.details(w.loop.session)
	if r.before == nil {
		w.reporter.plain("%s", o.summary())
	}
	return nil
}

// effect describes the change of the output folder.
func (o *outcome) effect() string {
	var done []string
	if o.Written > 0 {
		done = append(done, number(o.Written, "file")+" written")
	}
	if o.Removed > 0 {
		done = append(done, number(o.Removed, "file")+" removed")
	}
	switch {
	case o.Published && done == nil:
		return "there was nothing to write"
	case o.Published:
		return strings.Join(done, ", ")
	case done != nil:
		return "only a part of it was published, and that is tried again"
	}
	return o.Output + " stays as it is"
}
