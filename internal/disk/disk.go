// Package disk reads files, folders and their metadata through an interface, so that tests can make any call fail or hang.
//
// It does not decide which files matter, which is up to package source, and it writes nothing.
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

// Reader is the read side of a file system. Its methods are safe for concurrent use.
type Reader interface {
	ReadDir(name string) ([]fs.DirEntry, error)
	Lstat(name string) (fs.FileInfo, error)
	Stat(name string) (fs.FileInfo, error)
	Open(name string) (fs.File, error)
	Readlink(name string) (string, error)
	Resolve(name string) (string, error) // as filepath.EvalSymlinks
}

// System is the Reader of the operating system.
type System struct{}

func (System) ReadDir(name string) ([]fs.DirEntry, error) { return os.ReadDir(name) }
func (System) Lstat(name string) (fs.FileInfo, error)     { return os.Lstat(name) }
func (System) Stat(name string) (fs.FileInfo, error)      { return os.Stat(name) }
func (System) Open(name string) (fs.File, error)          { return os.Open(name) }
func (System) Readlink(name string) (string, error)       { return os.Readlink(name) }
func (System) Resolve(name string) (string, error)        { return filepath.EvalSymlinks(name) }

// Stamp is the metadata by which a change of a file or folder is noticed without reading it. Equal stamps mean that it
// most likely did not change. The zero value stands for a file that does not exist.
type Stamp struct {
	Mode   fs.FileMode
	Size   int64 // 0 for a folder
	Time   int64 // modification time, in nanoseconds; 0 for a folder
	Change int64 // when the system last changed the file or its metadata, which no program can set back; 0 for a folder, and where os.Stat does not give it
	Inode  uint64
}

// StampOf returns the stamp of a file or folder.
func StampOf(info fs.FileInfo) Stamp {
	s := Stamp{Mode: info.Mode(), Inode: FileIDOf(info).Inode}
	if !info.IsDir() {
		s.Size, s.Time, s.Change = info.Size(), info.ModTime().UnixNano(), changeTime(info)
	}
	return s
}

// FileID identifies a file or folder, so that another one under the same name is noticed. It is zero on systems where
// os.Stat does not give it.
type FileID struct{ Device, Inode uint64 }

// Within reports whether a path is dir or lies below it.
func Within(name, dir string) bool {
	rest, ok := strings.CutPrefix(name, dir)
	return ok && (rest == "" || rest[0] == filepath.Separator || strings.HasSuffix(dir, string(filepath.Separator)))
}

// RealPath returns the absolute path without symbolic links. Of a path that does not exist, it resolves the part that does.
func RealPath(d Reader, name string) string {
	absolute, err := filepath.Abs(name)
	if err != nil {
		return filepath.Clean(name)
	}
	if real, err := d.Resolve(absolute); err == nil {
		return real
	}
	if parent := filepath.Dir(absolute); parent != absolute {
		return filepath.Join(RealPath(d, parent), filepath.Base(absolute))
	}
	return absolute
}

// IsLocked reports whether another program has the file open exclusively, as Word and sync clients do on Windows.
func IsLocked(err error) bool {
	const sharingViolation, lockViolation = syscall.Errno(32), syscall.Errno(33)
	return runtime.GOOS == "windows" && (errors.Is(err, sharingViolation) || errors.Is(err, lockViolation))
}

// Reason returns the cause of a system error, without the operation and the paths of this machine.
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
