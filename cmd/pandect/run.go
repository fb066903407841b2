// Pandect turns a folder of markdown into a website that can be searched.
//
// The program reads flags and the environment, calls the packages that do the work, shows progress, reports, and chooses the exit
// code. It decides nothing about pages.
//
// Its contract with the caller:
//
//   - Standard output has the result (a summary, diagnostics, HTML) and nothing else; messages about the run go to standard
//     error. With --format json or sarif, standard output is one document.
//   - The exit code is 0 when the work was done, 1 when the content has problems or the work could not be done, 2 when
//     the command line or the configuration is wrong, and 130 when the run was interrupted. An interruption is
//     the normal end of a loop (serve, build --watch), so its code is 0.
//   - A failure is reported in one sentence with a hint on what to do next. No input makes the program panic.
//
// It reads four environment variables: SOURCE_DATE_EPOCH fixes the clock, NO_COLOR switches colour off, PANDECT_EDITOR opens
// files from the preview, and GOGC is left alone when it is set.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"
)

// The exit codes of the program.
const (
	exitDone        = 0
	exitProblems    = 1
	exitUsage       = 2
	exitInterrupted = 130 // 128 and the number of the interrupt signal, as shells count
)

// garbagePercent is the default of GOGC. Most of the heap is the site itself, so a higher value costs hundreds of megabytes and,
// measured by make bench, saves hardly any time.
const garbagePercent = 60

// program is one run of the command: its streams, which every subcommand shares.
type program struct {
	stdin  io.Reader
	stdout *bufio.Writer // flushed once, at the end of the run
	stderr io.Writer

	colorStdout, colorStderr bool
}

// run runs the program and returns the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbagePercent)
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once

	p := &program{
		stdin:       stdin,
		stdout:      bufio.NewWriter(&endable{ctx: ctx, w: stdout}),
		stderr:      &endable{ctx: ctx, w: stderr},
		colorStdout: wantsColor(stdout),
		colorStderr: wantsColor(stderr),
	}
	root := newRoot(p)
	root.SetArgs(args)
	command, err := root.ExecuteContextC(ctx)
	if known, ok := errors.AsType[*failure](err); ctx.Err() != nil && err != nil && !(ok && known.code == exitInterrupted) {
		err = &failure{code: exitInterrupted, message: "It was interrupted before it was done.", hint: "Run it again."}
	}
	code := p.report(command, err)
	switch err := p.stdout.Flush(); {
	case err != nil && ctx.Err() != nil:
		code = exitInterrupted
	case err != nil && code == exitDone:
		code = p.report(command, &failure{
			code:    exitProblems,
			message: fmt.Sprintf("The output of the command could not be written (%v).", err),
			hint:    "Check that the disk has room.",
		})
	}
	return code
}

// failure is an error with an exit code and a hint for the user.
type failure struct {
	code    int
	message string
	hint    string // may be empty
}

func (f *failure) Error() string { return f.message }

// usageError says that the command line or the configuration is wrong.
func usageError(hint, format string, args ...any) error {
	return &failure{code: exitUsage, message: fmt.Sprintf(format, args...), hint: hint}
}

// workError says that the work could not be done.
func workError(hint, format string, args ...any) error {
	return &failure{code: exitProblems, message: fmt.Sprintf(format, args...), hint: hint}
}

// exitCode is the error of a command that has reported everything already.
type exitCode int

func (c exitCode) Error() string { return fmt.Sprintf("exit code %d", int(c)) }

// report prints err, if it was not reported yet, and returns the exit code.
func (p *program) report(command *cobra.Command, err error) int {
	if err == nil {
		return exitDone
	}
	if code, ok := errors.AsType[exitCode](err); ok {
		return int(code)
	}
	f, ok := errors.AsType[*failure](err)
	if !ok {
		f = &failure{code: exitProblems, message: asSentence(err.Error())}
	}
	p.stdout.Flush() // so that the output keeps its order
	fmt.Fprintf(p.stderr, "%s: %s\n", command.CommandPath(), f.message)
	if f.hint != "" {
		fmt.Fprintln(p.stderr, f.hint)
	}
	return f.code
}
