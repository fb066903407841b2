package search

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"
)

// vocabulary numbers tokens, forms and what stands between tokens. It is a view that never changes: its owner appends
// behind its end.
type vocabulary struct {
	owner  *Analyzer
	tokens chunked[tokenText] // as they are written somewhere; those with a capital letter as if they had a small one
	long   []string           // those that are too long for a tokenText
	forms  chunked[form]
	gaps   []string
}

// chunked is a slice that grows without being copied, so that a view of how it was keeps no other memory than it does.
type chunked[T any] struct {
	chunks [][]T // of 1<<chunkBits
	n      int
}

const chunkBits = 10

func (l *chunked[T]) at(i uint32) *T { return &l.chunks[i>>chunkBits][i&(1<<chunkBits-1)] }

func (l *chunked[T]) append(v T) {
	if l.n>>chunkBits == len(l.chunks) {
		l.chunks = append(l.chunks, make([]T, 1<<chunkBits))
	}
	*l.at(uint32(l.n)) = v
	l.n++
}

// tokenText is the text of a token in a fixed place, so that one look into memory is enough to write it.
type tokenText struct {
	low, high uint64 // the text, filled up with zeros, which no token holds; or low is its place among the long ones
	length    uint8  // in bytes; longToken for a long one
}

const longToken = 255

// form is a folded word and the stem by which it is grouped.
type form struct{ text, stem string }

// appendToken appends the text of a token, with a capital letter if capital is 1 instead of 0.
func (v *vocabulary) appendToken(dst []byte, id, capital uint32) []byte {
	t := v.tokens.at(id)
	if t.length == longToken {
		return append(dst, v.long[t.low]...)
	}
	n := len(dst)
	if cap(dst)-n < 16 {
		dst = slices.Grow(dst, 1<<10)
	}
	to := dst[n : n+16] // what is too much the next one overwrites
	binary.LittleEndian.PutUint64(to, t.low)
	binary.LittleEndian.PutUint64(to[8:], t.high)
	to[0] -= byte(capital) * ('a' - 'A')
	return dst[:n+int(t.length)]
}

// The forms of a token in one number: that of the only one, or manyForms and the place in Analyzer.lists.
const (
	manyForms = 1 << 31
	noForm    = 1<<32 - 1
)

// look finds the next tokens of a text, which stay until the next call, and numbers them; more says that there may be
// others. Whatever of a token lies far away in memory is asked for many tokens at once, so that all of it is on its way at
// the same time: this is where most of the time goes.
func (a *Analyzer) look(s string, at int) (spots []spot, more bool) {
	spots, more = a.tokens.look(&a.ahead, s, at)
	for i := range spots {
		a.number(s, &spots[i])
	}
	for i := range spots {
		a.tally.touch(spots[i].forms)
	}
	return spots, more
}

// number says which token of s stands at a spot, and its forms.
func (a *Analyzer) number(s string, p *spot) {
	s = s[p.start:p.end]
	at := a.tokens.find(s, p)
	if at.id != 0 {
		p.id, p.forms = at.id-1, at.forms
		return
	}
	if p.capital == 1 {
		s = string(s[0]+'a'-'A') + s[1:]
	}
	p.forms = noForm
	var forms []uint32
	for i, text := range formsOf(s) {
		raw := text
		if i == 0 && !isSpaceless(s) {
			raw = s // a stemmer may look at accents
		}
		forms = append(forms, a.form(text, raw))
	}
	switch {
	case len(forms) == 1:
		p.forms = forms[0]
	case len(forms) > 1:
		p.forms = manyForms | uint32(len(a.lists))
		a.lists = append(a.lists, forms)
	}
	text := tokenText{p.low, p.high, uint8(len(s))}
	if p.low == 0 && s != "" {
		text = tokenText{low: uint64(len(a.words.long)), length: longToken}
		a.words.long = append(a.words.long, strings.Clone(s))
	}
	p.id = uint32(a.words.tokens.n)
	a.words.tokens.append(text)
	at.id, at.forms = p.id+1, p.forms
	a.tokens.added(s, at)
}

// form returns the number of a form. raw is the token from which it comes.
func (a *Analyzer) form(text, raw string) uint32 {
	id, ok := a.forms[text]
	if !ok {
		id = uint32(a.words.forms.n)
		text = strings.Clone(text) // the text of the page must not be kept alive
		stem := a.language.stem(text, text)
		if strings.HasPrefix(text, stem) {
			stem = text[:len(stem)]
		}
		a.words.forms.append(form{text, stem})
		a.forms[text] = id
	}
	if a.language.isPlain(raw) {
		return id
	}
	stem := a.language.stem(text, raw)
	if stem == a.words.forms.at(id).stem {
		return id
	}
	f := form{text, stem}
	id, ok = a.variants[f]
	if !ok {
		id = uint32(a.words.forms.n)
		f = form{strings.Clone(text), strings.Clone(stem)}
		a.words.forms.append(f)
		a.variants[f] = id
	}
	return id
}

// tokenTable finds tokens by their text. Nearly all have up to 16 bytes; they lie in the table itself, so that one look
// into memory is enough.
type tokenTable struct {
	slots []tokenSlot // a power of two of them
	used  int
	long  map[string]*tokenSlot
	sum   uint64 // makes look's looking count for something
}

type tokenSlot struct {
	low, high uint64 // the text, filled up with zeros, which no token holds
	id        uint32 // of the token, from 1; 0 in a slot that is free
	forms     uint32
}

// spot is a place in a text where a token stands.
type spot struct {
	start, end int
	low, high  uint64 // as in a slot; zero for a token that is empty or too long for one
	hash       uint64
	capital    uint32 // 1 for a word in small letters but the first, which is in the slot as if it was small, too
	id, forms  uint32 // of the token, once it has been numbered
}

func newTokenTable() tokenTable {
	return tokenTable{slots: make([]tokenSlot, 1<<10), long: map[string]*tokenSlot{}}
}

// maxAhead is how many tokens are looked at before the first of them is read.
const maxAhead = 64

// look finds the next tokens of a text, which go over the list; more says that there may be others. It touches their
// slots, so that what has to come from far away in memory is on its way for all of them at the same time.
func (t *tokenTable) look(list *[maxAhead]spot, s string, at int) (spots []spot, more bool) {
	n := 0
	for more = true; n < maxAhead; n++ {
		p := &list[n]
		if !p.setShort(s, at) {
			start, end := nextToken(s, at)
			if more = start < end; !more {
				break
			}
			p.set(s, start, end)
		}
		at = p.end
	}
	spots = list[:n]
	sum, mask := uint64(0), uint64(len(t.slots)-1)
	for i := range spots {
		sum += t.slots[spots[i].hash&mask].low
	}
	t.sum = sum
	return spots, more
}

// set makes p the spot of s from start to end. It writes field by field: a spot that is copied as a whole right after it
// was written makes the processor wait.
func (p *spot) set(s string, start, end int) {
	if n := end - start; n == 0 || n > 16 {
		p.start, p.end, p.capital = start, end, 0
		p.low, p.high, p.hash = 0, 0, 0
		return
	}
	low, high := packed(s, start, end)
	p.setPacked(start, end, low, high)
}

// setShort is set for what nextToken finds from at on, if that is as it mostly is: a space or the like, and up to eight
// ASCII letters with another one behind them.
func (p *spot) setShort(s string, at int) bool {
	if at+10 > len(s) || !ends[s[at]] {
		return false
	}
	start := at + 1
	text := eight(s[start:])
	n := bits.TrailingZeros64(noLetters(text)) / 8
	if n == 0 || !ends[s[start+n]] {
		return false
	}
	p.setPacked(start, start+n, text<<(64-8*n)>>(64-8*n), 0)
	return true
}

func (p *spot) setPacked(start, end int, low, high uint64) {
	p.start, p.end, p.capital = start, end, 0
	if c := byte(low); 'A' <= c && c <= 'Z' && isSmall(low^('A'^'a'), high, end-start) {
		low ^= 'A' ^ 'a'
		p.capital = 1
	}
	p.low, p.high, p.hash = low, high, hashOf(low, high)
}

// isSmall reports whether the n bytes of a packed token are small ASCII letters.
func isSmall(low, high uint64, n int) bool {
	return noSmall(low)<<(64-8*min(n, 8)) == 0 && (n <= 8 || noSmall(high)<<(128-8*n) == 0)
}

// noSmall returns a number with the highest bit of each byte set that is not a small ASCII letter.
func noSmall(x uint64) uint64 {
	low := x & (0x7F * everyByte)
	return (x | ^((low + (0x80-'a')*everyByte) &^ (low + (0x80-'z'-1)*everyByte))) & topBits
}

// find returns the slot of a token. If the token is new, it is to be filled, and added to be called.
func (t *tokenTable) find(s string, p *spot) *tokenSlot {
	if p.low == 0 {
		if at := t.long[s]; at != nil {
			return at
		}
		return &tokenSlot{}
	}
	at := t.place(p.low, p.high, p.hash)
	at.low, at.high = p.low, p.high
	return at
}

// place returns the slot that holds a text, or the one where it would be.
func (t *tokenTable) place(low, high, hash uint64) *tokenSlot {
	mask := uint64(len(t.slots) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		at := &t.slots[i]
		if at.id == 0 || at.low == low && at.high == high {
			return at
		}
	}
}

// added notes that a slot was filled.
func (t *tokenTable) added(s string, at *tokenSlot) {
	if at.low == 0 {
		t.long[strings.Clone(s)] = at
		return
	}
	if t.used++; t.used*4 < len(t.slots)*3 {
		return
	}
	old := t.slots
	t.slots = make([]tokenSlot, 2*len(old))
	for i := range old {
		if o := &old[i]; o.id != 0 {
			*t.place(o.low, o.high, hashOf(o.low, o.high)) = *o
		}
	}
}

func hashOf(low, high uint64) uint64 {
	a, b := bits.Mul64(low^0x9E3779B97F4A7C15, high^0xD6E8FEB86659FD93)
	c, d := bits.Mul64(low, 0xA0761D6478BD642F)
	return a ^ b ^ c ^ d
}

// packed returns the bytes of s from start to end, 1 to 16 of them, as two numbers.
func packed(s string, start, end int) (low, high uint64) {
	if n := uint(end - start); start+16 <= len(s) { // what follows is cut off
		if n <= 8 {
			return eight(s[start:]) << (64 - 8*n) >> (64 - 8*n), 0
		}
		return eight(s[start:]), eight(s[start+8:]) << (128 - 8*n) >> (128 - 8*n)
	}
	for i := end - 1; i >= start; i-- {
		high = high<<8 | low>>56
		low = low<<8 | uint64(s[i])
	}
	return low, high
}

func eight(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// gap returns the number of what stands between two tokens; that of a single space is 0.
func (a *Analyzer) gap(s string) uint32 {
	if s == " " {
		return 0
	}
	n := len(s)
	if n == 0 || n > 8 {
		return a.findGap(s)
	}
	text, _ := packed(s, 0, n)
	latest := &a.latest[hashOf(text, uint64(n))%uint64(len(a.latest))]
	if latest.text != text || latest.length != n {
		*latest = shortGap{text, n, a.findGap(s)}
	}
	return latest.id
}

// shortGap is a gap of 1 to 8 bytes: nearly all are.
type shortGap struct {
	text   uint64
	length int
	id     uint32
}

func (a *Analyzer) findGap(s string) uint32 {
	if id, ok := a.gaps[s]; ok {
		return id
	}
	text := tidy(s)
	id, ok := a.gaps[text]
	if !ok {
		if id = uint32(len(a.words.gaps)); id >= a.codes {
			return 0
		}
		text = strings.Clone(text)
		a.words.gaps = append(a.words.gaps, text)
		a.gaps[text] = id
	}
	if len(s) < 64 { // longer ones hardly come again
		a.gaps[strings.Clone(s)] = id
	}
	return id
}

// tidy is clean for what stands between two words: spaces at its ends stay.
func tidy(s string) string {
	text := clean(s)
	if s == "" || text == "" && strings.IndexFunc(s, blank) < 0 {
		return text
	}
	if text == "" {
		return " "
	}
	if r, _ := utf8.DecodeRuneInString(s); blank(r) {
		text = " " + text
	}
	if r, _ := utf8.DecodeLastRuneInString(s); blank(r) {
		text += " "
	}
	return text
}
