package serve

import (
	"maps"
	"slices"
	"time"

	"pandect/internal/diag"
	"pandect/internal/memo"
)

// pageProblems are the problems found by rendering pages, by the key of the page.
type pageProblems map[memo.Sum][]diag.Diagnostic

// checkPages renders the pages of each new state in the background, so that the list of problems also has those that only
// show when a page is rendered. It starts when nothing was published for a while, and anew with every new state. Results are
// kept by the key of the page.
func (s *Server) checkPages() {
	known := pageProblems{}
	for s.waitForQuiet() {
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

// waitForQuiet waits for a state to check, and then until nothing was published for Options.checkDelay. It returns false when
// the server is closed.
func (s *Server) waitForQuiet() bool {
	select {
	case <-s.ctx.Done():
		return false
	case <-s.checkRequests:
	}
	timer := time.NewTimer(s.options.checkDelay)
	defer timer.Stop()
	for {
		select {
		case <-s.ctx.Done():
			return false
		case <-s.checkRequests:
			timer.Reset(s.options.checkDelay)
		case <-timer.C:
			return true
		}
	}
}

// checkAll renders the pages of st and adds their problems to it. It returns the results, and done as false when st is no
// longer current.
func (s *Server) checkAll(st *state, known pageProblems) (all pageProblems, done bool) {
	all, flawed := pageProblems{}, pageProblems{}
	found := slices.Clone(st.problems)
	for _, o := range st.pages.Outputs() {
		if !o.Page {
			continue
		}
		more, ok := known[o.Key]
		if !ok {
			if !s.waitUntilIdle(st) {
				maps.Copy(all, known) // the pages that were not reached are likely to come again
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
	s.checked = flawed
	if len(found) > len(st.problems) {
		s.store(newState(st.pages, st.stale, found, st.token))
	}
	return all, true
}

// waitUntilIdle waits until there is nothing more urgent to do, and reports whether st is still current then.
func (s *Server) waitUntilIdle(st *state) bool {
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
