package publish_test

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pandect/internal/diag"
	"pandect/internal/publish"
)

// tampered stands before each step that changes the disk. before returns an error to let the step fail.
type tampered struct {
	publish.System
	mu     sync.Mutex
	before func(step, name string) error
	steps  []string
	slept  time.Duration

	unreadable string // the name of a file or folder that cannot be looked at
}

func (d *tampered) step(step, name string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.steps = append(d.steps, step+" "+filepath.Base(name))
	if d.before == nil {
		return nil
	}
	if err := d.before(step, name); err != nil {
		return &fs.PathError{Op: step, Path: name, Err: err}
	}
	return nil
}

func (d *tampered) Lstat(name string) (fs.FileInfo, error) {
	if d.unreadable != "" && filepath.Base(name) == d.unreadable {
		return nil, &fs.PathError{Op: "lstat", Path: name, Err: fs.ErrPermission}
	}
	return d.System.Lstat(name)
}

func (d *tampered) Mkdir(name string) error {
	if err := d.step("mkdir", name); err != nil {
		return err
	}
	return d.System.Mkdir(name)
}

func (d *tampered) MkdirTemp(dir, prefix string) (string, error) {
	if err := d.step("stage", dir); err != nil {
		return "", err
	}
	return d.System.MkdirTemp(dir, prefix)
}

// A failing Create may leave half a file, as a kill does.
func (d *tampered) Create(name string, data []byte, sync bool) error {
	if err := d.step("create", name); err != nil {
		return errors.Join(err, d.System.Create(name, data[:len(data)/2], false))
	}
	return d.System.Create(name, data, sync)
}

func (d *tampered) Overwrite(name string, data []byte) error {
	if err := d.step("overwrite", name); err != nil {
		return err
	}
	return d.System.Overwrite(name, data)
}

func (d *tampered) Rename(old, new string) error {
	if err := d.step("rename", new); err != nil {
		return err
	}
	return d.System.Rename(old, new)
}

func (d *tampered) Remove(name string) error {
	if err := d.step("remove", name); err != nil {
		return err
	}
	return d.System.Remove(name)
}

func (d *tampered) RemoveAll(name string) error {
	if err := d.step("remove all", name); err != nil {
		return err
	}
	return d.System.RemoveAll(name)
}

func (d *tampered) Lock(ctx context.Context, name string) (func() error, error) {
	if err := d.step("lock", name); err != nil {
		return nil, err
	}
	return d.System.Lock(ctx, name)
}

func (d *tampered) Sleep(_ context.Context, pause time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.slept += pause
}

var errDead = errors.New("the program was killed")

// checkWhole fails if a file in dir is neither as in one edition nor as in the other.
func checkWhole(t *testing.T, when, dir string, editions ...map[string]string) {
	t.Helper()
	for name, text := range folder(t, dir) {
		ok := strings.HasPrefix(name, ".pandect-stage-") || strings.HasSuffix(name, "/")
		for _, files := range editions {
			want, known := files[name]
			ok = ok || known && want == text
		}
		if !ok {
			t.Errorf("%s: %s holds %q", when, name, text)
		}
	}
}

// A run is stopped before each of its steps in turn. Every file must be whole, and the next run puts all right.
func TestAKillAtAnyStep(t *testing.T) {
	for step := 0; ; step++ {
		dir := t.TempDir()
		put(t, dir, map[string]string{".gitignore": "*"})
		run(t, outputs(v1), publish.Options{Dir: dir})
		before, n := folder(t, dir), 0
		replacing := false
		d := &tampered{before: func(what, name string) error {
			if n++; n > step {
				return errDead
			}
			replacing = replacing || what == "rename"
			return nil
		}}
		report, err := publish.PublishOn(t.Context(), outputs(v2), edition(outputs(v2)), publish.Options{Dir: dir, Jobs: 1}, d)
		must(t, err)
		foreign := map[string]string{".gitignore": "*"}
		checkWhole(t, d.steps[len(d.steps)-1], dir, v1, v2, foreign)
		if _, ok := publish.Intact(t.Context(), dir, edition(outputs(v2)), 0); ok && !cmp.Equal(withoutStages(folder(t, dir)), with(v2, foreign)) {
			t.Errorf("step %d: the folder is said to be intact and is not", step)
		}
		if !replacing {
			equal(t, "folder before anything was replaced", withoutStages(folder(t, dir)), before)
		}
		// A third edition follows, in which nothing of the first two may be left.
		last := map[string]string{"index.html": "home 3", "ethics/privilege.html": "privilege 2", "turn/b/c.html": "in a folder"}
		if report := run(t, outputs(last), publish.Options{Dir: dir, AcceptRemovals: true}); len(report.Diagnostics) > 0 {
			t.Errorf("step %d: the next run reports %+v", step, report.Diagnostics)
		}
		equal(t, "folder after the next run", folder(t, dir), with(last, foreign))
		if n <= step {
			equal(t, "report of a run that was not stopped", counts(report), "7 written, 2 skipped, 5 removed")
			return
		}
	}
}

// Each step fails once, and the run goes on as it can.
func TestAFailureOfAnyStep(t *testing.T) {
	for step := 0; ; step++ {
		dir := t.TempDir()
		run(t, outputs(v1), publish.Options{Dir: dir})
		n := 0
		d := &tampered{before: func(string, string) error {
			if n++; n == step+1 {
				return syscall.EIO
			}
			return nil
		}}
		report, err := publish.PublishOn(t.Context(), outputs(v2), edition(outputs(v2)), publish.Options{Dir: dir, Jobs: 1}, d)
		must(t, err)
		failed := slices.ContainsFunc(report.Diagnostics, func(d diag.Diagnostic) bool { return d.Severity == diag.Error })
		have := withoutStages(folder(t, dir))
		if !failed && len(report.Diagnostics) == 0 && !cmp.Equal(have, v2) {
			t.Errorf("step %d (%s) failed, nothing is reported, and the folder is not right:\n%s", step, d.steps[min(step, len(d.steps)-1)], cmp.Diff(v2, have))
		}
		checkWhole(t, "failure", dir, v1, v2)
		run(t, outputs(v2), publish.Options{Dir: dir})
		equal(t, "folder after the next run", withoutStages(folder(t, dir)), v2)
		if n <= step {
			return
		}
	}
}

func with(a, b map[string]string) map[string]string {
	all := map[string]string{}
	for _, m := range []map[string]string{a, b} {
		for name, text := range m {
			all[name] = text
		}
	}
	return all
}

// withoutStages leaves out what a killed run staged, and folders that it had just made.
func withoutStages(files map[string]string) map[string]string {
	left := map[string]string{}
	for name, text := range files {
		if !strings.HasPrefix(name, ".pandect-stage-") && !strings.HasSuffix(name, "/") {
			left[name] = text
		}
	}
	return left
}

func TestAFullDisk(t *testing.T) {
	for _, at := range []string{"stage", "create", "create manifest", "mkdir"} {
		o := publish.Options{Dir: t.TempDir(), Jobs: 2}
		run(t, outputs(v1), o)
		d := &tampered{before: func(step, name string) error {
			if strings.HasPrefix(step+" "+filepath.Base(name), at) {
				return syscall.ENOSPC
			}
			return nil
		}}
		equal(t, at, codes(runOn(t, outputs(v2), o, d)), []string{"disk-full"})
		if at != "mkdir" {
			equal(t, "folder", folder(t, o.Dir), v1)
		}
		checkWhole(t, at, o.Dir, v1, v2)
		run(t, outputs(v2), o)
		equal(t, "folder after the next run", folder(t, o.Dir), v2)
	}
}

func codes(r publish.Report) []string {
	list := []string{}
	for _, d := range r.Diagnostics {
		list = append(list, d.Code)
	}
	return list
}

func TestAFolderThatMayNotBeWritten(t *testing.T) {
	for _, at := range []string{"mkdir", "lock"} {
		o := publish.Options{Dir: filepath.Join(t.TempDir(), "public")}
		d := &tampered{before: func(step, name string) error {
			if step == at {
				if step == "lock" {
					return &fs.PathError{Op: "open", Path: name, Err: syscall.EROFS}
				}
				return syscall.EACCES
			}
			return nil
		}}
		report := runOn(t, outputs(v1), o, d)
		equal(t, at, codes(report), []string{"output-folder"})
		for _, finding := range report.Diagnostics {
			if !strings.HasSuffix(finding.Place.File, "/public") || finding.Hint == "" {
				t.Errorf("diagnostic %+v", finding)
			}
		}
	}
}

// A file or folder that cannot be looked at is not said to be somebody else's, and nothing takes its place.
func TestWhatCannotBeLookedAt(t *testing.T) {
	for _, name := range []string{"privilege.html", "ethics"} {
		o := publish.Options{Dir: t.TempDir(), Jobs: 1}
		run(t, outputs(v1), o)
		report := runOn(t, outputs(v2), o, &tampered{unreadable: name})
		if got := codes(report); !slices.Contains(got, "output-not-read") || slices.Contains(got, "output-in-the-way") {
			t.Errorf("%s: %v", name, got)
		}
		equal(t, "folder", folder(t, o.Dir), v1)
	}
}

func TestAFileThatIsHeldForAMoment(t *testing.T) {
	o := publish.Options{Dir: t.TempDir(), Jobs: 1}
	run(t, outputs(v1), o)
	refused := 0
	d := &tampered{before: func(step, name string) error {
		if step == "rename" && filepath.Base(name) == "privilege.html" && refused < 9 {
			refused++
			return syscall.EACCES
		}
		return nil
	}}
	equal(t, "run", counts(runOn(t, outputs(v2), o, d)), "7 written, 2 skipped, 5 removed")
	equal(t, "waited", d.slept, 3*time.Second)
	equal(t, "folder", folder(t, o.Dir), v2)
}

func TestAFileThatIsHeldForGood(t *testing.T) {
	held := func(steps ...string) *tampered {
		return &tampered{before: func(step, name string) error {
			if slices.Contains(steps, step) && filepath.Base(name) == "privilege.html" {
				return syscall.EACCES
			}
			return nil
		}}
	}
	o := publish.Options{Dir: t.TempDir(), Jobs: 1}
	run(t, outputs(v1), o)
	d := held("rename")
	equal(t, "against renaming", counts(runOn(t, outputs(v2), o, d)), "7 written, 2 skipped, 5 removed")
	equal(t, "folder", folder(t, o.Dir), v2)

	equal(t, "against all", counts(runOn(t, outputs(v1), o, held("rename", "overwrite"))), "7 written, 2 skipped, 2 removed, output-not-written")
	checkWhole(t, "against all", o.Dir, v1, v2)
	if _, ok := publish.Intact(t.Context(), o.Dir, edition(outputs(v1)), 0); ok {
		t.Error("a folder with an old file is intact")
	}
	run(t, outputs(v1), o)
	equal(t, "folder", folder(t, o.Dir), v1)
}

func TestWaitingForHeldFilesHasAnEnd(t *testing.T) {
	files := map[string]string{}
	for _, letter := range "abcdefghijklmnopqrstuvwxyz" {
		files[string(letter)+".html"] = "page"
	}
	d := &tampered{before: func(step, name string) error {
		if step == "rename" && strings.HasSuffix(name, ".html") {
			return syscall.EBUSY
		}
		return nil
	}}
	report := runOn(t, outputs(files), publish.Options{Dir: t.TempDir(), Jobs: 1}, d)
	equal(t, "errors", len(report.Diagnostics), len(files))
	if d.slept > 33*time.Second {
		t.Errorf("waited for %v", d.slept)
	}
}

func TestAStaleFileThatCannotBeRemovedIsTriedAgain(t *testing.T) {
	o := publish.Options{Dir: t.TempDir(), Jobs: 1}
	run(t, outputs(v1), o)
	d := &tampered{before: func(step, name string) error {
		if step == "remove" && filepath.Base(name) == "deep.html" {
			return syscall.EBUSY
		}
		return nil
	}}
	report := runOn(t, outputs(v2), o, d)
	equal(t, "run", counts(report), "7 written, 2 skipped, 4 removed, output-not-removed")
	equal(t, "severity", report.Diagnostics[0].Severity, diag.Warning)
	equal(t, "folder", folder(t, o.Dir), with(v2, map[string]string{"ethics/old/deep.html": "deep"}))
	equal(t, "next run", counts(run(t, outputs(v2), o)), "0 written, 9 skipped, 1 removed")
	equal(t, "folder", folder(t, o.Dir), v2)
}

// No page is in place before what it needs.
func TestTheOrderOfReplacing(t *testing.T) {
	d := &tampered{}
	o := publish.Options{Dir: t.TempDir(), Jobs: 1}
	files := maps.Clone(v1)
	files["search/head.js"], files["search/t0-1.js"] = "head", "terms"
	runOn(t, outputs(files), o, d)
	var order []string
	for _, step := range d.steps {
		if name, ok := strings.CutPrefix(step, "rename "); ok {
			order = append(order, name)
		}
	}
	equal(t, "order", order, []string{".pandect-manifest.json", "t0-1.js", "1.js", "app-1.js", "app.css", "head.js", "swap", "404.html", "deep.html", "privilege.html", "a.html", "c.html", "index.html", ".pandect-manifest.json"})
}

func TestADriveWithoutLocks(t *testing.T) {
	d := &unlockable{}
	o := publish.Options{Dir: t.TempDir()}
	equal(t, "run", counts(runOn(t, outputs(v1), o, d)), "10 written, 0 skipped, 0 removed")
	equal(t, "next run", counts(runOn(t, outputs(v1), o, d)), "0 written, 10 skipped, 0 removed")
}

type unlockable struct{ publish.System }

func (unlockable) Lock(context.Context, string) (func() error, error) {
	return nil, publish.ErrUnsupported
}

// folding is a disk to which names that differ only by case are the same, as on Windows and macOS.
type folding struct {
	publish.System
	root string
}

func (d folding) fold(name string) string {
	if rel, ok := strings.CutPrefix(name, d.root); ok {
		return d.root + strings.ToLower(rel)
	}
	return name
}

func (d folding) Stat(name string) (fs.FileInfo, error)      { return d.System.Stat(d.fold(name)) }
func (d folding) Lstat(name string) (fs.FileInfo, error)     { return d.System.Lstat(d.fold(name)) }
func (d folding) ReadDir(name string) ([]fs.DirEntry, error) { return d.System.ReadDir(d.fold(name)) }
func (d folding) Mkdir(name string) error                    { return d.System.Mkdir(d.fold(name)) }
func (d folding) Rename(old, new string) error               { return d.System.Rename(old, d.fold(new)) }
func (d folding) Remove(name string) error                   { return d.System.Remove(d.fold(name)) }
func (d folding) Read(name string, buffer []byte) ([]byte, error) {
	if strings.Contains(name, ".pandect-stage-") {
		return d.System.Read(name, buffer)
	}
	return d.System.Read(d.fold(name), buffer)
}

func TestANameThatChangesOnlyByCase(t *testing.T) {
	o := publish.Options{Dir: t.TempDir()}
	d := folding{root: o.Dir}
	before := map[string]string{"Ethics/Privilege.html": "old", "Files/Same.pdf": "same"}
	after := map[string]string{"ethics/privilege.html": "new", "files/same.pdf": "same"}
	runOn(t, outputs(before), o, d)
	equal(t, "run", counts(runOn(t, outputs(after), o, d)), "1 written, 1 skipped, 0 removed")
	equal(t, "folder", folder(t, o.Dir), after)
	equal(t, "next run", counts(runOn(t, outputs(after), o, d)), "0 written, 2 skipped, 0 removed")

	// Where case matters, they are two files.
	o.Dir = t.TempDir()
	run(t, outputs(before), o)
	run(t, outputs(after), o)
	equal(t, "folder where case matters", folder(t, o.Dir), after)
}
