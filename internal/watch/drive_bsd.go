//go:build darwin || freebsd

package watch

import (
	"strings"
	"syscall"
)

const local = 0x1000 // MNT_LOCAL of sys/mount.h

// unreliable reports whether the system does not report all changes on the drive of a folder. smbfs, nfs, afpfs, webdav and
// others lack the flag MNT_LOCAL; file systems in user space cannot be told apart.
func unreliable(folder string) (drive, bool) {
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
