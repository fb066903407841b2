package format

import (
	"slices"
	"strings"
)

// Terms is a shard of terms: a range of sorted forms, and the groups whose first form is among them.
type Terms struct {
	Forms    []string // sorted
	Refs     []FormRef
	Groups   []Group // in the order of their first forms
	Synonyms []Synonym
}

// FormRef locates the postings of a form.
type FormRef struct {
	Group    int    // index into Terms.Groups; -1 if the group is in another shard
	Redirect string // in that case, the first form of the group
	Place    int    // index of the form in its group
}

// Group is the forms of one stem, with their postings.
type Group struct {
	IDF      int       // inverse document frequency, at least 1
	Cut      bool      // only the best postings were kept
	Local    []string  // its forms in this shard, sorted
	Forms    int       // number of all its forms
	Postings []Posting // by page and section; the Set of a group with one form is 1
}

// Synonym is a phrase and its replacement, both as forms.
type Synonym struct{ Phrase, Replacement []string }

// Payload encodes the shard.
func (t *Terms) Payload() []byte {
	var kinds, redirects, records []byte
	begun := 0 // number of groups
	for _, ref := range t.Refs {
		switch {
		case ref.Group < 0:
			kinds = appendNumber(appendNumber(kinds, 1), ref.Place)
			if len(redirects) > 0 {
				redirects = append(redirects, ' ')
			}
			redirects = append(redirects, ref.Redirect...)
		case ref.Group == begun:
			kinds = appendNumber(kinds, 0)
			records = t.Groups[begun].append(records)
			begun++
		default:
			kinds = appendNumber(kinds, begun-ref.Group+1)
		}
	}
	out := append(appendForms(nil, t.Forms), '\n')
	out = append(append(out, kinds...), '\n')
	out = append(append(out, redirects...), '\n')
	out = append(append(out, records...), '\n')
	for i, y := range t.Synonyms {
		if i > 0 {
			out = append(out, '\t')
		}
		out = append(out, strings.Join(y.Phrase, " ")+"="+strings.Join(y.Replacement, " ")...)
	}
	return append(out, "\nend"...)
}

// ReadTerms decodes what Payload wrote.
func ReadTerms(payload string, h *Head) (*Terms, error) {
	lines, err := linesOf(payload)
	if err != nil || len(lines) != 5 {
		return nil, ErrDamaged
	}
	t := &Terms{}
	if t.Forms, err = readForms(lines[0]); err != nil {
		return nil, err
	}
	if err := t.readRefs(lines[1], strings.Fields(lines[2])); err != nil {
		return nil, err
	}
	r := numbers{text: lines[3]}
	for i := range t.Groups {
		t.Groups[i].read(&r, h)
	}
	if err := r.done(); err != nil {
		return nil, err
	}
	if lines[4] != "" {
		for _, entry := range strings.Split(lines[4], "\t") {
			phrase, replacement, _ := strings.Cut(entry, "=")
			y := Synonym{strings.Fields(phrase), strings.Fields(replacement)}
			if len(y.Phrase) == 0 || len(y.Replacement) == 0 {
				return nil, ErrDamaged
			}
			t.Synonyms = append(t.Synonyms, y)
		}
	}
	return t, nil
}

// readRefs decodes the FormRefs and begins the groups.
func (t *Terms) readRefs(line string, redirects []string) error {
	r := numbers{text: line}
	for _, f := range t.Forms {
		k := r.next(len(t.Groups) + 1)
		switch {
		case k == 1 && !r.bad:
			if len(redirects) == 0 {
				return ErrDamaged
			}
			t.Refs = append(t.Refs, FormRef{-1, redirects[0], r.next(maxNumber)})
			redirects = redirects[1:]
			continue
		case k == 0:
			t.Groups = append(t.Groups, Group{})
			k = 2
		}
		g := len(t.Groups) - (k - 1)
		t.Refs = append(t.Refs, FormRef{Group: g, Place: len(t.Groups[g].Local)})
		t.Groups[g].Local = append(t.Groups[g].Local, f)
	}
	if r.done() != nil || len(redirects) > 0 {
		return ErrDamaged
	}
	return nil
}

func (g *Group) append(dst []byte) []byte {
	flags := (g.Forms - len(g.Local)) << 1
	if g.Cut {
		flags++
	}
	dst = appendNumber(appendNumber(dst, g.IDF), flags)
	var sets []uint32
	if g.Forms > 1 {
		for _, p := range g.Postings {
			if !slices.Contains(sets, p.Set) {
				sets = append(sets, p.Set)
			}
		}
		dst = appendNumber(dst, len(sets))
		for _, set := range sets {
			dst = appendNumber(dst, int(set))
		}
	}
	dst = appendNumber(dst, len(g.Postings))
	at := positionWriter{page: -1}
	for i := range g.Postings {
		p := &g.Postings[i]
		dst = appendImpact(at.append(dst, p.Page, p.Section), p)
		if len(sets) > 1 {
			dst = appendNumber(dst, slices.Index(sets, p.Set))
		}
	}
	return dst
}

func (g *Group) read(r *numbers, h *Head) {
	if g.IDF = r.next(maxNumber); g.IDF == 0 {
		r.bad = true
	}
	flags := r.next(maxNumber)
	g.Cut = flags&1 == 1
	g.Forms = len(g.Local) + flags>>1
	sets := []uint32{1}
	if g.Forms > 1 {
		n := r.count()
		sets = make([]uint32, n)
		for i := range sets {
			sets[i] = uint32(r.next(1<<(MaxPlace+1) - 1))
		}
	}
	n := r.count()
	if n > 0 && len(sets) == 0 {
		r.bad = true
		return
	}
	g.Postings = make([]Posting, 0, n)
	at := positionReader{r: r, h: h, page: -1}
	for range n {
		p := Posting{}
		p.Page, p.Section = at.next()
		readImpact(r, h, &p)
		p.Set = sets[0]
		if len(sets) > 1 {
			p.Set = sets[r.next(len(sets)-1)]
		}
		if r.bad {
			return
		}
		g.Postings = append(g.Postings, p)
	}
}

// GroupSize estimates the size in bytes of a group in a shard, given its number of postings and that of all pages.
func GroupSize(postings, pages int) int {
	if pages > postings*lastDigit/2 {
		return 6 + 4*postings
	}
	return 6 + 3*postings
}
