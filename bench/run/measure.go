package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"time"
)

const (
	pandect = "pandect"
	hugo    = "hugo"
	floor   = "floor"
	again   = ", again" // a second build into the same folder
)

// cost is what one process took.
type cost struct {
	wall, cpu time.Duration // cpu is user and system
	peak      int64         // bytes of resident memory
}

// execute runs a program to its end. It keeps this process small: Linux counts the parent's memory at the moment of
// the fork as the child's.
func execute(ctx context.Context, program string, args ...string) (cost, error) {
	command := exec.CommandContext(ctx, program, args...)
	var said bytes.Buffer
	command.Stdout, command.Stderr = &said, &said
	start := time.Now()
	err := command.Run()
	wall := time.Since(start)
	if err != nil {
		return cost{}, fmt.Errorf("%s: %w\n%s", filepath.Base(program), err, tail(said.Bytes()))
	}
	usage, ok := command.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return cost{}, fmt.Errorf("this system does not say what a process has used")
	}
	peak := usage.Maxrss
	if runtime.GOOS != "darwin" {
		peak *= 1024 // kilobytes everywhere but there
	}
	return cost{wall: wall, cpu: command.ProcessState.UserTime() + command.ProcessState.SystemTime(), peak: peak}, nil
}

func tail(said []byte) []byte { return said[max(0, len(said)-4000):] }

// results is everything that was measured at one size.
type results struct {
	files int
	costs map[string][]cost
}

// typical returns the median of each quantity by itself.
func (r results) typical(name string) cost {
	return cost{
		wall: median(r.costs[name], func(c cost) time.Duration { return c.wall }),
		cpu:  median(r.costs[name], func(c cost) time.Duration { return c.cpu }),
		peak: median(r.costs[name], func(c cost) int64 { return c.peak }),
	}
}

func median[T cmp.Ordered](costs []cost, of func(cost) T) T {
	values := make([]T, len(costs))
	for i, c := range costs {
		values[i] = of(c)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

func (r results) print() {
	fmt.Printf("\n%d files%17s %8s %12s %10s %14s\n", r.files, "wall s", "CPU s", "CPU range", "peak MB", "CPU ms a file")
	for _, name := range []string{pandect, pandect + again, hugo, hugo + again, floor} {
		c := r.typical(name)
		low, high := c.cpu, c.cpu
		for _, x := range r.costs[name] {
			low, high = min(low, x.cpu), max(high, x.cpu)
		}
		fmt.Printf("  %-18s %8.2f %8.2f %6.2f-%5.2f %10d %14.2f\n", name, c.wall.Seconds(), c.cpu.Seconds(),
			low.Seconds(), high.Seconds(), c.peak>>20, c.cpu.Seconds()*1000/float64(r.files))
	}
	fmt.Printf("  %-34s %8s %8s %8s\n", "ratios", "wall", "CPU", "peak")
	for _, pair := range [][2]string{{pandect, hugo}, {pandect + again, pandect}, {pandect + again, hugo + again}, {pandect, floor}} {
		a, b := r.typical(pair[0]), r.typical(pair[1])
		fmt.Printf("  %-34s %8.2f %8.2f %8.2f\n", pair[0]+" / "+pair[1], ratio(a.wall, b.wall), ratio(a.cpu, b.cpu), ratio(a.peak, b.peak))
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
		growth := ratio(large.typical(name).cpu, small.typical(name).cpu) * float64(small.files) / float64(large.files)
		fmt.Printf("  %-18s %8.2f\n", name, growth)
	}
}

func ratio[T time.Duration | int64](a, b T) float64 { return float64(a) / float64(b) }
