// Package buffer is a pool of byte slices for contents that are needed for a short time, such as a page between rendering
// and writing. It saves the garbage collector thousands of large, short-lived slices.
//
// Nobody may use a slice after it was put back. All functions are safe for concurrent use.
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

// Put returns a slice to the pool.
func Put(b []byte) {
	if cap(b) > 0 {
		free.Put(&b)
	}
}
