package index

import "encoding/binary"

// tally counts the forms of a section by field, up to maxCount: a map from forms to counts, which encode empties. Forms are
// encoded in the order of their first occurrence.
type tally struct {
	counts []counts // by form
	forms  []uint32 // the first n are those that occur, in order; it has room for all forms
	n      int
	sink   counts // keeps the compiler from removing the reads of prefetch
}

// prefetch reads the counter of a token with one form, so that the cache misses of many tokens overlap.
func (t *tally) prefetch(form uint32) {
	if int(form) < len(t.counts) {
		t.sink += t.counts[form]
	}
}

// counts is the term frequencies of a form: a byte for each field, that of the first field lowest.
type counts uint64

func (c counts) of(field int) int { return int(uint8(c >> (8 * field))) }

// maxCount is the greatest count.
const maxCount = 200

// add counts a form. Whether the form is new in the section does not decide where to write, because processors would
// mispredict that branch.
func (t *tally) add(field int, f uint32) {
	for int(f)+1 >= len(t.counts) { // one element more, which is written to when all forms occur
		t.counts = append(t.counts, 0)
		t.forms = append(t.forms, 0)
	}
	c := t.counts[f]
	n := t.n
	t.forms[n] = f
	if c == 0 {
		n++
	}
	t.n = n
	if c.of(field) < maxCount {
		t.counts[f] = c + 1<<(8*field)
	}
}

// encode appends the forms with their counts to dst and empties the tally. Each form is its number as a varint, then a byte:
// the count in the body if it is nowhere else, or maxCount plus the bits of its fields, followed by the count of each.
func (t *tally) encode(dst []byte) []byte {
	for _, f := range t.forms[:t.n] {
		c := t.counts[f]
		t.counts[f] = 0
		dst = binary.AppendUvarint(dst, uint64(f))
		if n := c.of(inBody); c == counts(n)<<(8*inBody) {
			dst = append(dst, byte(n))
			continue
		}
		at := len(dst)
		dst = append(dst, maxCount)
		for field := range fields {
			if n := c.of(field); n > 0 {
				dst[at] += 1 << field
				dst = append(dst, byte(n))
			}
		}
	}
	t.n = 0
	return dst
}

// wordReader decodes the words of a section.
type wordReader struct {
	rest   []byte
	form   uint32 // of the latest
	counts counts // likewise
}

// wordsOf returns the words of section i.
func (a *Analysed) wordsOf(i int) wordReader {
	start := int32(0)
	if i > 0 {
		start = a.sections[i-1].postingsEnd
	}
	return wordReader{rest: a.postings[start:a.sections[i].postingsEnd]}
}

// next decodes the next word, if there is one.
func (w *wordReader) next() bool {
	if len(w.rest) == 0 {
		return false
	}
	f, k := binary.Uvarint(w.rest)
	mask := w.rest[k]
	w.form, w.rest = uint32(f), w.rest[k+1:]
	if mask <= maxCount {
		w.counts = counts(mask) << (8 * inBody)
		return true
	}
	w.counts = 0
	for field := range fields {
		if (mask-maxCount)>>field&1 == 1 {
			w.counts |= counts(w.rest[0]) << (8 * field)
			w.rest = w.rest[1:]
		}
	}
	return true
}
