// Package memo remembers the results of pure functions under the digest of their arguments.
//
// A Sum names a value by its content. A Hash builds the Sum of an argument list. A Table holds the results of one
// function, computes each at most once however many goroutines ask, and forgets what a whole generation did not ask
// for. In verify mode a hit is computed again and compared, which finds an argument that is missing from a key.
//
// It is not a general cache: nothing expires by time or by size, and the function must be pure.
package memo

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"math"
	"sync"
	"time"
)

// Sum is the SHA-256 digest of a value. The zero Sum names nothing.
type Sum [sha256.Size]byte

// Of returns the digest of data.
func Of(data []byte) Sum { return sha256.Sum256(data) }

// Join returns the digest of two digests, in this order.
func Join(a, b Sum) Sum {
	var both [2 * sha256.Size]byte
	copy(both[:], a[:])
	copy(both[sha256.Size:], b[:])
	return sha256.Sum256(both[:])
}

// OfString returns the digest of the bytes of s.
func OfString(s string) Sum { return sha256.Sum256([]byte(s)) }

// String returns the digest as 64 hexadecimal digits.
func (s Sum) String() string { return hex.EncodeToString(s[:]) }

// Short returns the first n hexadecimal digits, for names that a person may see. n is at most 64.
func (s Sum) Short(n int) string { return hex.EncodeToString(s[:])[:n] }

// IsZero reports whether s is the zero Sum.
func (s Sum) IsZero() bool { return s == Sum{} }

// Hash builds the Sum of a list of arguments. Every value is written with its length or in a fixed width, so that
// two different lists never give the same bytes. It is not safe for concurrent use.
type Hash struct {
	h   hash.Hash
	buf []byte
	out Sum
}

// hashes is a pool, because a build of a large site computes tens of thousands of digests.
var hashes = sync.Pool{New: func() any { return &Hash{h: sha256.New(), buf: make([]byte, 0, 512)} }}

// NewHash returns a Hash that starts with the name of the function whose arguments follow.
func NewHash(function string) *Hash {
	h := hashes.Get().(*Hash)
	h.String(function)
	return h
}

// String adds a string.
func (h *Hash) String(s string) {
	h.Int(len(s))
	if len(s) > cap(h.buf) {
		h.flush()
		h.h.Write([]byte(s))
		return
	}
	h.room(len(s))
	h.buf = append(h.buf, s...)
}

// Bytes adds a byte slice.
func (h *Hash) Bytes(b []byte) {
	h.Int(len(b))
	h.flush()
	h.h.Write(b)
}

// Int adds an integer.
func (h *Hash) Int(i int) {
	h.room(8)
	h.buf = binary.LittleEndian.AppendUint64(h.buf, uint64(i))
}

// Float adds a floating-point number.
func (h *Hash) Float(f float64) { h.Int(int(math.Float64bits(f))) }

// Bool adds a boolean.
func (h *Hash) Bool(b bool) {
	h.room(1)
	if b {
		h.buf = append(h.buf, 1)
	} else {
		h.buf = append(h.buf, 0)
	}
}

// Time adds an instant together with its offset from UTC, because both may be shown.
func (h *Hash) Time(t time.Time) {
	_, offset := t.Zone()
	h.Int(int(t.Unix()))
	h.Int(t.Nanosecond())
	h.Int(offset)
}

// Sum adds the digest of another value.
func (h *Hash) Sum(s Sum) {
	h.room(len(s))
	h.buf = append(h.buf, s[:]...)
}

// Strings adds a list of strings with its length.
func (h *Hash) Strings(list []string) {
	h.Int(len(list))
	for _, s := range list {
		h.String(s)
	}
}

// Done returns the digest of everything added. The Hash must not be used afterwards.
func (h *Hash) Done() Sum {
	h.flush()
	h.h.Sum(h.out[:0])
	s := h.out
	h.h.Reset()
	hashes.Put(h)
	return s
}

func (h *Hash) room(n int) {
	if len(h.buf)+n > cap(h.buf) {
		h.flush()
	}
}

func (h *Hash) flush() {
	h.h.Write(h.buf)
	h.buf = h.buf[:0]
}
