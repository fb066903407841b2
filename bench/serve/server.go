package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os/exec"
	"regexp"
	"sync"
	"syscall"
	"time"

	"pandect/bench/internal/harness"
)

// server is a running contender.
type server struct {
	client
	waitIdle bool // see contender
	pid      int
	output   *transcript
	ended    chan struct{} // closed when the process has ended
	cancel   context.CancelFunc
}

// start starts a server on a free port of this machine. It does not wait for an answer. stop must be called.
func (c contender) start(ctx context.Context, folder string) (*server, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	line := c.command(folder, address)
	ctx, cancel := context.WithCancel(ctx)
	command := exec.CommandContext(ctx, line[0], line[1:]...)
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	command.WaitDelay = 10 * time.Second // then it is killed
	s := &server{waitIdle: c.waitIdle, client: newClient(c.name, "http://"+address), output: &transcript{}, ended: make(chan struct{}), cancel: cancel}
	command.Stdout, command.Stderr = s.output, s.output
	if err := command.Start(); err != nil {
		cancel()
		return nil, fmt.Errorf("%s does not start: %w", c.name, err)
	}
	s.pid = command.Process.Pid
	go func() {
		defer close(s.ended)
		if err := command.Wait(); err != nil && ctx.Err() == nil {
			fmt.Fprintln(s.output, err)
		}
	}()
	return s, nil
}

// freeAddress returns an address of this machine, host:port, at which nobody listens.
func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer listener.Close()
	return listener.Addr().String(), nil
}

// stop ends the server and waits until it has ended.
func (s *server) stop() {
	s.cancel()
	<-s.ended
	s.http.CloseIdleConnections()
}

// errTimeout is returned by await when the answer does not come in time.
var errTimeout = errors.New("too late")

// await polls an address until the answer is as wanted, and returns the time at which it had been read. what describes what is
// awaited, for the error.
func (s *server) await(ctx context.Context, address, what string, patience time.Duration, wanted func(page []byte) bool) (time.Time, error) {
	for start := time.Now(); ; {
		page, err := s.get(ctx, address)
		now := time.Now()
		if err == nil && wanted(page) {
			return now, nil
		}
		waited := now.Sub(start)
		select {
		case <-ctx.Done():
			return now, context.Cause(ctx)
		case <-s.ended:
			if ctx.Err() != nil { // that was why
				return now, context.Cause(ctx)
			}
			return now, fmt.Errorf("%s has ended while %s was awaited; it says: %s", s.name, what, s.output.tail())
		case <-time.After(interval(waited)):
		}
		if waited > patience {
			if err == nil {
				err = errors.New("a page without it")
			}
			return now, fmt.Errorf("%w: %s did not answer %s with %s in %v; the last answer: %w; the server says: %s",
				errTimeout, s.name, address, what, patience, err, s.output.tail())
		}
	}
}

// interval is the pause between two polls: short enough not to distort the measurement, long enough not to slow down a server
// that needs seconds.
func interval(waited time.Duration) time.Duration {
	return min(max(waited/100, time.Millisecond), 50*time.Millisecond)
}

// idle waits until the server uses next to no processor time.
func (s *server) idle(ctx context.Context, p plan) error {
	const little = 20 * time.Millisecond
	for start := time.Now(); time.Since(start) < p.timeout; {
		before, err := cpuOf(s.pid)
		if err != nil {
			return err
		}
		if err := sleep(ctx, p.rest); err != nil {
			return err
		}
		after, err := cpuOf(s.pid)
		if err != nil {
			return err
		}
		if after-before <= little {
			return nil
		}
	}
	return fmt.Errorf("%s has nothing to do and is busy for %v", s.name, p.timeout)
}

// sleep waits, unless the context ends.
func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(d):
		return nil
	}
}

// client reads pages over one connection that stays open. It may be used by one goroutine at a time.
type client struct {
	name     string // of the server, for errors
	root     string
	http     *http.Client
	body     *bytes.Buffer // of the last answer
	unserved int           // answers without a page
}

func newClient(name, root string) client {
	return client{
		name: name,
		root: root,
		body: &bytes.Buffer{},
		http: &http.Client{
			Timeout:       time.Minute,
			Transport:     &http.Transport{MaxConnsPerHost: 1, DisableCompression: true},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

// get returns the page at an address, which is valid until the next call. Any status but 200 is an error.
func (c *client) get(ctx context.Context, address string) ([]byte, error) {
	page, err := c.ask(ctx, address)
	if err != nil {
		c.unserved++
		return nil, fmt.Errorf("%s does not answer %s: %w", c.name, address, err)
	}
	return page, nil
}

func (c *client) ask(ctx context.Context, address string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.root+address, nil)
	if err != nil {
		return nil, err
	}
	answer, err := c.http.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	c.body.Reset()
	if _, err := c.body.ReadFrom(answer.Body); err != nil {
		return nil, err
	}
	if answer.StatusCode != http.StatusOK {
		return nil, errors.New(answer.Status)
	}
	return c.body.Bytes(), nil
}

// transcript keeps the end of the output of a program, and counts the builds that it reports. It is safe for concurrent use.
type transcript struct {
	mu    sync.Mutex
	text  []byte
	line  []byte // that has no end yet
	built int
}

// oneBuild matches a line in which pandect reports a build, such as
//
//	21:03:10  content/a.md changed: 1 page changed; no problems; 34ms.
var oneBuild = regexp.MustCompile(`^\d\d:\d\d:\d\d  .*; [0-9.msµ]+\.$`)

func (t *transcript) Write(said []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = bytes.Clone(harness.Tail(append(t.text, said...)))
	lines := bytes.Split(append(t.line, said...), []byte("\n"))
	for _, line := range lines[:len(lines)-1] {
		if oneBuild.Match(line) {
			t.built++
		}
	}
	t.line = lines[len(lines)-1]
	return len(said), nil
}

func (t *transcript) tail() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.text) == 0 {
		return "nothing"
	}
	return string(t.text)
}

// builds returns how many builds the program has reported. Hugo runs with --quiet and reports none.
func (t *transcript) builds() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.built
}
