package serve

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pandect/internal/build"
	"pandect/internal/diag"
)

// listener is an open page, as far as the stream is concerned.
type listener struct {
	t      *testing.T
	answer *http.Response
	lines  *bufio.Scanner
	last   event
}

// listen opens the stream of a page. query holds what its script would send.
func listen(t *testing.T, address string, query url.Values, lastID string) *listener {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "GET", address+eventsURL+"?"+query.Encode(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if lastID != "" {
		r.Header.Set("Last-Event-ID", lastID)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { answer.Body.Close() })
	if answer.StatusCode != http.StatusOK || answer.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("%s %s", answer.Status, answer.Header.Get("Content-Type"))
	}
	lines := bufio.NewScanner(answer.Body)
	lines.Buffer(nil, 1<<20)
	return &listener{t: t, answer: answer, lines: lines}
}

// next waits for the next event.
func (l *listener) next() event {
	l.t.Helper()
	id := ""
	for l.lines.Scan() {
		if text, ok := strings.CutPrefix(l.lines.Text(), "id: "); ok {
			id = text
		}
		if text, ok := strings.CutPrefix(l.lines.Text(), "data: "); ok {
			l.last = event{}
			if err := json.Unmarshal([]byte(text), &l.last); err != nil {
				l.t.Fatal(err)
			}
			if l.last.Edition != id || l.last.Changed == nil || l.last.Styles == nil {
				l.t.Errorf("malformed event with id %q: %s", id, text)
			}
			return l.last
		}
	}
	l.t.Fatal("the stream ended: ", l.lines.Err())
	return event{}
}

// until waits for the event that ok accepts.
func (l *listener) until(ok func(event) bool) event {
	l.t.Helper()
	for {
		if e := l.next(); ok(e) {
			return e
		}
	}
}

func expect(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

// start serves over real connections.
func start(t *testing.T, o Options) (*Server, string) {
	s := newServer(t, o)
	h := httptest.NewServer(s.Handler())
	t.Cleanup(func() { h.CloseClientConnections(); s.Close(); h.Close() })
	return s, h.URL
}

// keyOf is the key that the page's script finds on the page.
func keyOf(t *testing.T, s *Server, address string) string {
	t.Helper()
	_, rest, ok := strings.Cut(get(s, address).Body.String(), `data-key="`)
	key, _, _ := strings.Cut(rest, `"`)
	if !ok {
		t.Fatalf("%s has no key", address)
	}
	return key
}

func opened(t *testing.T, s *Server, page string) url.Values {
	return url.Values{"page": {page}, "key": {keyOf(t, s, page)}}
}

var plain = input{
	"config.toml":           "title = \"T\"\n",
	"content/_index.md":     "# Home\n\nText.\n",
	"content/a.md":          "# A\n\nText.\n",
	"content/b.md":          "# B\n\nText.\n",
	"content/sub/_index.md": "# Sub\n\nText.\n",
	"content/plan.pdf":      "1",
}

// TestChangesAreExact compares what a page is told with the outputs that differ.
func TestChangesAreExact(t *testing.T) {
	s, address := start(t, Options{})
	b := newBuilder(t)
	in, now := plain, b.load(plain)
	s.Publish(now)
	l := listen(t, address, opened(t, s, "/"), "")
	if e := l.next(); len(e.Changed)+len(e.Styles) > 0 || e.Reload || e.Problems != (counts{}) {
		t.Errorf("a page that is up to date was told %+v", e)
	}
	style := themeFile(t, "styles/print.css")
	for _, c := range []struct {
		name string
		edit func()
		some []string // that must be among them
	}{
		{"a paragraph", func() { in = in.with("content/a.md", "# A\n\nOther text.\n") }, []string{"/a.html", "/a.md"}},
		{"a page added", func() { in = in.with("content/new.md", "# New\n\nText.\n") }, []string{"/new.html"}},
		{"a page removed", func() { in = in.with("content/new.md") }, []string{"/new.html"}},
		{"a page of a folder", func() { in = in.with("content/sub/_index.md", "# Sub\n\nOther.\n") }, []string{"/sub/index.html"}},
		{"another file", func() { in = in.with("content/plan.pdf", "2") }, []string{"/plan.pdf"}},
		{"a style sheet", func() { in = in.with("themes/counsel/styles/print.css", style+"\n@media print { a { color: red } }\n") }, nil},
	} {
		before := now
		c.edit()
		now = b.load(in)
		s.Publish(now)
		e := l.next()
		changed, styles := differing(before, now)
		expect(t, c.name+": changed", e.Changed, changed...)
		expect(t, c.name+": styles", e.Styles, styles...)
		for _, one := range c.some {
			if !slices.Contains(e.Changed, one) {
				t.Errorf("%s: %s is not among %q", c.name, one, e.Changed)
			}
		}
		if c.some == nil && len(styles) != 1 {
			t.Errorf("%s: %q", c.name, styles)
		}
	}
}

// differing compares two editions in the simplest way.
func differing(a, b *build.Edition) (changed, styles []string) {
	keys := map[string][2]string{}
	for i, e := range []*build.Edition{a, b} {
		for _, o := range e.Outputs() {
			pair := keys[o.Path]
			pair[i] = o.Key.String()
			keys[o.Path] = pair
		}
	}
	for name, pair := range keys {
		switch {
		case pair[0] == pair[1]:
		case strings.HasPrefix(name, "search/"): // no page shows it, and every edit changes it
		case strings.HasSuffix(name, ".css") && pair[0] != "" && pair[1] != "":
			styles = append(styles, "/"+name)
		default:
			changed = append(changed, "/"+name)
		}
	}
	slices.Sort(changed)
	slices.Sort(styles)
	return changed, styles
}

func TestAReturningPageLearnsWhatChanged(t *testing.T) {
	s, address := start(t, Options{})
	b := newBuilder(t)
	s.Publish(b.load(plain))
	first := listen(t, address, opened(t, s, "/a.html"), "").next().Edition
	onA, onB := opened(t, s, "/a.html"), opened(t, s, "/b.html")
	edited := plain.with("content/a.md", "# A\n\nText.\n\nMore.\n") // the first sentence, which others show, stays
	s.Publish(b.load(edited))

	e := listen(t, address, onA, first).next()
	expect(t, "by Last-Event-ID", e.Changed, "/a.html", "/a.md")
	expect(t, "with an old page alone", listen(t, address, onA, "").next().Changed, "/a.html")
	expect(t, "with a page that is up to date", listen(t, address, onB, "").next().Changed)
	onA.Set("since", first)
	expect(t, "by since", listen(t, address, onA, "").next().Changed, "/a.html", "/a.md")
	if e := listen(t, address, onB, "an edition of yesterday").next(); !e.Reload {
		t.Errorf("nothing is known of that edition, but the page was told %+v", e)
	}

	s.Publish(b.load(plain)) // the edit is undone
	if e := listen(t, address, onB, first).next(); e.Edition != first || len(e.Changed) > 0 || e.Reload {
		t.Errorf("nothing is different from what the page has, but it was told %+v", e)
	}
	for i := range maxSteps + 1 {
		s.Publish(b.load(plain.with("content/b.md", fmt.Sprintf("# B\n\nText %d.\n", i))))
	}
	if e := listen(t, address, onA, first).next(); !e.Reload {
		t.Errorf("what was so long ago is not known any more, but the page was told %+v", e)
	}
}

// TestEveryPageSettles loads every kind of answer, listens as its script does, and expects that nothing is said to have
// changed: a page that reloads because of what it is told must not be told the same again.
func TestEveryPageSettles(t *testing.T) {
	s, address := start(t, Options{})
	b := newBuilder(t)
	settles := func(name string, pages ...string) {
		t.Helper()
		for _, page := range pages {
			if e := listen(t, address, opened(t, s, page), "").next(); len(e.Changed) > 0 || e.Reload {
				t.Errorf("%s: %s was told %+v", name, page, e)
			}
		}
	}
	s.Publish(nil, diag.Diagnostic{Severity: diag.Error, Code: "gone", Message: "The folder cannot be reached."})
	settles("nothing built", "/", "/a.html", "/nowhere/", problemsURL)
	s.Publish(b.load(plain.with("content/a.md", "---\nreviewed: 01/02/2026\n---\n\nText.\n")))
	settles("an error on a page", "/", "/a.html", "/sub/", "/nowhere.html", "/x/y/", "/a%2ehtml", "/sub%2findex.html", problemsURL)
	s = newServer(t, Options{})
	h := httptest.NewServer(s.Handler())
	defer func() { s.Close(); h.Close() }()
	address = h.URL
	s.Publish(b.load(plain.with("themes/counsel/layouts/page.html", `{{define "main"}}{{.Nowhere}}{{end}}`)))
	settles("a broken layout", "/", "/a.html")
}

func TestThePageThatWaitsForTheSiteIsTold(t *testing.T) {
	s, address := start(t, Options{})
	l := listen(t, address, opened(t, s, "/a.html"), "")
	s.Publish(newBuilder(t).load(plain))
	expect(t, "the first edition", l.next().Changed, "/a.html")
}

func TestProblemsAreCounted(t *testing.T) {
	s, address := start(t, Options{})
	b := newBuilder(t)
	in := plain.with("content/a.md", "# A\n\n[x](nowhere.md)\n").with("content/b.md", "---\nreviewed: 01/02/2026\n---\n\n[x](nowhere.md)\n")
	s.Publish(b.load(in))
	onA := listen(t, address, opened(t, s, "/a.html"), "").next()
	if want := (counts{1, 2}); onA.Problems != want {
		t.Errorf("in the site: %+v, want %+v", onA.Problems, want)
	}
	if want := (counts{0, 1}); onA.Here != want || onA.File != "content/a.md" {
		t.Errorf("on the page: %+v of %q, want %+v", onA.Here, onA.File, want)
	}
	s.Publish(nil, diag.Diagnostic{Severity: diag.Error, Code: "gone", Message: "The folder cannot be reached."})
	e := listen(t, address, opened(t, s, "/a.html"), "").next()
	if want := (counts{1, 0}); e.Problems != want || e.Here != (counts{}) {
		t.Errorf("without an edition: %+v", e)
	}
	if get(s, "/a.html").Code != http.StatusOK {
		t.Error("the pages should be as they were")
	}

	desk := listen(t, address, opened(t, s, problemsURL), "")
	expect(t, "the desk at first", desk.next().Changed)
	s.Publish(nil)
	if e := desk.next(); !slices.Contains(e.Changed, problemsURL) {
		t.Errorf("the desk changed, and was told %q", e.Changed)
	}
}

// TestAPanelIsAChange checks that a page is loaded again when only the errors on top of it changed.
func TestAPanelIsAChange(t *testing.T) {
	s, address := start(t, Options{})
	e := newBuilder(t).load(plain)
	s.Publish(e)
	l := listen(t, address, opened(t, s, "/a.html"), "")
	l.next()
	wrong := diag.Diagnostic{Severity: diag.Error, Code: "x", Place: diag.Place{File: "content/a.md"}, Message: "Wrong."}
	s.Publish(e, wrong)
	expect(t, "an error more", l.next().Changed, "/a.html")
	s.Publish(e)
	expect(t, "an error less", l.next().Changed, "/a.html")
}

// TestRenderingFindsProblems has a layout that fails for one page only, which nobody has open.
func TestRenderingFindsProblems(t *testing.T) {
	s, address := start(t, Options{})
	in := plain.with("themes/counsel/layouts/page.html", `{{define "main"}}{{markup .Content}}{{if eq .Title "B"}}{{.Nowhere}}{{end}}{{end}}`)
	s.Publish(newBuilder(t).load(in))
	l := listen(t, address, opened(t, s, "/a.html"), "")
	l.until(func(e event) bool { return e.Problems.Errors == 1 })
	if body := get(s, problemsURL).Body.String(); !strings.Contains(body, ".Nowhere") || !strings.Contains(body, "content/b.md") {
		t.Errorf("the desk does not tell:\n%s", body)
	}
	if w := get(s, "/b.html"); w.Code != http.StatusInternalServerError {
		t.Errorf("code %d", w.Code)
	}
	if w := get(s, "/a.html"); w.Code != http.StatusOK {
		t.Errorf("code %d", w.Code)
	}
}

// checks returns options that tell each time when all pages were looked through.
func checks() (Options, <-chan struct{}) {
	done := make(chan struct{}, 16)
	return Options{Checked: func() { done <- struct{}{} }}, done
}

// TestWhatRenderingFoundIsRemembered edits one page while the layout fails for another.
func TestWhatRenderingFoundIsRemembered(t *testing.T) {
	o, checked := checks()
	s := newServer(t, o)
	b := newBuilder(t)
	in := plain.with("themes/counsel/layouts/page.html", `{{define "main"}}{{markup .Content}}{{if eq .Title "B"}}{{.Nowhere}}{{end}}{{end}}`)
	if r := s.Publish(b.load(in)); r.Stale || len(r.Problems) > 0 {
		t.Errorf("nothing is known at first, but the result is %+v", r)
	}
	if <-checked; len(s.Problems()) != 1 {
		t.Errorf("rendering found %v", s.Problems())
	}
	in = in.with("content/a.md", "# A\n\nText.\n\nMore.\n")
	if r := s.Publish(b.load(in)); r.Stale || len(r.Problems) != 1 {
		t.Errorf("the page that fails is as it was, but the result is %+v", r)
	}
	if body := get(s, "/a.md").Body.String(); !strings.Contains(body, "More.") {
		t.Error("the edit of another page is not shown")
	}
	if r := s.Publish(b.load(in.with("content/b.md", "# C\n\nText.\n"))); r.Stale || len(r.Problems) != 0 {
		t.Errorf("no page fails any more, but the result is %+v", r)
	}
}

// TestCheckingIsTheLeastUrgent publishes a second edition before the first one may be looked through.
func TestCheckingIsTheLeastUrgent(t *testing.T) {
	o, checked := checks()
	var idle atomic.Bool
	asked := make(chan struct{}, 1)
	o.Idle = func() bool { signal(asked); return idle.Load() }
	s := newServer(t, o)
	b := newBuilder(t)
	s.Publish(b.load(plain))
	<-asked
	<-asked
	s.Publish(b.load(plain.with("content/a.md", "# A\n\n[x](nowhere.md)\n")))
	<-asked
	<-asked
	select {
	case <-checked:
		t.Error("pages were looked through while there was something more urgent")
	default:
	}
	idle.Store(true)
	if <-checked; len(s.Problems()) != 1 {
		t.Errorf("found %v", s.Problems())
	}
}

func TestPublishTellsWhatCame(t *testing.T) {
	s := newServer(t, Options{})
	b := newBuilder(t)
	gone := diag.Diagnostic{Severity: diag.Error, Code: "gone", Message: "The folder cannot be reached."}
	for _, c := range []struct {
		name  string
		e     *build.Edition
		more  []diag.Diagnostic
		found int
		kept  bool
	}{
		{"a good edition", b.load(plain), nil, 0, false},
		{"a broken configuration", b.load(plain.with("config.toml", "title = \n")), nil, 1, true},
		{"a broken layout", b.load(plain.with("themes/counsel/layouts/home.html", `{{define "main"}}{{.Nowhere}}{{end}}`)), nil, 1, true},
		{"an error in content", b.load(plain.with("content/a.md", "---\nreviewed: 01/02/2026\n---\n\nText.\n")), nil, 1, false},
		{"no edition", nil, []diag.Diagnostic{gone}, 1, false},
	} {
		if r := s.Publish(c.e, c.more...); r.Stale != c.kept || len(r.Problems) != c.found {
			t.Errorf("%s: %+v", c.name, r)
		}
	}
}

// TestWhatIsRememberedIsBounded changes every page again and again.
func TestWhatIsRememberedIsBounded(t *testing.T) {
	s := newServer(t, Options{})
	b := newBuilder(t)
	for i := range 2 * maxSteps {
		s.Publish(b.load(plain.with("config.toml", fmt.Sprintf("title = \"%d\"\n", i))))
	}
	if len(s.history) != maxSteps {
		t.Errorf("%d steps are remembered", len(s.history))
	}
	s.history[len(s.history)-1].before = make([]version, maxVersions+1) // as after another theme for a very large site
	s.Publish(b.load(plain))
	if len(s.history) != 1 {
		t.Errorf("%d steps are remembered after one that was too large", len(s.history))
	}
}

// TestABrokenLayoutOfAnOpenPageKeepsTheLastGood has a layout that fails for the page that somebody looks at.
func TestABrokenLayoutOfAnOpenPageKeepsTheLastGood(t *testing.T) {
	s, address := start(t, Options{})
	b := newBuilder(t)
	s.Publish(b.load(plain))
	l := listen(t, address, opened(t, s, "/b.html"), "")
	l.next()
	s.Publish(b.load(plain.with("themes/counsel/layouts/page.html", `{{define "main"}}{{.Nowhere}}{{end}}`)))
	e := l.next()
	expect(t, "changed", e.Changed)
	if !e.Stale || e.Problems.Errors == 0 || get(s, "/b.html").Code != http.StatusOK {
		t.Errorf("told %+v", e)
	}
}

func TestAStreamShowsThatItIsAlive(t *testing.T) {
	_, address := start(t, Options{heartbeat: time.Millisecond})
	l := listen(t, address, nil, "")
	for l.lines.Scan() {
		if strings.HasPrefix(l.lines.Text(), ":") {
			return
		}
	}
	t.Error("no sign of life")
}

// deafClient opens a stream and never reads it. It returns two editions of a site that differ in so many pages that a
// few events fill every buffer on the way.
func deafClient(t *testing.T, s *Server, address string) (editions [2]*build.Edition) {
	t.Helper()
	in := plain
	for i := range 200 {
		in = in.with(fmt.Sprintf("content/%s/%[1]s/%d.md", strings.Repeat("long-", 10), i), "Text.\n")
	}
	b := newBuilder(t)
	editions = [2]*build.Edition{b.load(in), b.load(in.with("config.toml", "title = \"U\"\n"))}
	s.Publish(editions[0])
	c, err := net.Dial("tcp", strings.TrimPrefix(address, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	c.(*net.TCPConn).SetReadBuffer(4 << 10)
	fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", eventsURL)
	for streams(s) == 0 {
		runtime.Gosched()
	}
	return editions
}

func streams(s *Server) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.clients)
}

// TestADeafClientDelaysNobody publishes more than any buffer holds. If anything waited for the client that does not
// read, the test would not end.
func TestADeafClientDelaysNobody(t *testing.T) {
	s, address := start(t, Options{writeTimeout: time.Hour})
	editions := deafClient(t, s, address)
	reader := listen(t, address, opened(t, s, "/a.html"), "")
	reader.next()
	for i, sent := 1, 0; sent < 5<<20; i++ {
		s.Publish(editions[i%2])
		want := s.now.Load().id
		e := reader.until(func(e event) bool { return e.Edition == want })
		sent += len(strings.Join(e.Changed, ""))
	}
}

func TestADeafClientIsGivenUp(t *testing.T) {
	s, address := start(t, Options{writeTimeout: 50 * time.Millisecond})
	editions := deafClient(t, s, address)
	for i := 1; streams(s) > 0; i++ {
		s.Publish(editions[i%2])
	}
}

// TestCloseWaits checks that Close ends the streams, that no goroutine is left, and that nothing is published later.
func TestCloseWaits(t *testing.T) {
	before := runtime.NumGoroutine()
	s := New(Options{})
	h := httptest.NewServer(s.Handler())
	b := newBuilder(t)
	s.Publish(b.load(plain))
	client := &http.Client{Transport: &http.Transport{}}
	var bodies []io.ReadCloser
	for range 3 {
		answer, err := client.Get(h.URL + eventsURL + "?page=/")
		if err != nil {
			t.Fatal(err)
		}
		bodies = append(bodies, answer.Body)
	}
	s.Close()
	for _, body := range bodies {
		if _, err := io.ReadAll(body); err != nil {
			t.Errorf("a stream did not end as it should: %v", err)
		}
		body.Close()
	}
	id := s.now.Load().id
	s.Publish(b.load(plain.with("content/a.md")))
	if s.now.Load().id != id {
		t.Error("an edition was published after Close")
	}
	if w := get(s, eventsURL); w.Code != http.StatusServiceUnavailable {
		t.Errorf("a stream was opened after Close: %d", w.Code)
	}
	s.Close() // again: nothing happens
	h.Close()
	client.CloseIdleConnections()
	for deadline := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(deadline) {
			buf := make([]byte, 1<<20)
			t.Fatalf("goroutines are left:\n%s", buf[:runtime.Stack(buf, true)])
		}
	}
}

// TestEverythingAtOnce is for the race detector.
func TestEverythingAtOnce(t *testing.T) {
	s, address := start(t, Options{})
	b := newBuilder(t)
	var editions []*build.Edition
	for i := range 4 {
		editions = append(editions, b.load(plain.with("content/a.md", fmt.Sprintf("# A\n\n[x](nowhere%d.md)\n", i))))
	}
	s.Publish(editions[0])
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	for range 4 {
		go func() {
			defer func() { done <- struct{}{} }()
			for ctx.Err() == nil {
				get(s, "/a.html")
				get(s, problemsURL)
				r, _ := http.NewRequestWithContext(ctx, "GET", address+eventsURL+"?page=/a.html&key=x", nil)
				if answer, err := http.DefaultClient.Do(r); err == nil {
					answer.Body.Read(make([]byte, 64))
					answer.Body.Close()
				}
			}
		}()
	}
	for i := range 40 {
		s.Publish(editions[i%4])
	}
	cancel()
	for range 4 {
		<-done
	}
}
