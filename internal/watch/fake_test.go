package watch

import (
	"context"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"

	"pandect/internal/disk"
)

// world is a disk and a system that tells of it, both in memory, for tests of timing in a synctest bubble.
type world struct {
	disk.Reader // nil: files are not read
	t           *testing.T

	mu        sync.Mutex
	files     fstest.MapFS
	gone      map[string]error // names that cannot be looked at
	hang      chan struct{}    // closed when the disk answers again; nil while it does
	listings  int
	drives    map[string]drive
	onAdd     func(folder string) error
	onList    func(folder string)
	slow      time.Duration // that it takes to list a folder
	refuse    error         // of making a notifier
	notifiers []*fakeNotifier
	tick      time.Duration // makes every modification time another
}

type fakeNotifier struct {
	world   *world
	emit    func(event)
	folders map[string]bool
	closed  bool
}

const (
	site    = "/site"
	content = "/site/content"
	page    = "/site/content/a.md"
)

func newWorld(t *testing.T) *world {
	w := &world{t: t, files: fstest.MapFS{}, gone: map[string]error{}, drives: map[string]drive{}}
	w.write(page, "one")
	w.write("/site/content/sub/b.md", "one")
	w.write("/site/config.toml", "")
	return w
}

// options are those of a site with the durations of the documentation, but without prompt hints, which are a matter of
// their own.
func (w *world) options() Options {
	return Options{
		PromptDebounce: time.Hour,
		Root:           site,
		seams:          seams{disk: w, notifier: w.newNotifier, unreliable: w.deaf},
	}
}

func (w *world) start(o Options) *Watcher {
	w.t.Helper()
	watcher, err := New(context.Background(), o)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { watcher.Close() })
	return watcher
}

func name(p string) string {
	if p = strings.TrimPrefix(path.Clean(p), "/"); p == "" {
		return "."
	}
	return p
}

func (w *world) asked(p string) error {
	w.mu.Lock()
	hang := w.hang
	w.mu.Unlock()
	if hang != nil {
		<-hang
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for gone, err := range w.gone {
		if disk.Within(p, gone) {
			return &fs.PathError{Op: "look", Path: p, Err: err}
		}
	}
	return nil
}

func (w *world) ReadDir(p string) ([]fs.DirEntry, error) {
	if err := w.asked(p); err != nil {
		return nil, err
	}
	var onList func(string)
	var slow time.Duration
	w.change(func() { onList, slow = w.onList, w.slow })
	if onList != nil {
		onList(p)
	}
	time.Sleep(slow)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.listings++
	return w.files.ReadDir(name(p))
}

func (w *world) Lstat(p string) (fs.FileInfo, error) { return w.Stat(p) }
func (w *world) Stat(p string) (fs.FileInfo, error) {
	if err := w.asked(p); err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.files.Stat(name(p))
}

func (w *world) Resolve(p string) (string, error) { return p, nil }

func (w *world) deaf(folder string) (drive, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	d, ok := w.drives[folder]
	return d, ok
}

func (w *world) newNotifier(emit func(event)) (notifier, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.refuse != nil {
		return nil, w.refuse
	}
	n := &fakeNotifier{world: w, emit: emit, folders: map[string]bool{}}
	w.notifiers = append(w.notifiers, n)
	return n, nil
}

func (n *fakeNotifier) Add(folder string) error {
	n.world.mu.Lock()
	onAdd := n.world.onAdd
	n.folders[folder] = true
	n.world.mu.Unlock()
	if onAdd != nil {
		return onAdd(folder)
	}
	return nil
}

func (n *fakeNotifier) Remove(folder string) error {
	n.world.change(func() { delete(n.folders, folder) })
	return nil
}

func (n *fakeNotifier) WatchList() (folders []string) {
	n.world.change(func() { folders = slices.Collect(maps.Keys(n.folders)) })
	return folders
}

func (n *fakeNotifier) Close() error {
	n.world.change(func() { n.closed = true })
	return nil
}

// change does something to the world while nobody looks at it.
func (w *world) change(do func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	do()
}

// listed returns how often a folder was listed.
func (w *world) listed() (n int) {
	w.change(func() { n = w.listings })
	return n
}

// open returns how many notifiers there are, and how many of them are open.
func (w *world) open() (made, open int) {
	w.change(func() {
		made = len(w.notifiers)
		for _, n := range w.notifiers {
			if !n.closed {
				open++
			}
		}
	})
	return made, open
}

// write changes a file without a word.
func (w *world) write(p, text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.tick++
	w.files[name(p)] = &fstest.MapFile{Data: []byte(text), Mode: 0o644, ModTime: time.Now().Add(w.tick)}
}

// removeAll removes a file or folder without a word.
func (w *world) removeAll(p string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	maps.DeleteFunc(w.files, func(k string, _ *fstest.MapFile) bool { return disk.Within("/"+k, p) })
}

// tell lets the system tell of something, as it does if the folder that holds it is watched.
func (w *world) tell(p string, op fsnotify.Op) {
	if n := w.latest(); n.folders[path.Dir(p)] || n.folders[p] {
		n.emit(event{path: p, op: op})
	}
}

func (w *world) tellError(err error) { n := w.latest(); n.emit(event{err: err}) }

// latest returns a copy of the notifier that is in use.
func (w *world) latest() (n fakeNotifier) {
	w.change(func() {
		n = *w.notifiers[len(w.notifiers)-1]
		n.folders = maps.Clone(n.folders)
	})
	return n
}

// save changes a file and lets the system tell.
func (w *world) save(p, text string) {
	w.write(p, text)
	w.tell(p, fsnotify.Write)
}

// await returns the next hint and how long it took.
func (w *world) await(watcher *Watcher, atMost time.Duration) (Hint, time.Duration) {
	w.t.Helper()
	began := time.Now()
	select {
	case h := <-watcher.Hints():
		return h, time.Since(began)
	case <-time.After(atMost):
		w.t.Fatalf("no hint within %v", atMost)
		return Hint{}, 0
	}
}

// silent fails if there is a hint in the time given.
func (w *world) silent(watcher *Watcher, d time.Duration) {
	w.t.Helper()
	select {
	case h := <-watcher.Hints():
		w.t.Fatalf("an idle hint: %+v", h)
	case <-time.After(d):
	}
}

func (w *world) want(h Hint, reason Reason, paths ...string) {
	w.t.Helper()
	if h.Reason != reason || !slices.Equal(h.Paths, paths) {
		w.t.Errorf("hint %q of %q, want %q of %q", h.Reason, h.Paths, reason, paths)
	}
}

// bubble runs a test in which time passes only while everything waits. It fails if a goroutine is left behind.
func bubble(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { test(t, newWorld(t)) })
}
