// Package fanout does many independent pieces of work at the same time, on a bounded number of goroutines, and waits for
// all of them.
//
// Pieces are known by their index and begun in that order. What comes of a piece, its error too, is written by the work
// to a place of its own, such as results[i]: so results and errors are in the order of the pieces, whichever was done
// first. A piece that makes the others pointless cancels ctx. No piece is begun after ctx ended, and those that were
// begun are waited for.
//
// It is not for goroutines that outlive a call, and not for a pipeline: whoever needs these owns and ends them itself.
package fanout

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// Each calls work for 0 to n-1 from at most as many goroutines as there are jobs; 0 jobs mean one for each processor.
// work must be safe for concurrent use. When Each returns, all of its goroutines have ended. The error is that of ctx.
func Each(ctx context.Context, jobs, n int, work func(i int)) error {
	return EachWith(ctx, jobs, n, func(i int, _ *struct{}) { work(i) })
}

// EachWith is Each for work that needs room, such as a buffer. Each goroutine has a zero S of its own, which work finds as
// the call before left it.
func EachWith[S any](ctx context.Context, jobs, n int, work func(i int, own *S)) error {
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(jobs, n) {
		workers.Go(func() {
			var own S
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				work(i, &own)
			}
		})
	}
	workers.Wait()
	return ctx.Err()
}
