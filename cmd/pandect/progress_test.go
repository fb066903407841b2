package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"
)

// screen returns what a terminal shows after text was written to it, line by line.
func screen(text string) string {
	var line []rune
	at := 0
	for _, r := range text {
		if r == '\r' {
			at = 0
			continue
		}
		if at == len(line) {
			line = append(line, r)
		} else {
			line[at] = r
		}
		at++
	}
	return string(line)
}

func TestProgressRewritesOneLine(t *testing.T) {
	var out bytes.Buffer
	ticks := make(chan time.Time)
	p := newProgress(&out, ticks, func() int { return 40 })
	p.Stage("Writing files")
	for range progressQuiet {
		ticks <- time.Time{}
	}
	p.Count(10, 2000)
	ticks <- time.Time{}
	p.Stop()
	if out.Len() == 0 {
		t.Fatal("a long run shows nothing")
	}
	if strings.Contains(out.String(), "\n") {
		t.Errorf("progress takes more than one line: %q", out.String())
	}
	if !strings.Contains(out.String(), "Writing files: 10 of 2000") {
		t.Errorf("the count is not shown: %q", out.String())
	}
	if left := strings.TrimSpace(screen(out.String())); left != "" {
		t.Errorf("the line is not wiped at the end: %q is left", left)
	}
	written := out.Len()
	p.Stop()
	if out.Len() != written {
		t.Error("stopping twice writes twice")
	}
}

func TestProgressOfAShortRunShowsNothing(t *testing.T) {
	var out bytes.Buffer
	ticks := make(chan time.Time)
	p := newProgress(&out, ticks, func() int { return 40 })
	p.Stage("Writing files")
	for range progressQuiet - 1 {
		ticks <- time.Time{}
	}
	p.Stop()
	if out.Len() > 0 {
		t.Errorf("a short run shows %q", out.String())
	}
}

func TestProgressFitsTheTerminal(t *testing.T) {
	for _, width := range []int{0, 1, 2, 10, 30} {
		var out bytes.Buffer
		ticks := make(chan time.Time)
		p := newProgress(&out, ticks, func() int { return width })
		p.Stage("Writing a great many files to a place far away")
		for range progressQuiet + 1 {
			ticks <- time.Time{}
		}
		p.Stop()
		if got := len(screen(out.String())); got > max(0, width-1) {
			t.Errorf("width %d: the line is %d long: %q", width, got, out.String())
		}
	}
}

func TestProgressNeedsATerminal(t *testing.T) {
	file, err := os.Create(t.TempDir() + "/stderr")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for name, p := range map[string]*progress{
		"buffer": startProgress(&bytes.Buffer{}),
		"file":   startProgress(file),
	} {
		if p != nil {
			t.Errorf("%s: progress is shown although it is no terminal", name)
		}
		p.Stage("Reading") // none of these may fail
		p.Count(1, 2)
		p.Stop()
	}
}
