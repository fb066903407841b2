package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestMeasure(t *testing.T) {
	for _, settles := range []bool{false, true} {
		c := fake(t, "fake")
		c.waitIdle = settles
		f, err := measure(t.Context(), c, quick(), newSite(t), true)
		if err != nil {
			t.Fatal(err)
		}
		if len(f.starts) != 2 || len(f.delays["body"]) != 2 || len(f.delays["title"]) != 2 || len(f.long) != 3 || len(f.storms) != 3 {
			t.Errorf("something was not measured: %+v", f)
		}
		for _, kind := range f.delays {
			for _, d := range kind {
				if d.page <= 0 || d.neighbour != 0 || d.timedOut {
					t.Errorf("an edit that is served at once took %+v", d)
				}
			}
		}
		for _, m := range append(f.after, f.long...) {
			if len(f.after) != len(moments) || m.resident < 1<<20 || m.peak < m.resident {
				t.Errorf("memory: %+v", f.after)
			}
		}
		for _, s := range f.storms {
			if s.settled <= 0 || s.builds != 0 {
				t.Errorf("a storm that was served at once: %+v", s)
			}
		}
		if f.unserved != 0 {
			t.Errorf("%d answers without a page", f.unserved)
		}
	}
}

func TestMeasureLeavesOutWhatIsDoneOnce(t *testing.T) {
	f, err := measure(t.Context(), fake(t, "fake"), quick(), newSite(t), false)
	if err != nil || f.long != nil || f.storms != nil {
		t.Errorf("got %+v, %v", f, err)
	}
}

func TestTheFirstPageIsAwaited(t *testing.T) {
	f, err := measure(t.Context(), fake(t, "fake", "building"), quick(), newSite(t), false)
	if err != nil {
		t.Fatal(err)
	}
	if f.typicalStart() < 200*time.Millisecond {
		t.Errorf("the first page came after %v, before the build had ended", f.typicalStart())
	}
	if f.unserved != 0 {
		t.Errorf("%d answers during the start are counted as none while editing", f.unserved)
	}
}

func TestAnswersWithoutAPageAreCounted(t *testing.T) {
	s, err := fake(t, "fake", "building").start(t.Context(), newSite(t).Folder)
	if err != nil {
		t.Fatal(err)
	}
	defer s.stop()
	if _, err := s.await(t.Context(), "/a/one.html", "a page", time.Minute, func([]byte) bool { return true }); err != nil {
		t.Fatal(err)
	}
	if s.unserved == 0 {
		t.Error("the answers before the first page are not counted")
	}
}

func TestSlowServersAreEditedLess(t *testing.T) {
	for _, test := range []struct {
		edits int
		each  time.Duration
		done  int
		want  bool
	}{
		{30, 500 * time.Millisecond, 29, true},
		{30, 500 * time.Millisecond, 30, false},
		{30, 15 * time.Second, 2, true},
		{30, 15 * time.Second, 3, false},
		{30, 10 * time.Second, 3, true},
		{2, 15 * time.Second, 2, false},
	} {
		if got := another(test.edits, test.done, time.Duration(test.done)*test.each); got != test.want {
			t.Errorf("another of %d edits after %d of %v each: %v", test.edits, test.done, test.each, got)
		}
	}
}

func TestALateNeighbour(t *testing.T) {
	f, err := measure(t.Context(), fake(t, "fake", "alone"), quick(), newSite(t), false)
	if err != nil {
		t.Fatal(err)
	}
	if got := neighbours(f.delays["title"]); got != "never" {
		t.Errorf("a neighbour that never shows the title shows it after %s ms", got)
	}
}

func TestServersThatFail(t *testing.T) {
	for _, test := range []struct {
		flaw     string
		patience time.Duration
		want     []string
	}{
		{"dead", time.Minute, []string{"bad has ended while its first page was awaited", "unexpected EOF", "exit status 1"}},
		{"lost", time.Minute, []string{"bad does not answer /", "404"}},
		{"stale", 500 * time.Millisecond, []string{"bad did not answer /", "a body edit", "500ms", "a page without it", "says: nothing"}},
		{"building", 50 * time.Millisecond, []string{"bad did not answer /", "its first page", "50ms"}},
	} {
		p := quick()
		p.timeout = test.patience
		_, err := measure(t.Context(), fake(t, "bad", test.flaw), p, newSite(t), false)
		if err == nil {
			t.Errorf("%s: no error", test.flaw)
			continue
		}
		for _, want := range test.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: the error lacks %q: %v", test.flaw, want, err)
			}
		}
		if late := test.patience < time.Minute; errors.Is(err, errTimeout) != late {
			t.Errorf("%s: late should be %v: %v", test.flaw, late, err)
		}
	}
}

func TestAProgramThatIsNotThere(t *testing.T) {
	c := contender{name: "none", command: func(string, string) []string { return []string{filepath.Join(t.TempDir(), "none")} }}
	if _, err := measure(t.Context(), c, quick(), newSite(t), false); err == nil || !strings.Contains(err.Error(), "none does not start") {
		t.Errorf("got %v", err)
	}
}

func TestServersEndWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	c := fake(t, "fake", "stale")
	s, err := c.start(ctx, newSite(t).Folder)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	<-s.ended
	if err := syscall.Kill(s.pid, 0); !errors.Is(err, syscall.ESRCH) {
		t.Errorf("the server is still there: %v", err)
	}
	s.stop() // a second time, and nothing happens
	if _, err := s.await(ctx, "/a/one.html", "a page", time.Minute, func([]byte) bool { return true }); err == nil {
		t.Error("a server that has ended answers")
	}
}

func TestAMeasurementThatIsInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	p, site := quick(), newSite(t)
	p.pause = time.Hour
	number := filepath.Join(t.TempDir(), "pid")
	c := fake(t, "fake")
	command := c.command
	c.command = func(folder, address string) []string {
		return append([]string{"sh", "-c", `echo $$ >"$0.new" && mv "$0.new" "$0" && exec "$@"`, number}, command(folder, address)...)
	}
	done := make(chan error)
	go func() {
		_, err := measure(ctx, c, p, site, false)
		done <- err
	}()
	var text []byte
	for text == nil {
		time.Sleep(time.Millisecond)
		text, _ = os.ReadFile(number)
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, 0); !errors.Is(err, syscall.ESRCH) {
		t.Errorf("the server is still there: %v", err)
	}
}
