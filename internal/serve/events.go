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

// client is one open stream. Its goroutine, that of the request, owns all but news, and works out from the states that
// are remembered what the page has missed. So states that follow each other quickly merge by themselves.
type client struct {
	news chan struct{} // a slot: there is something to tell; nobody closes it
	page string        // address of the page, see pageAddress; never changes
	key  string        // of the page as the browser has it
	seen string        // id of the state that the page was told of last; empty for none
}

// path returns the output path of the client's page.
func (c *client) path() string { return strings.TrimPrefix(c.page, "/") }

// event is what a page is told. Addresses begin with a slash.
type event struct {
	Edition  string   `json:"edition"` // digest of what is served; also the event's id
	Changed  []string `json:"changed"` // changed, added or removed, sorted
	Styles   []string `json:"styles"`  // style sheets that changed, sorted; not in Changed
	Reload   bool     `json:"reload"`  // it is not known any more what changed since the page was told last
	Kept     bool     `json:"kept"`    // the pages are those before an error in the configuration or the theme
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

// stream answers with server-sent events until the page is left or the server is closed. The page says by "page" and
// "key" which page it is and in which version, and by Last-Event-ID or "since" what it was told last.
func (s *Server) stream(w http.ResponseWriter, r *http.Request) {
	if fromElsewhere(r) {
		http.Error(w, "Only pages of this preview may listen to it.", http.StatusForbidden)
		return
	}
	c := s.join(r)
	if c == nil {
		http.Error(w, "The preview is being closed.", http.StatusServiceUnavailable)
		return
	}
	defer s.leave(c)
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Connection", "close") // its deadline must not outlive the stream
	control := http.NewResponseController(w)
	send := func(format string, args ...any) bool {
		control.SetWriteDeadline(time.Now().Add(s.options.patience)) // where it is not supported, writing does not block
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
		case <-c.news:
			e := s.next(c)
			data, err := json.Marshal(e)
			ok = err == nil && send("id: %s\ndata: %s\n\n", e.Edition, data)
		}
	}
}

// join adds a client for a request, or returns nil when the server is closed.
func (s *Server) join(r *http.Request) *client {
	query := r.URL.Query()
	c := &client{news: make(chan struct{}, 1), page: pageAddress(query.Get("page")), key: query.Get("key")}
	if c.seen = r.Header.Get("Last-Event-ID"); c.seen == "" {
		c.seen = query.Get("since")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.clients[c] = struct{}{}
	s.group.Add(1)
	if s.now.Load() != nil {
		wake(c.news)
	}
	return c
}

// pageAddress reads the path of a page as the browser has it, with its escapes, in the way in which requests are read,
// or else a page that was refused could be taken for the one that it looks like. It is empty when nothing is served there.
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

func (s *Server) leave(c *client) {
	s.mu.Lock()
	delete(s.clients, c)
	s.mu.Unlock()
	s.group.Done()
}

// next returns what the page must be told now, and notes that it was told.
func (s *Server) next(c *client) event {
	s.mu.Lock()
	defer s.mu.Unlock()
	st := s.now.Load()
	e := event{
		Edition: st.id, Kept: st.kept, Problems: countsOf(st.found),
		File: st.source[c.path()], Changed: []string{}, Styles: []string{},
	}
	if e.File != "" {
		e.Here = countsOf(st.byFile[e.File])
	}
	if c.seen != "" {
		changed, styles, known := s.past.since(c.seen, st)
		e.Changed, e.Styles, e.Reload = addresses(changed), addresses(styles), !known
	}
	if key := st.key(c.page); c.page != "" && key != c.key {
		if i, ok := slices.BinarySearch(e.Changed, c.page); !ok {
			e.Changed = slices.Insert(e.Changed, i, c.page)
		}
		c.key = key
	}
	c.seen = st.id
	return e
}

func addresses(paths []string) []string {
	list := make([]string, len(paths))
	for i, p := range paths {
		list[i] = "/" + p
	}
	return list
}
