package main

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"pandect/bench/internal/harness"
)

// fakeVariable makes this test program a server of a site: `fake FOLDER HOST:PORT`. Its value names the server's flaws.
const fakeVariable = "BENCH_FAKE"

func TestMain(m *testing.M) {
	if flaws, ok := os.LookupEnv(fakeVariable); ok {
		fmt.Println("the fake server says this and ends:", serveFake(os.Args[1], os.Args[2], strings.Fields(flaws)))
		os.Exit(1)
	}
	log.SetOutput(io.Discard) // of progress
	os.Exit(m.Run())
}

// fake returns a server with flaws.
func fake(t *testing.T, name string, flaws ...string) contender {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return contender{name: name, command: func(folder, address string) []string {
		return []string{"env", fakeVariable + "=" + strings.Join(flaws, " "), program, folder, address}
	}}
}

// fakeServer answers with what is in the files at the moment, apart from its flaws.
type fakeServer struct {
	content string
	flaws   map[string]bool
	begin   time.Time

	mu    sync.Mutex
	first map[string][]byte // the first text that was seen of a file
	calls int
}

func serveFake(folder, address string, flaws []string) error {
	s := &fakeServer{content: filepath.Join(folder, "content"), flaws: map[string]bool{}, begin: time.Now(), first: map[string][]byte{}}
	for _, flaw := range flaws {
		s.flaws[flaw] = true
	}
	if s.flaws["dead"] {
		return io.ErrUnexpectedEOF
	}
	return http.ListenAndServe(address, s)
}

func (s *fakeServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls++
	name := strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, "/"), ".html")
	text, title := s.read(name)
	switch {
	case s.flaws["building"] && time.Since(s.begin) < 200*time.Millisecond:
		http.Error(w, "not yet", http.StatusServiceUnavailable)
	case s.flaws["lost"] && s.calls > 1:
		http.Error(w, "gone", http.StatusNotFound)
	default:
		fmt.Fprintf(w, "<!doctype html><title>%s</title><pre>%s</pre>", title, html.EscapeString(string(text)))
		neighbours, _ := filepath.Glob(filepath.Join(s.content, filepath.Dir(name), "*.md"))
		for _, file := range neighbours {
			_, title := s.read(filepath.Join(filepath.Dir(name), strings.TrimSuffix(filepath.Base(file), ".md")))
			if !s.flaws["alone"] {
				fmt.Fprintf(w, "<li>%s</li>", title)
			}
		}
	}
}

// read returns the text and the title of a file without its extension.
func (s *fakeServer) read(name string) (text []byte, title string) {
	file, _ := os.ReadFile(filepath.Join(s.content, name+".md"))
	if s.first[name] == nil {
		s.first[name] = file
	}
	switch {
	case s.flaws["stale"]:
		file = s.first[name]
	case s.flaws["backwards"] && s.calls%2 == 0:
		file = bytes.ReplaceAll(file, []byte("zzstate"), []byte("zzstate1zz"))
	}
	header, text, _ := bytes.Cut(file, []byte("\n\n"))
	_, rest, _ := strings.Cut(string(header), "title = \"")
	title, _, _ = strings.Cut(rest, "\"")
	return text, title
}

// quick is a plan that takes no time.
func quick() plan {
	return plan{
		starts: 2, edits: 2, pause: time.Millisecond, long: []int{2, 4}, longPause: time.Millisecond,
		saves: 10, savesTime: 200 * time.Millisecond, checkout: 3, steady: 200 * time.Millisecond,
		rest: 10 * time.Millisecond, neighbour: 100 * time.Millisecond, timeout: time.Minute,
	}
}

// newSite writes a small site.
func newSite(t *testing.T) harness.Site {
	t.Helper()
	folder := t.TempDir()
	site := harness.Site{Folder: filepath.Join(folder, "site"), Content: filepath.Join(folder, "site", "content"), Files: 4}
	for _, name := range []string{"a/one", "a/two", "b/three", "b/four"} {
		write(t, filepath.Join(site.Content, name+".md"), fmt.Sprintf("+++\ntitle = %q\n+++\n\nText of %s.\n", name, name))
	}
	return site
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
