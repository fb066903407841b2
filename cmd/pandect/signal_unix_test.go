//go:build unix

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A pipe from which nobody reads holds up no command that was interrupted.
func TestASignalEndsWhatIsHeldUpByItsOutput(t *testing.T) {
	dir := t.TempDir()
	for i := range 1500 {
		write(t, filepath.Join(dir, fmt.Sprintf("broken run with a long name %04d%s", i, runFile)), []byte("{"), 0o600)
	}
	content := filepath.Join(t.TempDir(), "content")
	if err := os.Mkdir(content, 0o777); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(content, "../config.toml"), nil, 0o600)
	write(t, filepath.Join(content, "page.md"), []byte("# A\n\n"+strings.Repeat("[a](nowhere)\n\n", 2000)), 0o600)
	write(t, filepath.Join(content, "large.md"), []byte(strings.Repeat("Words.\n\n", 50_000)), 0o600)
	site := filepath.Dir(content)
	for i, args := range [][]string{
		{"runs", dir}, {"runs", dir, "--format", "html"}, {"check", "--source", site, "--format", "json"}, {"render", filepath.Join(content, "large.md")},
	} {
		signal := []os.Signal{os.Interrupt, syscall.SIGTERM}[i%2]
		reader, writer, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("pandect", args...) // testscript.Main puts it on the path
		cmd.Stdout, cmd.Stderr = writer, writer
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Second) // until the pipe is full
		began := time.Now()
		cmd.Process.Signal(signal)
		overdue := time.AfterFunc(20*time.Second, func() { cmd.Process.Kill() })
		cmd.Wait()
		overdue.Stop()
		if took := time.Since(began); cmd.ProcessState.ExitCode() != exitInterrupted || took > 10*time.Second {
			t.Errorf("%q, %v: exit code %d after %v", args, signal, cmd.ProcessState.ExitCode(), took)
		}
		reader.Close()
		writer.Close()
	}
}

// What is no ordinary file is not waited for.
func TestAPipeIsNoPage(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe.md")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{pipe, dir, "/dev/zero"} {
		var stdout, stderr bytes.Buffer
		if code := run(t.Context(), []string{"render", name}, nil, &stdout, &stderr); code != exitProblems || !strings.Contains(stderr.String(), "it is not a regular file") {
			t.Errorf("%s: exit code %d: %s", name, code, &stderr)
		}
	}
}
