//go:build unix

package disk

import (
	"io/fs"
	"syscall"
)

// FileIDOf returns the device and inode of a file or folder. They change when another file is renamed over it.
func FileIDOf(info fs.FileInfo) FileID {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return FileID{Device: uint64(s.Dev), Inode: uint64(s.Ino)}
	}
	return FileID{}
}
