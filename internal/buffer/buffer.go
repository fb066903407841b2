// Package buffer lends memory for bytes that are needed for a short time, over and over, so that the garbage collector
// does not have to find thousands of large slices that died young.
//
// It is not for bytes that somebody may still look at after they were put back. All functions are safe for concurrent use.
package buffer

import "sync"

var free sync.Pool // of *[]byte

// Get returns an empty slice with room for at least size bytes. It need not be put back.
func Get(size int) []byte {
	if b, ok := free.Get().(*[]byte); ok && cap(*b) >= size {
		return (*b)[:0]
	}
	return make([]byte, 0, size)
}

// Put takes back a slice that nobody will read or write any more.
func Put(b []byte) {
	if cap(b) > 0 {
		free.Put(&b)
	}
}
