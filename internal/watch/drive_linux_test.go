package watch

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// inNamespace is the variable by which a test knows that it runs where it is root, and may mount and set limits without
// harm to others.
const inNamespace = "PANDECT_TEST_IN_NAMESPACE"

// runInNamespace runs the test that calls it once more, in namespaces of its own. It reports whether that went well;
// systems may forbid it, of which the log tells.
func runInNamespace(t *testing.T) bool {
	t.Helper()
	command := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	command.Env = append(os.Environ(), inNamespace+"=1", "GORACE=atexit_sleep_ms=0") // the race detector waits a second
	command.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	output, err := command.CombinedOutput()
	if text := string(output); err != nil && strings.Contains(text, "--- FAIL") {
		t.Fatal(text)
	}
	switch {
	case err != nil:
		t.Logf("this system gives no namespaces: %v", err)
	case strings.Contains(string(output), forbidden):
		t.Log(string(output))
	default:
		return true
	}
	return false
}

const forbidden = "the system forbids it"

// TestAMountThatTellsNothingIsFoundOut changes the lower folder of an overlay, of which the kernel tells those who watch
// the overlay nothing. Where that cannot be mounted, the notifier is mute instead.
func TestAMountThatTellsNothingIsFoundOut(t *testing.T) {
	t.Parallel()
	if os.Getenv(inNamespace) == "" {
		if !runInNamespace(t) {
			root := tempSite(t)
			findOut(t, root, root, muteOptions(root))
		}
		return
	}
	lower, empty, merged := tempSite(t), t.TempDir(), t.TempDir()
	if err := syscall.Mount("overlay", merged, "overlay", syscall.MS_RDONLY, "lowerdir="+lower+":"+empty); err != nil {
		t.Logf("%s: %v", forbidden, err)
		return
	}
	defer syscall.Unmount(merged, syscall.MNT_DETACH)
	findOut(t, merged, lower, realOptions(merged))
}

// TestTheKernelsLimitLeadsToPolling lowers the number of watches that the kernel gives. Where that cannot be done, the
// notifier answers what the kernel would.
func TestTheKernelsLimitLeadsToPolling(t *testing.T) {
	t.Parallel()
	root := tempSite(t)
	o := realOptions(root)
	if os.Getenv(inNamespace) == "" {
		if runInNamespace(t) {
			return
		}
		o.notifier = func(func(event)) (notifier, error) { return nil, syscall.EMFILE }
	} else if err := os.WriteFile("/proc/sys/user/max_inotify_watches", []byte("10"), 0); err != nil {
		t.Logf("%s: %v", forbidden, err)
		return
	}
	for _, name := range []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"} {
		if err := os.Mkdir(filepath.Join(root, "content", name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	s := watchSite(t, root, o)
	if m := s.watcher.Mode(); !m.Polling || m.Reason != "the system does not let any more folders be watched" {
		t.Errorf("mode %+v", m)
	}
	s.step("create", "content/3/page.md", "found")
	s.settle()
}

func TestReasonsReadAsTheEndOfASentence(t *testing.T) {
	for number, d := range drives {
		if !strings.HasPrefix(d.reason, "is on a ") || !d.remote {
			t.Errorf("%#x: %+v", number, d)
		}
	}
}

func TestInodesThatADriveMakesUpAreNoChange(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		renumber := func(inode uint64) {
			w.change(func() { w.files[name(page)].Sys = &syscall.Stat_t{Ino: inode} })
		}
		renumber(1)
		watcher := w.start(w.onNetwork())
		renumber(2)
		w.silent(watcher, time.Minute)
	})
	bubble(t, func(t *testing.T, w *world) {
		watcher := w.start(w.options())
		w.change(func() { w.files[name(page)].Sys = &syscall.Stat_t{Ino: 3} }) // another file, by all accounts the same
		w.tell(page, fsnotify.Chmod)
		h, _ := w.await(watcher, time.Second)
		w.want(h, Event, page)
	})
}
