package watch

import (
	"path/filepath"
	"testing"
	"time"
)

// mute is a notifier that tells nothing, as there is one for every file system that others change.
type mute struct{}

func (mute) Add(string) error    { return nil }
func (mute) Remove(string) error { return nil }
func (mute) WatchList() []string { return nil }
func (mute) Close() error        { return nil }

func muteOptions(root string) Options {
	o := realOptions(root)
	o.notifier = func(func(event)) (notifier, error) { return mute{}, nil }
	return o
}

// findOut lets a watcher find out that nothing is told of a site, which others change behind it.
func findOut(t *testing.T, root, behind string, o Options) {
	t.Helper()
	o.SafetyInterval, o.PollInterval = 100*time.Millisecond, 100*time.Millisecond
	s := watchSite(t, root, o)
	if m := s.watcher.Mode(); m.Polling {
		t.Fatalf("it polls from the start because %s", m.Reason)
	}
	change := func(name string, want Reason) {
		t.Helper()
		if err := writeFile(filepath.Join(behind, name), []byte(time.Now().String())); err != nil {
			t.Fatal(err)
		}
		s.await("of "+name, func(seen sight) bool {
			if seen.hint.Reason != want {
				t.Errorf("the reason is %q, want %q", seen.hint.Reason, want)
			}
			return s.named["content/"+filepath.Base(name)]
		})
	}
	change("content/1.md", Safety)
	change("content/2.md", Safety)
	if m := s.watcher.Mode(); !m.Polling || m.Reason != "content/ does not report all changes" {
		t.Errorf("mode %+v", m)
	}
	change("content/3.md", Poll)
}

func TestADiskThatTellsNothingIsFoundOut(t *testing.T) {
	t.Parallel()
	root := tempSite(t)
	findOut(t, root, root, muteOptions(root))
}

func TestARealDiskIsPolledWhenAskedFor(t *testing.T) {
	t.Parallel()
	root := tempSite(t)
	o := muteOptions(root)
	o.Poll, o.PollInterval = true, 50*time.Millisecond
	s := watchSite(t, root, o)
	for _, words := range [][]string{
		{"folder", "content/a/sub"}, {"create", "content/a/sub/b.md", "one"}, {"rename", "content/a", "content/z"},
		{"write", "content/z/sub/b.md", "another"}, {"remove", "content/z/sub/b.md"}, {"removeall", "content/z"},
	} {
		s.step(words...)
		s.settle()
	}
}
