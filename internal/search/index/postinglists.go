package index

import (
	"math/bits"
	"slices"

	"pandect/internal/search/format"
)

// postingLists are the posting lists of all groups while they are being filled: of what is added to a group, the best
// keep postings are taken in the end, in the order in which they were added; of equal ones the first.
//
// A list is thinned out when it has outgrown twice what will be kept. What one section adds to lies anywhere in memory,
// which is slow to reach; so postings wait in queues, each for a part of the lists, until there are so many that the part
// is worth being brought near.
type postingLists struct {
	keep  int
	all   []format.Posting
	parts []part  // of all, by group
	floor []uint8 // by group: what lies below this level is not among the best any more
	queue [queues][]waiting
	shift int // the queue of a group has its number without so many bits
}

const (
	queues    = 64   // at most so many
	queueSize = 4096 // postings
)

type part struct{ from, n, room int32 }

type waiting struct {
	group int32
	format.Posting
}

// newPostingLists returns empty lists for groups that stand in at most so many sections.
func newPostingLists(bounds []int32, keep int) *postingLists {
	l := &postingLists{
		keep: keep, parts: make([]part, len(bounds)), floor: make([]uint8, len(bounds)),
		shift: max(0, bits.Len(uint(len(bounds)))-bits.Len(queues-1)),
	}
	total := int32(0)
	for g, n := range bounds {
		room := min(n, int32(2*keep))
		l.parts[g] = part{from: total, room: room}
		total += room
	}
	l.all = make([]format.Posting, total)
	return l
}

// wants reports whether a posting of a level may be among the best of a group. Others need not be added.
func (l *postingLists) wants(group int32, level uint8) bool { return level >= l.floor[group] }

// add adds a posting.
func (l *postingLists) add(group int32, p format.Posting) {
	q := &l.queue[group>>l.shift]
	if *q = append(*q, waiting{group, p}); len(*q) == queueSize {
		l.flush(q)
	}
}

func (l *postingLists) flush(q *[]waiting) {
	for i := range *q {
		w := &(*q)[i]
		if w.Level < l.floor[w.group] {
			continue
		}
		to := &l.parts[w.group]
		if to.n == to.room {
			l.thin(w.group)
		}
		l.all[to.from+to.n] = w.Posting
		to.n++
	}
	*q = (*q)[:0]
}

// thin leaves the best of a full list.
func (l *postingLists) thin(group int32) {
	to := &l.parts[group]
	list := l.all[to.from : to.from+to.n]
	kept := best(list[:0], list, l.keep)
	to.n = int32(len(kept))
	floor := uint8(levels)
	for _, p := range kept {
		floor = min(floor, p.Level+1) // of equal ones the first stay
	}
	l.floor[group] = floor
}

// take returns the best postings of a group. Nothing is added any more.
func (l *postingLists) take(group int) []format.Posting {
	if q := &l.queue[group>>l.shift]; len(*q) > 0 {
		l.flush(q)
	}
	to := &l.parts[group]
	list := l.all[to.from : to.from+to.n : to.from+to.n]
	return best(list[:0], list, l.keep)
}

// best returns the best n postings of a list in their order; of equal ones the first. If they are not all of the list, they
// are appended to dst, which may be the beginning of the list.
func best(dst, list []format.Posting, n int) []format.Posting {
	if len(list) <= n {
		return list
	}
	var count [levels]int
	for _, p := range list {
		count[p.Level]++
	}
	least, more := levels-1, 0
	for ; more+count[least] < n; least-- {
		more += count[least]
	}
	equal := n - more
	dst = slices.Grow(dst, n)
	for _, p := range list {
		if int(p.Level) < least || int(p.Level) == least && equal == 0 {
			continue
		}
		if int(p.Level) == least {
			equal--
		}
		dst = append(dst, p)
	}
	return dst
}
