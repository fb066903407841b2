package main

import (
	"bytes"
	"context"
	"errors"
	"log"
	"math/rand/v2"
	"slices"
	"time"

	"pandect/bench/internal/harness"
)

// figures are the measurements of one server at one size.
type figures struct {
	name     string
	starts   []time.Duration    // from the start to the first page
	delays   map[string][]delay // by the name of the edit
	after    []memory           // in the order of moments
	long     []memory           // before the long run, and after each of its numbers of edits
	storms   []storm
	unserved int // answers without a page since the first one
}

// moments are when memory is read.
var moments = []string{"start", "edits", "all pages read"}

// delay is how long one edit took.
type delay struct {
	page      time.Duration // from the rename to the answer with the new text
	neighbour time.Duration // from that answer to the neighbour's with the new title
	timedOut  bool          // the neighbour did not show the new title in time
}

// another reports whether to make another edit, after the number made and the time spent. A slow server gets fewer.
func another(edits, made int, spent time.Duration) bool {
	return made < edits && (made < 3 || spent < 40*time.Second)
}

// measure measures one server on a site that is its own. hard is whether to do what is done at one size only.
func measure(ctx context.Context, c contender, p plan, site harness.Site, hard bool) (f figures, err error) {
	f.name = c.name
	pages, err := findPages(site.Content)
	if err != nil {
		return f, err
	}
	s, err := f.start(ctx, c, p, site, pages)
	if err != nil {
		return f, err
	}
	defer s.stop()
	steps := []func() error{
		func() error { return f.readMemory(ctx, s, p) },
		func() error { return f.edits(ctx, s, p, pages) },
		func() error { return f.readMemory(ctx, s, p) },
		func() error { return s.readAll(ctx, pages) },
		func() error { return f.readMemory(ctx, s, p) },
	}
	if hard {
		steps = append(steps,
			func() error { return f.longRun(ctx, s, p, pages) },
			func() error { return f.runStorms(ctx, s, p, pages) })
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return f, err
		}
	}
	f.unserved = s.unserved
	return f, nil
}

// start starts a server several times and returns the last one, which must be stopped.
func (f *figures) start(ctx context.Context, c contender, p plan, site harness.Site, pages []page) (*server, error) {
	for {
		log.Printf("%d files, %s: start %d of %d", site.Files, c.name, len(f.starts)+1, p.starts)
		if err := harness.ForgetCache(); err != nil {
			return nil, err
		}
		begin := time.Now()
		s, err := c.start(ctx, site.Folder)
		if err != nil {
			return nil, err
		}
		served, err := s.await(ctx, spread(pages, 0, 1).address, "its first page", p.timeout, func([]byte) bool { return true })
		if err != nil {
			s.stop()
			return nil, err
		}
		f.starts = append(f.starts, served.Sub(begin))
		s.unserved = 0 // answers before the first page do not count
		if len(f.starts) == p.starts {
			return s, nil
		}
		s.stop()
	}
}

// edits makes the edits of both kinds, each to another page.
func (f *figures) edits(ctx context.Context, s *server, p plan, pages []page) error {
	f.delays = map[string][]delay{}
	for half, e := range []edit{bodyEdit, titleEdit} {
		log.Printf("%s: %s edits", s.name, e.name)
		for i, spent := 0, time.Duration(0); another(p.edits, i, spent); i++ {
			d, err := s.edit(ctx, p, spread(pages, 2*i+half, 2*p.edits), e)
			if err != nil {
				return err
			}
			spent += d.page
			f.delays[e.name] = append(f.delays[e.name], d)
		}
	}
	return nil
}

// readAll reads every page once: a server that makes pages when they are asked for may keep them.
func (s *server) readAll(ctx context.Context, pages []page) error {
	for _, page := range pages {
		if _, err := s.get(ctx, page.address); err != nil {
			return err
		}
	}
	return nil
}

// readMemory reads the memory of the server when it is idle.
func (f *figures) readMemory(ctx context.Context, s *server, p plan) error {
	if err := s.idle(ctx, p); err != nil {
		return err
	}
	m, err := memoryOf(s.pid)
	f.after = append(f.after, m)
	return err
}

// edit makes one edit to a page that is open, as is its neighbour, and returns how long it took to be served.
func (s *server) edit(ctx context.Context, p plan, page page, e edit) (d delay, err error) {
	if s.waitIdle {
		if err := s.idle(ctx, p); err != nil {
			return d, err
		}
	}
	if err := sleep(ctx, p.pause+rand.N(p.pause)); err != nil { // at random, or edits would keep time with a server's timers
		return d, err
	}
	for _, open := range []string{page.neighbour, page.address} {
		if _, err := s.get(ctx, open); err != nil {
			return d, err
		}
	}
	mark := newMark()
	saved, err := save(page.file, e.apply(page.text, mark))
	if err != nil {
		return d, err
	}
	served, err := s.await(ctx, page.address, "a "+e.name+" edit", p.timeout, func(answer []byte) bool { return e.shows(answer, mark) })
	if err != nil {
		return d, err
	}
	d.page = served.Sub(saved)
	if e.name == titleEdit.name {
		d.neighbour, err = s.awaitNeighbour(ctx, p, page.neighbour, mark)
	}
	if errors.Is(err, errTimeout) {
		d.timedOut, err = true, nil
	}
	return d, err
}

// awaitNeighbour returns how much later than the page itself its neighbour shows the mark in the page's title: zero when
// the first answer does.
func (s *server) awaitNeighbour(ctx context.Context, p plan, address, mark string) (time.Duration, error) {
	shows := func(answer []byte) bool { return bytes.Contains(answer, []byte(mark)) }
	asked := time.Now()
	if answer, err := s.get(ctx, address); err == nil && shows(answer) {
		return 0, nil
	}
	served, err := s.await(ctx, address, "a neighbour's new title", p.neighbour, shows)
	return served.Sub(asked), err
}

// longRun edits bodies in quick succession, and reads the memory before the first and after each of the numbers of
// edits of the plan.
func (f *figures) longRun(ctx context.Context, s *server, p plan, pages []page) error {
	p.pause = p.longPause
	made := 0
	for _, goal := range append([]int{0}, p.long...) {
		for ; made < goal; made++ {
			if _, err := s.edit(ctx, p, spread(pages, made, slices.Max(p.long)), bodyEdit); err != nil {
				return err
			}
		}
		m, err := memoryOf(s.pid)
		if err != nil {
			return err
		}
		f.long = append(f.long, m)
		log.Printf("%s: %d edits in a row", s.name, made)
	}
	return nil
}
