//go:build unix && !darwin && !freebsd && !netbsd

package disk

import (
	"io/fs"
	"syscall"
)

// changeTime returns when the system last changed a file or its metadata, in nanoseconds.
func changeTime(info fs.FileInfo) int64 {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return s.Ctim.Nano()
	}
	return 0
}
