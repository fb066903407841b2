//go:build unix

package source_test

import (
	"testing"
	"time"

	"pandect/internal/disk"
	"pandect/internal/source"
)

// TestChangesUnderTheSameSizeTimeAndInodeAreSeen unpacks a reproducible archive over the one before, so to speak.
func TestChangesUnderTheSameSizeTimeAndInodeAreSeen(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"content/a.md": "limit is 9000\n"})
	store := open(t, root, source.Options{}, source.System{})
	first := snapshot(t, store)
	before := source.List(t.Context(), disk.System{}, root, "")

	time.Sleep(20 * time.Millisecond)                                    // file systems count in ticks of up to 10 ms
	write(t, root, map[string]string{"content/a.md": "limit is 1000\n"}) // sets the time back
	second := snapshot(t, store)
	if data, err := second.File("content/a.md").Bytes(); err != nil || string(data) != "limit is 1000\n" || first.Sum() == second.Sum() {
		t.Errorf("the second look shows %q, %v", data, err)
	}
	after := source.List(t.Context(), disk.System{}, root, "")
	changed := 0
	for name, stamp := range after.Stamps {
		if stamp != before.Stamps[name] {
			changed++
		}
	}
	equal(t, "stamps that changed", changed, 1)
}
