// Package disk is how Pandect looks at a disk: what it asks of the system, so that tests can let any of it fail or hang,
// and what a look shows of a file without reading it.
//
// It does not know which files matter, which is up to package source, and it writes nothing.
package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

// Reader is what is asked of the system. Its methods are safe for concurrent use.
type Reader interface {
	ReadDir(name string) ([]fs.DirEntry, error)
	Lstat(name string) (fs.FileInfo, error)
	Stat(name string) (fs.FileInfo, error)
	Open(name string) (fs.File, error)
	Readlink(name string) (string, error)
	Resolve(name string) (string, error) // the same file without symbolic links on the way
}

// System is the Reader of the system itself.
type System struct{}

func (System) ReadDir(name string) ([]fs.DirEntry, error) { return os.ReadDir(name) }
func (System) Lstat(name string) (fs.FileInfo, error)     { return os.Lstat(name) }
func (System) Stat(name string) (fs.FileInfo, error)      { return os.Stat(name) }
func (System) Open(name string) (fs.File, error)          { return os.Open(name) }
func (System) Readlink(name string) (string, error)       { return os.Readlink(name) }
func (System) Resolve(name string) (string, error)        { return filepath.EvalSymlinks(name) }

// Stamp is what a look shows of a file or folder without reading it. Two equal ones mean that it most likely did not
// change. The zero value is that of one that is not there.
type Stamp struct {
	Mode  fs.FileMode
	Size  int64 // 0 for a folder
	Time  int64 // of the last change, in nanoseconds; 0 for a folder
	Inode uint64
}

// StampOf returns the stamp of a file or folder.
func StampOf(info fs.FileInfo) Stamp {
	s := Stamp{Mode: info.Mode(), Inode: PlaceOf(info).Inode}
	if !info.IsDir() {
		s.Size, s.Time = info.Size(), info.ModTime().UnixNano()
	}
	return s
}

// Place tells a file or folder from another that takes its name. It is zero where the system has no cheap way to tell.
type Place struct{ Device, Inode uint64 }

// Within reports whether a path is dir or lies below it.
func Within(name, dir string) bool {
	rest, ok := strings.CutPrefix(name, dir)
	return ok && (rest == "" || rest[0] == filepath.Separator || strings.HasSuffix(dir, string(filepath.Separator)))
}

// IsLocked reports whether another program holds the file open for itself for the moment, as Word and sync programs do
// on Windows.
func IsLocked(err error) bool {
	const sharingViolation, lockViolation = syscall.Errno(32), syscall.Errno(33)
	return runtime.GOOS == "windows" && (errors.Is(err, sharingViolation) || errors.Is(err, lockViolation))
}

// Reason strips the operation and the machine's own paths from a system error.
func Reason(err error) error {
	var inPath *fs.PathError
	var inLink *os.LinkError
	switch {
	case errors.As(err, &inPath):
		return inPath.Err
	case errors.As(err, &inLink):
		return inLink.Err
	}
	return err
}
