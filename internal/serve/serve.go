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
	// Host is a name or address that the server answers to besides those of this machine and the address at which a
	// request arrived; empty for none.
	Host string
	// Open opens a file of the site, slash-separated below the site's root, in an editor. line counts from 1 and is 0
	// when the whole file is meant. It is called from several goroutines. Without it, nothing is offered to be opened.
	Open func(file string, line int) error
	// Opens reports whether Open can open files at present. It is asked at each Publish; without it, Open always can.
	Opens func() bool
	// Idle reports whether there is nothing more urgent to do than to look through pages that nobody asked for. It is
	// asked before each of them; without it, there never is.
	Idle func() bool
	// Checked is called when every page of what was published last has been rendered, from a goroutine of the server and
	// not after Close has returned: Found may say more then. It may be nil.
	Checked func()

	heartbeat time.Duration // pause between two signs of life in a stream without news; for tests
	patience  time.Duration // how long a client may take to read an event; for tests
	quiet     time.Duration // how long nothing must have been published before pages are looked through; for tests
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
	probed  map[memo.Sum][]diag.Diagnostic // what rendering the pages that were open at the last Publish found, by key
	flawed  map[memo.Sum][]diag.Diagnostic // the pages in whose rendering the checker found something, by key
	past    history
	clients map[*client]struct{}
	closed  bool
}

// New returns a server without an edition: until the first Publish it asks for patience. Close must be called.
func New(o Options) *Server {
	for value, standard := range map[*time.Duration]time.Duration{
		&o.heartbeat: 15 * time.Second, &o.patience: 5 * time.Second, &o.quiet: 300 * time.Millisecond,
	} {
		if *value == 0 {
			*value = standard
		}
	}
	s := &Server{options: o, work: make(chan struct{}, 1), clients: map[*client]struct{}{}}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.group.Go(s.check)
	return s
}

// Result is what came of a Publish.
type Result struct {
	Found []diag.Diagnostic // all that is known to be wrong, sorted
	Kept  bool              // the pages are those of an earlier edition, because the configuration or the theme is broken
}

// Publish makes e the current edition and tells the open pages what changed. more are problems that are not the
// edition's, such as a folder that cannot be reached. Without an edition (nil) the pages stay as they are and only the
// problems change. An edition with a broken configuration or theme is not shown if a better one is at hand: see choose.
//
// Publish waits for no client. It renders the few pages that are open at the moment, to learn whether the theme works.
func (s *Server) Publish(e *build.Edition, more ...diag.Diagnostic) Result {
	found := slices.Clone(more)
	if e != nil {
		found = append(found, e.Diagnostics()...)
		found = append(found, s.probe(e)...)
	}
	buttons := s.offersToOpen()
	s.mu.Lock()
	defer s.mu.Unlock()
	shown, kept := choose(e, s.good, found)
	found = diag.Dedup(append(found, s.known(shown)...))
	if s.closed {
		return Result{found, kept}
	}
	if shown != nil && !kept {
		s.good = shown
	}
	s.store(newState(shown, kept, found, buttons))
	wake(s.work)
	return Result{found, kept}
}

// Found returns all that is known to be wrong at present, sorted.
func (s *Server) Found() []diag.Diagnostic {
	st := s.now.Load()
	if st == nil {
		return nil
	}
	return st.found
}

// known returns what the checker found earlier in pages that e has too. The caller holds s.mu.
func (s *Server) known(e *build.Edition) (found []diag.Diagnostic) {
	if e == nil || len(s.flawed) == 0 {
		return nil
	}
	for _, o := range e.Outputs() {
		if o.Page {
			found = append(found, s.flawed[o.Key]...)
		}
	}
	return found
}

func (s *Server) offersToOpen() bool {
	return s.options.Open != nil && (s.options.Opens == nil || s.options.Opens())
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
func (s *Server) probe(e *build.Edition) (found []diag.Diagnostic) {
	paths := []string{"index.html"}
	s.mu.Lock()
	before := s.probed
	for c := range s.clients {
		paths = append(paths, c.path())
	}
	s.mu.Unlock()
	slices.Sort(paths)
	probed := map[memo.Sum][]diag.Diagnostic{}
	for _, p := range slices.Compact(paths) {
		o, ok := e.Find(p)
		if !ok || !o.Page {
			continue
		}
		more, ok := before[o.Key]
		if !ok {
			_, more, _ = o.Open(s.ctx)
			more = slices.DeleteFunc(slices.Clone(more), func(d diag.Diagnostic) bool { return !spoilsAll(d) })
		}
		probed[o.Key] = more
		found = append(found, more...)
	}
	s.mu.Lock()
	s.probed = probed
	s.mu.Unlock()
	return found
}

// store makes st current and wakes every stream. The caller holds s.mu.
func (s *Server) store(st *state) {
	s.past.remember(s.now.Load(), st)
	s.now.Store(st)
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
