package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"pandect/internal/diag"
	"pandect/internal/disk"
	"pandect/internal/site"
)

// checkOrder checks that outputs are sorted and unique. Only a bug can violate that.
func checkOrder(outputs []site.Output) error {
	for i := range outputs[:max(len(outputs)-1, 0)] {
		if a, b := outputs[i].Path, outputs[i+1].Path; a >= b {
			return fmt.Errorf("publish: outputs are not sorted or not unique: %q before %q", a, b)
		}
	}
	return nil
}

// checkPaths refuses outputs outside of the folder, and paths that would have to be both a file and a folder.
func (r *run) checkPaths() {
	files := make(map[string]bool, len(r.outputs))
	for _, out := range r.outputs {
		files[out.Path] = true
	}
	for _, out := range r.outputs {
		if !isValidPath(out.Path) {
			r.found = append(r.found, diag.Diagnostic{
				Severity: diag.Error, Code: "bad-output-path", Place: diag.Place{File: out.Path},
				Message: fmt.Sprintf("%q cannot be the path of a published file.", out.Path),
				Hint:    "Change the name or the slug of the page or file that it is made from.",
			})
			continue
		}
		for dir := path.Dir(out.Path); dir != "."; dir = path.Dir(dir) {
			if files[dir] {
				r.add(diag.Error, "output-clash", out.Path, fmt.Sprintf("%q would have to be both a file and a folder.", dir),
					"Change the name or the slug of one of the two.")
			}
		}
	}
}

// checkDir refuses a folder that holds or lies in one of the site's inputs.
func (r *run) checkDir() {
	if r.o.Dir == "" {
		r.add(diag.Error, "output-folder", "", "No output folder was given.", "Name one, for example public.")
		return
	}
	for _, source := range r.o.Sources {
		if isInside(r.folder.dir, source) || isInside(source, r.folder.dir) {
			r.add(diag.Error, "output-folder", "", fmt.Sprintf("The output folder must not hold or lie in %q, from which the site is made.", source),
				"Choose another output folder, for example public.")
			return
		}
	}
}

// isInside reports whether a path on disk is dir or lies below it. It compares files and not names, so that links and
// case-insensitive file systems do not mislead it. A path that does not exist is judged by its nearest existing parent.
func isInside(name, dir string) bool {
	outer, err := os.Stat(dir)
	if err != nil {
		return false
	}
	name, err = filepath.Abs(name)
	for err == nil {
		if real, err := filepath.EvalSymlinks(name); err == nil {
			name = real
		}
		if inner, err := os.Stat(name); err == nil && os.SameFile(inner, outer) {
			return true
		}
		parent := filepath.Dir(name)
		if parent == name {
			return false
		}
		name = parent
	}
	return false
}

// acquire creates and locks the folder, and removes what killed runs left behind. The error says that ctx was cancelled.
func (r *run) acquire(ctx context.Context) (unlock func() error, err error) {
	nothing := func() error { return nil }
	if err := r.folder.make(); err != nil {
		r.ioError("", err)
		return nothing, nil
	}
	unlock, err = r.folder.lock(ctx, r.o.Waiting)
	switch {
	case err == nil:
		if err := r.folder.removeOldStages(); err != nil {
			r.ioError("", err)
		}
		return unlock, nil
	case ctx.Err() != nil:
		return nothing, ctx.Err()
	case errors.Is(err, errUnsupported): // then concurrent runs are not prevented
	default:
		r.ioError("", err)
	}
	return nothing, nil
}

// ioError reports that a file could not be written, or the folder itself when p is empty.
func (r *run) ioError(p string, err error) {
	d := diag.Diagnostic{Severity: diag.Error, Code: "output-not-written", Place: r.folder.place(p), Passing: true}
	switch {
	case isFull(err):
		d.Code, d.Place = "disk-full", r.folder.place("")
		d.Message = "The disk with the output folder is full."
		d.Hint = "Make room on it, or choose an output folder on another disk, and build again."
	case p == "":
		d.Code = "output-folder"
		d.Message = fmt.Sprintf("The output folder cannot be written to: %v.", disk.Reason(err))
		d.Hint = "Check that it is a folder and that you may change it, or choose another one."
	case errors.Is(err, fs.ErrPermission):
		d.Message = fmt.Sprintf("This file cannot be written: %v.", disk.Reason(err))
		d.Hint = "Close it in other programs, check that you may change it, and build again; an output folder outside of OneDrive is safest."
	default:
		d.Message = fmt.Sprintf("This file cannot be written: %v.", disk.Reason(err))
		d.Hint = "Check the output folder and its disk, and build again."
	}
	r.found = append(r.found, d)
}
