//go:build unix

package source_test

import (
	"path/filepath"
	"syscall"
	"testing"
)

func TestWhatIsNoFileIsLeftOut(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"content/a.md": "# A\n"})
	must(t, syscall.Mkfifo(filepath.Join(root, "content/pipe.md"), 0o644))
	tree := look(t, root)
	equal(t, "paths", paths(tree.Files()), []string{"content/a.md"})
	equal(t, "diagnostics", codes(tree.Diagnostics()), []string{"warning not-a-file content/pipe.md"})
}
