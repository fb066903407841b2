package main

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestTranscript(t *testing.T) {
	var s transcript
	if s.tail() != "nothing" || s.builds() != 0 {
		t.Errorf("a program that says nothing says %q and built %d times", s.tail(), s.builds())
	}
	for _, part := range []string{
		"Preview of 12 pages at http://127.0.0.1:1/ (Ctrl-C ends it); no problems; 34ms.\n",
		"21:03:10  content/a.md changed: 1 page changed; no problems; 34ms.\n21:03:11  by the ", "clock: nothing changed; 2 warnings; 1.2", "s.\n",
		"21:03:12  every page was looked through: no problems.\n", "21:03:12  content/a.md changed: 1 page changed; no problems; 1ms.",
	} {
		fmt.Fprint(&s, part)
	}
	if s.builds() != 2 {
		t.Errorf("%d builds, want 2", s.builds())
	}
	if fmt.Fprintln(&s); s.builds() != 3 {
		t.Errorf("%d builds, want 3", s.builds())
	}
	fmt.Fprint(&s, strings.Repeat("x", 100_000), "the end")
	if tail := s.tail(); len(tail) > 10_000 || !strings.HasSuffix(tail, "the end") {
		t.Errorf("%d bytes are kept", len(tail))
	}
}

func TestInterval(t *testing.T) {
	for waited, want := range map[time.Duration]time.Duration{
		0: time.Millisecond, 50 * time.Millisecond: time.Millisecond, time.Second: 10 * time.Millisecond, time.Minute: 50 * time.Millisecond,
	} {
		if got := interval(waited); got != want {
			t.Errorf("after %v: %v, want %v", waited, got, want)
		}
	}
}
