package main

import (
	"cmp"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"pandect/internal/diag"
	"pandect/internal/memo"
)

// A buildCache stores the results of earlier builds on disk, so that a build of an unchanged site does not have to compile
// anything. It is the outermost memo table: the key is the digest of everything that the edition depends on except the clock,
// and the value has the period in which it is valid.
//
// It is best effort: when its folder cannot be read or written, it caches nothing and reports nothing. A nil buildCache is an
// empty one.
type buildCache struct{ dir string }

// maxRecords is how many records are kept. Each is a few kilobytes.
const maxRecords = 64

// record is the result of a build.
type record struct {
	Built       time.Time         `json:"built"`          // the clock of the build
	Until       time.Time         `json:"until,omitzero"` // the instant from which the edition may differ; zero: never
	Edition     string            `json:"edition"`        // its memo.Sum
	Pages       int               `json:"pages"`          // pages in the edition
	HeldBack    int               `json:"heldBack"`       // pages that are not in it
	Diagnostics []diag.Diagnostic `json:"diagnostics"`    // before --strict
}

// openBuildCache returns the cache in the user's cache folder, or nil when the user has none.
func openBuildCache() *buildCache {
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil
	}
	return &buildCache{dir: filepath.Join(cache, "pandect", "builds")}
}

// get returns the record under key if it is valid at the given time.
func (j *buildCache) get(key memo.Sum, now time.Time) (record, bool) {
	var r record
	if j == nil {
		return r, false
	}
	name := j.name(key)
	data, err := os.ReadFile(name)
	if err != nil || json.Unmarshal(data, &r) != nil || r.edition().IsZero() {
		return record{}, false
	}
	if now.Before(r.Built) || !r.Until.IsZero() && !now.Before(r.Until) {
		return record{}, false
	}
	_ = os.Chtimes(name, time.Time{}, time.Now()) // prune goes by the time of the last use
	return r, true
}

// put stores r under key and evicts the oldest records.
func (j *buildCache) put(key memo.Sum, r record) {
	if j == nil {
		return
	}
	data, err := json.Marshal(r)
	if err != nil || os.MkdirAll(j.dir, 0o700) != nil {
		return
	}
	temporary, err := os.CreateTemp(j.dir, "new-*")
	if err != nil {
		return
	}
	_, err = temporary.Write(data)
	err = cmp.Or(err, temporary.Close())
	if err == nil {
		err = os.Rename(temporary.Name(), j.name(key))
	}
	if err != nil {
		os.Remove(temporary.Name())
	}
	j.prune()
}

// prune removes all but the maxRecords records that were used last.
func (j *buildCache) prune() {
	entries, err := os.ReadDir(j.dir)
	if err != nil || len(entries) <= maxRecords {
		return
	}
	var files []fs.FileInfo
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil && info.Mode().IsRegular() {
			files = append(files, info)
		}
	}
	slices.SortFunc(files, func(a, b fs.FileInfo) int {
		return cmp.Or(b.ModTime().Compare(a.ModTime()), strings.Compare(a.Name(), b.Name()))
	})
	for _, old := range files[min(maxRecords, len(files)):] {
		os.Remove(filepath.Join(j.dir, old.Name()))
	}
}

func (j *buildCache) name(key memo.Sum) string { return filepath.Join(j.dir, key.String()+".json") }

// edition returns the digest of the recorded edition; zero when the record is damaged.
func (r *record) edition() (sum memo.Sum) {
	if data, err := hex.DecodeString(r.Edition); err == nil && len(data) == len(sum) {
		copy(sum[:], data)
	}
	return sum
}
