package main

import (
	"fmt"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"time"
)

// launcher starts programs with windows of their own. They outlive this program and have nothing to do with its
// terminal, so that Ctrl-C does not reach them. It is safe for concurrent use.
type launcher struct {
	tell  func(what string) // told in a sentence when a program failed at once
	group sync.WaitGroup    // a goroutine waits for each program that was started; nobody waits for these, see above
}

// hasty is how soon a program that could not do its work has ended.
const hasty = 3 * time.Second

// start starts a program with its arguments. The error is a phrase.
func (l *launcher) start(words []string) error {
	cmd := exec.Command(words[0], words[1:]...)
	detach(cmd)
	if err := cmd.Start(); err != nil {
		return reason(err)
	}
	began := time.Now()
	l.group.Go(func() {
		if err := cmd.Wait(); err != nil && time.Since(began) < hasty {
			l.tell(fmt.Sprintf("This command failed (%v); try it in a terminal to see why: %s", err, commandLine(cmd.Args)))
		}
	})
	return nil
}

// commandLine writes a command as it can be typed.
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
