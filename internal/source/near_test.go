package source_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"pandect/internal/source"
)

// listing notes which folders are listed, and which of their files are looked at.
type listing struct {
	source.Disk
	root   string
	listed []string
	looked atomic.Int64
}

type lookedAt struct {
	fs.DirEntry
	count *atomic.Int64
}

func (e lookedAt) Info() (fs.FileInfo, error) {
	e.count.Add(1)
	return e.DirEntry.Info()
}

func (d *listing) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := d.Disk.ReadDir(name)
	for i, e := range entries {
		entries[i] = lookedAt{e, &d.looked}
	}
	rest, _ := filepath.Rel(d.root, name)
	d.listed = append(d.listed, filepath.ToSlash(rest))
	return entries, err
}

func (d *listing) since() []string {
	list := d.listed
	d.listed = nil
	d.looked.Store(0)
	slices.Sort(list)
	return list
}

// realTemp returns a folder by its name without links.
func realTemp(t testing.TB) string {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	must(t, err)
	return root
}

func TestSnapshotLooksOnlyNear(t *testing.T) {
	root := realTemp(t)
	write(t, root, map[string]string{
		"config.toml": "", "content/a.md": "# A\n", "content/b/b.md": "# B\n", "content/b/c/c.md": "# C\n", "content/d/d.md": "# D\n",
		"themes/common/s.md": "# S\n", "content/l/l.md": "# L\n", "themes/own/theme.toml": "",
	})
	must(t, os.Symlink("../../themes/common", filepath.Join(root, "content/l/common")))
	disk := &listing{Disk: source.System{}, root: root}
	store := open(t, root, source.Options{}, disk)
	first := snapshot(t, store)
	equal(t, "at first", disk.since(), []string{"content", "content/b", "content/b/c", "content/d", "content/l", "themes", "themes/common", "themes/common", "themes/own"})
	for _, test := range []struct {
		near string
		want []string // besides content/l, which holds a link to themes/common
	}{
		{"content/b/b.md", []string{"content/b"}},
		{filepath.Join(root, "content/b/b.md"), []string{"content/b"}},
		{"content/b/new.md", []string{"content/b"}},
		{"content/b", []string{"content", "content/b", "content/b/c"}},
		{"content/b/gone/deep/x.md", []string{"content/b"}},
		{"themes/common/s.md", []string{"themes/common", "themes/common"}},
		{"content/l/common/s.md", []string{"themes/common", "themes/common"}},
		{"config.toml", nil},
		{"README.md", nil},
		{"themes/own/theme.toml", []string{"themes/own"}},
		{"content", []string{"content", "content/b", "content/b/c", "content/d"}},
		{".", []string{"content", "content/b", "content/b/c", "content/d", "themes", "themes/common", "themes/common", "themes/own"}},
	} {
		tree := snapshot(t, store, test.near)
		want := append(test.want, "content/l")
		slices.Sort(want)
		equal(t, "listed near "+test.near, disk.since(), want)
		if !slices.Equal(tree.Files(), first.Files()) || tree.Sum() != first.Sum() {
			t.Errorf("near %s nothing changed, and the tree did", test.near)
		}
	}
	snapshot(t, store, "content/b/b.md", "content/d/d.md")
	if n := disk.looked.Load(); n != 5 { // b.md and c, d.md, and in l the page and the link
		t.Errorf("%d files were looked at, want 5", n)
	}
	disk.since()
	snapshot(t, store)
	equal(t, "everywhere", len(disk.since()), 9)
}

// What changed elsewhere is seen by the next look at everything, and a folder that is met for the first time is read.
func TestSnapshotNearLeavesTheRestToTheNextLook(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"content/a/a.md": "# A\n", "content/b/b.md": "# B\n", "content/b/x (1).md": "# X\n"})
	store := open(t, root, source.Options{}, source.System{})
	snapshot(t, store)
	write(t, root, map[string]string{"content/a/a.md": "# Another\n", "content/b/b.md": "# Another\n", "content/a/new/n.md": "# New\n"})
	must(t, os.Remove(filepath.Join(root, "content/b/x (1).md")))

	tree := snapshot(t, store, "content/a/a.md")
	equal(t, "paths", paths(tree.Files()), []string{"content/a/a.md", "content/a/new/n.md", "content/b/b.md", "content/b/x (1).md"})
	equal(t, "diagnostics of what was not looked at", codes(tree.Diagnostics()), []string{"warning copy-name content/b/x (1).md"})
	for name, want := range map[string]string{"content/a/a.md": "# Another\n", "content/b/b.md": "# B\n"} {
		data, err := tree.File(name).Bytes()
		must(t, err)
		equal(t, name, string(data), want)
	}
	same(t, snapshot(t, store), look(t, root))
}

// same fails if two trees differ in anything but the identity of their files.
func same(t testing.TB, got, want *source.Tree) {
	t.Helper()
	type file struct {
		Path, Sum, Key string
		Size           int64
		ModTime        time.Time
	}
	list := func(tree *source.Tree) (files []file) {
		for _, f := range tree.Files() {
			files = append(files, file{f.Path, f.Sum.String(), f.Key.String(), f.Size, f.ModTime})
		}
		return files
	}
	equal(t, "files", list(got), list(want))
	equal(t, "diagnostics", got.Diagnostics(), want.Diagnostics())
	equal(t, "ignored", got.Ignored(), want.Ignored())
	equal(t, "sum", got.Sum(), want.Sum())
}

// What a look that was cancelled should have seen is seen by the next one, wherever that one is asked to look.
func TestACancelledLookIsMadeUpFor(t *testing.T) {
	for name, near := range map[string][]string{"near": {"content/a/a.md"}, "everywhere": nil} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			write(t, root, map[string]string{"content/a/a.md": "# A\n", "content/b/b.md": "# B\n"})
			store := open(t, root, source.Options{}, source.System{})
			snapshot(t, store)
			write(t, root, map[string]string{"content/a/a.md": "# Another\n"})
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			if _, err := store.Snapshot(ctx, near...); !errors.Is(err, context.Canceled) {
				t.Fatalf("error %v", err)
			}
			same(t, snapshot(t, store, "content/b/b.md"), look(t, root))
		})
	}
}

// A folder that moved while it was looked at is looked at until it is at rest, however far from the hint it lies.
func TestWhatMovesNearAHintIsAwaited(t *testing.T) {
	for _, name := range []string{"n.md", "sub", "deep.md"} {
		root := t.TempDir()
		write(t, root, map[string]string{"content/a.md": "# A\n", "content/b/b.md": "# B\n"})
		disk := &failing{source.System{}, name, syscall.ENOENT, 0}
		store := open(t, root, source.Options{}, disk)
		snapshot(t, store)
		write(t, root, map[string]string{"content/b/new/n.md": "# N\n", "content/b/new/sub/deep.md": "# Deep\n"})
		disk.times = 2
		same(t, snapshot(t, store, "content/b/new"), look(t, root))
		equal(t, "failures left", disk.times, 0)
	}
}

// leaving moves a file away when the folder that held it has been listed.
type leaving struct {
	source.Disk
	from, to string // "" when it has left
}

func (d *leaving) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := d.Disk.ReadDir(name)
	if d.from != "" && name == filepath.Dir(d.from) {
		err = errors.Join(err, os.Rename(d.from, d.to))
		d.from = ""
	}
	return entries, err
}

// What moves meanwhile into a folder that was looked at already is not missed.
func TestWhatMovesBackDuringALookIsFound(t *testing.T) {
	for _, moved := range []string{"m.md", "sub"} {
		root := realTemp(t)
		write(t, root, map[string]string{"content/a/a.md": "# A\n", "content/b/m.md": "# M\n", "content/b/sub/s.md": "# S\n"})
		here, there := filepath.Join(root, "content/b", moved), filepath.Join(root, "content/a", moved)
		disk := &leaving{source.System{}, here, there}
		store := open(t, root, source.Options{}, disk)
		same(t, snapshot(t, store), look(t, root))

		must(t, os.Rename(there, here))
		snapshot(t, store)
		disk.from = here
		same(t, snapshot(t, store, here, there), look(t, root))
	}
}

// What is only being written is looked at alone until it is at rest: it would be written again before all was looked at.
func TestWhatIsBeingWrittenIsLookedAtAlone(t *testing.T) {
	root := realTemp(t)
	write(t, root, map[string]string{"content/a/a.md": "# A\n", "content/b/b.md": "# B\n", "content/c/c.md": "# C\n"})
	disk := &listing{Disk: &growing{source.System{}, "b.md", 2}, root: root}
	store := open(t, root, source.Options{}, disk)
	tree := snapshot(t, store)
	equal(t, "listed", disk.since(), []string{"content", "content/a", "content/b", "content/b", "content/b", "content/c"})
	same(t, tree, look(t, root))
}

// A file that stays in use is not waited for again because of something else.
func TestAFileInUseElsewhereIsNotAwaited(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"content/a/a.md": "# A\n", "content/b/b.md": "# B\n"})
	disk := &growing{source.System{}, "a.md", -1}
	waits := 0
	store := open(t, root, source.Options{}, disk)
	store.OnPause(func() { waits++ })
	snapshot(t, store)
	before := waits
	tree := snapshot(t, store, "content/b/b.md")
	equal(t, "diagnostics", codes(tree.Diagnostics()), []string{"error file-in-use content/a/a.md"})
	if before == 0 || waits != before {
		t.Errorf("%d pauses at first and %d then", before, waits-before)
	}
	disk.times = 0
	same(t, snapshot(t, store, "content/a/a.md"), look(t, root))
}

// TestNearIsAsGoodAsEverywhere does random things to a site. A look near all that was touched must see what a new store
// sees, and when the list has gaps, a look at everything must make up for them.
func TestNearIsAsGoodAsEverywhere(t *testing.T) {
	builtIn := fstest.MapFS{"own/theme.toml": {Data: []byte("built in\n")}, "own/layouts/base.html": {Data: []byte("built in\n")}}
	for seed := range uint64(20) {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			t.Parallel()
			real := realTemp(t)
			root := filepath.Join(realTemp(t), "by-a-link")
			must(t, os.Symlink(real, root))
			write(t, root, map[string]string{
				"config.toml": "", "content/a.md": page, "content/b/c.md": page, "content/b/d/e.md": page, "content/b-2/f.md": page,
				"common/s.md": page, "common/deep/t.md": page, "themes/own/theme.toml": "own\n",
			})
			o := source.Options{Themes: builtIn, Output: "content/out"}
			store := open(t, root, o, source.System{})
			snapshot(t, store)
			e := &editor{t: t, root: root, random: rand.New(rand.NewPCG(seed, 4))}
			for range 60 {
				e.touched = nil
				for range 1 + e.random.IntN(3) {
					e.something()
				}
				near := e.touched
				for i, name := range near {
					if !filepath.IsAbs(name) && e.random.IntN(2) == 0 {
						near[i] = filepath.Join([]string{root, real}[e.random.IntN(2)], name)
					}
				}
				gaps := len(near) > 0 && e.random.IntN(4) == 0
				if gaps {
					near = near[:1]
				}
				tree := snapshot(t, store, near...)
				if gaps {
					tree = snapshot(t, store)
				}
				if same(t, tree, snapshot(t, open(t, root, o, source.System{}))); t.Failed() {
					t.Fatalf("after %q, looked at near %q", e.log, near)
				}
				if everythingIsListed(t, root, tree, o.Output); t.Failed() {
					t.Fatalf("after %q", e.log)
				}
			}
		})
	}
}

// editor does random things to a site and keeps the list of all paths that it touched.
type editor struct {
	t       *testing.T
	root    string
	random  *rand.Rand
	touched []string
	log     []string
	count   int
}

func (e *editor) one(list []string) string { return list[e.random.IntN(len(list))] }

// do does one thing, which may well fail.
func (e *editor) do(what string, act func(...string) error, names ...string) {
	e.count++
	full := make([]string, len(names))
	for i, name := range names {
		full[i] = filepath.Join(e.root, name)
		e.touched = append(e.touched, name)
		if real, err := filepath.EvalSymlinks(filepath.Dir(full[i])); err == nil { // links may soon lead elsewhere
			e.touched = append(e.touched, filepath.Join(real, filepath.Base(name)))
		}
		if real, err := filepath.EvalSymlinks(full[i]); err == nil {
			e.touched = append(e.touched, real)
		}
	}
	e.log = append(e.log, fmt.Sprint(what, names, act(full...)))
	e.log = e.log[max(0, len(e.log)-12):]
}

// names returns what there is, by the names that links give it too.
func (e *editor) names(dir string, depth int) (files, folders []string) {
	entries, _ := os.ReadDir(filepath.Join(e.root, dir))
	for _, entry := range entries {
		name := filepath.Join(dir, entry.Name())
		if info, err := os.Stat(filepath.Join(e.root, name)); err == nil && info.IsDir() && depth < 5 {
			inFiles, inFolders := e.names(name, depth+1)
			files, folders = append(files, inFiles...), append(append(folders, name), inFolders...)
		} else {
			files = append(files, name)
		}
	}
	return files, folders
}

func (e *editor) something() {
	files, folders := e.names("", 0)
	fresh := func(end string) string { return filepath.Join(e.one(folders), fmt.Sprint("n", e.count, end)) }
	put := func(text string) func(...string) error {
		return func(names ...string) error { return os.WriteFile(names[0], []byte(text), 0o644) }
	}
	rename := func(names ...string) error { return os.Rename(names[0], names[1]) }
	removeAll := func(names ...string) error { return os.RemoveAll(names[0]) }
	text := strings.Replace(page, "One", strconv.Itoa(e.random.IntN(9)), 1) // often as long as the one before
	kind := e.random.IntN(16)
	if len(files) < 6 || len(folders) < 4 {
		kind = 15
	}
	switch kind {
	case 0, 1, 2:
		e.do("write", put(text), e.one(files))
	case 3:
		e.do("create", put(text), fresh(e.one([]string{".md", ".png", ".tmp", "~", " (1).md"})))
	case 4:
		name := e.one(files) // a copy of it
		e.do("copy", put(text), strings.TrimSuffix(name, filepath.Ext(name))+e.one([]string{" (1)", " - Copy", " copy"})+filepath.Ext(name))
	case 5:
		e.do("remove", removeAll, e.one(files))
	case 6:
		e.do("rename", rename, e.one(files), fresh(".md"))
	case 7:
		e.do("rename over", rename, e.one(files), e.one(files))
	case 8:
		folder := fresh("")
		e.do("folder", func(names ...string) error { return os.Mkdir(names[0], 0o755) }, folder)
		e.do("create", put(text), filepath.Join(folder, "p.md"))
	case 9:
		if len(folders) > 12 {
			e.do("remove folder", removeAll, e.one(folders))
		}
	case 10, 11:
		e.do("rename folder", rename, e.one(folders), fresh(""))
	case 12:
		a, b, aside := e.one(folders), e.one(folders), fresh("")
		e.do("swap", rename, a, aside)
		e.do("swap", rename, b, a)
		e.do("swap", rename, aside, b)
	case 13:
		target := filepath.Join(e.root, e.one(slices.Concat(files, folders, []string{"nowhere", "common", "/"})))
		e.do("link", func(names ...string) error { return os.Symlink(target, names[0]) }, fresh(e.one([]string{"", ".md"})))
	case 14:
		then := old.Add(time.Duration(e.count) * time.Second) // never the same: nobody could see it
		e.do("touch", func(names ...string) error { return os.Chtimes(names[0], then, then) }, e.one(files))
	case 15:
		for _, name := range []string{"content", "content/b", "content/out", "themes", "themes/own", "common", "nowhere"} {
			if e.random.IntN(3) == 0 { // what may be missing by now
				e.do("folder", func(names ...string) error { return os.Mkdir(names[0], 0o755) }, name)
				e.do("create", put(text), filepath.Join(name, fmt.Sprint("n", e.count, ".md")))
			}
		}
		e.do("write", put(text), e.one([]string{"config.toml", "content/a.md", "content/out/o.html", "themes/own/theme.toml", "nowhere/n.md", "common/s.md"}))
	}
}
