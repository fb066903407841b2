package main

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"pandect/bench/internal/harness"
)

const (
	pandect = harness.Pandect
	hugo    = harness.Hugo
	floor   = harness.Floor
	again   = ", again" // a second build into the same folder
)

// results is everything that was measured at one size.
type results struct {
	files int
	costs map[string][]harness.Cost
}

// typical returns the median of each quantity by itself.
func (r results) typical(name string) harness.Cost {
	return harness.Cost{
		Wall: harness.Median(r.costs[name], func(c harness.Cost) time.Duration { return c.Wall }),
		CPU:  harness.Median(r.costs[name], func(c harness.Cost) time.Duration { return c.CPU }),
		Peak: harness.Median(r.costs[name], func(c harness.Cost) int64 { return c.Peak }),
	}
}

func (r results) print() {
	fmt.Printf("\n%d files%17s %8s %12s %10s %14s\n", r.files, "wall s", "CPU s", "CPU range", "peak MB", "CPU ms a file")
	for _, name := range []string{pandect, pandect + again, hugo, hugo + again, floor} {
		c := r.typical(name)
		low, high := c.CPU, c.CPU
		for _, x := range r.costs[name] {
			low, high = min(low, x.CPU), max(high, x.CPU)
		}
		fmt.Printf("  %-18s %8.2f %8.2f %6.2f-%5.2f %10d %14.2f\n", name, c.Wall.Seconds(), c.CPU.Seconds(),
			low.Seconds(), high.Seconds(), c.Peak>>20, c.CPU.Seconds()*1000/float64(r.files))
	}
	fmt.Printf("  %-34s %8s %8s %8s\n", "ratios", "wall", "CPU", "peak")
	for _, pair := range [][2]string{{pandect, hugo}, {pandect + again, pandect}, {pandect + again, hugo + again}, {pandect, floor}} {
		a, b := r.typical(pair[0]), r.typical(pair[1])
		fmt.Printf("  %-34s %8.2f %8.2f %8.2f\n", pair[0]+" / "+pair[1], harness.Ratio(a.Wall, b.Wall), harness.Ratio(a.CPU, b.CPU), harness.Ratio(a.Peak, b.Peak))
	}
}

// printScaling compares the cost of a file at the largest size with that at the smallest.
func printScaling(all []results) {
	if len(all) < 2 {
		return
	}
	small := slices.MinFunc(all, func(a, b results) int { return cmp.Compare(a.files, b.files) })
	large := slices.MaxFunc(all, func(a, b results) int { return cmp.Compare(a.files, b.files) })
	fmt.Printf("\nCPU of a file at %d files / at %d files\n", large.files, small.files)
	for _, name := range []string{pandect, pandect + again, hugo, floor} {
		growth := harness.Ratio(large.typical(name).CPU, small.typical(name).CPU) * float64(small.files) / float64(large.files)
		fmt.Printf("  %-18s %8.2f\n", name, growth)
	}
}
