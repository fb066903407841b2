package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pandect/internal/diag"
	"pandect/internal/memo"
)

var morning = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func sampleRecord() record {
	return record{
		Built:   morning,
		Until:   morning.Add(time.Hour),
		Edition: memo.OfString("edition").String(),
		Pages:   3,
		Diagnostics: []diag.Diagnostic{{
			Severity: diag.Warning,
			Code:     "broken-link",
			Place:    diag.Place{File: "content/a.md", Line: 3, Column: 5, Length: 2},
			Quote:    "See [b](b.md) <&> “c”.",
			Message:  "The link leads nowhere.",
			Hint:     "Correct it.",
			Related:  []diag.Related{{Place: diag.Place{File: "content/c.md", Line: 1}, Message: "perhaps this one"}},
		}},
	}
}

func TestJournalReturnsWhatWasAdded(t *testing.T) {
	j := &buildCache{dir: filepath.Join(t.TempDir(), "not", "there", "yet")}
	key, want := memo.OfString("key"), sampleRecord()
	j.put(key, want)
	got, ok := j.get(key, morning)
	if !ok {
		t.Fatal("the record was not found")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the record changed (-added +found):\n%s", diff)
	}
	if _, ok := j.get(memo.OfString("another key"), morning); ok {
		t.Error("a record was found under a key that was never added")
	}
}

func TestJournalHoldsWhileTheClockDoesNotMatter(t *testing.T) {
	j := &buildCache{dir: t.TempDir()}
	limited, unlimited := memo.OfString("limited"), memo.OfString("unlimited")
	r := sampleRecord()
	j.put(limited, r)
	r.Until = time.Time{}
	j.put(unlimited, r)
	for _, test := range []struct {
		name string
		key  memo.Sum
		now  time.Time
		want bool
	}{
		{"before it was built", limited, morning.Add(-time.Nanosecond), false},
		{"when it was built", limited, morning, true},
		{"just before the end", limited, morning.Add(time.Hour - time.Nanosecond), true},
		{"at the end", limited, morning.Add(time.Hour), false},
		{"for ever", unlimited, morning.AddDate(500, 0, 0), true},
		{"for ever, but before it was built", unlimited, morning.Add(-time.Hour), false},
	} {
		if _, got := j.get(test.key, test.now); got != test.want {
			t.Errorf("%s: found = %v, want %v", test.name, got, test.want)
		}
	}
}

func TestJournalIgnoresDamage(t *testing.T) {
	j := &buildCache{dir: t.TempDir()}
	key := memo.OfString("key")
	j.put(key, sampleRecord())
	whole, err := os.ReadFile(j.name(key))
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"empty":      nil,
		"cut short":  whole[:len(whole)/2],
		"other JSON": []byte(`{"edition": "12", "pages": 4}`),
		"no JSON":    []byte("\x00\x01"),
	} {
		if err := os.WriteFile(j.name(key), data, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, ok := j.get(key, morning); ok {
			t.Errorf("%s: a damaged record was taken for a good one", name)
		}
	}
	j.put(key, sampleRecord())
	if _, ok := j.get(key, morning); !ok {
		t.Error("a damaged record could not be replaced")
	}
}

func TestJournalKeepsTheRecordsUsedLast(t *testing.T) {
	j := &buildCache{dir: t.TempDir()}
	key := func(i int) memo.Sum { return memo.OfString(fmt.Sprint(i)) }
	age := func(i int) time.Time { return time.Now().Add(time.Duration(i-1000) * time.Minute) }
	for i := range maxRecords {
		j.put(key(i), sampleRecord())
		if err := os.Chtimes(j.name(key(i)), time.Time{}, age(i)); err != nil {
			t.Fatal(err)
		}
	}
	if _, ok := j.get(key(0), morning); !ok { // which makes it the youngest
		t.Fatal("the oldest record is gone before there were too many")
	}
	j.put(key(maxRecords), sampleRecord())
	entries, err := os.ReadDir(j.dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != maxRecords {
		t.Errorf("%d files are kept, want %d", len(entries), maxRecords)
	}
	for i, want := range map[int]bool{0: true, 1: false, 2: true, maxRecords: true} {
		if _, got := j.get(key(i), morning); got != want {
			t.Errorf("record %d: kept = %v, want %v", i, got, want)
		}
	}
}

func TestJournalWithoutFolderIsSilent(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, j := range map[string]*buildCache{
		"no cache folder":     nil,
		"a file in its place": {dir: filepath.Join(file, "builds")},
	} {
		j.put(memo.OfString("key"), sampleRecord())
		if _, ok := j.get(memo.OfString("key"), morning); ok {
			t.Errorf("%s: a record was found", name)
		}
	}
}
