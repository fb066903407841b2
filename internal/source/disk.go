package source

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

// disk is what the package asks of the system, so that tests can let any step of it fail.
type disk interface {
	ReadDir(name string) ([]fs.DirEntry, error)
	Lstat(name string) (fs.FileInfo, error)
	Open(name string) (fs.File, error)
	Readlink(name string) (string, error)
	Resolve(name string) (string, error) // the same file without symbolic links on the way
}

type osDisk struct{}

func (osDisk) ReadDir(name string) ([]fs.DirEntry, error) { return os.ReadDir(name) }
func (osDisk) Lstat(name string) (fs.FileInfo, error)     { return os.Lstat(name) }
func (osDisk) Open(name string) (fs.File, error)          { return os.Open(name) }
func (osDisk) Readlink(name string) (string, error)       { return os.Readlink(name) }
func (osDisk) Resolve(name string) (string, error)        { return filepath.EvalSymlinks(name) }

// readAll reads a whole file whose size should be the given one.
func readAll(d disk, name string, size int64) ([]byte, error) {
	f, err := d.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readSized(f, size)
}

// readSized reads to the end, at most one byte more than size: enough to see that the file is longer.
func readSized(r io.Reader, size int64) ([]byte, error) {
	data := make([]byte, size+1)
	n, err := io.ReadFull(r, data)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	return data[:n:n], err
}

// isLocked reports whether another program holds the file open for itself for the moment, as Word and sync programs do
// on Windows.
func isLocked(err error) bool {
	const sharingViolation, lockViolation = syscall.Errno(32), syscall.Errno(33)
	return runtime.GOOS == "windows" && (errors.Is(err, sharingViolation) || errors.Is(err, lockViolation))
}

// reason strips the operation and the machine's own path from a system error.
func reason(err error) error {
	var inPath *fs.PathError
	if errors.As(err, &inPath) {
		return inPath.Err
	}
	return err
}
