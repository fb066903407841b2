//go:build unix

package disk

import (
	"io/fs"
	"syscall"
)

// PlaceOf returns the numbers of the file or folder behind a name, which change when another is renamed over it.
func PlaceOf(info fs.FileInfo) Place {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return Place{Device: uint64(s.Dev), Inode: uint64(s.Ino)}
	}
	return Place{}
}
