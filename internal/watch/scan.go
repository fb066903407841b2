package watch

import (
	"context"
	"maps"
	"path/filepath"
	"slices"
	"time"

	"pandect/internal/disk"
	"pandect/internal/source"
)

// scan is the metadata of all inputs at one time. It is immutable.
type scan struct {
	files        map[string]disk.Stamp  // all inputs, by path
	folders      map[string]disk.FileID // the folders to watch
	extraPaths   map[string]bool        // inputs in folders of which nothing else matters
	drive        drive                  // one whose changes are not all reported, if isUnreliable
	driveFolder  string                 // a folder on it
	isUnreliable bool
	took         time.Duration
}

func (s *scan) has(path string) bool {
	_, ok := s.files[path]
	return ok
}

// differences returns the paths at which two scans differ.
func (s *scan) differences(other *scan, same func(a, b disk.Stamp) bool) (paths []string) {
	for path, stamp := range s.files {
		if !same(stamp, other.files[path]) {
			paths = append(paths, path)
		}
	}
	for path := range other.files {
		if _, ok := s.files[path]; !ok {
			paths = append(paths, path)
		}
	}
	return paths
}

// sameStamp compares stamps where inodes are stable.
func sameStamp(a, b disk.Stamp) bool { return a == b }

// sameButInode compares stamps where the system makes up inodes, as some network drives do.
func sameButInode(a, b disk.Stamp) bool {
	a.Inode, b.Inode = 0, 0
	return a == b
}

// relevant reports whether an event at a path matters.
func (o *Options) relevant(s *scan, path string) bool {
	if _, watched := s.folders[path]; watched || s.extraPaths[path] {
		return true
	}
	return slices.ContainsFunc(o.inputs, func(input string) bool { return disk.Within(path, input) && o.covers(input, path) })
}

// covers reports whether a scan of an input includes a path below it.
func (o *Options) covers(input, path string) bool {
	for name := path; name != input; name = filepath.Dir(name) {
		if source.Ignored(filepath.Base(name)) || name == o.Output {
			return false
		}
	}
	return true
}

// stat returns the stamp of a file at present.
func (o *Options) stat(path string) disk.Stamp {
	info, err := o.disk.Lstat(path)
	if err != nil {
		return disk.Stamp{}
	}
	return disk.StampOf(info)
}

// scan scans the whole site. checkedDevices are the devices that are known to report changes. It returns nil when ctx ended
// meanwhile.
func (o *Options) scan(ctx context.Context, checkedDevices map[uint64]bool) *scan {
	began := time.Now()
	listing := source.List(ctx, o.disk, o.Root, o.Output)
	if listing == nil {
		return nil
	}
	s := &scan{files: listing.Stamps, folders: listing.Folders, extraPaths: map[string]bool{}}
	for _, input := range o.inputs {
		if s.has(input) {
			o.checkDrive(s, input)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.folders)) {
		if device := s.folders[name].Device; device != 0 && !checkedDevices[device] {
			checkedDevices[device] = true
			o.checkDrive(s, name)
		}
	}
	for _, name := range slices.Concat(o.inputs, listing.Targets) {
		o.addExtraPath(s, name)
	}
	s.took = time.Since(began)
	return s
}

// addExtraPath watches the parent of a path, which reports when the path itself is created, renamed or removed.
func (o *Options) addExtraPath(s *scan, name string) {
	s.extraPaths[name] = true
	parent := filepath.Dir(name)
	if _, ok := s.folders[parent]; ok || parent == name {
		return
	}
	if info, err := o.disk.Stat(parent); err == nil && info.IsDir() {
		s.folders[parent] = disk.FileIDOf(info)
	}
}

// checkDrive finds out whether the drive of a folder reports changes.
func (o *Options) checkDrive(s *scan, name string) {
	if drive, ok := o.unreliable(name); ok && (!s.isUnreliable || drive.remote && !s.drive.remote) {
		s.drive, s.driveFolder, s.isUnreliable = drive, name, true
	}
}

// pollReason says why notifications cannot be relied on, as the end of a sentence; "" when they can.
func (s *scan) pollReason() string {
	if s == nil || !s.isUnreliable {
		return ""
	}
	return folderName(s.driveFolder) + " " + s.drive.reason
}
