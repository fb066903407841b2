//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"pandect/internal/runs"
)

// What is no file of a reasonable size is named and never opened: a pipe would block for ever.
func TestRunsOpensFilesOnly(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name+runFile) }
	if err := syscall.Mkfifo(at("pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/dev/zero", at("link")); err != nil {
		t.Fatal(err)
	}
	write(t, at("large"), nil, 0o600)
	if err := os.Truncate(at("large"), runs.MaxFile+1); err != nil {
		t.Fatal(err)
	}
	write(t, at("evil\x1b]0;title\a\u202e\r"), []byte("{"), 0o600)
	all, refused, err := readRuns(t.Context(), dir)
	if err != nil || len(all) != 0 || len(refused) != 4 {
		t.Fatalf("%d runs, refused %q, error %v", len(all), refused, err)
	}
	text := strings.Join(refused, "\n")
	for _, want := range []string{"pipe" + runFile + " could not be read (it is not a regular file)", "link" + runFile + " could not be read (it is not a regular file)", "(it is too large to be a run", `evil\u001b]0;title\u0007\u202e\u000d`} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
}
