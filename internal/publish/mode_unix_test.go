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

// The umask says who may read what is published, as it does for every other program.
func TestModes(t *testing.T) {
	for _, umask := range []fs.FileMode{0o022, 0o077, 0o002} {
		dir := filepath.Join(t.TempDir(), "public")
		old := syscall.Umask(int(umask))
		run(t, outputs(v1), publish.Options{Dir: dir})
		syscall.Umask(old)
		must(t, filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := os.Lstat(name)
			want := fs.FileMode(0o666) &^ umask
			if entry.IsDir() {
				want = 0o777 &^ umask
			}
			if info.Mode().Perm() != want {
				t.Errorf("umask %v: %s has mode %v, want %v", umask, name, info.Mode().Perm(), want)
			}
			return err
		}))
	}
}
