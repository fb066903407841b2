// Package publish makes a folder equal to a list of outputs, and touches nothing else in it.
//
// A run has two phases. First everything that differs is made and staged under temporary names inside the folder, on the
// same file system; when anything goes wrong until then, the folder is as it was. Then the staged files are renamed into
// place: assets first, pages after them, the front page last, so that no page ever asks for what is not there yet. A
// reader, or a run that comes after a kill, finds each file whole: with its old bytes or with its new ones.
//
// A manifest in the folder names what we wrote. Only what it names is ever removed or replaced, unless Options.Clean
// allows more; and what it names is skipped without being made again, when its key is the same and its bytes on disk
// still have the recorded digest. A lock keeps two runs apart.
//
// The package does not know how outputs are made, and does not upload anything.
package publish

import (
	"context"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/site"
)

// Names in the output folder that are ours and no outputs.
const (
	reserved     = ".pandect-"
	manifestName = reserved + "manifest.json"
	lockName     = reserved + "lock"
	stagePrefix  = reserved + "stage-"
)

// Options say where and how to publish.
type Options struct {
	Dir      string                // the output folder; it is created when it is missing
	Sources  []string              // files and folders that people write, on disk: Dir may neither hold one of them nor lie in one
	Clean    bool                  // make every output again, and replace files that we did not write
	Jobs     int                   // outputs made at the same time; 0 means one for each processor
	Progress func(done, total int) // called after each output that was made or skipped, never twice at a time; may be nil
}

// Report is what a run did.
type Report struct {
	Written, Skipped, Removed int // files
	Diagnostics               []diag.Diagnostic
}

// Publish makes o.Dir hold exactly the given outputs, beside files that others put there. The outputs have unique paths
// and are sorted by them; edition is a digest of all their keys.
//
// When the report has a diagnostic of severity error, the folder is either unchanged or, if the disk failed while files
// were being replaced, holds old and new files, each of them whole; the next run puts that right. The error says that ctx
// was cancelled before anything was replaced, or that outputs are not as they have to be.
func Publish(ctx context.Context, outputs []site.Output, edition memo.Sum, o Options) (Report, error) {
	return publish(ctx, outputs, edition, o, osDisk{})
}

func publish(ctx context.Context, outputs []site.Output, edition memo.Sum, o Options, d disk) (Report, error) {
	if err := checkOrder(outputs); err != nil {
		return Report{}, err
	}
	dir := filepath.Clean(o.Dir)
	r := &run{o: o, folder: folder{disk: d, dir: dir}, stage: stage{disk: d, parent: dir}, outputs: outputs, edition: edition}
	defer r.stage.drop()
	r.checkPaths()
	r.checkDir()
	if r.failed() {
		return r.report(), nil
	}
	unlock, err := r.enter(ctx)
	if err != nil {
		return r.report(), err
	}
	defer unlock()
	if r.failed() {
		return r.report(), nil
	}
	r.old = r.loadManifest()
	r.survey()
	if err := r.makeAll(ctx); err != nil {
		return r.report(), err
	}
	if !r.failed() {
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

	old      manifest
	oldRaw   []byte          // the manifest as it lies on disk
	missing  map[string]bool // folders of outputs that do not exist, or will be cleared
	toMake   []string        // the same, parents first
	toClear  []string        // paths of files that stand where a folder has to be, or in a folder where a file has to be
	clearing map[string]bool // folders that stand where an output has to be
	results  []outcome       // by output
	found    []diag.Diagnostic

	written, removed int
}

func (r *run) failed() bool { return hasError(r.found) }

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
	r.found = append(r.found, diag.Diagnostic{Severity: severity, Code: code, Place: r.folder.place(p), Message: message, Hint: hint, Passing: true})
}

// isLegal reports whether p can be the path of an output: relative, clean, below the folder on every system, and none of
// our own names.
func isLegal(p string) bool {
	return p != "." && filepath.IsLocal(filepath.FromSlash(p)) && path.Clean(p) == p &&
		!strings.ContainsAny(p, "\\\x00") && !strings.HasPrefix(p, reserved)
}

// isAncestor reports whether the folder dir holds p, at whatever depth.
func isAncestor(dir, p string) bool {
	return len(p) > len(dir) && p[len(dir)] == '/' && p[:len(dir)] == dir
}
