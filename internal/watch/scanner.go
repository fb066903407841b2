package watch

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"path/filepath"

	"pandect/internal/disk"
)

// maxRounds is how often a repair makes new watches before it leaves the rest to the next one, because folders are being
// created faster than they can be watched.
const maxRounds = 4

// task is one scan, and what to do about the watches.
type task struct {
	last    *scan // the scan before; nil for none
	repair  bool  // also repair the watches
	rewatch bool  // make all watches anew, even if no folder seems to have come or gone
}

// outcome is the result of a task.
type outcome struct {
	scan       *scan // nil when ctx ended
	notifier   notifier
	unstable   bool   // something may have changed between the scan and the watches
	pollReason string // why notifications cannot be relied on; "" when they can
	repaired   bool   // the task asked for it
}

// scanner scans the site and keeps the watches such that no change is lost in between.
//
// A watch belongs to a folder and not to its name, new folders fill up before they are watched, and fsnotify loses the
// watches of renamed folders. So the order matters: first watch all known folders, then scan. If the scan finds exactly the
// folders that are watched, every later change is notified. If not, all watches are made anew, and it scans again.
type scanner struct {
	options        Options
	checkedDevices map[uint64]bool // see Options.scan
	emit           func(event)
}

// run does a task. The outcome's notifier replaces the given one, which is closed if it is another.
func (x *scanner) run(ctx context.Context, t task, watching notifier) outcome {
	if !t.repair {
		found := x.options.scan(ctx, x.checkedDevices)
		return outcome{scan: found, notifier: watching, pollReason: found.pollReason()}
	}
	out := outcome{notifier: watching, repaired: true}
	var watched map[string]disk.FileID // nil when the watches have to be made anew
	if watching != nil && !t.rewatch {
		if out.pollReason = repair(watching, t.last.folders); out.pollReason == "" {
			watched = t.last.folders
		}
	}
	for range maxRounds {
		found := x.options.scan(ctx, x.checkedDevices)
		if found == nil {
			return outcome{notifier: out.notifier}
		}
		out.scan = found
		out.pollReason = cmp.Or(out.pollReason, found.pollReason())
		if out.pollReason != "" || watched != nil && maps.Equal(watched, found.folders) {
			return out
		}
		out.pollReason = x.watchAnew(&out, found.folders)
		watched = found.folders
	}
	out.unstable = true
	return out
}

// watchAnew replaces the notifier by a new one that watches folders. It returns why it could not, or "".
func (x *scanner) watchAnew(out *outcome, folders map[string]disk.FileID) (failure string) {
	if out.notifier != nil {
		out.notifier.Close()
		out.notifier = nil
	}
	n, err := x.options.notifier(x.emit)
	if err != nil {
		return watchFailure(err)
	}
	out.notifier = n
	return add(n, folders)
}

// repair removes the watches of missing folders before it adds the existing ones: a renamed folder may still be watched under
// its old name.
func repair(n notifier, folders map[string]disk.FileID) (failure string) {
	for _, name := range n.WatchList() {
		if _, ok := folders[name]; !ok {
			n.Remove(name) // fails when the system has removed it already
		}
	}
	return add(n, folders)
}

func add(n notifier, folders map[string]disk.FileID) (failure string) {
	for name := range folders {
		if err := n.Add(name); err != nil && !isTransient(err) {
			return watchFailure(err)
		}
	}
	return ""
}

func watchFailure(err error) string {
	if isExhausted(err) {
		return "the system does not let any more folders be watched"
	}
	return fmt.Sprintf("the system cannot watch the folders (%v)", err)
}

func folderName(folder string) string { return filepath.Base(folder) + "/" }
