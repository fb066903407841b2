package publish_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/publish"
	"pandect/internal/site"
)

// outputs makes a list of outputs from paths and texts. What ends in .html is a page.
func outputs(files map[string]string) []site.Output {
	list := []site.Output{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		list = append(list, site.Output{
			Path: name, Key: memo.OfString(name + "\n" + files[name]), Page: strings.HasSuffix(name, ".html"), Phase: phaseOf(name),
			Open: func(context.Context) ([]byte, []diag.Diagnostic, error) { return []byte(files[name]), nil, nil },
		})
	}
	return list
}

// phaseOf is the phase in which a site has a file of that name.
func phaseOf(name string) site.Phase {
	switch {
	case name == "index.html":
		return site.PhaseEntry
	case strings.HasSuffix(name, ".html"):
		return site.PhasePages
	case strings.HasPrefix(name, "assets/"), strings.HasPrefix(name, "search/") && name != "search/head.js":
		return site.PhaseDigested
	}
	return site.PhaseFiles
}

func edition(list []site.Output) memo.Sum {
	h := memo.NewHash("edition")
	for _, out := range list {
		h.String(out.Path)
		h.Sum(out.Key)
	}
	return h.Done()
}

// run publishes a list and expects no error.
func run(t testing.TB, list []site.Output, o publish.Options) publish.Report {
	t.Helper()
	return runOn(t, list, o, publish.System{})
}

func runOn(t testing.TB, list []site.Output, o publish.Options, d publish.Disk) publish.Report {
	t.Helper()
	report, err := publish.PublishOn(context.Background(), list, edition(list), o, d)
	must(t, err)
	return report
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func equal(t testing.TB, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// counts returns what a report counts, and the codes of its diagnostics.
func counts(r publish.Report) string {
	text := fmt.Sprintf("%d written, %d skipped, %d removed", r.Written, r.Skipped, r.Removed)
	for _, d := range r.Diagnostics {
		text += fmt.Sprintf(", %s", d.Code)
	}
	return text
}

// folder returns the files below dir with their contents, without the lock and the manifest, and the empty folders.
func folder(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	must(t, filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(dir, name)
		rel = filepath.ToSlash(rel)
		switch {
		case entry.IsDir():
			if inside, err := os.ReadDir(name); err == nil && len(inside) == 0 && rel != "." {
				files[rel+"/"] = ""
			}
		case rel == ".pandect-lock" || rel == ".pandect-manifest.json":
		default:
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			files[rel] = string(data)
		}
		return nil
	}))
	return files
}

func put(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		must(t, os.MkdirAll(filepath.Dir(name), 0o755))
		must(t, os.WriteFile(name, []byte(text), 0o644))
	}
}

// stamps returns when each file and folder was changed.
func stamps(t testing.TB, dir string) map[string]string {
	t.Helper()
	times := map[string]string{}
	must(t, filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		times[name] = info.ModTime().String()
		return err
	}))
	return times
}

var (
	v1 = map[string]string{
		"index.html": "home 1", "404.html": "not found", "files/app-1.js": "app 1", "files/app.css": "css", "ethics/privilege.html": "privilege 1",
		"ethics/old/deep.html": "deep", "swap": "a file", "turn/a.html": "in a folder", "turn/b/c.html": "in a folder", "files/1.js": "index 1",
	}
	v2 = map[string]string{
		"index.html": "home 2", "404.html": "not found", "files/app-2.js": "app 2", "files/app.css": "css", "ethics/privilege.html": "privilege 2",
		"new/deep/page.html": "new", "swap/in.html": "in a folder now", "turn": "a file now", "files/1.js": "index 2",
	}
)

func TestPublishMakesTheFolderEqualToTheOutputs(t *testing.T) {
	o := publish.Options{Dir: filepath.Join(t.TempDir(), "not/yet/public")}
	equal(t, "first run", counts(run(t, outputs(v1), o)), "10 written, 0 skipped, 0 removed")
	equal(t, "folder", folder(t, o.Dir), v1)

	before := stamps(t, o.Dir)
	list := outputs(v1)
	for i := range list {
		list[i].Open = func(context.Context) ([]byte, []diag.Diagnostic, error) {
			t.Error("an output that did not change was made again")
			return nil, nil, nil
		}
	}
	equal(t, "second run", counts(run(t, list, o)), "0 written, 10 skipped, 0 removed")
	equal(t, "what a second run touches", stamps(t, o.Dir), before)

	equal(t, "another edition", counts(run(t, outputs(v2), o)), "7 written, 2 skipped, 5 removed")
	equal(t, "folder", folder(t, o.Dir), v2)
	equal(t, "and back", counts(run(t, outputs(v1), o)), "8 written, 2 skipped, 4 removed")
	equal(t, "folder", folder(t, o.Dir), v1)
	o.AcceptRemovals = true
	equal(t, "nothing left", counts(run(t, outputs(nil), o)), "0 written, 0 skipped, 10 removed")
	equal(t, "folder", folder(t, o.Dir), map[string]string{})
}

// TestReleasedBytesMayBeUsedAgain overwrites the bytes of an output as soon as they are given back, which must happen once
// for each time that they were made.
func TestReleasedBytesMayBeUsedAgain(t *testing.T) {
	dir := t.TempDir()
	files := map[string]string{"index.html": "front", "a/page.html": "page", "style.css": "css"}
	list := outputs(files)
	var made, released atomic.Int32
	for i := range list {
		open := list[i].Open
		list[i].Open = func(ctx context.Context) ([]byte, []diag.Diagnostic, error) {
			made.Add(1)
			return open(ctx)
		}
		list[i].Release = func(data []byte) {
			released.Add(1)
			clear(data)
		}
	}
	for range 2 {
		run(t, list, publish.Options{Dir: dir, Clean: true})
		for name, want := range files {
			if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(got) != want {
				t.Errorf("%s holds %q (%v), want %q", name, got, err, want)
			}
		}
	}
	if made.Load() != 6 || released.Load() != 6 {
		t.Errorf("bytes were made %d times and given back %d times, want 6", made.Load(), released.Load())
	}
}

func TestSameBytesUnderAnotherKeyAreNotWritten(t *testing.T) {
	o := publish.Options{Dir: t.TempDir()}
	run(t, outputs(v1), o)
	list := outputs(v1)
	for i := range list {
		list[i].Key = memo.OfString("another " + list[i].Path)
	}
	name := filepath.Join(o.Dir, "index.html")
	before, err := os.Stat(name)
	must(t, err)
	equal(t, "run", counts(run(t, list, o)), "0 written, 10 skipped, 0 removed")
	after, err := os.Stat(name)
	must(t, err)
	if !os.SameFile(before, after) || !before.ModTime().Equal(after.ModTime()) {
		t.Error("a file with the same bytes was replaced")
	}
	if _, ok := publish.Intact(t.Context(), o.Dir, edition(list), 0); !ok {
		t.Error("the new keys were not recorded")
	}
}

func TestWhatWasDamagedIsMended(t *testing.T) {
	o := publish.Options{Dir: t.TempDir()}
	run(t, outputs(v1), o)
	put(t, o.Dir, map[string]string{"index.html": "home", "404.html": ""}) // as a crash leaves them
	must(t, os.Remove(filepath.Join(o.Dir, "swap")))
	must(t, os.RemoveAll(filepath.Join(o.Dir, "turn")))
	equal(t, "run", counts(run(t, outputs(v1), o)), "5 written, 5 skipped, 0 removed")
	equal(t, "folder", folder(t, o.Dir), v1)
}

func TestForeignFilesAreKept(t *testing.T) {
	o := publish.Options{Dir: t.TempDir()}
	foreign := map[string]string{".gitignore": "*\n", "robots.txt": "theirs", "ethics/notes.txt": "theirs", "ethics/old/.DS_Store": "theirs", "theirs/a.html": "theirs"}
	put(t, o.Dir, foreign)
	run(t, outputs(v1), o)
	o.AcceptRemovals = true
	run(t, outputs(map[string]string{"index.html": "home"}), o)
	want := maps.Clone(foreign)
	want["index.html"] = "home"
	equal(t, "folder", folder(t, o.Dir), want)
}

func TestAForeignFileInTheWay(t *testing.T) {
	for name, c := range map[string]struct {
		foreign     map[string]string
		clean, kept bool // Clean replaces it; the same bytes are taken over
	}{
		"another file":                 {map[string]string{"index.html": "theirs"}, true, false},
		"the same bytes":               {map[string]string{"index.html": "home 1"}, true, true},
		"a file instead of a folder":   {map[string]string{"ethics": "theirs"}, true, false},
		"a folder instead of a file":   {map[string]string{"index.html/a.txt": "theirs"}, false, false},
		"a folder within ours, a file": {map[string]string{"ethics/privilege.html/a/b.txt": "theirs"}, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			o := publish.Options{Dir: t.TempDir()}
			put(t, o.Dir, c.foreign)
			report := run(t, outputs(v1), o)
			if c.kept {
				equal(t, "run", counts(report), "9 written, 1 skipped, 0 removed")
				equal(t, "folder", folder(t, o.Dir), v1)
				return
			}
			equal(t, "diagnostics", counts(report), "0 written, 0 skipped, 0 removed, output-in-the-way")
			equal(t, "folder", folder(t, o.Dir), c.foreign)
			o.Clean = true
			report = run(t, outputs(v1), o)
			if c.clean {
				equal(t, "folder after a clean run", folder(t, o.Dir), v1)
			} else {
				equal(t, "diagnostics of a clean run", counts(report), "0 written, 0 skipped, 0 removed, output-in-the-way")
				equal(t, "folder after a clean run", folder(t, o.Dir), c.foreign)
			}
		})
	}
}

func TestOurFolderWithAForeignFileDoesNotBecomeAFile(t *testing.T) {
	o := publish.Options{Dir: t.TempDir()}
	run(t, outputs(v1), o)
	put(t, o.Dir, map[string]string{"turn/theirs.txt": "theirs"})
	before := folder(t, o.Dir)
	equal(t, "run", counts(run(t, outputs(v2), o)), "0 written, 2 skipped, 0 removed, output-in-the-way")
	equal(t, "folder", folder(t, o.Dir), before)
}

func TestCleanMakesEverythingAgain(t *testing.T) {
	o := publish.Options{Dir: t.TempDir()}
	run(t, outputs(v1), o)
	put(t, o.Dir, map[string]string{"theirs.txt": "theirs"})
	var opened atomic.Int64
	list := outputs(v1)
	for i, out := range list {
		list[i].Open = func(ctx context.Context) ([]byte, []diag.Diagnostic, error) {
			opened.Add(1)
			return out.Open(ctx)
		}
	}
	o.Clean = true
	equal(t, "run", counts(run(t, list, o)), "0 written, 10 skipped, 0 removed")
	equal(t, "opened", opened.Load(), int64(len(v1)))
	equal(t, "a foreign file", folder(t, o.Dir)["theirs.txt"], "theirs")
}

func TestAnUnreadableManifestIsNone(t *testing.T) {
	for name, text := range map[string]string{
		"empty":            "",
		"cut off":          `{"pandect":1,"edition":"","outputs":[`,
		"another version":  `{"pandect":99,"edition":"","outputs":[]}`,
		"another program":  `{"files":["index.html"]}`,
		"outside":          `{"pandect":1,"edition":"","outputs":[{"path":"../theirs.txt","key":"","size":1,"digest":""}]}`,
		"absolute":         `{"pandect":1,"edition":"","outputs":[{"path":"/theirs.txt","key":"","size":1,"digest":""}]}`,
		"not in order":     `{"pandect":1,"edition":"","outputs":[{"path":"b","key":"","size":1,"digest":""},{"path":"a","key":"","size":1,"digest":""}]}`,
		"a wrong digest":   `{"pandect":1,"edition":"","outputs":[{"path":"b","key":"","size":1,"digest":"12"}]}`,
		"no digest at all": `{"pandect":1,"edition":"xyz","outputs":[]}`,
	} {
		t.Run(name, func(t *testing.T) {
			parent := t.TempDir()
			o := publish.Options{Dir: filepath.Join(parent, "public")}
			put(t, parent, map[string]string{"theirs.txt": "theirs"})
			run(t, outputs(v1), o)
			put(t, o.Dir, map[string]string{".pandect-manifest.json": text})
			equal(t, "run", counts(run(t, outputs(v1), o)), "0 written, 10 skipped, 0 removed, manifest-unreadable")
			equal(t, "next run", counts(run(t, outputs(v1), o)), "0 written, 10 skipped, 0 removed")
			equal(t, "parent", folder(t, parent)["theirs.txt"], "theirs")
		})
	}
}

func TestPathsOutsideOfTheFolderAreRefused(t *testing.T) {
	for _, name := range []string{"", ".", "..", "../a.html", "a/../../b.html", "/etc/a.html", "a\\b.html", "a//b.html", "a/./b.html", "a/", "./a", "a\x00b", ".pandect-lock", ".pandect-manifest.json", ".pandect-stage-1/a"} {
		parent := t.TempDir()
		o := publish.Options{Dir: filepath.Join(parent, "public")}
		equal(t, fmt.Sprintf("%q", name), counts(run(t, outputs(map[string]string{name: "x", "z.html": "z"}), o)), "0 written, 0 skipped, 0 removed, bad-output-path")
		equal(t, "folder", folder(t, parent), map[string]string{})
	}
}

func TestAFileCannotBeAFolderToo(t *testing.T) {
	o := publish.Options{Dir: t.TempDir()}
	equal(t, "run", counts(run(t, outputs(map[string]string{"a": "file", "a-b": "file", "a/b/c.html": "page"}), o)), "0 written, 0 skipped, 0 removed, output-clash")
}

func TestOutputsThatAreNotSortedAreADefect(t *testing.T) {
	list := outputs(v1)
	for _, wrong := range [][]site.Output{{list[1], list[0]}, {list[0], list[0]}} {
		if _, err := publish.Publish(t.Context(), wrong, memo.Sum{1}, publish.Options{Dir: t.TempDir()}); err == nil {
			t.Error("no error")
		}
	}
}

func TestTheOutputFolderStandsApartFromTheSources(t *testing.T) {
	root := t.TempDir()
	put(t, root, map[string]string{"content/a.md": "# A", "themes/t/theme.toml": "", "config.toml": ""})
	link := filepath.Join(t.TempDir(), "link")
	must(t, os.Symlink(filepath.Join(root, "content"), link))
	o := publish.Options{Sources: []string{filepath.Join(root, "content"), filepath.Join(root, "themes"), filepath.Join(root, "config.toml"), filepath.Join(root, "missing")}}
	before := folder(t, root)
	for _, dir := range []string{"", root, filepath.Dir(root), filepath.Join(root, "content"), filepath.Join(root, "content/public"), filepath.Join(link, "deep/public"), filepath.Join(root, "themes/t")} {
		o.Dir = dir
		equal(t, dir, counts(run(t, outputs(v1), o)), "0 written, 0 skipped, 0 removed, output-folder")
		equal(t, "folder", folder(t, root), before)
	}
	o.Dir = filepath.Join(root, "public")
	equal(t, "public", counts(run(t, outputs(v1), o)), "10 written, 0 skipped, 0 removed")
}

func TestAFileWhereTheOutputFolderShouldBe(t *testing.T) {
	root := t.TempDir()
	put(t, root, map[string]string{"public": "a file"})
	for _, dir := range []string{"public", "public/deep"} {
		equal(t, dir, counts(run(t, outputs(v1), publish.Options{Dir: filepath.Join(root, dir)})), "0 written, 0 skipped, 0 removed, output-folder")
	}
}

func TestAnErrorPublishesNothing(t *testing.T) {
	o := publish.Options{Dir: t.TempDir()}
	run(t, outputs(v1), o)
	before := stamps(t, o.Dir)
	delete(before, o.Dir) // the stage comes and goes
	problem := diag.Diagnostic{Severity: diag.Error, Code: "broken", Message: "It is broken."}
	for name, c := range map[string]struct {
		open func(context.Context) ([]byte, []diag.Diagnostic, error)
		want string
	}{
		"a diagnostic": {func(context.Context) ([]byte, []diag.Diagnostic, error) {
			return []byte("x"), []diag.Diagnostic{problem}, nil
		}, "broken"},
		"an error": {func(context.Context) ([]byte, []diag.Diagnostic, error) {
			return nil, nil, errors.New("unreadable")
		}, "output-not-made"},
		"an error with a place": {func(context.Context) ([]byte, []diag.Diagnostic, error) {
			return nil, nil, fmt.Errorf("while reading: %w", located{problem})
		}, "broken"},
	} {
		list := outputs(v2)
		list[3].Open = c.open
		list[6].Open = c.open
		report := run(t, list, o)
		equal(t, name, counts(report), "0 written, 2 skipped, 0 removed, "+c.want+", "+c.want)
		after := stamps(t, o.Dir)
		delete(after, o.Dir)
		equal(t, name+": folder", after, before)
	}
}

type located struct{ d diag.Diagnostic }

func (l located) Error() string               { return l.d.Message }
func (l located) Diagnostic() diag.Diagnostic { return l.d }

func TestACancelledRunPublishesNothing(t *testing.T) {
	o := publish.Options{Dir: t.TempDir()}
	run(t, outputs(v1), o)
	for i, out := range outputs(v2) {
		if v1[out.Path] == v2[out.Path] {
			continue // it is skipped without being made
		}
		ctx, cancel := context.WithCancel(t.Context())
		list := outputs(v2)
		list[i].Open = func(ctx context.Context) ([]byte, []diag.Diagnostic, error) {
			cancel()
			return out.Open(ctx)
		}
		if _, err := publish.Publish(ctx, list, edition(list), o); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: error %v, want that it was cancelled", out.Path, err)
		}
		equal(t, "folder", folder(t, o.Dir), v1)
	}
}

func TestAWarningIsNotForgotten(t *testing.T) {
	o := publish.Options{Dir: t.TempDir()}
	list := outputs(v1)
	open := list[0].Open
	list[0].Open = func(ctx context.Context) ([]byte, []diag.Diagnostic, error) {
		data, _, err := open(ctx)
		return data, []diag.Diagnostic{{Severity: diag.Warning, Code: "flaw"}}, err
	}
	equal(t, "first run", counts(run(t, list, o)), "10 written, 0 skipped, 0 removed, flaw")
	before := stamps(t, o.Dir)
	equal(t, "second run", counts(run(t, list, o)), "0 written, 10 skipped, 0 removed, flaw")
	equal(t, "what a second run touches", stamps(t, o.Dir), before)
}

func TestProgress(t *testing.T) {
	var calls []int
	o := publish.Options{Dir: t.TempDir(), Jobs: 4, Progress: func(done, total int) {
		equal(t, "total", total, len(v1))
		calls = append(calls, done)
	}}
	want := []int{}
	for range v1 {
		want = append(want, len(want)+1)
	}
	run(t, outputs(v1), o)
	equal(t, "calls of a first run", calls, want)
	calls = nil
	run(t, outputs(v1), o)
	equal(t, "calls of a second run", calls, want)
}

func TestIntact(t *testing.T) {
	list := outputs(v1)
	damage := map[string]func(dir string) error{
		"changed":              func(dir string) error { return os.WriteFile(filepath.Join(dir, "index.html"), []byte("home X"), 0o644) },
		"shorter":              func(dir string) error { return os.Truncate(filepath.Join(dir, "index.html"), 1) },
		"missing":              func(dir string) error { return os.Remove(filepath.Join(dir, "files/1.js")) },
		"without manifest":     func(dir string) error { return os.Remove(filepath.Join(dir, ".pandect-manifest.json")) },
		"with a bad manifest":  func(dir string) error { return os.Truncate(filepath.Join(dir, ".pandect-manifest.json"), 100) },
		"without its folder":   os.RemoveAll,
		"of an edition before": func(dir string) error { run(t, outputs(v2), publish.Options{Dir: dir}); return nil },
	}
	for name, harm := range damage {
		dir := t.TempDir()
		run(t, list, publish.Options{Dir: dir})
		put(t, dir, map[string]string{"theirs.txt": "theirs"})
		report, ok := publish.Intact(t.Context(), dir, edition(list), 0)
		if !ok || report.Skipped != len(list) {
			t.Errorf("intact %v with %d files, want true with %d", ok, report.Skipped, len(list))
		}
		must(t, harm(dir))
		if _, ok := publish.Intact(t.Context(), dir, edition(list), 0); ok {
			t.Errorf("a folder that is %s is intact", name)
		}
	}
	if _, ok := publish.Intact(t.Context(), t.TempDir(), memo.Sum{}, 0); ok {
		t.Error("an empty folder is intact")
	}
}

func TestTwoRunsAtOnce(t *testing.T) {
	dir := t.TempDir()
	var runs sync.WaitGroup
	for i := range 8 {
		runs.Go(func() {
			list := outputs([]map[string]string{v1, v2}[i%2])
			if report, err := publish.Publish(context.Background(), list, edition(list), publish.Options{Dir: dir}); err != nil || len(report.Diagnostics) > 0 {
				t.Errorf("error %v, report %+v", err, report)
			}
		})
	}
	runs.Wait()
	if have := folder(t, dir); !cmp.Equal(have, v1) && !cmp.Equal(have, v2) {
		t.Errorf("the folder is neither edition: %v", have)
	}
}

func TestWaitingForAnotherRunCanBeCancelled(t *testing.T) {
	o := publish.Options{Dir: t.TempDir()}
	list := outputs(v1)
	ctx, cancel := context.WithCancel(t.Context())
	open := list[0].Open
	list[0].Open = func(c context.Context) ([]byte, []diag.Diagnostic, error) {
		second := outputs(v2)
		cancel()
		if _, err := publish.Publish(ctx, second, edition(second), o); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v, want that it was cancelled", err)
		}
		return open(c)
	}
	run(t, list, o)
	equal(t, "folder", folder(t, o.Dir), v1)
}

func BenchmarkPublish(b *testing.B) {
	files := map[string]string{}
	for i := range 10000 {
		files[fmt.Sprintf("%03d/%05d.html", i%272, i)] = strings.Repeat(fmt.Sprintf("<p>Paragraph of page %d.</p>\n", i), 13000/29)
	}
	list := outputs(files)
	for i, out := range list { // without the cost of copying
		data := []byte(files[out.Path])
		list[i].Open = func(context.Context) ([]byte, []diag.Diagnostic, error) { return data, nil, nil }
	}
	b.Run("new", func(b *testing.B) {
		for b.Loop() {
			run(b, list, publish.Options{Dir: b.TempDir()})
		}
	})
	dir := b.TempDir()
	run(b, list, publish.Options{Dir: dir})
	b.Run("unchanged", func(b *testing.B) {
		for b.Loop() {
			run(b, list, publish.Options{Dir: dir})
		}
	})
	b.Run("intact", func(b *testing.B) {
		for b.Loop() {
			if _, ok := publish.Intact(b.Context(), dir, edition(list), 0); !ok {
				b.Fatal("not intact")
			}
		}
	})
}
