package search

import (
	"encoding/binary"
	"math/bits"
	"strings"
	"unicode/utf8"
)

// vocabulary numbers tokens, forms and what stands between tokens. It is a view that never changes: its owner appends to
// longer lists behind it.
type vocabulary struct {
	owner  *Analyzer
	tokens []tokenText // as they are written somewhere
	long   []string    // those that are too long for a tokenText
	forms  []form
	gaps   []string
}

// tokenText is the text of a token in a fixed place, so that one look into memory is enough to write it.
type tokenText struct {
	low, high uint64 // the text, filled up with zeros, which no token holds; or low is its place among the long ones
	length    uint8  // in bytes; longToken for a long one
}

const longToken = 255

// form is a folded word and the stem by which it is grouped.
type form struct{ text, stem string }

// appendToken appends the text of a token.
func (v *vocabulary) appendToken(dst []byte, id uint64) []byte {
	t := &v.tokens[id]
	if t.length == longToken {
		return append(dst, v.long[t.low]...)
	}
	n := len(dst)
	dst = binary.LittleEndian.AppendUint64(dst, t.low)
	if t.length > 8 {
		dst = binary.LittleEndian.AppendUint64(dst, t.high)
	}
	return dst[:n+int(t.length)]
}

// The forms of a token in one number: that of the only one, or manyForms and the place in Analyzer.lists.
const (
	manyForms = 1 << 31
	noForm    = 1<<32 - 1
)

// token returns the number of a token, and its forms.
func (a *Analyzer) token(s string) (id, forms uint32) {
	var p spot
	p.set(s, 0, len(s))
	return a.number(s, &p)
}

// number is token for one that was looked at already.
func (a *Analyzer) number(s string, p *spot) (id, forms uint32) {
	at := a.tokens.find(s, p)
	if at.id != 0 {
		return at.id - 1, at.forms
	}
	forms = noForm
	var list []uint32
	for i, text := range formsOf(s) {
		raw := text
		if i == 0 && !isSpaceless(s) {
			raw = s // a stemmer may look at accents
		}
		list = append(list, a.form(text, raw))
	}
	switch {
	case len(list) == 1:
		forms = list[0]
	case len(list) > 1:
		forms = manyForms | uint32(len(a.lists))
		a.lists = append(a.lists, list)
	}
	text := tokenText{p.low, p.high, uint8(len(s))}
	if p.low == 0 && s != "" {
		text = tokenText{low: uint64(len(a.words.long)), length: longToken}
		a.words.long = append(a.words.long, strings.Clone(s))
	}
	a.words.tokens = append(a.words.tokens, text)
	at.id, at.forms = uint32(len(a.words.tokens)), forms
	id = at.id - 1
	a.tokens.added(s, at)
	return id, forms
}

// form returns the number of a form.
func (a *Analyzer) form(text, raw string) uint32 {
	f := form{text, a.language.stem(text, raw)}
	id, ok := a.forms[f]
	if !ok {
		id = uint32(len(a.words.forms))
		f = form{strings.Clone(f.text), strings.Clone(f.stem)} // the text of the page must not be kept alive
		a.words.forms = append(a.words.forms, f)
		a.forms[f] = id
	}
	return id
}

// tokenTable finds tokens by their text. Nearly all have up to 16 bytes; they lie in the table itself, so that one look
// into memory is enough: this is where most of the time goes.
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
		start, end := nextToken(s, at)
		if more = start < end; !more {
			break
		}
		list[n].set(s, start, end)
		at = end
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
	p.start, p.end = start, end
	if n := end - start; n > 0 && n <= 16 {
		low, high := packed(s, start, end)
		p.low, p.high, p.hash = low, high, hashOf(low, high)
	} else {
		p.low, p.high, p.hash = 0, 0, 0
	}
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
	if s == " " && len(a.words.gaps) > 0 {
		return 0
	}
	if id, ok := a.gaps[s]; ok {
		return id
	}
	id, ok := uint32(len(a.words.gaps)), false
	text := tidy(s)
	if id, ok = a.gaps[text]; !ok {
		id = uint32(len(a.words.gaps))
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
