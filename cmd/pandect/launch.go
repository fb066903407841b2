package main

import (
	"fmt"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"time"

	"pandect/internal/disk"
)

// launcher starts programs with windows of their own, such as editors and browsers. They are detached from the terminal, so
// that Ctrl-C does not reach them, and outlive this program. It is safe for concurrent use.
type launcher struct {
	report func(what string) // called with a sentence when a program failed soon after its start
	group  sync.WaitGroup    // of the goroutines that wait for the programs; never waited for, because programs may outlive this one
}

// quickFailure is the time within which an exit with an error means that a program could not start.
const quickFailure = 3 * time.Second

// start starts a program with its arguments. The error is a phrase.
func (l *launcher) start(words []string) error {
	cmd := exec.Command(words[0], words[1:]...)
	detach(cmd)
	if err := cmd.Start(); err != nil {
		return disk.Reason(err)
	}
	began := time.Now()
	l.group.Go(func() {
		if err := cmd.Wait(); err != nil && time.Since(began) < quickFailure {
			l.report(fmt.Sprintf("This command failed (%v); try it in a terminal to see why: %s", err, commandLine(cmd.Args)))
		}
	})
	return nil
}

// commandLine formats a command as it can be typed into a shell.
func commandLine(args []string) string {
	words := make([]string, len(args))
	for i, arg := range args {
		words[i] = quoted(arg)
	}
	return strings.Join(words, " ")
}

// browser returns the command that opens an address in the browser that the system prefers.
func browser(address string) []string {
	switch runtime.GOOS {
	case "windows":
		return []string{"rundll32", "url.dll,FileProtocolHandler", address}
	case "darwin":
		return []string{"open", address}
	}
	return []string{"xdg-open", address}
}
