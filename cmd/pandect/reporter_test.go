package main

import (
	"testing"

	"pandect/internal/source"
)

func TestNamesOfChangedFilesGiveTheTerminalNoCommands(t *testing.T) {
	r := &round{before: source.MapTree(map[string]string{}), tree: source.MapTree(map[string]string{"content/a\x1b]0;b\a\u202e.md": "# A\n"})}
	if got, want := r.cause(), "content/a\ufffd]0;b\ufffd\ufffd.md is new"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
