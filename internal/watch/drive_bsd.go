//go:build darwin || freebsd

package watch

import (
	"strings"
	"syscall"
)

const mntLocal = 0x1000 // MNT_LOCAL of sys/mount.h

// unreliable reports whether the system does not report all changes on the drive of a folder, as far as it knows: what this misses
// is found out by the safety scans. Network file systems (smbfs, nfs, afpfs, webdav) lack the flag MNT_LOCAL. One in user space
// may have it and be remote all the same (sshfs), so each of these is polled.
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
	case strings.Contains(kind, "fuse"): // macfuse, osxfuse, fusefs.sshfs
		return mounted(kind), true
	case s.Flags&mntLocal == 0:
		return network(kind), true
	}
	return drive{}, false
}
