package main

import (
	"context"
	"io"
	"sync/atomic"
	"time"
)

// stuckTime is how long a write may take after the run was interrupted.
const stuckTime = 500 * time.Millisecond

// endable is an output that does not hold up the end of an interrupted run: a pipe from which nobody reads blocks for ever. What is
// written after that is lost.
type endable struct {
	ctx   context.Context
	w     io.Writer
	stuck atomic.Bool
}

func (e *endable) Write(data []byte) (int, error) {
	if e.stuck.Load() {
		return 0, context.Cause(e.ctx)
	}
	type result struct {
		n   int
		err error
	}
	done := make(chan result, 1)
	mine := append([]byte(nil), data...) // the caller may change data after a write that was given up
	go func() {
		n, err := e.w.Write(mine)
		done <- result{n, err}
	}()
	select {
	case r := <-done:
		return r.n, r.err
	case <-e.ctx.Done():
	}
	select {
	case r := <-done:
		return r.n, r.err
	case <-time.After(stuckTime):
		e.stuck.Store(true)
		return 0, context.Cause(e.ctx)
	}
}
