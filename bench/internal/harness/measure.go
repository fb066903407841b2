package harness

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

// Cost is what one process took.
type Cost struct {
	Wall, CPU time.Duration // CPU is user and system
	Peak      int64         // bytes of resident memory
}

// Execute runs a program to its end. It keeps this process small: Linux counts the parent's memory at the moment of
// the fork as the child's.
func Execute(ctx context.Context, program string, args ...string) (Cost, error) {
	command := exec.CommandContext(ctx, program, args...)
	var said bytes.Buffer
	command.Stdout, command.Stderr = &said, &said
	start := time.Now()
	err := command.Run()
	wall := time.Since(start)
	if err != nil {
		return Cost{}, fmt.Errorf("%s: %w\n%s", filepath.Base(program), err, Tail(said.Bytes()))
	}
	usage, ok := command.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return Cost{}, fmt.Errorf("this system does not say what a process has used")
	}
	peak := usage.Maxrss
	if runtime.GOOS != "darwin" {
		peak *= 1024 // kilobytes everywhere but there
	}
	return Cost{Wall: wall, CPU: command.ProcessState.UserTime() + command.ProcessState.SystemTime(), Peak: peak}, nil
}

// Tail returns the end of what a program said.
func Tail(said []byte) []byte { return said[max(0, len(said)-4000):] }

// Median returns the median of a quantity of the measured things, the upper one of two. There must be one thing.
func Median[Thing any, Quantity cmp.Ordered](things []Thing, of func(Thing) Quantity) Quantity {
	values := make([]Quantity, len(things))
	for i, thing := range things {
		values[i] = of(thing)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// Ratio returns a / b.
func Ratio[T time.Duration | int64](a, b T) float64 { return float64(a) / float64(b) }
