package index

import (
	"bytes"

	"pandect/internal/memo"
	"pandect/internal/search/format"
	"pandect/internal/search/words"
	"pandect/internal/site"
)

// Analysed is an analysed page, the input of Build. Words are numbers of the vocabulary of the Analyzer that made it, so that
// thousands of pages take little more memory than their posting lists.
type Analysed struct {
	url, title    string
	trail         []string
	boost         float64
	labels        map[string][]string
	heads         string // of each section the id, then the heading
	sections      []analysedSection
	text          []byte // of each section the text in codes, see Analyzer.read and appendText
	postings      []byte // of each section the words, see tally.encode
	abbreviations []words.Abbreviation
	words         *vocabulary
	sum           memo.Sum // of the page
}

// analysedSection has no pointers, so that the garbage collector need not scan it.
type analysedSection struct {
	lengths     [fields]int32 // in tokens
	idEnd       int32         // offset in Analysed.heads
	headingEnd  int32         // likewise
	textEnd     int32         // offset in Analysed.text
	postingsEnd int32         // offset in Analysed.postings
}

// Equal reports whether a and b are results for equal pages.
func (a *Analysed) Equal(b *Analysed) bool { return a.sum == b.sum }

// Sum is the digest of the page and of the language.
func (a *Analysed) Sum() memo.Sum { return a.sum }

// In returns the page with another trail and other labels, which depend on its site. The words are shared.
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

// Analyzer analyses pages. It keeps the vocabulary of all of them, and belongs to one goroutine at a time.
type Analyzer struct {
	language *words.Language
	tokens   words.Interner
	lists    [][]uint32        // forms of the tokens that have several
	forms    map[string]uint32 // forms whose stems follow from them
	variants map[form]uint32   // forms with other stems, because of how the token was written
	gaps     gapTable
	codes    uint32 // number of codes; tokens and gaps from this number on have none
	words    vocabulary
	view     *vocabulary // the latest that an Analysed has
	tally    tally
	heads    []byte // buffer, reused for each page
	text     []byte // likewise
	postings []byte // likewise
}

// NewAnalyzer returns an Analyzer with an empty vocabulary.
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
	sections = sections[:min(len(sections), format.MaxSections)]
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
		out.abbreviations = a.language.Abbreviations(out.abbreviations, s.Text)
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

// Sum returns the Sum that the Analysed of a page will have.
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

// count counts the words of s, and returns the number of tokens.
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

// read counts the words of s and appends s to dst in codes: each token, preceded by the gap before it unless that is a single
// space. A gap at the end precedes an empty token. A token without a code is part of a gap.
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

// add counts the forms of a token, which are encoded in one number.
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
