// Package fanout runs many independent tasks at the same time, on a bounded number of goroutines, and waits for all of
// them.
//
// Tasks are numbered and started in that order. A task writes its result and its error to an element of its own, such as
// results[i], so they are in the order of the tasks, whichever ended first. A task that makes the others pointless cancels
// ctx: no task is started after that, and those under way are waited for.
//
// It is not for goroutines that outlive a call, and not for pipelines.
package fanout

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// Each calls work for 0 to n-1 on at most as many goroutines as jobs says; 0 means one for each processor. work must be
// safe for concurrent use. All goroutines have ended when Each returns. The error is that of ctx.
func Each(ctx context.Context, jobs, n int, work func(i int)) error {
	return EachWith(ctx, jobs, n, func(i int, _ *struct{}) { work(i) })
}

// EachWith is Each for work that needs scratch state, such as a buffer. Each goroutine has an S of its own, which begins as
// the zero value and is passed from one call to the next.
func EachWith[S any](ctx context.Context, jobs, n int, work func(i int, state *S)) error {
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(jobs, n) {
		workers.Go(func() {
			var state S
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				work(i, &state)
			}
		})
	}
	workers.Wait()
	return ctx.Err()
}
