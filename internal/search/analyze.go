package search

import (
	"bytes"
	"encoding/binary"
	"strings"

	"pandect/internal/memo"
	"pandect/internal/search/words"
	"pandect/internal/site"
)

// The fields of a section. The first four are the bits of a posting.
const (
	inTitle = iota
	inHeading
	inBody
	inKeywords
	inLinks
	fields
)

// Analysed is what Build needs of a page. It holds words as numbers of the vocabulary of the Analyzer that made it, so
// that thousands of pages take little more than their posting lists.
type Analysed struct {
	url, title string
	trail      []string
	boost      float64
	labels     map[string][]string
	heads      string // for each section its id, then its heading
	sections   []analysedSection
	text       []byte // for each section its text in codes, see Analyzer.read and appendText
	postings   []byte // for each section its words, see tally.encode
	names      []words.Abbreviation
	words      *vocabulary
	sum        memo.Sum // of the page
}

// analysedSection has no pointers: the garbage collector would have to follow them again and again.
type analysedSection struct {
	lengths     [fields]int32 // in tokens
	idEnd       int32         // in Analysed.heads
	headingEnd  int32         // likewise
	textEnd     int32         // in Analysed.text
	postingsEnd int32         // in Analysed.postings
}

// Equal reports whether two results are of equal pages.
func (a *Analysed) Equal(b *Analysed) bool { return a.sum == b.sum }

// Sum is the digest of the page and of the language as which it was read.
func (a *Analysed) Sum() memo.Sum { return a.sum }

// In returns the same page with another trail and other labels, which its site decides about: the words are shared.
func (a *Analysed) In(trail []string, labels map[string][]string) *Analysed {
	b := *a
	b.trail, b.labels = nil, labels
	for _, t := range trail {
		b.trail = append(b.trail, words.Clean(t))
	}
	h := memo.NewHash("search.Analysed.In")
	h.Sum(a.sum)
	h.Strings(trail)
	hashLabels(h, labels)
	b.sum = h.Done()
	return &b
}

// Analyzer turns pages into Analysed. It remembers the words it has met, and belongs to one goroutine at a time.
type Analyzer struct {
	language *words.Language
	tokens   words.Interner
	lists    [][]uint32        // forms of the tokens that have several
	forms    map[string]uint32 // with the stems that follow from them
	variants map[form]uint32   // those that have other stems because of how they were written
	gaps     gapTable
	codes    uint32 // tokens and gaps from this number on cannot stand in a text
	words    vocabulary
	view     *vocabulary // the latest that was given away
	tally    tally
	heads    []byte // of the page before: room for the next
	text     []byte // likewise
	postings []byte // likewise
}

// NewAnalyzer returns an Analyzer that knows no words yet.
func NewAnalyzer(o Options) *Analyzer {
	a := &Analyzer{language: words.LanguageOf(o.Language), tokens: words.NewInterner(), forms: map[string]uint32{}, variants: map[form]uint32{}, gaps: newGapTable(), codes: maxCodes}
	a.words.owner = a
	return a
}

// Page analyses one page.
func (a *Analyzer) Page(p Page) *Analysed {
	out := &Analysed{url: words.Clean(p.URL), title: words.Clean(p.Title), boost: p.Boost, labels: p.Labels, sum: p.Sum}
	if out.sum.IsZero() {
		out.sum = sumOf(&p, a.language.Code)
	}
	for _, t := range p.Trail {
		out.trail = append(out.trail, words.Clean(t))
	}
	if !(out.boost > 0) {
		out.boost = 1
	}
	sections := p.Sections
	if len(sections) == 0 || sections[0].ID != "" || sections[0].Heading != "" {
		sections = append([]Section{{}}, sections...)
	}
	sections = sections[:min(len(sections), maxSections)]
	out.sections = make([]analysedSection, len(sections))
	heads, text, postings := a.heads[:0], a.text[:0], a.postings[:0]
	for i, s := range sections {
		t := &out.sections[i]
		heading := words.Clean(s.Heading)
		heads = append(heads, words.Clean(s.ID)...)
		t.idEnd = int32(len(heads))
		heads = append(heads, heading...)
		t.headingEnd = int32(len(heads))
		if i == 0 {
			t.lengths[inTitle] = a.count(inTitle, out.title)
			for _, k := range p.Keywords {
				t.lengths[inKeywords] += a.count(inKeywords, k)
			}
		} else {
			t.lengths[inHeading] = a.count(inHeading, heading)
		}
		for _, k := range s.Keywords {
			t.lengths[inKeywords] += a.count(inKeywords, k)
		}
		text, t.lengths[inBody] = a.read(text, inBody, s.Text)
		if s.Links != "" {
			text, t.lengths[inLinks] = a.read(text, inLinks, " "+s.Links)
		}
		out.names = a.language.Abbreviations(out.names, s.Text)
		postings = a.tally.encode(postings)
		t.textEnd, t.postingsEnd = int32(len(text)), int32(len(postings))
	}
	out.heads, out.text, out.postings = string(heads), bytes.Clone(text), bytes.Clone(postings)
	a.heads, a.text, a.postings = heads, text, postings
	if v := a.view; v == nil || v.tokens.n < a.words.tokens.n || len(v.gaps) < len(a.gaps.texts) {
		view := a.words
		view.gaps = a.gaps.texts
		a.view = &view
	}
	out.words = a.view
	return out
}

// maxSections is more than any page has that a person can read.
const maxSections = 1 << 15

// Sum returns the Sum that the Analysed of a page will have, without analysing it.
func (o Options) Sum(p *Page) memo.Sum { return sumOf(p, words.MainCode(o.Language)) }

func sumOf(p *Page, language string) memo.Sum {
	h := memo.NewHash("search.Page")
	h.String(language)
	h.String(p.URL)
	h.String(p.Title)
	h.Strings(p.Trail)
	h.Strings(p.Keywords)
	h.Float(p.Boost)
	hashLabels(h, p.Labels)
	h.Int(len(p.Sections))
	for _, s := range p.Sections {
		h.String(s.ID)
		h.String(s.Heading)
		h.Strings(s.Keywords)
		h.String(s.Text)
		h.String(s.Links)
	}
	return h.Done()
}

func hashLabels(h *memo.Hash, labels map[string][]string) {
	h.Int(len(labels))
	for _, n := range site.SortedKeys(labels) {
		h.String(n)
		h.Strings(labels[n])
	}
}

// count counts the words of s, and returns how many there are.
func (a *Analyzer) count(field int, s string) (tokens int32) {
	for at, more := 0, true; more; {
		var list []words.Token
		list, more = a.lookahead(s, at)
		for i := range list {
			a.add(field, list[i].Value)
			at = list[i].End
		}
		tokens += int32(len(list))
	}
	return tokens
}

// read counts the words of s and appends s to dst, in codes: each token and, if something else than a space stands before
// it, first the gap. What follows the last token is a gap before an empty token. A token whose number is too large for a
// code is part of a gap.
func (a *Analyzer) read(dst []byte, field int, s string) ([]byte, int32) {
	tokens := int32(0)
	at := 0
	for more := true; more; {
		var list []words.Token
		list, more = a.lookahead(s, at)
		for i := range list {
			t := &list[i]
			if t.Value != noForm {
				a.add(field, t.Value)
				tokens++
			}
			if t.Number < a.codes {
				dst = appendCodes(dst, a.gaps.number(s[at:t.Start], a.codes), t)
				at = t.End
			}
		}
	}
	if gap := a.gaps.number(s[at:], a.codes); at < len(s) && gap != 0 {
		var none words.Token
		a.number("", &none)
		dst = appendCodes(dst, gap, &none)
	}
	return dst, tokens
}

// A code is the number of a token, or of a gap, and two bits: the lower is 1 for a gap, the upper for a token with a
// capital letter. Codes are of one size, which is much faster to read than numbers of several sizes would be.
const (
	codeSize = 3
	maxCodes = 1 << (8*codeSize - 2)
)

func appendCodes(dst []byte, gap uint32, t *words.Token) []byte {
	if gap != 0 {
		dst = appendCode(dst, gap<<2|1)
	}
	return appendCode(dst, t.Number<<2|t.Capital<<1)
}

func appendCode(dst []byte, code uint32) []byte {
	return append(dst, byte(code), byte(code>>8), byte(code>>16))
}

// add counts the forms of a token.
func (a *Analyzer) add(field int, forms uint32) {
	switch {
	case forms&manyForms == 0:
		a.tally.add(field, forms)
	case forms != noForm:
		for _, f := range a.lists[forms&^manyForms] {
			a.tally.add(field, f)
		}
	}
}

// tally counts the forms of a section by field.
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

const (
	maxCount = 200
	bodyOnly = 1 << inBody
)

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

// appendText appends the text of section i to dst.
func (a *Analysed) appendText(dst []byte, i int) []byte {
	start := int32(0)
	if i > 0 {
		start = a.sections[i-1].textEnd
	}
	first := len(dst)
	space := 0 // what stands before the next token: a space, or nothing more
	for b := a.text[start:a.sections[i].textEnd]; len(b) >= codeSize; b = b[codeSize:] {
		code := uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16
		if code&1 == 0 {
			dst = a.words.appendToken(append(dst, ' ')[:len(dst)+space], code>>2, code>>1&1)
			space = 1
			continue
		}
		gap := a.words.gaps[code>>2]
		if len(dst) == first {
			gap = strings.TrimLeft(gap, " ")
		}
		dst = append(dst, gap...)
		space = 0
	}
	if n := len(dst); n > first && dst[n-1] == ' ' {
		dst = dst[:n-1]
	}
	return dst
}
