package publish

import (
	"context"
	"sync/atomic"

	"pandect/internal/fanout"
	"pandect/internal/memo"
)

// Intact reports whether the folder dir holds what Publish wrote of an edition: the manifest names that edition, and each
// file has the recorded size and digest. What others put beside it does not matter. The report counts the files that are
// as they should be as skipped. Intact changes nothing and takes no lock; it is false when ctx is cancelled.
func Intact(ctx context.Context, dir string, edition memo.Sum, jobs int) (Report, bool) {
	f := folder{disk: osDisk{}, dir: dir}
	raw, err := f.read(manifestName, nil)
	if err != nil {
		return Report{}, false
	}
	m, err := decodeManifest(raw)
	if err != nil || m.edition != edition || edition.IsZero() {
		return Report{}, false
	}
	var good atomic.Int64
	_ = fanout.EachWith(ctx, jobs, len(m.entries), func(i int, buffer *[]byte) { // what it leaves out is not counted
		e := m.entries[i]
		if f.isIntact(e, buffer) {
			good.Add(1)
		}
	})
	return Report{Skipped: int(good.Load())}, int(good.Load()) == len(m.entries)
}
