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

// A journal remembers on disk what earlier builds came to, so that a build of an unchanged site can end without
// compiling anything. It is the outermost memo table: the key is the digest of everything that decides about the
// edition except the clock, and the value says from when until when the clock does not matter.
//
// It is a help and never a condition: where its folder cannot be read or written, it remembers nothing and says
// nothing. A nil journal is one that remembers nothing.
type journal struct{ dir string }

// journalSize is how many records are kept. Each is a few kilobytes.
const journalSize = 64

// record is what one build came to.
type record struct {
	Built       time.Time         `json:"built"`          // the clock of the build
	Until       time.Time         `json:"until,omitzero"` // the instant from which the edition may differ; zero: never
	Edition     string            `json:"edition"`        // its memo.Sum
	Pages       int               `json:"pages"`          // pages in the edition
	HeldBack    int               `json:"heldBack"`       // pages that are not in it
	Diagnostics []diag.Diagnostic `json:"diagnostics"`    // as found, before --strict
}

// openJournal returns the journal in the user's cache folder, or nil when the user has none.
func openJournal() *journal {
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil
	}
	return &journal{dir: filepath.Join(cache, "pandect", "builds")}
}

// find returns the record under key if it holds at the given instant.
func (j *journal) find(key memo.Sum, now time.Time) (record, bool) {
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
	_ = os.Chtimes(name, time.Time{}, time.Now()) // what is used is not old: see prune
	return r, true
}

// add remembers r under key and forgets the oldest records.
func (j *journal) add(key memo.Sum, r record) {
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

// prune removes all but the journalSize records that were used last.
func (j *journal) prune() {
	entries, err := os.ReadDir(j.dir)
	if err != nil || len(entries) <= journalSize {
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
	for _, old := range files[min(journalSize, len(files)):] {
		os.Remove(filepath.Join(j.dir, old.Name()))
	}
}

func (j *journal) name(key memo.Sum) string { return filepath.Join(j.dir, key.String()+".json") }

// edition returns the digest of the recorded edition; zero when the record is damaged.
func (r *record) edition() (sum memo.Sum) {
	if data, err := hex.DecodeString(r.Edition); err == nil && len(data) == len(sum) {
		copy(sum[:], data)
	}
	return sum
}
