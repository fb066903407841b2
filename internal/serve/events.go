package serve

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"pandect/internal/diag"
)

// client is one open stream. The goroutine of its request owns everything but updates, and computes from the history what the
// page has missed. So states in quick succession are coalesced.
type client struct {
	updates  chan struct{} // buffers one signal that there is a new state; never closed
	page     string        // address of the page, see pageAddress; never changes
	key      string        // of the page as the browser has it
	lastSeen string        // id of the state of the last event; empty for none
}

// path returns the output path of the client's page.
func (c *client) path() string { return strings.TrimPrefix(c.page, "/") }

// event is a message to a page. Addresses begin with a slash.
type event struct {
	Edition  string   `json:"edition"` // digest of what is served; also the event's id
	Changed  []string `json:"changed"` // changed, added or removed, sorted
	Styles   []string `json:"styles"`  // style sheets that changed, sorted; not in Changed
	Reload   bool     `json:"reload"`  // the changes since the last event are no longer known
	Stale    bool     `json:"kept"`    // the pages are those before an error in the configuration or the theme
	Problems counts   `json:"problems"`
	Here     counts   `json:"here"` // problems of the page's own file
	File     string   `json:"file"` // that file, if it has problems
}

type counts struct {
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
}

func countsOf(found []diag.Diagnostic) (c counts) {
	c.Errors, c.Warnings = diag.Count(found)
	return c
}

// serveEvents answers with server-sent events until the page is left or the server is closed. The parameters "page" and "key"
// say which page it is and in which version; Last-Event-ID or "since" is the id of its last event.
func (s *Server) serveEvents(w http.ResponseWriter, r *http.Request) {
	if isCrossOrigin(r) {
		http.Error(w, "Only pages of this preview may listen to it.", http.StatusForbidden)
		return
	}
	c := s.subscribe(r)
	if c == nil {
		http.Error(w, "The preview is being closed.", http.StatusServiceUnavailable)
		return
	}
	defer s.unsubscribe(c)
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Connection", "close") // the write deadline must not apply to later requests
	control := http.NewResponseController(w)
	send := func(format string, args ...any) bool {
		control.SetWriteDeadline(time.Now().Add(s.options.writeTimeout)) // where it is not supported, writing does not block
		_, err := fmt.Fprintf(w, format, args...)
		return err == nil && control.Flush() == nil
	}
	beat := time.NewTicker(s.options.heartbeat)
	defer beat.Stop()
	for ok := send("retry: 1000\n\n"); ok; {
		select {
		case <-s.ctx.Done():
			return
		case <-r.Context().Done():
			return
		case <-beat.C:
			ok = send(": still here\n\n")
		case <-c.updates:
			e := s.next(c)
			data, err := json.Marshal(e)
			ok = err == nil && send("id: %s\ndata: %s\n\n", e.Edition, data)
		}
	}
}

// subscribe adds a client for a request, or returns nil when the server is closed.
func (s *Server) subscribe(r *http.Request) *client {
	query := r.URL.Query()
	c := &client{updates: make(chan struct{}, 1), page: pageAddress(query.Get("page")), key: query.Get("key")}
	if c.lastSeen = r.Header.Get("Last-Event-ID"); c.lastSeen == "" {
		c.lastSeen = query.Get("since")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.clients[c] = struct{}{}
	s.group.Add(1)
	if s.now.Load() != nil {
		signal(c.updates)
	}
	return c
}

// pageAddress returns the address of a page from its escaped path in the browser. It parses it as a request is parsed, so that
// a page that was refused is not taken for the one that it resembles. It is empty when nothing is served there.
func pageAddress(escaped string) string {
	if escaped == problemsURL {
		return escaped
	}
	u, err := url.ParseRequestURI(escaped)
	if err != nil {
		return ""
	}
	name, ok := outputPath(u)
	if !ok {
		return ""
	}
	return "/" + name
}

func (s *Server) unsubscribe(c *client) {
	s.mu.Lock()
	delete(s.clients, c)
	s.mu.Unlock()
	s.group.Done()
}

// next returns the next event of a client, and records that it was sent.
func (s *Server) next(c *client) event {
	s.mu.Lock()
	defer s.mu.Unlock()
	st := s.now.Load()
	e := event{
		Edition: st.id, Stale: st.stale, Problems: countsOf(st.problems),
		File: st.sourceOf[c.path()], Changed: []string{}, Styles: []string{},
	}
	if e.File != "" {
		e.Here = countsOf(st.byFile[e.File])
	}
	if c.lastSeen != "" {
		changed, styles, known := s.history.since(c.lastSeen, st)
		e.Changed, e.Styles, e.Reload = addresses(changed), addresses(styles), !known
	}
	if key := st.versionKey(c.page); c.page != "" && key != c.key {
		if i, ok := slices.BinarySearch(e.Changed, c.page); !ok {
			e.Changed = slices.Insert(e.Changed, i, c.page)
		}
		c.key = key
	}
	c.lastSeen = st.id
	return e
}

func addresses(paths []string) []string {
	list := make([]string, len(paths))
	for i, p := range paths {
		list[i] = "/" + p
	}
	return list
}
