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

// folder is the output folder with the operations on its files. Paths are those of outputs: slash-separated, below the folder.
type folder struct {
	fs     fileSystem
	dir    string
	waited atomic.Int64 // for locked files, in nanoseconds
}

// name returns the name of a path on disk.
func (f *folder) name(p string) string { return filepath.Join(f.dir, filepath.FromSlash(p)) }

// place returns a path as diagnostics show it.
func (f *folder) place(p string) diag.Place {
	return diag.Place{File: path.Join(filepath.ToSlash(f.dir), p)}
}

func (f *folder) stat(p string) (fs.FileInfo, error)           { return f.fs.Stat(f.name(p)) }
func (f *folder) lstat(p string) (fs.FileInfo, error)          { return f.fs.Lstat(f.name(p)) }
func (f *folder) read(p string, buffer []byte) ([]byte, error) { return f.fs.Read(f.name(p), buffer) }
func (f *folder) mkdir(p string) error                         { return f.fs.Mkdir(f.name(p)) }
func (f *folder) remove(p string) error                        { return f.fs.Remove(f.name(p)) }

// patience is how long a run waits for another one without a word. Most are done sooner.
const patience = 300 * time.Millisecond

// lock waits until no other run has the folder locked, and locks it. It calls waiting, unless nil, when that takes a while.
func (f *folder) lock(ctx context.Context, waiting func()) (func() error, error) {
	soon, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	unlock, err := f.fs.Lock(soon, f.name(lockName))
	if err == nil || ctx.Err() != nil || soon.Err() == nil {
		return unlock, err
	}
	if waiting != nil {
		waiting()
	}
	return f.fs.Lock(ctx, f.name(lockName))
}

// make creates the folder if it does not exist.
func (f *folder) make() error {
	info, err := f.fs.Stat(f.dir)
	switch {
	case err == nil && !info.IsDir():
		return syscall.ENOTDIR
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if err := f.fs.MkdirAll(filepath.Dir(f.dir)); err != nil {
		return err
	}
	if err := f.fs.Mkdir(f.dir); err != nil && !errors.Is(err, fs.ErrExist) { // another run may have created it meanwhile
		return err
	}
	return nil
}

// removeOldStages removes the stages of runs that were killed. It must be called with the lock held.
func (f *folder) removeOldStages() error {
	entries, err := f.fs.ReadDir(f.dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.IsDir() && strings.HasPrefix(e.Name(), stagePrefix) {
			f.fs.RemoveAll(filepath.Join(f.dir, e.Name())) // the next run tries again if it fails
		}
	}
	return nil
}

// holdsOnly reports whether everything in a folder is as a manifest names it.
func (f *folder) holdsOnly(dir string, m manifest) bool {
	entries, err := f.fs.ReadDir(f.name(dir))
	if err != nil {
		return false
	}
	for _, e := range entries {
		p := path.Join(dir, e.Name())
		if e.IsDir() {
			if !f.holdsOnly(p, m) {
				return false
			}
			continue
		}
		if listed, ok := m.find(p); !ok || !f.isOurs(listed) {
			return false
		}
	}
	return true
}

// isSame reports whether a path is the file of info.
func (f *folder) isSame(p string, info fs.FileInfo) bool {
	other, err := f.lstat(p)
	return err == nil && os.SameFile(other, info)
}

// isOurs reports whether a file is the one that an entry lists, and not one that somebody put in its place.
func (f *folder) isOurs(e entry) bool {
	info, err := f.lstat(e.path)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	data, err := f.read(e.path, nil)
	return err == nil && e.wrote(data)
}

// wrote reports whether an entry is that of a file with these bytes. An empty file is one that a crash of the system cut off.
func (e entry) wrote(data []byte) bool {
	sum := memo.Of(data)
	return len(data) == 0 || sum == e.digest || sum == e.before || e.wasEmptied(sum)
}

// leadsThroughLink reports whether one of the folders that a path lies in is a link. What is behind it is not ours.
func (f *folder) leadsThroughLink(p string) bool {
	for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
		if info, err := f.lstat(dir); err == nil && !info.IsDir() {
			return true
		}
	}
	return false
}

// isIntact reports whether a file on disk has the recorded size and digest.
func (f *folder) isIntact(e entry, buffer *[]byte) bool {
	if info, err := f.lstat(e.path); err != nil || !info.Mode().IsRegular() || info.Size() != int64(e.size) {
		return false
	}
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

// How long a run waits for files that other programs have open.
const (
	maxTries  = 10
	firstWait = 10 * time.Millisecond // doubled each time
	maxWait   = 3 * time.Second       // for one file
	maxWaits  = 30 * time.Second      // for all files together
)

// replace renames a staged file to a path. It retries with exponential backoff when another program has the file open. As the
// last resort it overwrites the file in place, which is not atomic, but works where a sync program never lets go of the folder.
func (f *folder) replace(ctx context.Context, staged, p string) error {
	name := f.name(p)
	err := f.fs.Rename(staged, name)
	wait, waited := firstWait, time.Duration(0)
	for try := 1; err != nil && isTransient(err) && try < maxTries && ctx.Err() == nil && f.waited.Load() < int64(maxWaits); try++ {
		wait = min(wait, maxWait-waited)
		f.fs.Sleep(ctx, wait)
		waited += wait
		f.waited.Add(int64(wait))
		wait *= 2
		err = f.fs.Rename(staged, name)
	}
	if err == nil || isFull(err) {
		return err
	}
	if info, missing := f.fs.Lstat(name); missing != nil || !info.Mode().IsRegular() {
		return err
	}
	data, unread := f.fs.Read(staged, nil)
	if unread != nil || f.fs.Overwrite(name, data) != nil {
		return err
	}
	return nil
}

// removeEmpty removes a folder and its parents as long as they are empty.
func (f *folder) removeEmpty(dir string) {
	for ; dir != "."; dir = path.Dir(dir) {
		info, err := f.lstat(dir)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil || !info.IsDir() || f.leadsThroughLink(dir) || f.remove(dir) != nil {
			return
		}
	}
}
