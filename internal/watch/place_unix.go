//go:build unix

package watch

import (
	"io/fs"
	"syscall"
)

func placeOf(info fs.FileInfo) place {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return place{device: uint64(s.Dev), inode: uint64(s.Ino)}
	}
	return place{}
}
