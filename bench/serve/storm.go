package main

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"os"
	"regexp"
	"strconv"
	"sync"
	"time"
)

// storm is a burst of changes, with the measurements.
type storm struct {
	name    string
	settled time.Duration // from the last change until the last state was served everywhere
	seen    int           // different states that were served meanwhile; 0 when there is no order of states
	builds  int           // that the server made
}

// runStorms runs the storms on a server, one after the other.
func (f *figures) runStorms(ctx context.Context, s *server, p plan, pages []page) error {
	const steadily = 100 * time.Millisecond
	// Another page for each storm of saves: the numbers in one begin at 1.
	first, second, many := spread(pages, 0, 2), spread(pages, 1, 2), pages[:min(p.checkout, len(pages))]
	for _, storm := range []struct {
		name string
		run  func(*storm) error
	}{
		{fmt.Sprintf("%d saves of a file in %v", p.saves, p.savesTime), func(st *storm) error {
			return saves(ctx, s, p, st, first, p.saves, p.savesTime/time.Duration(p.saves), saveInPlace)
		}},
		{fmt.Sprintf("%d files replaced", len(many)), func(st *storm) error {
			return checkout(ctx, s, p, st, many)
		}},
		{fmt.Sprintf("a save every %v for %v", steadily, p.steady), func(st *storm) error {
			return saves(ctx, s, p, st, second, max(1, int(p.steady/steadily)), steadily, save)
		}},
	} {
		log.Printf("%s: %s", s.name, storm.name)
		st, err := s.runStorm(ctx, p, storm.run)
		if err != nil {
			return fmt.Errorf("%s: %w", storm.name, err)
		}
		st.name = storm.name
		f.storms = append(f.storms, st)
	}
	return nil
}

// runStorm runs a storm on an idle server and waits until it is idle again.
func (s *server) runStorm(ctx context.Context, p plan, run func(*storm) error) (st storm, err error) {
	if err := s.idle(ctx, p); err != nil {
		return st, err
	}
	before := s.output.builds()
	if err := run(&st); err != nil {
		return st, err
	}
	err = s.idle(ctx, p)
	st.builds = s.output.builds() - before
	return st, err
}

// saveInPlace writes over a file, as some editors do: for a moment it is empty, then a part of it is there.
func saveInPlace(file string, text []byte) (time.Time, error) {
	return time.Now(), os.WriteFile(file, text, 0o644)
}

// numbered finds the number of a state in a page.
var numbered = regexp.MustCompile(`zzstate([0-9]+)zz`)

func stateOf(page []byte) int {
	if found := numbered.FindSubmatch(page); found != nil {
		n, err := strconv.Atoi(string(found[1]))
		if err == nil {
			return n
		}
	}
	return 0
}

// saves saves a page many times, each time with the next number in its text, while somebody looks at it.
func saves(ctx context.Context, s *server, p plan, st *storm, page page, n int, every time.Duration, save func(string, []byte) (time.Time, error)) error {
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	over, looked := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(looked)
		if err := s.look(ctx, over, st, page.address); err != nil {
			fail(err)
		}
	}()
	endLook := sync.OnceFunc(func() { close(over); <-looked })
	defer endLook()
	clock := time.NewTicker(every)
	defer clock.Stop()
	var saved time.Time
	for i := range n {
		if i > 0 {
			select {
			case <-clock.C:
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}
		var err error
		if saved, err = save(page.file, bodyEdit.apply(page.text, fmt.Sprintf("zzstate%dzz", i+1))); err != nil {
			return err
		}
	}
	if endLook(); ctx.Err() != nil {
		return context.Cause(ctx)
	}
	served, err := s.await(ctx, page.address, "the last state", p.timeout, func(answer []byte) bool { return stateOf(answer) == n })
	st.settled = served.Sub(saved)
	return err
}

// look reads a page now and then until the storm is over. It must always be there, and never go back to an older state.
func (s *server) look(ctx context.Context, over <-chan struct{}, st *storm, address string) error {
	for newest := 0; ; {
		select {
		case <-over:
			return nil
		case <-time.After(50 * time.Millisecond):
		}
		answer, err := s.get(ctx, address)
		if err != nil {
			return err
		}
		switch n := stateOf(answer); {
		case n == 0: // of before the storm, or of half a file
		case n < newest:
			return fmt.Errorf("%s answers %s with state %d after state %d", s.name, address, n, newest)
		case n > newest:
			newest = n
			st.seen++
		}
	}
}

// looked is how many of the files of a checkout are looked at.
const looked = 50

// checkout replaces files as git does: each is removed and made anew.
func checkout(ctx context.Context, s *server, p plan, st *storm, pages []page) error {
	mark := newMark()
	for _, page := range pages {
		if err := os.Remove(page.file); err != nil {
			return err
		}
		if err := os.WriteFile(page.file, bodyEdit.apply(page.text, mark), 0o644); err != nil {
			return err
		}
	}
	last := time.Now()
	for i := range looked {
		served, err := s.await(ctx, spread(pages, i, looked).address, "the last state", p.timeout, func(answer []byte) bool {
			return bytes.Contains(answer, []byte(mark))
		})
		if err != nil {
			return err
		}
		st.settled = served.Sub(last)
	}
	return nil
}
