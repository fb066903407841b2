package main

import (
	"context"
	"slices"
	"strings"
	"time"
)

// publisher publishes the rounds of a loop, and tells of them.
type publisher struct {
	flags  *buildFlags
	loop   *loop
	teller *teller
}

// watch keeps the output folder current until ctx ends.
func (p *program) watch(ctx context.Context, flags *buildFlags) error {
	s, err := p.prepare(&flags.siteFlags, flags.output, false)
	if err != nil {
		return err
	}
	w := &publisher{flags: flags, loop: newLoop(p, s, flags.output, flags.poll), teller: newTeller(p, &flags.siteFlags)}
	w.loop.show, w.loop.tell = w.show, w.teller.mode
	if err := w.loop.run(ctx); err != nil {
		return err
	}
	w.teller.end("No longer watching; " + flags.output + " stays as it is.")
	return nil
}

// show publishes a round and tells of it. What cannot be published leaves the output folder as it is.
func (w *publisher) show(ctx context.Context, r *round) error {
	s := w.loop.session
	var o *outcome
	if r.edition == nil {
		s.found = r.more
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
	w.loop.retry = slices.ContainsFunc(o.list, isPassing)
	if o.Published {
		w.flags.clean = false // it was asked for once
	}
	return w.report(r, o)
}

func (w *publisher) report(r *round, o *outcome) error {
	if r.byClock && o.Written+o.Removed == 0 && !w.teller.hasNews(o.list) { // it was tried again, to no avail
		return nil
	}
	if r.before != nil {
		w.teller.line("%s: %s; %s; %s.", r.cause(), o.effect(), o.problems(), inSeconds(o.Seconds))
	}
	if err := w.teller.problems(o.list); err != nil {
		return err
	}
	w.teller.details(w.loop.session)
	if r.before == nil {
		w.teller.plain("%s", o.summary())
	}
	return nil
}

// effect says what became of the output folder.
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
