package publish

import (
	"context"
	"path"
	"sync/atomic"

	"pandect/internal/fanout"
	"pandect/internal/memo"
)

// Intact reports whether dir holds an edition as Publish wrote it: the manifest names the edition, and each file has the
// recorded size and digest. Other files do not matter. The report counts intact files as skipped. Intact changes nothing and
// takes no lock; it returns false when ctx is cancelled.
func Intact(ctx context.Context, dir string, edition memo.Sum, jobs int) (Report, bool) {
	f := folder{fs: osFS{}, dir: dir}
	raw, err := f.read(manifestName, nil)
	if err != nil {
		return Report{}, false
	}
	m, err := decodeManifest(raw)
	if err != nil || m.edition != edition || edition.IsZero() {
		return Report{}, false
	}
	linked := map[string]bool{} // by folder
	for _, e := range m.entries {
		dir := path.Dir(e.path)
		if _, known := linked[dir]; !known {
			linked[dir] = f.leadsThroughLink(e.path)
		}
		if linked[dir] {
			return Report{}, false
		}
	}
	var good atomic.Int64
	_ = fanout.EachWith(ctx, jobs, len(m.entries), func(i int, buffer *[]byte) { // tasks that a cancelled ctx skips are not counted
		e := m.entries[i]
		if f.isIntact(e, buffer) {
			good.Add(1)
		}
	})
	return Report{Skipped: int(good.Load())}, int(good.Load()) == len(m.entries)
}
