package publish

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"pandect/internal/diag"
	"pandect/internal/fanout"
	"pandect/internal/memo"
)

// stage is the temporary folder in which new bytes wait. It is made when it is first needed.
type stage struct {
	disk   disk
	parent string // the output folder, so that it is on the same file system
	once   sync.Once
	dir    string
	err    error
}

// put writes a new file and returns where it lies. With sync, its bytes have reached the disk by then.
func (s *stage) put(name string, data []byte, sync bool) (staged string, err error) {
	s.once.Do(func() { s.dir, s.err = s.disk.MkdirTemp(s.parent, stagePrefix) })
	if s.err != nil {
		return "", s.err
	}
	staged = filepath.Join(s.dir, name)
	return staged, s.disk.Create(staged, data, sync)
}

func (s *stage) drop() {
	if s.dir != "" {
		s.disk.RemoveAll(s.dir)
	}
}

// survey looks at the folders that outputs need, before anything is made.
func (r *run) survey() {
	r.missing, r.clearing = map[string]bool{}, map[string]bool{}
	needed := map[string]bool{}
	for _, out := range r.outputs {
		for dir := path.Dir(out.Path); dir != "." && !needed[dir]; dir = path.Dir(dir) {
			needed[dir] = true
		}
	}
	for _, dir := range slices.Sorted(maps.Keys(needed)) { // parents come before what is in them
		if !r.missing[path.Dir(dir)] {
			info, err := r.folder.stat(dir)
			if err == nil && info.IsDir() {
				continue
			}
			if _, err := r.folder.lstat(dir); err == nil { // a file, or a link that leads nowhere
				if _, ours := r.old.find(dir); !ours && !r.o.Clean {
					r.add(diag.Error, "output-in-the-way", dir, "A file that Pandect did not write stands where a folder is needed.",
						"Move it away, or build with --clean to replace it.")
				}
				r.toClear = append(r.toClear, dir)
			}
		}
		r.missing[dir] = true
		r.toMake = append(r.toMake, dir)
	}
	r.surveyOldFolders()
}

// surveyOldFolders finds our own folders that have to become files.
func (r *run) surveyOldFolders() {
	folders := map[string]bool{}
	for _, e := range r.old.entries {
		for dir := path.Dir(e.path); dir != "." && !folders[dir]; dir = path.Dir(dir) {
			folders[dir] = true
		}
	}
	for _, out := range r.outputs {
		if !folders[out.Path] {
			continue
		}
		if info, err := r.folder.lstat(out.Path); err == nil && info.IsDir() && r.folder.holdsOnly(out.Path, r.old) {
			r.clearing[out.Path] = true
			for _, e := range r.old.entries {
				if isAncestor(out.Path, e.path) {
					r.toClear = append(r.toClear, e.path)
				}
			}
		}
	}
}

func (r *run) inTheWay(p, message, hint string) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Error, Code: "output-in-the-way", Place: r.folder.place(p), Message: message, Hint: hint, Passing: true}
}

// outcome is what came of one output in the first phase.
type outcome struct {
	entry   entry
	staged  string // where its new bytes wait; empty when there are none
	skipped bool   // its bytes on disk are right
	found   []diag.Diagnostic
	err     error // a reason to stop everything
}

// makeAll makes and stages what differs. The error says that ctx was cancelled.
func (r *run) makeAll(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	r.results = make([]outcome, len(r.outputs))
	var broken atomic.Bool // nothing will be published: there is no use in staging more
	broken.Store(r.failed())
	var progress sync.Mutex
	done := 0
	_ = fanout.EachWith(ctx, r.o.Jobs, len(r.outputs), func(i int, buffer *[]byte) { // the cause says more than its error
		result := r.make(ctx, i, buffer, &broken)
		r.results[i] = result
		if result.err != nil {
			stop(result.err)
		}
		if hasError(result.found) {
			broken.Store(true)
		}
		if r.o.Progress != nil {
			progress.Lock()
			done++
			r.o.Progress(done, len(r.outputs))
			progress.Unlock()
		}
	})
	for _, result := range r.results {
		r.found = append(r.found, result.found...)
	}
	err := context.Cause(ctx)
	var d *diskError
	if errors.As(err, &d) {
		r.ioError(d.path, d.err)
		return nil
	}
	return err
}

func hasError(found []diag.Diagnostic) bool {
	return slices.ContainsFunc(found, func(d diag.Diagnostic) bool { return d.Severity == diag.Error })
}

// diskError stops the first phase: what could not be staged once will hardly be staged later.
type diskError struct {
	path string
	err  error
}

func (e *diskError) Error() string { return e.err.Error() }

// make skips one output or makes and stages it.
func (r *run) make(ctx context.Context, i int, buffer *[]byte, broken *atomic.Bool) outcome {
	out := r.outputs[i]
	recorded, ours := r.old.find(out.Path)
	there := !r.missing[path.Dir(out.Path)] && !r.clearing[out.Path]
	if ours && there && !r.o.Clean && recorded.key == out.Key && !out.Key.IsZero() && r.folder.isIntact(recorded, buffer) {
		return outcome{entry: recorded, skipped: true}
	}
	data, found, err := out.Open(ctx)
	if err != nil {
		if ctx.Err() != nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
			return outcome{found: found, err: err}
		}
		return outcome{found: append(slices.Clip(found), r.cannotOpen(out.Path, err))}
	}
	if out.Release != nil {
		defer out.Release(data)
	}
	result := outcome{found: found, entry: entry{out.Path, out.Key, len(data), memo.Of(data)}}
	if len(found) > 0 {
		result.entry.key = memo.Sum{} // made again each time, so that its warnings are not forgotten
	}
	if there {
		var problem *diag.Diagnostic
		if result.skipped, problem = r.compare(out.Path, data, ours, buffer); problem != nil {
			result.found = append(slices.Clip(found), *problem)
		}
	}
	if result.skipped || hasError(result.found) || broken.Load() {
		return result
	}
	if result.staged, err = r.stage.put(strconv.Itoa(i), data, false); err != nil {
		return outcome{found: found, err: &diskError{out.Path, err}}
	}
	return result
}

// cannotOpen makes a diagnostic of an error that may bring its own.
func (r *run) cannotOpen(p string, err error) diag.Diagnostic {
	var own interface{ Diagnostic() diag.Diagnostic }
	if errors.As(err, &own) {
		return own.Diagnostic()
	}
	return diag.Diagnostic{
		Severity: diag.Error, Code: "output-not-made", Place: r.folder.place(p), Passing: true,
		Message: fmt.Sprintf("This file could not be made: %v.", err), Hint: "Check the file that it is made from, and build again.",
	}
}

// compare looks at what lies where an output has to be: the same bytes, something that may be replaced, or a problem.
func (r *run) compare(p string, data []byte, ours bool, buffer *[]byte) (same bool, problem *diag.Diagnostic) {
	info, err := r.folder.lstat(p)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err == nil && info.IsDir():
		d := r.inTheWay(p, "A folder that is not only Pandect's stands where a file is needed.", "Move it away.")
		return false, &d
	case err == nil && (info.Mode().IsRegular() && info.Size() == int64(len(data)) || info.Mode()&fs.ModeSymlink != 0):
		if have, err := r.folder.read(p, *buffer); err == nil {
			*buffer = have
			same = bytes.Equal(have, data)
		}
	}
	if same || ours || r.o.Clean || err == nil && r.isOursInOtherCase(p, info) {
		return same, nil
	}
	d := r.inTheWay(p, "A file that Pandect did not write stands where a file has to be published.", "Move it away, or build with --clean to replace it.")
	return false, &d
}

// isOursInOtherCase finds a file of ours whose name differed only by case, on a disk to which that is the same name.
func (r *run) isOursInOtherCase(p string, info fs.FileInfo) bool {
	return slices.ContainsFunc(r.old.entries, func(e entry) bool {
		return e.path != p && strings.EqualFold(e.path, p) && r.folder.isSame(e.path, info)
	})
}
