package publish

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"pandect/internal/diag"
	"pandect/internal/memo"
)

// folder is the output folder, and all that is done to the files in it. It does not know what is to be published. A path is
// that of an output: slash-separated, below the folder.
type folder struct {
	disk   disk
	dir    string
	waited atomic.Int64 // nanoseconds, for files that others hold
}

// name returns where a path lies on disk.
func (f *folder) name(p string) string { return filepath.Join(f.dir, filepath.FromSlash(p)) }

// place returns a path as people see it.
func (f *folder) place(p string) diag.Place {
	return diag.Place{File: path.Join(filepath.ToSlash(f.dir), p)}
}

func (f *folder) stat(p string) (fs.FileInfo, error)           { return f.disk.Stat(f.name(p)) }
func (f *folder) lstat(p string) (fs.FileInfo, error)          { return f.disk.Lstat(f.name(p)) }
func (f *folder) read(p string, buffer []byte) ([]byte, error) { return f.disk.Read(f.name(p), buffer) }
func (f *folder) mkdir(p string) error                         { return f.disk.Mkdir(f.name(p)) }
func (f *folder) remove(p string) error                        { return f.disk.Remove(f.name(p)) }

// lock waits until no other run is at work in the folder, and keeps others out.
func (f *folder) lock(ctx context.Context) (func() error, error) {
	return f.disk.Lock(ctx, f.name(lockName))
}

// make makes the folder, unless it is there.
func (f *folder) make() error {
	info, err := f.disk.Stat(f.dir)
	switch {
	case err == nil && !info.IsDir():
		return syscall.ENOTDIR
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if err := f.disk.MkdirAll(filepath.Dir(f.dir)); err != nil {
		return err
	}
	if err := f.disk.Mkdir(f.dir); err != nil && !errors.Is(err, fs.ErrExist) { // another run may be as quick
		return err
	}
	return nil
}

// sweep removes the stages of runs that were killed. It is called while we hold the lock: no other run is at work.
func (f *folder) sweep() error {
	entries, err := f.disk.ReadDir(f.dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.IsDir() && strings.HasPrefix(e.Name(), stagePrefix) {
			f.disk.RemoveAll(filepath.Join(f.dir, e.Name())) // what cannot be removed now will be tried again
		}
	}
	return nil
}

// holdsOnly reports whether a manifest names everything in a folder.
func (f *folder) holdsOnly(dir string, m manifest) bool {
	entries, err := f.disk.ReadDir(f.name(dir))
	if err != nil {
		return false
	}
	for _, e := range entries {
		p := path.Join(dir, e.Name())
		if _, ours := m.find(p); !ours && !(e.IsDir() && f.holdsOnly(p, m)) {
			return false
		}
	}
	return true
}

// isSame reports whether a path leads to the file that info is of.
func (f *folder) isSame(p string, info fs.FileInfo) bool {
	other, err := f.lstat(p)
	return err == nil && os.SameFile(other, info)
}

// isIntact reports whether a file on disk is as it was recorded.
func (f *folder) isIntact(e entry, buffer *[]byte) bool {
	if cap(*buffer) <= e.size {
		*buffer = make([]byte, 0, e.size+e.size/4+512)
	}
	data, err := f.read(e.path, *buffer)
	if err != nil {
		return false
	}
	*buffer = data
	return len(data) == e.size && memo.Of(data) == e.digest
}

// How long a run waits for files that other programs hold.
const (
	maxTries  = 10
	firstWait = 10 * time.Millisecond // doubled each time
	maxWait   = 3 * time.Second       // for one file
	maxWaits  = 30 * time.Second      // for all files together
)

// replace renames a staged file over the one at a path. If that is refused it tries again for a while, and at last
// overwrites the file in place: that is not whole for a moment, but works where a sync program holds the folder for good.
func (f *folder) replace(ctx context.Context, staged, p string) error {
	name := f.name(p)
	err := f.disk.Rename(staged, name)
	wait, waited := firstWait, time.Duration(0)
	for try := 1; err != nil && isPassing(err) && try < maxTries && ctx.Err() == nil && f.waited.Load() < int64(maxWaits); try++ {
		wait = min(wait, maxWait-waited)
		f.disk.Sleep(ctx, wait)
		waited += wait
		f.waited.Add(int64(wait))
		wait *= 2
		err = f.disk.Rename(staged, name)
	}
	if err == nil || isFull(err) {
		return err
	}
	if info, missing := f.disk.Lstat(name); missing != nil || !info.Mode().IsRegular() {
		return err
	}
	data, unread := f.disk.Read(staged, nil)
	if unread != nil || f.disk.Overwrite(name, data) != nil {
		return err
	}
	return nil
}

// removeEmpty removes a folder and those above it as long as they are empty.
func (f *folder) removeEmpty(dir string) {
	for ; dir != "."; dir = path.Dir(dir) {
		info, err := f.lstat(dir)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil || !info.IsDir() || f.remove(dir) != nil {
			return
		}
	}
}
