// Package publish makes a folder equal to a list of outputs, and touches nothing else in it.
//
// A run has two phases. First every changed output is rendered into a stage, a temporary folder on the same file system; when
// anything fails until then, the published files are unchanged. Then the staged files are renamed into place: assets, new files and
// pages, changed ones, and the front page last; what is gone is removed after that. So no page refers to a file that is not there.
// Scripts and styles stay for a while, see retiree. Renaming is atomic, so a reader, or a run after a crash, finds each file with
// either its old or its new bytes.
//
// A manifest in the folder lists the files that earlier runs wrote. Only these are ever removed or replaced, unless
// Options.Clean allows more, and only while they still have the bytes that were written: a file that somebody put in the place
// of a published one is theirs, and so is what a link in the folder leads to. A listed file is skipped when its key is the same and its bytes on disk still have the recorded
// digest. A run that would remove most pages of the site is refused, see checkRemovals. A lock keeps two runs from working at
// the same time.
//
// The package does not know how outputs are rendered, and uploads nothing.
package publish

import (
	"context"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/site"
)

// Files and folders that publish itself writes to the output folder.
const (
	reserved     = ".pandect-"
	manifestName = reserved + "manifest.json"
	lockName     = reserved + "lock"
	stagePrefix  = reserved + "stage-"
)

// Options say where and how to publish.
type Options struct {
	Dir      string                // the output folder; it is created when it is missing
	Sources  []string              // inputs of the site, on disk: Dir may neither hold one of them nor lie in one
	Clean    bool                  // render every output again, and replace files that the manifest does not list
	Jobs     int                   // outputs rendered at the same time; 0 means one for each processor
	Progress func(done, total int) // called after each output, never concurrently; may be nil

	AcceptRemovals bool             // go on when most pages of the site would be removed
	Watching       bool             // the caller publishes again by itself when the inputs change
	Now            func() time.Time // the clock by which retired files go; nil for the system's
	Waiting        func()           // called once when another run has the folder locked; may be nil
}

// Report is what a run did.
type Report struct {
	Written, Skipped, Removed int // files
	Diagnostics               []diag.Diagnostic
}

// Publish makes o.Dir hold exactly the given outputs, beside files that others put there. The outputs have unique paths and are
// sorted by them; edition is a digest of all their keys.
//
// When the report has an error among its diagnostics, the folder is unchanged. Only when the disk failed while files were being
// replaced does it hold old and new files, each of them whole; the next run completes it. The error says that ctx was cancelled
// before anything was replaced, or that the outputs are not sorted.
func Publish(ctx context.Context, outputs []site.Output, edition memo.Sum, o Options) (Report, error) {
	return publish(ctx, outputs, edition, o, osFS{})
}

func publish(ctx context.Context, outputs []site.Output, edition memo.Sum, o Options, d fileSystem) (Report, error) {
	if err := checkOrder(outputs); err != nil {
		return Report{}, err
	}
	dir := filepath.Clean(o.Dir)
	r := &run{o: o, folder: folder{fs: d, dir: dir}, stage: stage{fs: d, parent: dir}, outputs: outputs, edition: edition}
	defer r.stage.remove()
	r.checkPaths()
	r.checkDir()
	if hasError(r.found) {
		return r.report(), nil
	}
	unlock, err := r.acquire(ctx)
	if err != nil {
		return r.report(), err
	}
	defer unlock()
	if hasError(r.found) {
		return r.report(), nil
	}
	r.old = r.loadManifest()
	r.known = r.old.known()
	r.checkRemovals()
	r.planFolders()
	if err := r.renderAll(ctx); err != nil {
		return r.report(), err
	}
	if !hasError(r.found) {
		r.commit(ctx)
	}
	return r.report(), nil
}

// run is one call of Publish.
type run struct {
	o       Options
	folder  folder
	stage   stage
	outputs []site.Output
	edition memo.Sum

	old             manifest
	known           manifest        // the files of old, and the retired ones
	peak            peak            // what later runs are compared with
	oldRaw          []byte          // the manifest as it is on disk
	missingFolders  map[string]bool // folders of outputs that do not exist or have to replace a file
	newFolders      []string        // the same, parents first
	obstacles       []string        // files to remove, because an output needs a folder there, or a file in place of their folder
	replacedFolders map[string]bool // folders that an output replaces
	results         []outcome       // by output
	found           []diag.Diagnostic

	written, removed int
}

func (r *run) report() Report {
	slices.SortStableFunc(r.found, func(a, b diag.Diagnostic) int { return strings.Compare(a.Place.File, b.Place.File) })
	report := Report{Written: r.written, Removed: r.removed, Diagnostics: r.found}
	for _, result := range r.results {
		if result.skipped {
			report.Skipped++
		}
	}
	return report
}

func (r *run) add(severity diag.Severity, code, p, message, hint string) {
	d := r.problem(code, p, message, hint)
	d.Severity = severity
	r.found = append(r.found, d)
}

// problem returns an error about an output path.
func (r *run) problem(code, p, message, hint string) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Error, Code: code, Place: r.folder.place(p), Message: message, Hint: hint, Passing: true}
}

// isValidPath reports whether p can be the path of an output: relative, clean, below the folder on every operating system, and
// not reserved.
func isValidPath(p string) bool {
	return p != "." && filepath.IsLocal(filepath.FromSlash(p)) && path.Clean(p) == p &&
		!strings.ContainsAny(p, "\\\x00") && !strings.HasPrefix(p, reserved)
}

// isAncestor reports whether p lies in the folder dir, at any depth.
func isAncestor(dir, p string) bool {
	return len(p) > len(dir) && p[len(dir)] == '/' && p[:len(dir)] == dir
}
