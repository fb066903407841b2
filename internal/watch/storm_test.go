package watch

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"pandect/internal/disk"
)

// step does one thing to a site and fails the test if it cannot.
func (s *realSite) step(words ...string) {
	s.t.Helper()
	if err := runLine(s.root, words); err != nil {
		s.t.Fatalf("%q: %v", words, err)
	}
}

func newRealSite(t *testing.T) *realSite {
	root := tempSite(t)
	return watchSite(t, root, realOptions(root))
}

func TestSavesInARowLoseNothing(t *testing.T) {
	t.Parallel()
	s := newRealSite(t)
	for i := range 75 {
		s.step("write", "content/in-place.md", strconv.Itoa(i))
		s.step("write", "content/new.tmp", strconv.Itoa(i))
		s.step("rename", "content/new.tmp", "content/renamed.md")
		time.Sleep(20 * time.Millisecond)
	}
	s.settle()
	s.probe()
}

func TestACheckoutOf2000FilesLosesNothing(t *testing.T) {
	t.Parallel()
	s := newRealSite(t)
	for round := range 2 {
		for i := range 2000 {
			name := fmt.Sprintf("content/%d/%d.md", i%20, i)
			if round == 0 {
				s.step("folder", filepath.Dir(name))
			} else {
				s.step("remove", name)
			}
			s.step("create", name, strconv.Itoa(round))
		}
	}
	s.settle()
	s.probe()
}

func TestFoldersThatMoveManyTimesStayWatched(t *testing.T) {
	t.Parallel()
	s := newRealSite(t)
	s.step("folder", "content/a0/sub/deep")
	for i := range 10 {
		s.step("rename", fmt.Sprintf("content/a%d", i), fmt.Sprintf("content/a%d", i+1))
		if i%3 == 2 {
			s.settle()
			s.probe()
		}
		time.Sleep(time.Duration(i) * 7 * time.Millisecond)
		s.step("write", fmt.Sprintf("content/a%d/sub/deep/page.md", i+1), strconv.Itoa(i))
	}
	s.settle()
	s.probe()
}

func TestFoldersMadeAtOnceAreAllWatched(t *testing.T) {
	t.Parallel()
	s := newRealSite(t)
	for i := range 6 {
		for _, name := range []string{"a", "a/b", "a/b/c"} {
			name = fmt.Sprintf("content/%d/%s", i, name)
			s.step("folder", name)
			s.step("create", name+"/page.md", name)
		}
		time.Sleep(time.Duration(i) * 11 * time.Millisecond)
	}
	s.settle()
	s.probe()
}

// TestWhateverIsDoneToFoldersNothingIsLost does random things, with random pauses around the length of the quiet period.
func TestWhateverIsDoneToFoldersNothingIsLost(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 9))
			s := newRealSite(t)
			for i := range 120 {
				s.something(random, i)
				if random.IntN(4) == 0 {
					time.Sleep(time.Duration(random.IntN(60)) * time.Millisecond)
				}
			}
			s.settle()
			s.probe()
		})
	}
}

func (s *realSite) something(random *rand.Rand, i int) {
	var files, folders []string // below the root
	err := filepath.WalkDir(filepath.Join(s.root, "content"), func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err = filepath.Rel(s.root, name)
		if entry.IsDir() {
			folders = append(folders, name)
		} else {
			files = append(files, name)
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	one := func(names []string) string { return names[random.IntN(len(names))] }
	fresh := func() string { return filepath.Join(one(folders), "n"+strconv.Itoa(i)) }
	switch kind := random.IntN(9); {
	case kind < 2 || len(files) == 0 || len(folders) == 1:
		folder := fresh()
		s.step("folder", filepath.Join(folder, "sub"))
		s.step("create", filepath.Join(folder, "sub", "page.md"), strconv.Itoa(i))
	case kind == 2:
		s.step("create", fresh()+".md", strconv.Itoa(i))
	case kind == 3:
		s.step("write", one(files), strconv.Itoa(i))
	case kind == 4:
		s.step("remove", one(files))
	case kind == 5 && len(folders) > 10:
		s.step("removeall", one(folders[1:]))
	case kind == 6:
		s.step("rename", one(files), fresh()+".md")
	default:
		from, to := one(folders[1:]), fresh()
		if disk.Within(to, from) {
			return
		}
		s.step("rename", from, to)
		if kind == 8 { // another takes its place
			s.step("folder", from)
		}
	}
}

func TestAFolderThatCannotBeReadIsFoundWhenItCan(t *testing.T) {
	t.Parallel()
	s := newRealSite(t)
	s.step("folder", "content/closed")
	s.step("write", "content/closed/page.md", "in a folder that is closed for a while")
	s.settle()
	name := filepath.Join(s.root, "content/closed")
	for _, mode := range []string{"000", "755"} {
		s.step("mode", "content/closed", mode)
		s.await(mode, func(seen sight) bool { return slices.Contains(seen.hint.Paths, name) })
	}
	s.settle()
	s.probe()
}

func TestTheOutputFolderIsNotLookedInto(t *testing.T) {
	t.Parallel()
	root := tempSite(t)
	o := realOptions(root)
	o.Output = filepath.Join(root, "content/public")
	if err := os.Mkdir(o.Output, 0o755); err != nil {
		t.Fatal(err)
	}
	s := watchSite(t, root, o)
	s.step("create", "content/public/index.html", "output")
	s.step("create", "content/a.md", "input")
	s.settle()
	for name := range s.named {
		if disk.Within(name, "content/public") {
			t.Errorf("a hint named %s", name)
		}
	}
}
