//go:build darwin || freebsd

package watch

import (
	"strings"
	"syscall"
)

const local = 0x1000 // MNT_LOCAL of sys/mount.h

// deaf reports whether the drive with a folder does not tell of all changes: smbfs, nfs, afpfs, webdav and others say
// of themselves that they are not local; of those in user space it is not known.
func deaf(folder string) (drive, bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil {
		return drive{}, false
	}
	var name strings.Builder
	for _, c := range s.Fstypename {
		if c == 0 {
			break
		}
		name.WriteByte(byte(c))
	}
	kind := name.String()
	switch {
	case strings.Contains(kind, "fuse"):
		return mounted(kind), true
	case s.Flags&local == 0:
		return network(kind), true
	}
	return drive{}, false
}
