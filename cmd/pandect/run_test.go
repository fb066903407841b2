package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fullDisk is a writer that takes nothing.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

// stuckInput is a reader on which nobody types.
type stuckInput struct{ never chan struct{} }

func (s stuckInput) Read([]byte) (int, error) { <-s.never; return 0, nil }

func TestOutputThatCannotBeWrittenIsAFailure(t *testing.T) {
	for _, args := range [][]string{{}, {"version"}, {"help", "build"}, {"render", "-"}} {
		var stderr bytes.Buffer
		code := run(t.Context(), args, strings.NewReader("Words."), fullDisk{}, &stderr)
		if code != exitProblems {
			t.Errorf("%q: exit code %d, want %d", args, code, exitProblems)
		}
		if !strings.Contains(stderr.String(), "no space left on device") {
			t.Errorf("%q: the reason is not told: %q", args, stderr.String())
		}
	}
}

func TestInterruptionHasItsOwnExitCode(t *testing.T) {
	site := t.TempDir()
	if err := os.WriteFile(filepath.Join(site, "config.toml"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(site, "content"), 0o777); err != nil {
		t.Fatal(err)
	}
	stuck := stuckInput{make(chan struct{})}
	defer close(stuck.never)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, args := range [][]string{{"build", "--source", site}, {"check", "--source", site}, {"render", "-"}} {
		var stdout, stderr bytes.Buffer
		if code := run(ctx, args, stuck, &stdout, &stderr); code != exitInterrupted {
			t.Errorf("%q: exit code %d, want %d; it said %q", args, code, exitInterrupted, stderr.String())
		}
		if stdout.Len() > 0 {
			t.Errorf("%q: an interrupted run prints %q", args, stdout.String())
		}
	}
	if _, err := os.Stat(filepath.Join(site, "public")); err == nil {
		t.Error("an interrupted build left an output folder")
	}
}
