package source_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"pandect/internal/diag"
	"pandect/internal/source"
)

// old is a modification time that can be trusted.
var old = time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)

// write makes files below root with the modification time old, and the folders they need.
func write(t testing.TB, root string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		name = filepath.Join(root, filepath.FromSlash(name))
		must(t, os.MkdirAll(filepath.Dir(name), 0o755))
		must(t, os.WriteFile(name, []byte(text), 0o644))
		must(t, os.Chtimes(name, old, old))
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func open(t testing.TB, root string, o source.Options, d source.Disk) *source.Store {
	t.Helper()
	s, err := source.OpenOn(root, o, d)
	must(t, err)
	return s
}

func snapshot(t testing.TB, s *source.Store, near ...string) *source.Tree {
	t.Helper()
	tree, err := s.Snapshot(t.Context(), near...)
	must(t, err)
	return tree
}

// look opens a site on the real disk and takes a snapshot.
func look(t testing.TB, root string) *source.Tree {
	t.Helper()
	return snapshot(t, open(t, root, source.Options{}, source.System{}))
}

func paths(files []*source.File) []string {
	list := []string{}
	for _, f := range files {
		list = append(list, f.Path)
	}
	return list
}

// codes returns "severity code file" of each diagnostic.
func codes(found []diag.Diagnostic) []string {
	list := []string{}
	for _, d := range found {
		list = append(list, summary([]diag.Diagnostic{d})+" "+d.Place.File)
	}
	return list
}

func equal(t testing.TB, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// counting counts what is opened.
type counting struct {
	source.Disk
	mu     sync.Mutex
	opened []string
}

func (d *counting) Open(name string) (fs.File, error) {
	d.mu.Lock()
	d.opened = append(d.opened, filepath.Base(name))
	d.mu.Unlock()
	return d.Disk.Open(name)
}

func (d *counting) since() []string {
	list := d.opened
	d.opened = nil
	slices.Sort(list)
	return list
}

func TestTreeHoldsTheInputsOfASite(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{
		"config.toml": "title = \"A\"\n", "content/_index.md": "# Home\n", "content/ethics/privilege.md": "# Privilege\n",
		"content/ethics-2/a.md": "# A\n", "content/ethics/diagram.png": "\x89PNG", "content/empty.md": "",
		"themes/own/theme.toml": "name = \"own\"\n", "themes/embed.go": "package themes\n",
		"public/index.html": "<p>\n", "README.md": "# Read me\n", "other/a.md": "# A\n",
	})
	tree := look(t, root)
	equal(t, "paths", paths(tree.Files()), []string{"config.toml", "content/_index.md", "content/empty.md", "content/ethics-2/a.md",
		"content/ethics/diagram.png", "content/ethics/privilege.md", "themes/own/theme.toml"})
	equal(t, "under", paths(tree.Under("content/ethics")), []string{"content/ethics/diagram.png", "content/ethics/privilege.md"})
	equal(t, "under nothing", paths(tree.Under("content/eth")), []string{})
	equal(t, "under the root", len(tree.Under("")), len(tree.Files()))
	equal(t, "diagnostics", codes(tree.Diagnostics()), []string{})
	if tree.File("content/ethics") != nil || tree.File("README.md") != nil {
		t.Error("a file was found that is not in the tree")
	}
	for _, name := range []string{"content/ethics/privilege.md", "content/ethics/diagram.png", "content/empty.md"} {
		f := tree.File(name)
		data, err := f.Bytes()
		must(t, err)
		want, err := os.ReadFile(filepath.Join(root, name))
		must(t, err)
		if !bytes.Equal(data, want) || f.Size != int64(len(want)) || !f.ModTime.Equal(old) {
			t.Errorf("%s: %q of %d bytes from %v, want %q", name, data, f.Size, f.ModTime, want)
		}
	}
}

// A tree from disk and a tree from memory are the same to what reads them.
func TestMapTree(t *testing.T) {
	files := map[string]string{"config.toml": "a = 1\n", "content/b.md": "# B\n", "content/a.png": "png"}
	root := t.TempDir()
	write(t, root, files)
	memory := source.MapTree(files)
	equal(t, "sum", memory.Sum(), look(t, root).Sum())
	data, err := memory.File("content/a.png").Bytes()
	must(t, err)
	equal(t, "bytes", string(data), files["content/a.png"])
	for name := range files {
		changed := maps.Clone(files)
		changed[name] += "x"
		if source.MapTree(changed).Sum() == memory.Sum() {
			t.Errorf("the sum does not depend on %s", name)
		}
		delete(changed, name)
		changed[name+"x"] = files[name]
		if source.MapTree(changed).Sum() == memory.Sum() {
			t.Errorf("the sum does not depend on the name %s", name)
		}
	}
}

func TestSnapshotReadsOnlyWhatChanged(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"content/a.md": "# A\n", "content/b.md": "# B\n", "content/c.png": "png"})
	disk := &counting{Disk: source.System{}}
	store := open(t, root, source.Options{}, disk)
	first := snapshot(t, store)
	equal(t, "opened at first", disk.since(), []string{"a.md", "b.md", "c.png"})

	second := snapshot(t, store)
	equal(t, "opened again", len(disk.since()), 0)
	equal(t, "sum", second.Sum(), first.Sum())
	if !slices.Equal(first.Files(), second.Files()) {
		t.Error("the files are not the same")
	}

	write(t, root, map[string]string{"content/b.md": "# Changed\n"})
	third := snapshot(t, store)
	equal(t, "opened after a change", disk.since(), []string{"b.md"})
	if third.Sum() == first.Sum() || third.File("content/b.md") == first.File("content/b.md") {
		t.Error("the change was not seen")
	}
	if third.File("content/a.md") != first.File("content/a.md") {
		t.Error("a file that did not change is another one")
	}
	data, _ := first.File("content/b.md").Bytes()
	equal(t, "bytes of the first tree", string(data), "# B\n")

	// The same text under another time: another file for reports, the same content for everything else.
	later := old.Add(time.Hour)
	must(t, os.Chtimes(filepath.Join(root, "content/a.md"), later, later))
	fourth := snapshot(t, store)
	equal(t, "sum after a touch", fourth.Sum(), third.Sum())
	equal(t, "time after a touch", fourth.File("content/a.md").ModTime.UTC(), later)

	must(t, os.Remove(filepath.Join(root, "content/a.md")))
	equal(t, "paths after a removal", paths(snapshot(t, store).Files()), []string{"content/b.md", "content/c.png"})
}

func TestSnapshotDoesNotTrustANewTime(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"content/a.md": "# A\n"})
	name := filepath.Join(root, "content/a.md")
	for _, when := range []time.Time{time.Now(), time.Now().Add(time.Hour)} {
		must(t, os.WriteFile(name, []byte("# A\n"), 0o644))
		must(t, os.Chtimes(name, when, when))
		store := open(t, root, source.Options{}, source.System{})
		first := snapshot(t, store)
		if snapshot(t, store).File("content/a.md") != first.File("content/a.md") {
			t.Error("a file that was read again and did not change is another one")
		}
		must(t, os.WriteFile(name, []byte("# B\n"), 0o644)) // as long as before, in the same file
		must(t, os.Chtimes(name, when, when))
		if snapshot(t, store).Sum() == first.Sum() {
			t.Errorf("a change within the time %v was not seen", when)
		}
	}
}

func TestSnapshotSeesAnotherFileUnderTheSameTime(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"content/a.md": "# A\n", "content/a.md.tmp": "# B\n"})
	store := open(t, root, source.Options{}, source.System{})
	first := snapshot(t, store)
	must(t, os.Rename(filepath.Join(root, "content/a.md.tmp"), filepath.Join(root, "content/a.md")))
	if snapshot(t, store).Sum() == first.Sum() {
		t.Error("the change was not seen")
	}
}

func TestJunkIsPassedOver(t *testing.T) {
	root := t.TempDir()
	junk := []string{".DS_Store", "._a.md", ".git/config", ".obsidian/app.json", ".trash/a.md", ".syncignore", ".~lock.a.odt#", "~$a.docx",
		"a.tmp", "a.md~", ".a.md.swp", "a.swp", "a.swo", "a.swx", "#a.md#", "4913", "a.crswap", "Thumbs.db", "thumbs.db", "Desktop.ini", "a.pdf.part", "a.crdownload"}
	kept := []string{"a.md", "#1 rule.md", "4913.md", "part.md", "tmp/a.md", "C#.md", "~ about.md"}
	files := map[string]string{}
	for _, name := range slices.Concat(junk, kept) {
		files["content/"+name] = "text\n"
	}
	write(t, root, files)
	tree := look(t, root)
	want := []string{}
	for _, name := range kept {
		want = append(want, "content/"+name)
	}
	slices.Sort(want)
	equal(t, "paths", paths(tree.Files()), want)
	equal(t, "ignored", tree.Ignored(), len(junk))
	equal(t, "diagnostics", codes(tree.Diagnostics()), []string{})
}

func TestThemesOnDiskLieOverThoseBuiltIn(t *testing.T) {
	builtIn := fstest.MapFS{
		"counsel/theme.toml":        {Data: []byte("built in\n")},
		"counsel/layouts/base.html": {Data: []byte("built in\n")},
		"counsel/fonts/a.woff2":     {Data: []byte("built in\n")},
		"embed.go":                  {Data: []byte("package themes\n")},
	}
	root := t.TempDir()
	write(t, root, map[string]string{"content/a.md": "", "themes/counsel/layouts/base.html": "own\n", "themes/counsel/layouts/new.html": "own\n"})
	store := open(t, root, source.Options{Themes: builtIn}, source.System{})
	tree := snapshot(t, store)
	got := map[string]string{}
	for _, f := range tree.Under("themes") {
		data, err := f.Bytes()
		must(t, err)
		got[f.Path] = string(data)
	}
	equal(t, "themes", got, map[string]string{
		"themes/counsel/theme.toml": "built in\n", "themes/counsel/fonts/a.woff2": "built in\n",
		"themes/counsel/layouts/base.html": "own\n", "themes/counsel/layouts/new.html": "own\n",
	})
	must(t, os.RemoveAll(filepath.Join(root, "themes")))
	again := snapshot(t, store)
	equal(t, "without themes on disk", paths(again.Under("themes")), []string{"themes/counsel/fonts/a.woff2", "themes/counsel/layouts/base.html", "themes/counsel/theme.toml"})
	if again.File("themes/counsel/theme.toml") != tree.File("themes/counsel/theme.toml") {
		t.Error("a built-in file that did not change is another one")
	}
}

// Folders that link to each other end after a few levels.
func TestFoldersThatLinkToEachOther(t *testing.T) {
	root := t.TempDir()
	const n = 5
	for i := range n {
		write(t, root, map[string]string{fmt.Sprintf("content/%d/page.md", i): "# Page\n"})
		for j := range n {
			must(t, os.Symlink(fmt.Sprintf("../%d", j), filepath.Join(root, "content", fmt.Sprint(i), fmt.Sprintf("to%d", j))))
		}
	}
	tree := look(t, root)
	for _, f := range tree.Files() {
		seen := map[string]bool{}
		for _, part := range strings.Split(path.Dir(f.Path), "/")[1:] {
			part = strings.TrimPrefix(part, "to")
			if seen[part] {
				t.Errorf("%s is in a loop", f.Path)
			}
			seen[part] = true
		}
	}
	if len(tree.Diagnostics()) == 0 {
		t.Error("no loop was reported")
	}
}

func TestNamesAreKeptAsTheyAre(t *testing.T) {
	root := t.TempDir()
	names := []string{"content/Caf\u00e9.md", "content/Cafe\u0301.md", "content/CAF\u00c9.md", "content/a b & c #1.md"}
	for _, name := range names {
		write(t, root, map[string]string{name: "# A\n"})
	}
	write(t, root, map[string]string{"content/caf\xe9.md": "# A\n"})
	tree := look(t, root)
	slices.Sort(names)
	equal(t, "paths", paths(tree.Files()), names)
	equal(t, "diagnostics", codes(tree.Diagnostics()), []string{"warning bad-name content/caf?.md"})
}

func TestASiteWithoutContentIsAnError(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"config.toml": ""})
	want := []string{"error content-missing content"}
	equal(t, "nothing", codes(look(t, root).Diagnostics()), want)
	write(t, root, map[string]string{"content": "a file"})
	equal(t, "a file", codes(look(t, root).Diagnostics()), want)
	if _, err := source.Open(filepath.Join(root, "nowhere"), source.Options{}); err == nil {
		t.Error("a root that does not exist was opened")
	}
	if _, err := source.Open(filepath.Join(root, "config.toml"), source.Options{}); err == nil {
		t.Error("a root that is a file was opened")
	}
}

// failing lets steps that concern one name fail.
type failing struct {
	source.Disk
	name  string
	err   error
	times int // how often; -1 means always
}

func (d *failing) fails(name string) error {
	if filepath.Base(name) != d.name || d.times == 0 {
		return nil
	}
	d.times--
	return &fs.PathError{Op: "open", Path: name, Err: d.err}
}

func (d *failing) Open(name string) (fs.File, error) {
	if err := d.fails(name); err != nil {
		return nil, err
	}
	return d.Disk.Open(name)
}

func (d *failing) ReadDir(name string) ([]fs.DirEntry, error) {
	if err := d.fails(name); err != nil {
		return nil, err
	}
	return d.Disk.ReadDir(name)
}

func TestWhatCannotBeReadIsAnError(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"content/a.md": "# A\n", "content/b/c.md": "# C\n", "content/d.png": "png"})
	for name, place := range map[string]string{"a.md": "content/a.md", "b": "content/b", "d.png": "content/d.png", "content": "content"} {
		disk := &failing{source.System{}, name, syscall.EACCES, -1}
		store := open(t, root, source.Options{}, disk)
		tree := snapshot(t, store)
		equal(t, name, codes(tree.Diagnostics()), []string{"error unreadable-file " + place})
		if tree.File(place) != nil {
			t.Errorf("%s is in the tree", place)
		}
		for _, d := range tree.Diagnostics() {
			if strings.Contains(d.Message, root) || !strings.Contains(d.Message, "permission denied") {
				t.Errorf("message: %s", d.Message)
			}
		}
		disk.times = 0
		equal(t, name+" later", codes(snapshot(t, store).Diagnostics()), []string{})
	}
}

// Some editors save by moving the file away and writing another one under its name.
func TestAFileThatVanishesForAMomentIsRead(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"content/a.md": "# A\n", "content/b/c.md": "# C\n"})
	for _, name := range []string{"a.md", "b"} {
		tree := snapshot(t, open(t, root, source.Options{}, &failing{source.System{}, name, syscall.ENOENT, 2}))
		equal(t, name, paths(tree.Files()), []string{"content/a.md", "content/b/c.md"})
		equal(t, name, codes(tree.Diagnostics()), []string{})
	}
	tree := snapshot(t, open(t, root, source.Options{}, &failing{source.System{}, "a.md", syscall.ENOENT, -1}))
	equal(t, "vanished for good", paths(tree.Files()), []string{"content/b/c.md"})
	equal(t, "vanished for good", codes(tree.Diagnostics()), []string{})
}

// growing writes to a file whenever it is opened.
type growing struct {
	source.Disk
	name  string
	times int
}

func (d *growing) Open(name string) (fs.File, error) {
	f, err := d.Disk.Open(name)
	if filepath.Base(name) == d.name && d.times != 0 {
		d.times--
		w, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			return nil, err
		}
		defer w.Close()
		if _, err := w.WriteString("more\n"); err != nil {
			return nil, err
		}
	}
	return f, err
}

func TestAFileThatIsBeingWrittenIsNeverHalf(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{"a.md", "a.png"} {
		write(t, root, map[string]string{"content/" + name: "# A\n"})
		tree := snapshot(t, open(t, root, source.Options{}, &growing{source.System{}, name, 2}))
		data, err := tree.File("content/" + name).Bytes()
		must(t, err)
		equal(t, "bytes", string(data), "# A\nmore\nmore\n")

		tree = snapshot(t, open(t, root, source.Options{}, &growing{source.System{}, name, -1}))
		equal(t, "diagnostics", codes(tree.Diagnostics()), []string{"error file-in-use content/" + name})
		must(t, os.Remove(filepath.Join(root, "content", name)))
	}
}

func TestBytesOfAFileThatChanged(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"content/a.png": "png", "content/a.md": "# A\n"})
	tree := look(t, root)
	write(t, root, map[string]string{"content/a.png": "gif", "content/a.md": "# B\n"})
	_, err := tree.File("content/a.png").Bytes()
	var problem *source.Error
	if !errors.Is(err, source.ErrChanged) || !errors.As(err, &problem) || problem.Diagnostic().Place.File != "content/a.png" {
		t.Errorf("error %v, want ErrChanged with a place", err)
	}
	must(t, os.Remove(filepath.Join(root, "content/a.png")))
	if _, err := tree.File("content/a.png").Bytes(); !errors.Is(err, fs.ErrNotExist) || strings.Contains(err.Error(), root) {
		t.Errorf("error %v, want one that the file does not exist, without its path", err)
	}
	data, err := tree.File("content/a.md").Bytes()
	must(t, err)
	equal(t, "text is held", string(data), "# A\n")
}

// TestTextIsHeldOnce asks for texts twice, and changes one in between: the first answer comes from memory, the second
// from disk.
func TestTextIsHeldOnce(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"config.toml": "", "content/a.md": "a", "content/b.md": "b", "content/b (1).md": "b"})
	tree := snapshot(t, open(t, root, source.Options{Once: true}, source.System{}))
	write(t, root, map[string]string{"config.toml": "title = 1", "content/a.md": "another"})
	for _, name := range []string{"config.toml", "content/a.md", "content/b.md"} {
		data, err := tree.File(name).Bytes()
		if want := strings.TrimSuffix(path.Base(name), ".md"); err != nil || name != "config.toml" && string(data) != want {
			t.Errorf("%s holds %q, %v", name, data, err)
		}
	}
	if data, err := tree.File("content/b.md").Bytes(); err != nil || string(data) != "b" {
		t.Errorf("from disk: %q, %v", data, err)
	}
	if _, err := tree.File("content/a.md").Bytes(); !errors.Is(err, source.ErrChanged) {
		t.Errorf("from disk: error %v, want ErrChanged", err)
	}
	if _, err := tree.File("config.toml").Bytes(); err != nil {
		t.Errorf("what does not lie in content/ is held: %v", err)
	}
}

func TestAHugeTextIsNotHeld(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"content/a.md": "", "content/b.pdf": ""})
	for _, name := range []string{"content/a.md", "content/b.pdf"} {
		must(t, os.Truncate(filepath.Join(root, name), source.TextLimit+1))
	}
	disk := &counting{Disk: source.System{}}
	tree := snapshot(t, open(t, root, source.Options{}, disk))
	disk.since()
	_, err := tree.File("content/a.md").Bytes()
	var problem *source.Error
	if !errors.Is(err, source.ErrTooLarge) || !errors.As(err, &problem) || problem.Diagnostic().Severity != diag.Error {
		t.Errorf("error %v, want ErrTooLarge", err)
	}
	equal(t, "opened for a huge text", disk.since(), []string(nil))
	data, err := tree.File("content/b.pdf").Bytes()
	must(t, err)
	equal(t, "size of what is no text", len(data), source.TextLimit+1)
	if _, err := source.MapTree(map[string][]byte{"content/a.md": data}).File("content/a.md").Bytes(); !errors.Is(err, source.ErrTooLarge) {
		t.Errorf("in memory: error %v, want ErrTooLarge", err)
	}
}

func TestSnapshotIsCancelled(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"content/a.md": "# A\n"})
	store := open(t, root, source.Options{}, source.System{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if tree, err := store.Snapshot(ctx); !errors.Is(err, context.Canceled) || tree != nil {
		t.Errorf("tree %v and error %v, want that it was cancelled", tree, err)
	}
}

func BenchmarkSnapshot(b *testing.B) {
	root := b.TempDir()
	files := map[string]string{}
	text := strings.Repeat("Legal advice stays privileged only when it is kept confidential.\n", 150)
	for i := range 10000 {
		files[fmt.Sprintf("content/%03d/%05d.md", i%272, i)] = text
	}
	write(b, root, files)
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			snapshot(b, open(b, root, source.Options{}, source.System{}))
		}
	})
	again := func(near ...string) func(*testing.B) {
		return func(b *testing.B) {
			store := open(b, root, source.Options{}, source.System{})
			snapshot(b, store)
			b.ReportAllocs()
			for b.Loop() {
				snapshot(b, store, near...)
			}
		}
	}
	b.Run("again", again())
	b.Run("near", again("content/007/00007.md"))
	b.Run("near, changed", func(b *testing.B) {
		store := open(b, root, source.Options{}, source.System{})
		sum, name := snapshot(b, store).Sum(), filepath.Join(root, "content/007/00007.md")
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			must(b, os.WriteFile(name, fmt.Appendf(nil, "%s%d\n", text, i), 0o644))
			now := snapshot(b, store, name).Sum()
			if now == sum {
				b.Fatal("the change was not seen")
			}
			sum = now
		}
	})
}
