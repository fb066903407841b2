package serve

import (
	"maps"
	"slices"
	"time"

	"pandect/internal/diag"
	"pandect/internal/memo"
)

// verdicts are what rendering pages found, by their keys.
type verdicts map[memo.Sum][]diag.Diagnostic

// check renders the pages of each new state in the background, so that the desk also lists what only shows when a page
// is rendered. It starts when nothing has been published for a while, and again with every new state; what a page with
// the same key had is remembered.
func (s *Server) check() {
	known := verdicts{}
	for s.rest() {
		st := s.now.Load()
		if st.pages == nil {
			continue
		}
		var done bool
		if known, done = s.checkAll(st, known); done && s.options.Checked != nil {
			s.options.Checked()
		}
	}
}

// rest waits for a state to check, and then until nothing has been published for a while. It is false when the server
// is closed.
func (s *Server) rest() bool {
	select {
	case <-s.ctx.Done():
		return false
	case <-s.work:
	}
	timer := time.NewTimer(s.options.quiet)
	defer timer.Stop()
	for {
		select {
		case <-s.ctx.Done():
			return false
		case <-s.work:
			timer.Reset(s.options.quiet)
		case <-timer.C:
			return true
		}
	}
}

// checkAll adds to st what rendering its pages finds, and returns what is known then. It is not done when st is no
// longer current.
func (s *Server) checkAll(st *state, known verdicts) (all verdicts, done bool) {
	all, flawed := verdicts{}, verdicts{}
	found := slices.Clone(st.found)
	for _, o := range st.pages.Outputs() {
		if !o.Page {
			continue
		}
		more, ok := known[o.Key]
		if !ok {
			if !s.mayGoOn(st) {
				maps.Copy(all, known) // what was not asked for yet is likely to be asked for again
				return all, false
			}
			var err error
			if _, more, err = o.Open(s.ctx); err != nil {
				continue
			}
		}
		all[o.Key] = more
		if len(more) > 0 {
			flawed[o.Key] = more
			found = append(found, more...)
		}
	}
	found = diag.Dedup(found)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now.Load() != st || s.closed {
		return all, false
	}
	s.flawed = flawed
	if len(found) > len(st.found) {
		s.store(newState(st.pages, st.kept, found, st.buttons))
	}
	return all, true
}

// mayGoOn waits until there is nothing more urgent to do, and reports whether st is still to be checked then.
func (s *Server) mayGoOn(st *state) bool {
	current := func() bool { return s.now.Load() == st && s.ctx.Err() == nil }
	for current() && s.options.Idle != nil && !s.options.Idle() {
		pause := time.NewTimer(10 * time.Millisecond)
		select {
		case <-s.ctx.Done():
		case <-pause.C:
		}
		pause.Stop()
	}
	return current()
}
