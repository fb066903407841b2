package watch

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"

	"pandect/internal/disk"
)

// maxRounds is how often an examination renews what it watches before it leaves the rest to the next one: somebody is
// making folders faster than they can be watched.
const maxRounds = 4

// task is what an examination is asked to do.
type task struct {
	known  *look // the last look; nil for none
	repair bool  // what is watched; otherwise only look
	renew  bool  // what is watched, whether or not a folder seems to have come or gone
}

// outcome is what came of a task.
type outcome struct {
	look      *look // nil when ctx ended
	notifier  notifier
	unsettled bool   // something may have changed between the look and the watches
	deaf      string // why notifications cannot be relied on; "" when they can
	repaired  bool   // the task asked for it
}

// examiner takes looks and keeps the watches such that nothing is lost in between.
//
// A watch belongs to a folder itself and not to its name, new folders fill before they are watched, and the library
// loses the watches of folders that were renamed. So the order matters: watch all folders that are known, then look.
// When the look shows the very folders that are watched, then whatever happens after it will be told. When it shows
// others, everything is watched anew, and looked at again.
type examiner struct {
	options Options
	checked map[uint64]bool
	emit    func(event)
}

// run does a task. The outcome's notifier takes the place of the one that was given, which is closed if it is another.
func (x *examiner) run(ctx context.Context, t task, watching notifier) outcome {
	if !t.repair {
		l := x.options.take(ctx, x.checked)
		return outcome{look: l, notifier: watching, deaf: deafness(l)}
	}
	out := outcome{notifier: watching, repaired: true}
	fresh := watching != nil && !t.renew
	if fresh {
		if out.deaf = repair(watching, t.known.folders); out.deaf != "" {
			fresh = false
		}
	}
	var watched map[string]disk.FileID
	if fresh {
		watched = t.known.folders
	}
	for range maxRounds {
		l := x.options.take(ctx, x.checked)
		if l == nil {
			return outcome{notifier: out.notifier}
		}
		out.look = l
		if out.deaf == "" {
			out.deaf = deafness(l)
		}
		if out.deaf != "" || watched != nil && maps.Equal(watched, l.folders) {
			return out
		}
		out.deaf = x.watchAnew(&out, l.folders)
		watched = l.folders
	}
	out.unsettled = true
	return out
}

// watchAnew puts a new notifier in the place of the old. It returns why it could not, if so.
func (x *examiner) watchAnew(out *outcome, folders map[string]disk.FileID) (deaf string) {
	if out.notifier != nil {
		out.notifier.Close()
		out.notifier = nil
	}
	n, err := x.options.notifier(x.emit)
	if err != nil {
		return refusal(err)
	}
	out.notifier = n
	return add(n, folders)
}

// repair forgets the folders that are gone before it adds those that are there: a dead name may stand for a watch of a
// living folder.
func repair(n notifier, folders map[string]disk.FileID) (deaf string) {
	for _, name := range n.WatchList() {
		if _, ok := folders[name]; !ok {
			n.Remove(name) // an error says that the system forgot it first
		}
	}
	return add(n, folders)
}

func add(n notifier, folders map[string]disk.FileID) (deaf string) {
	for name := range folders {
		if err := n.Add(name); err != nil && !isPassing(err) {
			return refusal(err)
		}
	}
	return ""
}

func refusal(err error) string {
	if isExhausted(err) {
		return "the system does not let any more folders be watched"
	}
	return fmt.Sprintf("the system cannot watch the folders (%v)", err)
}

func deafness(l *look) string {
	if l == nil || !l.isDeaf {
		return ""
	}
	return display(l.deafness) + " " + l.deaf.phrase
}

func display(folder string) string { return filepath.Base(folder) + "/" }
