package index

import (
	"math/bits"
	"slices"

	"pandect/internal/search/format"
)

// postingLists are the posting lists of all groups while they are filled. Of each group the best postings are kept, in the
// order in which they were added; of equal ones the first.
//
// A list is pruned when it has twice as many postings as will be kept. The lists that one section adds to are scattered in
// memory. So postings are queued, in a queue for each range of lists, and written when a queue is full, for fewer cache misses.
type postingLists struct {
	keep  int
	all   []format.Posting
	parts []part  // of all, by group
	floor []uint8 // by group: postings below this level cannot be among the best
	queue [queues][]queued
	shift int // the queue of a group is its number shifted right by so many bits
}

const (
	queues    = 64
	queueSize = 4096 // postings
)

type part struct{ from, n, room int32 }

type queued struct {
	group int32
	format.Posting
}

// newPostingLists returns empty lists for groups with at most so many postings each.
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

// accepts reports whether a posting of a level may be among the best of a group. Others need not be added.
func (l *postingLists) accepts(group int32, level uint8) bool { return level >= l.floor[group] }

// add adds a posting.
func (l *postingLists) add(group int32, p format.Posting) {
	q := &l.queue[group>>l.shift]
	if *q = append(*q, queued{group, p}); len(*q) == queueSize {
		l.flush(q)
	}
}

func (l *postingLists) flush(q *[]queued) {
	for i := range *q {
		w := &(*q)[i]
		if w.Level < l.floor[w.group] {
			continue
		}
		to := &l.parts[w.group]
		if to.n == to.room {
			l.prune(w.group)
		}
		l.all[to.from+to.n] = w.Posting
		to.n++
	}
	*q = (*q)[:0]
}

// prune keeps the best of a full list.
func (l *postingLists) prune(group int32) {
	to := &l.parts[group]
	list := l.all[to.from : to.from+to.n]
	kept := best(list[:0], list, l.keep)
	to.n = int32(len(kept))
	floor := uint8(levels)
	for _, p := range kept {
		floor = min(floor, p.Level+1) // of equal ones the first are kept
	}
	l.floor[group] = floor
}

// take returns the best postings of a group. Nothing may be added after the first call.
func (l *postingLists) take(group int) []format.Posting {
	if q := &l.queue[group>>l.shift]; len(*q) > 0 {
		l.flush(q)
	}
	to := &l.parts[group]
	list := l.all[to.from : to.from+to.n : to.from+to.n]
	return best(list[:0], list, l.keep)
}

// best returns the best n postings of a list in their order; of equal ones the first. If the list is longer, they are
// appended to dst, which may be list[:0].
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
