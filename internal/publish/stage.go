package publish

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"pandect/internal/diag"
	"pandect/internal/disk"
	"pandect/internal/fanout"
	"pandect/internal/memo"
)

// stage is the temporary folder for new files until they are renamed into place. It is created when it is first needed.
type stage struct {
	fs     fileSystem
	parent string // the output folder, so that it is on the same file system
	once   sync.Once
	dir    string
	err    error
}

// put writes a new file and returns its path. With sync, it is flushed to the disk before put returns.
func (s *stage) put(name string, data []byte, sync bool) (staged string, err error) {
	s.once.Do(func() { s.dir, s.err = s.fs.MkdirTemp(s.parent, stagePrefix) })
	if s.err != nil {
		return "", s.err
	}
	staged = filepath.Join(s.dir, name)
	return staged, s.fs.Create(staged, data, sync)
}

func (s *stage) remove() {
	if s.dir != "" {
		s.fs.RemoveAll(s.dir)
	}
}

// outcome is the result of rendering one output, or of finding out that it is up to date.
type outcome struct {
	entry   entry
	staged  string     // path of the staged file; empty when there is none
	skipped bool       // the file on disk is up to date
	before  memo.Sum   // digest of the file that it replaces; zero when there is none
	seen    disk.Stamp // of the same file
	found   []diag.Diagnostic
	err     error // stops the whole phase
}

// renderAll renders and stages all changed outputs. The error says that ctx was cancelled.
func (r *run) renderAll(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	r.results = make([]outcome, len(r.outputs))
	var broken atomic.Bool // nothing will be published, so staging more is pointless
	broken.Store(hasError(r.found))
	var progress sync.Mutex
	done := 0
	_ = fanout.EachWith(ctx, r.o.Jobs, len(r.outputs), func(i int, buffer *[]byte) { // the error is taken from the cause of ctx
		result := r.render(ctx, i, buffer, &broken)
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

// diskError stops the first phase, because when one file cannot be staged, the others most likely cannot either.
type diskError struct {
	path string
	err  error
}

func (e *diskError) Error() string { return e.err.Error() }

// render skips an output that is up to date, or renders and stages it.
func (r *run) render(ctx context.Context, i int, buffer *[]byte, broken *atomic.Bool) outcome {
	out := r.outputs[i]
	recorded, ours := r.old.find(out.Path)
	exists := !r.missingFolders[path.Dir(out.Path)] && !r.replacedFolders[out.Path]
	if ours && exists && !r.o.Clean && recorded.key == out.Key && !out.Key.IsZero() && r.folder.isIntact(recorded, buffer) {
		recorded.kind = kindOf(out) // a manifest of an earlier version does not say
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
	result := outcome{found: found, entry: entry{out.Path, out.Key, len(data), memo.Of(data), kindOf(out), memo.Sum{}}}
	if len(found) > 0 {
		result.entry.key = memo.Sum{} // zero, so that it is rendered again each time and its warnings are repeated
	}
	if exists {
		var problem *diag.Diagnostic
		if info, err := r.folder.lstat(out.Path); err == nil {
			result.seen = disk.StampOf(info) // before it is read
		}
		if result.skipped, result.before, problem = r.compareExisting(out.Path, data, buffer); problem != nil {
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

// cannotOpen returns the error of rendering an output as a diagnostic, which the error may provide itself.
func (r *run) cannotOpen(p string, err error) diag.Diagnostic {
	var own interface{ Diagnostic() diag.Diagnostic }
	if errors.As(err, &own) {
		return own.Diagnostic()
	}
	return r.problem("output-not-made", p, fmt.Sprintf("This file could not be made: %v.", err), "Check the file that it is made from, and build again.")
}

// unreadable returns the error that nobody can tell what stands at a path, so that nothing may be put there.
func (r *run) unreadable(p string, err error) diag.Diagnostic {
	return r.problem("output-not-read", p, fmt.Sprintf("What stands here now cannot be read: %v.", disk.Reason(err)),
		"Check the output folder and that you may open it, and build again.")
}

// compareExisting compares an output with what is at its path, and reports a problem if that must not be replaced. before is the
// digest of what is there.
func (r *run) compareExisting(p string, data []byte, buffer *[]byte) (same bool, before memo.Sum, problem *diag.Diagnostic) {
	info, err := r.folder.lstat(p)
	why := "A file that Pandect did not write stands where a file has to be published."
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, before, nil
	case err != nil:
		d := r.unreadable(p, err)
		return false, before, &d
	case info.IsDir():
		d := r.problem("output-in-the-way", p, "A folder that is not only Pandect's stands where a file is needed.", "Move it away.")
		return false, before, &d
	case info.Mode().IsRegular():
		have, err := r.folder.read(p, *buffer)
		if err != nil {
			if r.o.Clean {
				break
			}
			d := r.unreadable(p, err)
			return false, before, &d
		}
		*buffer = have
		before = memo.Of(have)
		listed, ours := r.listed(p, info)
		if bytes.Equal(have, data) {
			return true, before, nil
		}
		if ours && (listed.wrote(have) || bytes.HasPrefix(data, have)) { // the beginning alone: a run was killed while it overwrote it
			return false, before, nil
		}
		if ours {
			why = "Somebody replaced a file that Pandect published by their own."
		}
	}
	if r.o.Clean {
		return false, before, nil
	}
	d := r.problem("output-in-the-way", p, why, "Move it away, or build with --clean to replace it.")
	return false, before, &d
}

// listed returns what the manifest says of the file at p: under this name, or under one that differs only by case, on a
// case-insensitive file system.
func (r *run) listed(p string, info fs.FileInfo) (entry, bool) {
	if e, ok := r.known.find(p); ok {
		return e, true
	}
	for _, e := range r.known.entries {
		if strings.EqualFold(e.path, p) && r.folder.isSame(e.path, info) {
			return e, true
		}
	}
	return entry{}, false
}
