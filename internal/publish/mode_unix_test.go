//go:build unix

package publish_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"pandect/internal/publish"
)

// A web server under another account has to read the site, whatever umask the builder has.
func TestModes(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	defer syscall.Umask(syscall.Umask(0o077))
	run(t, outputs(v1), publish.Options{Dir: dir})
	must(t, filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := os.Lstat(name)
		want := fs.FileMode(0o644)
		if entry.IsDir() {
			want = 0o755
		}
		if entry.Name() != ".pandect-lock" && info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, want %v", name, info.Mode().Perm(), want)
		}
		return err
	}))
}
