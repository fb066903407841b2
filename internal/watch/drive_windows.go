package watch

import (
	"path/filepath"
	"strings"
	"syscall"
	"unsafe"
)

const driveRemote = 4 // DRIVE_REMOTE of fileapi.h

var getDriveType = syscall.NewLazyDLL("kernel32.dll").NewProc("GetDriveTypeW")

// unreliable is true of every folder. Network drives do not report all changes. Local ones are polled as well, because a
// folder cannot be renamed while fsnotify watches a folder in it (fsnotify/fsnotify#356), and polling is cheap here.
func unreliable(folder string) (drive, bool) {
	if target, err := filepath.EvalSymlinks(folder); err == nil {
		folder = target
	}
	volume := filepath.VolumeName(folder)
	if strings.HasPrefix(volume, `\\`) && !strings.HasPrefix(volume, `\\?\`) && !strings.HasPrefix(volume, `\\.\`) {
		return network("shared folder"), true
	}
	if root, err := syscall.UTF16PtrFromString(volume + `\`); err == nil {
		if kind, _, _ := getDriveType.Call(uintptr(unsafe.Pointer(root))); kind == driveRemote {
			return network("drive " + volume), true
		}
	}
	return drive{reason: "is on Windows, where the folders around a watched one cannot be renamed"}, true
}
