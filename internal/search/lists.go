package search

import (
	"math/bits"
	"slices"
)

// lists are the posting lists of all groups while they are being filled. A list is thinned out when it has outgrown twice
// what will be kept.
//
// What one section adds to lies anywhere in memory, which is slow to reach. So postings wait in queues, each for a part of
// the lists, until there are so many that the part is worth being brought near.
type lists struct {
	keep  int
	all   []posting
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
	posting
}

// newLists returns empty lists for groups that stand in at most so many sections.
func newLists(bounds []int32, keep int) *lists {
	l := &lists{
		keep: keep, parts: make([]part, len(bounds)), floor: make([]uint8, len(bounds)),
		shift: max(0, bits.Len(uint(len(bounds)))-bits.Len(queues-1)),
	}
	total := int32(0)
	for g, n := range bounds {
		room := min(n, int32(2*keep))
		l.parts[g] = part{from: total, room: room}
		total += room
	}
	l.all = make([]posting, total)
	return l
}

// add adds a posting that is not below the floor of its group.
func (l *lists) add(group int32, p posting) {
	q := &l.queue[group>>l.shift]
	if *q = append(*q, waiting{group, p}); len(*q) == queueSize {
		l.flush(q)
	}
}

func (l *lists) flush(q *[]waiting) {
	for i := range *q {
		w := &(*q)[i]
		if w.level < l.floor[w.group] {
			continue
		}
		to := &l.parts[w.group]
		if to.n == to.room {
			l.thin(w.group)
		}
		l.all[to.from+to.n] = w.posting
		to.n++
	}
	*q = (*q)[:0]
}

// thin leaves the best of a full list.
func (l *lists) thin(group int32) {
	to := &l.parts[group]
	list := l.all[to.from : to.from+to.n]
	kept := best(list[:0], list, l.keep)
	to.n = int32(len(kept))
	floor := uint8(levels)
	for _, p := range kept {
		floor = min(floor, p.level+1) // of equal ones the first stay
	}
	l.floor[group] = floor
}

// take returns the best postings of a group. Nothing is added any more.
func (l *lists) take(group int) []posting {
	if q := &l.queue[group>>l.shift]; len(*q) > 0 {
		l.flush(q)
	}
	to := &l.parts[group]
	list := l.all[to.from : to.from+to.n : to.from+to.n]
	return best(list[:0], list, l.keep)
}

// best returns the best n postings of a list in their order; of equal ones the first. If they are not all of the list, they
// are appended to dst, which may be the beginning of the list.
func best(dst, list []posting, n int) []posting {
	if len(list) <= n {
		return list
	}
	var count [levels]int
	for _, p := range list {
		count[p.level]++
	}
	least, more := levels-1, 0
	for ; more+count[least] < n; least-- {
		more += count[least]
	}
	equal := n - more
	dst = slices.Grow(dst, n)
	for _, p := range list {
		if int(p.level) < least || int(p.level) == least && equal == 0 {
			continue
		}
		if int(p.level) == least {
			equal--
		}
		dst = append(dst, p)
	}
	return dst
}
