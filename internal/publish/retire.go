package publish

import (
	"slices"
	"strings"
	"time"
)

// retiree is a script or style of an earlier edition. It stays for a while, because somebody may have a page of that edition open,
// or a cache may have one, and the page asks for it later.
type retiree struct {
	entry
	since time.Time // when it left the edition
	runs  int       // publications since then, that one included
}

// How long retired files stay: both have to be over. Parts of the search index are many and large and change with every word, so
// they stay for the publications alone.
const (
	retiredRuns = 3
	retiredTime = 24 * time.Hour
)

// isDue reports whether a retired file has stayed long enough. A clock that was set back does not matter: it stays longer.
func (e retiree) isDue(now time.Time) bool {
	return e.runs > retiredRuns && (e.kind == kindIndex || now.Sub(e.since) >= retiredTime)
}

// retire divides what is no longer part of the edition: what stays for a while, and what goes now.
func (r *run) retire(stale []entry, final manifest) (stay []retiree, leave []entry) {
	at := r.o.now()
	for _, e := range r.old.retired {
		if _, back := final.find(e.path); back {
			continue
		}
		if r.edition != r.old.edition { // a run that changes nothing is no publication
			e.runs++
		}
		stay = append(stay, e)
	}
	for _, e := range stale {
		known := slices.ContainsFunc(stay, func(s retiree) bool { return s.path == e.path }) // by a run that was killed
		switch {
		case known:
		case e.kind == kindAsset || e.kind == kindIndex:
			stay = append(stay, retiree{entry: e, since: at, runs: 1})
		default:
			leave = append(leave, e)
		}
	}
	stay = slices.DeleteFunc(stay, func(e retiree) bool {
		due := e.isDue(at)
		if due {
			leave = append(leave, e.entry)
		}
		return due
	})
	slices.SortFunc(stay, func(a, b retiree) int { return strings.Compare(a.path, b.path) })
	return stay, leave
}

// now is the time of the run, as the manifest has it.
func (o Options) now() time.Time {
	now := time.Now
	if o.Now != nil {
		now = o.Now
	}
	return now().UTC().Truncate(time.Second)
}

// known returns the files of a manifest, and the retired ones.
func (m manifest) known() manifest {
	all := slices.Clone(m.entries)
	for _, e := range m.retired {
		if _, listed := m.find(e.path); !listed {
			all = append(all, e.entry)
		}
	}
	return manifest{entries: merge(all, nil)}
}
