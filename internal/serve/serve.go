// Package serve shows the current edition of a site over HTTP, for the person who edits it. It is a view: what it
// answers is an edition's outputs, byte for byte, and it has no second way of building.
//
// A page is rendered when it is asked for. Two lines are added to its head (see inject): a script that keeps an open
// page up to date, and a style sheet for the bar that counts problems. All that the server adds of its own lies below
// /.pandect/: the problem desk, which is a complete page without scripts, and a stream that says after each Publish
// exactly which addresses changed.
//
// The server is for one machine. It answers only to names of this machine or the one in Options, so that no page of
// another site can reach it through a name of its own (DNS rebinding), and it takes no orders from other sites' pages.
// It serves outputs only: never a source file, never a folder's listing, never a file on disk.
//
// The package does not build, does not watch, does not listen and runs no command: the caller does. It is not for
// serving a site to readers.
package serve

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"pandect/internal/build"
	"pandect/internal/diag"
	"pandect/internal/memo"
)

// Options say how to serve. The zero value is useful.
type Options struct {
	// Host is a name or address that the server answers to besides those of this machine; empty for none.
	Host string
	// Open opens a file of the site, slash-separated below the site's root, in an editor. line counts from 1 and is 0
	// when the whole file is meant. It is called from several goroutines. Without it, nothing is offered to be opened.
	Open func(file string, line int) error

	heartbeat time.Duration // pause between two signs of life in a stream without news; for tests
	patience  time.Duration // how long a client may take to read an event; for tests
}

// Server serves the edition that was published last. It is safe for concurrent use.
type Server struct {
	options Options
	now     atomic.Pointer[state] // nil before the first Publish
	work    chan struct{}         // a slot: there is a state to check
	ctx     context.Context       // ends with Close
	cancel  context.CancelFunc
	group   sync.WaitGroup // the checker, and the streams

	mu      sync.Mutex // guards what follows, and that states are stored one after the other
	good    *build.Edition
	past    []snapshot // the newest last
	clients map[*client]struct{}
	closed  bool
}

// pastStates is how many states are remembered for pages that were away for a while.
const pastStates = 16

// New returns a server without an edition: until the first Publish it asks for patience. Close must be called.
func New(o Options) *Server {
	if o.heartbeat == 0 {
		o.heartbeat = 15 * time.Second
	}
	if o.patience == 0 {
		o.patience = 5 * time.Second
	}
	s := &Server{options: o, work: make(chan struct{}, 1), clients: map[*client]struct{}{}}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.group.Go(s.check)
	return s
}

// Publish makes e the current edition and tells the open pages what changed. more are problems that are not the
// edition's, such as a folder that cannot be reached. Without an edition (nil) the pages stay as they are and only the
// problems change. An edition with a broken configuration or theme is not shown if a better one is at hand: see choose.
//
// Publish waits for no client. It renders the few pages that are open at the moment, to learn whether the theme works.
func (s *Server) Publish(e *build.Edition, more ...diag.Diagnostic) {
	found := slices.Clone(more)
	if e != nil {
		found = append(found, e.Diagnostics()...)
		found = append(found, s.probe(e)...)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	shown, kept := choose(e, s.good, found)
	if shown != nil && !kept {
		s.good = shown
	}
	s.store(newState(shown, kept, diag.Dedup(found), s.options.Open != nil))
	wake(s.work)
}

// choose is the policy on broken inputs. It returns the edition to show when next was built and found is all that is
// wrong with it, and whether that is the last good one instead of next.
//
// An error in config.toml or in a theme spoils every page at once, and what would be shown says nothing about the
// sentence that somebody is writing. So the pages stay as the last good edition had them, while the desk and the bar
// tell the new errors. An error in content concerns its own page, which is shown, with the error on top: there the
// editor looks for it. With no good edition to keep, even a broken one is better than nothing.
func choose(next, good *build.Edition, found []diag.Diagnostic) (shown *build.Edition, kept bool) {
	if good != nil && (next == nil || slices.ContainsFunc(found, spoilsAll)) {
		return good, next != nil
	}
	return next, false
}

// probe renders the front page and the pages that are open, and returns the errors of the theme that only show so.
func (s *Server) probe(e *build.Edition) []diag.Diagnostic {
	paths := []string{"index.html"}
	s.mu.Lock()
	for c := range s.clients {
		paths = append(paths, c.path())
	}
	s.mu.Unlock()
	slices.Sort(paths)
	var found []diag.Diagnostic
	for _, p := range slices.Compact(paths) {
		if o, ok := e.Find(p); ok && o.Page {
			_, more, _ := o.Open(s.ctx)
			found = append(found, slices.DeleteFunc(slices.Clone(more), func(d diag.Diagnostic) bool { return !spoilsAll(d) })...)
		}
	}
	return found
}

// store makes st current and wakes every stream. The caller holds s.mu.
func (s *Server) store(st *state) {
	s.now.Store(st)
	s.past = slices.DeleteFunc(s.past, func(old snapshot) bool { return old.id == st.id })
	s.past = append(s.past, st.snapshot)
	s.past = s.past[max(0, len(s.past)-pastStates):]
	for c := range s.clients {
		wake(c.news)
	}
}

// wake fills a slot of one. It never waits: a slot that is full already says that there is news.
func wake(slot chan struct{}) {
	select {
	case slot <- struct{}{}:
	default:
	}
}

// check renders the pages of each new state in the background, so that the desk also lists what only shows when a page
// is rendered. It starts again with every new state; what a page with the same key had is remembered.
func (s *Server) check() {
	known := map[memo.Sum][]diag.Diagnostic{}
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-s.work:
		}
		if st := s.now.Load(); st.pages != nil {
			known = s.checkAll(st, known)
		}
	}
}

// checkAll adds to st what rendering its pages finds, and returns what is known then. It stops early when st is no
// longer current.
func (s *Server) checkAll(st *state, known map[memo.Sum][]diag.Diagnostic) map[memo.Sum][]diag.Diagnostic {
	all := map[memo.Sum][]diag.Diagnostic{}
	found := slices.Clone(st.found)
	for _, o := range st.pages.Outputs() {
		if !o.Page {
			continue
		}
		if s.now.Load() != st || s.ctx.Err() != nil {
			for key, more := range known { // not asked for yet, and likely to be asked for again
				all[key] = more
			}
			return all
		}
		more, ok := known[o.Key]
		if !ok {
			var err error
			if _, more, err = o.Open(s.ctx); err != nil {
				continue
			}
		}
		all[o.Key] = more
		found = append(found, more...)
	}
	found = diag.Dedup(found)
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(found) > len(st.found) && s.now.Load() == st && !s.closed {
		s.store(newState(st.pages, st.kept, found, s.options.Open != nil))
	}
	return all
}

// Close ends the streams and the background work and waits for them, at most as long as a client may take to read an
// event. Pages are still answered, but nothing is published any more. It must be called before the HTTP server is asked
// to shut down, which would wait for the streams.
func (s *Server) Close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.cancel()
	s.group.Wait()
}

// Handler returns the handler of the whole server. All handlers of one Server are equal.
func (s *Server) Handler() http.Handler { return http.HandlerFunc(s.serve) }
