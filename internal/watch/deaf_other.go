//go:build !linux && !darwin && !freebsd && !windows

package watch

// deaf knows nothing here: a drive that does not tell of changes is found out by the looks that go on in any case.
func deaf(string) (drive, bool) { return drive{}, false }
