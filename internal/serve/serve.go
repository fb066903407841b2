// Package serve shows the current edition of a site over HTTP to the person who edits it. It serves the edition's outputs and
// has no way of building of its own.
//
// A page is rendered when it is requested. Two lines are added to its head (see inject): a script that keeps an open page up to
// date, and a style sheet for the bar that counts problems. Everything else that the server adds lies below /.pandect/: a list
// of all problems, and a stream of events that says after each Publish exactly which addresses changed.
//
// The server is for one machine. It answers only to names of this machine and the one in Options, against DNS rebinding, and
// refuses requests from pages of other sites. No page can be framed, and all are under the policy that strict hosts set, so that
// what it blocks is noticed by the person who writes. A file is opened only at the click of a person on a button that carries
// the token of this run, because scripts and static files of the site share the origin and may come from somebody else. It serves outputs only: no source files, no listings of folders, no files on
// disk.
//
// The package does not build, watch, listen or run commands; the caller does. It is not for serving a site to readers.
package serve

import (
	"context"
	"crypto/rand"
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
	// Host is a further name or address that the server answers to, besides those of this machine; empty for none.
	Host string
	// Open opens a file of the site, slash-separated below the site's root, in an editor. line counts from 1 and is 0
	// for the whole file. It must be safe for concurrent use. When it is nil, pages have no buttons to open files.
	Open func(file string, line int) error
	// CanOpen reports whether Open can open files at present. It is called at each Publish; nil means always.
	CanOpen func() bool
	// Idle reports whether there is nothing more urgent to do than to check pages in the background. It is called before each
	// of them; nil means always.
	Idle func() bool
	// Checked is called when every page of the current edition has been rendered, after which Problems may return more. It is
	// called from a goroutine of the server, and not after Close has returned. It may be nil.
	Checked func()

	heartbeat    time.Duration // pause between keep-alive messages in a stream without events; for tests
	writeTimeout time.Duration // how long sending an event may take; for tests
	checkDelay   time.Duration // time without a Publish before pages are checked; for tests
}

// Server serves the current edition. It is safe for concurrent use.
type Server struct {
	options       Options
	token         string                // of this server alone; its own pages send it along when they ask for a file to be opened
	now           atomic.Pointer[state] // nil before the first Publish
	checkRequests chan struct{}         // buffers one signal that there is a state to check
	ctx           context.Context       // ends with Close
	cancel        context.CancelFunc
	group         sync.WaitGroup // of the checker and the streams

	mu       sync.Mutex // guards the fields below, and serialises store
	lastGood *build.Edition
	probed   map[memo.Sum][]diag.Diagnostic // theme errors in the pages that were open at the last Publish, by the page's key
	checked  map[memo.Sum][]diag.Diagnostic // what checking found, by the page's key; only pages with problems
	history  history
	clients  map[*client]struct{}
	closed   bool
}

// New returns a server without an edition: until the first Publish it says that the site is being built. Close must be called.
func New(o Options) *Server {
	for value, standard := range map[*time.Duration]time.Duration{
		&o.heartbeat: 15 * time.Second, &o.writeTimeout: 5 * time.Second, &o.checkDelay: 300 * time.Millisecond,
	} {
		if *value == 0 {
			*value = standard
		}
	}
	s := &Server{options: o, token: rand.Text(), checkRequests: make(chan struct{}, 1), clients: map[*client]struct{}{}}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.group.Go(s.checkPages)
	return s
}

// Result is the outcome of a Publish.
type Result struct {
	Problems []diag.Diagnostic // all known problems, sorted
	Stale    bool              // the pages are those of an earlier edition, because the configuration or the theme is broken
}

// Publish makes e the current edition and sends events to the open pages. more are problems outside the edition, such as a
// folder that cannot be reached. When e is nil the pages stay as they are and only the problems change. An edition with a
// broken configuration or theme is not shown if there is an earlier good one: see chooseEdition.
//
// Publish does not wait for clients. It renders the few pages that are open, to find errors in the theme.
func (s *Server) Publish(e *build.Edition, more ...diag.Diagnostic) Result {
	found := slices.Clone(more)
	if e != nil {
		found = append(found, e.Diagnostics()...)
		found = append(found, s.probe(e)...)
	}
	token := s.openToken()
	s.mu.Lock()
	defer s.mu.Unlock()
	shown, stale := chooseEdition(e, s.lastGood, found)
	found = diag.Dedup(append(found, s.checkedProblems(shown)...))
	if s.closed {
		return Result{found, stale}
	}
	if shown != nil && !stale {
		s.lastGood = shown
	}
	s.store(newState(shown, stale, found, token))
	signal(s.checkRequests)
	return Result{found, stale}
}

// Problems returns all known problems, sorted.
func (s *Server) Problems() []diag.Diagnostic {
	st := s.now.Load()
	if st == nil {
		return nil
	}
	return st.problems
}

// checkedProblems returns what the checker found earlier in pages that e has too. The caller holds s.mu.
func (s *Server) checkedProblems(e *build.Edition) (found []diag.Diagnostic) {
	if e == nil || len(s.checked) == 0 {
		return nil
	}
	for _, o := range e.Outputs() {
		if o.Page {
			found = append(found, s.checked[o.Key]...)
		}
	}
	return found
}

// openToken returns the token with which pages may open files; empty when nothing can open them.
func (s *Server) openToken() string {
	if s.options.Open == nil || s.options.CanOpen != nil && !s.options.CanOpen() {
		return ""
	}
	return s.token
}

// chooseEdition is the policy on broken inputs. It returns the edition to show when next was built with the problems found,
// and whether that is the last good one instead of next.
//
// An error in config.toml or in a theme breaks every page at once. So the pages of the last good edition stay, and the list of
// problems and the bar show the new errors. An error in content affects only its own page, which is shown with the error on
// top. When there is no good edition, even a broken one is shown.
func chooseEdition(next, good *build.Edition, found []diag.Diagnostic) (shown *build.Edition, stale bool) {
	if good != nil && (next == nil || slices.ContainsFunc(found, affectsAllPages)) {
		return good, next != nil
	}
	return next, false
}

// probe renders the front page and the pages that are open, and returns the errors of the theme that this brings up.
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
			more = slices.DeleteFunc(slices.Clone(more), func(d diag.Diagnostic) bool { return !affectsAllPages(d) })
		}
		probed[o.Key] = more
		found = append(found, more...)
	}
	s.mu.Lock()
	s.probed = probed
	s.mu.Unlock()
	return found
}

// store makes st current and signals every stream. The caller holds s.mu.
func (s *Server) store(st *state) {
	s.history.record(s.now.Load(), st)
	s.now.Store(st)
	for c := range s.clients {
		signal(c.updates)
	}
}

// signal sends on a channel that buffers one signal. It never blocks: when the buffer is full, one is on its way already.
func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// Close ends the streams and the background work and waits for them, at most for Options.writeTimeout. Pages are still
// answered, but Publish has no effect any more. It must be called before the HTTP server's Shutdown, which waits for streams.
func (s *Server) Close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.cancel()
	s.group.Wait()
}

// Handler returns the handler of the whole server.
func (s *Server) Handler() http.Handler { return http.HandlerFunc(s.handle) }
