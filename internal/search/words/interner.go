package words

import "strings"

// Interner numbers tokens in the order in which it meets them, and keeps a value with each: it is a map from texts to
// both. It is a fast one, because nearly all of the time that reading takes goes into waiting for memory: tokens of up to
// 16 bytes lie in the table itself, and Lookahead asks for the slots of many tokens at once.
//
// A word in small letters counts as the same token with a capital first letter, if it has up to 16 bytes.
type Interner struct {
	ahead [maxAhead]Token
	slots []slot // a power of two of them
	used  int
	long  map[string]slot
	n     uint32 // tokens
	sum   uint64 // makes touching slots count for something
}

// slot is a token in the table.
type slot struct {
	low, high uint64 // as in Packed; zero for a long one
	number    uint32 // from 1; 0 in a slot that is free
	value     uint32
}

// Token is a token of a text.
type Token struct {
	Start, End int // where it stands
	Packed         // its text, from a small letter on; zero if it is empty or long
	hash       uint64
	Capital    uint32 // 1 for a word in small letters but the first, which is in Packed as if it was small, too
	Number     uint32 // once it is known
	Value      uint32 // likewise
}

// NewInterner returns an Interner that knows no tokens.
func NewInterner() Interner {
	return Interner{slots: make([]slot, 1<<10), long: map[string]slot{}}
}

// Len returns how many tokens have numbers, which are below that.
func (x *Interner) Len() int { return int(x.n) }

// maxAhead is how many tokens are looked at before the first of them is read.
const maxAhead = 64

// Lookahead returns the next tokens of a text from at on, as NextToken finds them, to be looked up with Known. They stay
// until the next call. more says that there may be others behind them. It touches the slot of each, so that what has to
// come from far away in memory is on its way for all of them at the same time.
func (x *Interner) Lookahead(s string, at int) (tokens []Token, more bool) {
	n := 0
	for more = true; n < maxAhead; n++ {
		t := &x.ahead[n]
		if !t.setShort(s, at) {
			start, end := NextToken(s, at)
			if more = start < end; !more {
				break
			}
			t.Set(s, start, end)
		}
		at = t.End
	}
	tokens = x.ahead[:n]
	sum, mask := uint64(0), uint64(len(x.slots)-1)
	for i := range tokens {
		sum += x.slots[tokens[i].hash&mask].low
	}
	x.sum = sum
	return tokens, more
}

// Set makes t the token of s from start to end. It writes field by field: a token that is copied as a whole right after it
// was written makes the processor wait.
func (t *Token) Set(s string, start, end int) {
	if n := end - start; n == 0 || n > maxPacked {
		t.Start, t.End, t.Capital = start, end, 0
		t.low, t.high, t.hash = 0, 0, 0
		return
	}
	low, high := pack(s, start, end)
	t.setPacked(start, end, low, high)
}

// setShort is Set for what NextToken finds from at on, if that is as it mostly is: a space or the like, and up to eight
// ASCII letters with another one behind them.
func (t *Token) setShort(s string, at int) bool {
	if at+10 > len(s) || !ends[s[at]] {
		return false
	}
	start := at + 1
	text := EightOf(s[start:])
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

// Text returns the text of a token of s, from a small letter on if it is a word in small letters.
func (t *Token) Text(s string) string {
	s = s[t.Start:t.End]
	if t.Capital == 1 {
		s = string(s[0]+'a'-'A') + s[1:]
	}
	return s
}

// Known reports whether a token of s has a number, and notes the number and the value in the token.
func (x *Interner) Known(s string, t *Token) bool {
	var at slot
	if t.low == 0 {
		at = x.long[s[t.Start:t.End]]
	} else {
		at = *x.place(t.low, t.high, t.hash)
	}
	t.Number, t.Value = at.number-1, at.value
	return at.number != 0
}

// Add gives a token of s, which must not be known, the next number and a value.
func (x *Interner) Add(s string, t *Token, value uint32) {
	t.Number, t.Value = x.n, value
	x.n++
	entry := slot{t.low, t.high, x.n, value}
	if t.low == 0 {
		x.long[strings.Clone(s[t.Start:t.End])] = entry
		return
	}
	*x.place(t.low, t.high, t.hash) = entry
	if x.used++; x.used*4 >= len(x.slots)*3 {
		x.grow()
	}
}

// place returns the slot that holds a text, or the one where it would be.
func (x *Interner) place(low, high, hash uint64) *slot {
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
			*x.place(o.low, o.high, hashOf(o.low, o.high)) = *o
		}
	}
}
