package fanout

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestEachPieceIsDoneOnce(t *testing.T) {
	for _, jobs := range []int{0, 1, 3, 1000} {
		for _, n := range []int{0, 1, 2, 500} {
			done := make([]int, n) // the race detector finds two goroutines with one piece
			if err := Each(t.Context(), jobs, n, func(i int) { done[i]++ }); err != nil {
				t.Error(err)
			}
			for i, times := range done {
				if times != 1 {
					t.Fatalf("with %d jobs, piece %d of %d was done %d times", jobs, i, n, times)
				}
			}
		}
	}
}

func TestThereAreNoMoreGoroutinesThanJobs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var now, most atomic.Int64
		began := time.Now()
		_ = Each(t.Context(), 3, 9, func(int) {
			most.Store(max(most.Load(), now.Add(1)))
			time.Sleep(time.Second)
			now.Add(-1)
		})
		if most.Load() > 3 || time.Since(began) != 3*time.Second {
			t.Errorf("%d pieces at a time, and %v for nine of a second", most.Load(), time.Since(began))
		}
	})
}

func TestNothingIsBegunAfterTheContextEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var begun, ended atomic.Int64
		err := Each(ctx, 2, 100, func(i int) {
			begun.Add(1)
			time.Sleep(time.Second)
			if i == 4 {
				cancel()
			}
			time.Sleep(time.Second)
			ended.Add(1)
		})
		if !errors.Is(err, context.Canceled) || begun.Load() != 6 || ended.Load() != 6 {
			t.Errorf("%v after %d pieces were begun and %d ended, want 6 of both", err, begun.Load(), ended.Load())
		}
	})
}

func TestEachGoroutineHasRoomOfItsOwn(t *testing.T) {
	var rooms, pieces atomic.Int64
	_ = EachWith(t.Context(), 4, 100, func(_ int, own *int) {
		if *own == 0 {
			rooms.Add(1)
		}
		*own++
		pieces.Add(1)
	})
	if rooms.Load() > 4 || pieces.Load() != 100 {
		t.Errorf("%d rooms for %d pieces", rooms.Load(), pieces.Load())
	}
}
