package index

import "encoding/binary"

// tally counts the forms of a section by field, up to maxCount: it is a map from forms to counts that is emptied into its
// encoding. Forms are encoded in the order in which they came.
type tally struct {
	counts  []counts // by form
	forms   []uint32 // those that occur, in the order of their first occurrence, and room for all others
	n       int      // how many occur
	touched counts   // makes touching count for something
}

// touch asks for the place where a token with one form is counted.
func (t *tally) touch(form uint32) {
	if int(form) < len(t.counts) {
		t.touched += t.counts[form]
	}
}

// counts is how often a form stands in each field: a byte for each, that of the first field lowest.
type counts uint64

func (c counts) of(field int) int { return int(uint8(c >> (8 * field))) }

// maxCount is the most that is counted.
const maxCount = 200

// add counts a form. It has no branch that depends on whether the form is the first of its kind in the section, because
// a processor cannot guess that.
func (t *tally) add(field int, f uint32) {
	for int(f)+1 >= len(t.counts) { // one more, to be written to when all forms have occurred
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

// encode appends the forms with their counts to dst, and empties the tally: for each form its number, and either how
// often it stands in the body and nowhere else, or maxCount and the fields, then a count for each of them.
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

// wordReader reads the words of a section, one after the other.
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
