package publish

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"runtime"
	"syscall"
	"time"

	"github.com/gofrs/flock"

	"pandect/internal/disk"
)

// fileSystem is everything that the package does on the disk, so that tests can make any step fail.
type fileSystem interface {
	disk.Reader
	Read(name string, buffer []byte) ([]byte, error) // the whole file, in buffer if it is large enough
	Mkdir(name string) error
	MkdirAll(name string) error
	MkdirTemp(dir, prefix string) (string, error)
	Create(name string, data []byte, sync bool) error // a new file, whole or not at all
	Overwrite(name string, data []byte) error         // an existing file, in place
	Rename(old, new string) error
	Remove(name string) error
	RemoveAll(name string) error
	Lock(ctx context.Context, name string) (unlock func() error, err error)
	Sleep(ctx context.Context, d time.Duration)
}

// osFS is the operating system. Files and folders have the permissions that the umask gives them, as those of other tools have:
// who builds says so who may read.
type osFS struct{ disk.System }

func (osFS) MkdirAll(name string) error { return os.MkdirAll(name, 0o777) }
func (osFS) Mkdir(name string) error    { return os.Mkdir(name, 0o777) }
func (osFS) MkdirTemp(dir, prefix string) (string, error) {
	return os.MkdirTemp(dir, prefix+"*")
}
func (osFS) Rename(old, new string) error { return os.Rename(old, new) }
func (osFS) Remove(name string) error     { return os.Remove(name) }
func (osFS) RemoveAll(name string) error  { return os.RemoveAll(name) }

func (osFS) Read(name string, buffer []byte) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data := buffer[:0]
	for {
		if len(data) == cap(data) {
			data = append(data, 0)[:len(data)]
		}
		n, err := f.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		if err == io.EOF {
			return data, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

func (osFS) Create(name string, data []byte, sync bool) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if sync && err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		os.Remove(name)
	}
	return err
}

func (osFS) Overwrite(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}

// errUnsupported says that the file system has no locks.
var errUnsupported = errors.New("locks are not supported")

func (osFS) Lock(ctx context.Context, name string) (unlock func() error, err error) {
	const retryDelay = 50 * time.Millisecond
	l := flock.New(name, flock.SetPermissions(0o666))
	_, err = l.TryLockContext(ctx, retryDelay)
	var inPath *fs.PathError
	switch {
	case err == nil:
		return l.Unlock, nil
	case ctx.Err() != nil, errors.As(err, &inPath) && inPath.Op == "open":
		l.Close()
		return nil, err
	default:
		l.Close()
		return nil, errUnsupported
	}
}

func (osFS) Sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// isFull reports whether the disk is full or the quota exceeded.
func isFull(err error) bool {
	const handleDiskFull, diskFull = syscall.Errno(39), syscall.Errno(112)
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) ||
		runtime.GOOS == "windows" && (errors.Is(err, handleDiskFull) || errors.Is(err, diskFull))
}

// isTransient reports whether an error of rename may go away, because a virus scanner, an indexer or a sync program has the
// file open for a moment.
func isTransient(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EBUSY) || errors.Is(err, syscall.ETXTBSY) || disk.IsLocked(err)
}
