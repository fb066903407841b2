package words

import "strings"

// Interner is a map from the texts of tokens to consecutive numbers and a value. Analysis spends most of its time on cache
// misses, so tokens of up to 16 bytes are stored in the hash table itself (open addressing, linear probing), and Lookahead
// prefetches the slots of many tokens at once.
//
// A lower-case word of up to 16 bytes and the same word with a capital first letter are one token.
type Interner struct {
	lookahead [maxLookahead]Token
	slots     []slot // their number is a power of two
	used      int
	long      map[string]slot
	n         uint32 // number of tokens
	sink      uint64 // keeps the compiler from removing the reads that prefetch slots
}

// slot is a token in the table.
type slot struct {
	low, high uint64 // as in Packed; zero for a token that is too long
	number    uint32 // from 1; 0 in a free slot
	value     uint32
}

// Token is a token of a text.
type Token struct {
	Start, End int // its range in the text
	Packed         // its text, with a lower-case first letter if Capital is 1; zero if it is empty or too long
	hash       uint64
	Capital    uint32 // 1 for a lower-case word with a capital first letter, else 0
	Number     uint32 // set by Known and Add
	Value      uint32 // likewise
}

// NewInterner returns an empty Interner.
func NewInterner() Interner {
	return Interner{slots: make([]slot, 1<<10), long: map[string]slot{}}
}

// Len returns the number of tokens. Their numbers are below it.
func (x *Interner) Len() int { return int(x.n) }

// maxLookahead is the number of tokens that Lookahead returns at most.
const maxLookahead = 64

// Lookahead returns the next tokens of a text from at on, as NextToken finds them, to be looked up with Known. They are valid
// until the next call. more says that further tokens may follow. It reads the slot of each token, so that the cache misses
// overlap.
func (x *Interner) Lookahead(s string, at int) (tokens []Token, more bool) {
	n := 0
	for more = true; n < maxLookahead; n++ {
		t := &x.lookahead[n]
		if !t.setShort(s, at) {
			start, end := NextToken(s, at)
			if more = start < end; !more {
				break
			}
			t.Set(s, start, end)
		}
		at = t.End
	}
	tokens = x.lookahead[:n]
	sum, mask := uint64(0), uint64(len(x.slots)-1)
	for i := range tokens {
		sum += x.slots[tokens[i].hash&mask].low
	}
	x.sink = sum
	return tokens, more
}

// Set makes t the token of s from start to end. It writes field by field, because copying a struct right after writing it
// stalls on store forwarding.
func (t *Token) Set(s string, start, end int) {
	if n := end - start; n == 0 || n > maxPacked {
		t.Start, t.End, t.Capital = start, end, 0
		t.low, t.high, t.hash = 0, 0, 0
		return
	}
	low, high := pack(s, start, end)
	t.setPacked(start, end, low, high)
}

// setShort is Set for the token that NextToken finds from at on in the most frequent case: a separator, up to eight ASCII
// letters or digits, and another separator. It reports whether that is the case.
func (t *Token) setShort(s string, at int) bool {
	if at+10 > len(s) || !ends[s[at]] {
		return false
	}
	start := at + 1
	text := load8(s[start:])
	n := text.notAlphanumeric().First()
	if n == 0 || !ends[s[start+n]] {
		return false
	}
	t.setPacked(start, start+n, uint64(text)<<(64-8*n)>>(64-8*n), 0)
	return true
}

func (t *Token) setPacked(start, end int, low, high uint64) {
	t.Start, t.End, t.Capital = start, end, 0
	if c := byte(low); 'A' <= c && c <= 'Z' && isLower(low^('A'^'a'), high, end-start) {
		low ^= 'A' ^ 'a'
		t.Capital = 1
	}
	t.low, t.high, t.hash = low, high, hashOf(low, high)
}

// Text returns the text of a token of s, with a lower-case first letter if Capital is 1.
func (t *Token) Text(s string) string {
	s = s[t.Start:t.End]
	if t.Capital == 1 {
		s = string(s[0]+'a'-'A') + s[1:]
	}
	return s
}

// Known reports whether a token of s has a number, and sets the number and the value of the token.
func (x *Interner) Known(s string, t *Token) bool {
	var at slot
	if t.low == 0 {
		at = x.long[s[t.Start:t.End]]
	} else {
		at = *x.find(t.low, t.high, t.hash)
	}
	t.Number, t.Value = at.number-1, at.value
	return at.number != 0
}

// Add adds a token of s, which must not be known, with the next number and a value.
func (x *Interner) Add(s string, t *Token, value uint32) {
	t.Number, t.Value = x.n, value
	x.n++
	entry := slot{t.low, t.high, x.n, value}
	if t.low == 0 {
		x.long[strings.Clone(s[t.Start:t.End])] = entry
		return
	}
	*x.find(t.low, t.high, t.hash) = entry
	if x.used++; x.used*4 >= len(x.slots)*3 {
		x.grow()
	}
}

// find returns the slot that holds a text, or the free one for it.
func (x *Interner) find(low, high, hash uint64) *slot {
	mask := uint64(len(x.slots) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		at := &x.slots[i]
		if at.number == 0 || at.low == low && at.high == high {
			return at
		}
	}
}

func (x *Interner) grow() {
	old := x.slots
	x.slots = make([]slot, 2*len(old))
	for i := range old {
		if o := &old[i]; o.number != 0 {
			*x.find(o.low, o.high, hashOf(o.low, o.high)) = *o
		}
	}
}
