package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"
)

// A progress shows what the program is doing, on one line of a terminal. A nil progress shows nothing. It is safe for
// concurrent use.
type progress struct {
	w     io.Writer
	width func() int // of the terminal, in characters

	mu          sync.Mutex
	what        string
	done, total int
	ticks       int
	drawn       int // characters on the line now

	stop    func()
	stopped chan struct{}
}

const (
	progressTick  = 100 * time.Millisecond
	progressQuiet = 5 // ticks before the line is first drawn, so that short runs show nothing
)

// startProgress shows progress on stderr if that is a terminal, and returns nil otherwise.
func startProgress(stderr io.Writer) *progress {
	if e, ok := stderr.(*endable); ok {
		stderr = e.w
	}
	file, ok := stderr.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) || os.Getenv("TERM") == "dumb" {
		return nil
	}
	ticker := time.NewTicker(progressTick)
	p := newProgress(stderr, ticker.C, func() int {
		width, _, err := term.GetSize(int(file.Fd()))
		if err != nil {
			return 80
		}
		return width
	})
	end := p.stop
	p.stop = func() { ticker.Stop(); end() }
	return p
}

// newProgress draws on w at each tick.
func newProgress(w io.Writer, ticks <-chan time.Time, width func() int) *progress {
	quit := make(chan struct{})
	p := &progress{w: w, width: width, stop: sync.OnceFunc(func() { close(quit) }), stopped: make(chan struct{})}
	go func() {
		defer close(p.stopped)
		for {
			select {
			case <-ticks:
				p.tick()
			case <-quit:
				return
			}
		}
	}()
	return p
}

// Stage says what is being done now, as a phrase such as "Reading files".
func (p *progress) Stage(what string) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.what, p.done, p.total = what, 0, 0
}

// Count says how much of the present stage is done.
func (p *progress) Count(done, total int) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done, p.total = done, total
}

// Say writes a line to w without disturbing the progress line.
func (p *progress) Say(w io.Writer, text string) {
	if p != nil {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.draw("")
	}
	fmt.Fprintln(w, text)
}

// Stop clears the line and waits until nothing is drawn any more. It may be called more than once.
func (p *progress) Stop() {
	if p == nil {
		return
	}
	p.stop()
	<-p.stopped
	p.mu.Lock()
	defer p.mu.Unlock()
	p.draw("")
}

func (p *progress) tick() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ticks++; p.ticks < progressQuiet || p.what == "" {
		return
	}
	line := p.what
	if p.total > 0 {
		line += fmt.Sprintf(": %d of %d", p.done, p.total)
	}
	p.draw(line)
}

// draw replaces the line. It pads with spaces, because not every terminal knows the sequence that clears a line, and leaves the
// last column free, where some terminals wrap.
func (p *progress) draw(line string) {
	if line == "" && p.drawn == 0 {
		return
	}
	line = line[:min(len(line), max(0, p.width()-1))]
	fmt.Fprintf(p.w, "\r%s%s", line, strings.Repeat(" ", max(0, p.drawn-len(line))))
	p.drawn = len(line)
	if line == "" {
		fmt.Fprint(p.w, "\r")
	}
}

// wantsColor reports whether coloured text may be written to w.
func wantsColor(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd())) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}
