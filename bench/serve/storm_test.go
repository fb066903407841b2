package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// running starts a fake server on a site of its own and waits for its first page.
func running(t *testing.T, flaws ...string) (*server, []page) {
	t.Helper()
	site := newSite(t)
	pages, err := findPages(site.Content)
	if err != nil {
		t.Fatal(err)
	}
	s, err := fake(t, "fake", flaws...).start(t.Context(), site.Folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.stop)
	if _, err := s.await(t.Context(), pages[0].address, "a page", time.Minute, func([]byte) bool { return true }); err != nil {
		t.Fatal(err)
	}
	return s, pages
}

func TestAnOlderStateIsAnError(t *testing.T) {
	s, pages := running(t, "backwards")
	if _, err := save(pages[0].file, bodyEdit.apply(pages[0].text, "zzstate5zz")); err != nil {
		t.Fatal(err)
	}
	var st storm
	err := s.look(t.Context(), make(chan struct{}), &st, pages[0].address)
	if err == nil || !strings.Contains(err.Error(), "state 1 after state 5") {
		t.Errorf("got %v", err)
	}
}

func TestAPageThatGoesAwayIsAnError(t *testing.T) {
	s, pages := running(t, "lost")
	var st storm
	if err := s.look(t.Context(), make(chan struct{}), &st, pages[0].address); err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("got %v", err)
	}
	p := quick()
	if err := saves(t.Context(), s, p, &st, pages[0], 1_000_000, time.Millisecond, save); err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("a storm over a page that is not there: %v", err)
	}
}

func TestStatesAreCounted(t *testing.T) {
	over := make(chan struct{})
	answers := []string{"before", "zzstate3zz", "half", "zzstate3zz", "zzstate5zz"}
	asked := 0
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, answers[asked])
		if asked++; asked == len(answers) {
			close(over)
		}
	}))
	defer site.Close()
	s := &server{client: newClient("fake", site.URL)}
	var st storm
	if err := s.look(t.Context(), over, &st, "/"); err != nil {
		t.Fatal(err)
	}
	if st.seen != 2 {
		t.Errorf("%d states were seen of 2", st.seen)
	}
}

func TestTheLastStateIsAwaited(t *testing.T) {
	s, pages := running(t, "stale")
	p := quick()
	p.timeout = 200 * time.Millisecond
	if err := saves(t.Context(), s, p, &storm{}, pages[0], 2, time.Millisecond, saveInPlace); err == nil || !strings.Contains(err.Error(), "the last state") {
		t.Errorf("got %v", err)
	}
	if err := checkout(t.Context(), s, p, &storm{}, pages); err == nil || !strings.Contains(err.Error(), "the last state") {
		t.Errorf("got %v", err)
	}
}

func TestCheckoutMakesFilesAnew(t *testing.T) {
	s, pages := running(t)
	before, err := os.Stat(pages[0].file)
	if err != nil {
		t.Fatal(err)
	}
	handle, err := os.Open(pages[0].file) // or its inode could be used again
	if err != nil {
		t.Fatal(err)
	}
	defer handle.Close()
	var st storm
	if err := checkout(t.Context(), s, quick(), &st, pages); err != nil {
		t.Fatal(err)
	}
	after, err := os.Stat(pages[0].file)
	if err != nil {
		t.Fatal(err)
	}
	if os.SameFile(before, after) || st.settled <= 0 {
		t.Errorf("the file is the same: %v; %v", os.SameFile(before, after), st.settled)
	}
	found, err := filepath.Glob(filepath.Join(filepath.Dir(pages[0].file), "*"))
	if err != nil || len(found) != 2 {
		t.Errorf("the folder has %v, %v", found, err)
	}
}

func TestStateOf(t *testing.T) {
	for text, want := range map[string]int{
		"<p>A new paragraph zzstate42zz.</p>": 42, "": 0, "zzstatezz": 0, "zzstate12": 0, "zzstate99999999999999999999zz": 0,
	} {
		if got := stateOf([]byte(text)); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}
