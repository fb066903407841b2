package search

import (
	"sort"
	"strings"

	"pandect/internal/search/words"
)

// termsShard is a decoded shard of terms.
type termsShard struct {
	forms    []string
	refs     []formRef // of the forms
	groups   []groupData
	synonyms []synonym
}

// formRef says where the postings of a form are.
type formRef struct {
	group    int    // into termsShard.groups; -1 if they lie in another shard
	redirect string // then, the first form of the group
	place    int    // of the form in its group
}

// groupData is a decoded group.
type groupData struct {
	idf      int
	cut      bool
	local    []string  // those of its forms that lie in its own shard
	forms    int       // all of them
	postings []posting // in sets, what stands in the section; if the group has one form, bit 0
}

// synonym says that a phrase may be replaced.
type synonym struct{ phrase, replacement []string }

func decodeTerms(payload string, h *head) (*termsShard, error) {
	lines, err := linesOf(payload)
	if err != nil || len(lines) != 5 {
		return nil, errDamaged
	}
	s := &termsShard{}
	if s.forms, err = readForms(lines[0]); err != nil {
		return nil, err
	}
	redirects := strings.Fields(lines[2])
	r := numbers{text: lines[1]}
	for _, f := range s.forms {
		k := r.next(len(s.groups) + 1)
		switch {
		case k == 1 && !r.bad:
			if len(redirects) == 0 {
				return nil, errDamaged
			}
			s.refs = append(s.refs, formRef{-1, redirects[0], r.next(maxNumber)})
			redirects = redirects[1:]
			continue
		case k == 0:
			s.groups = append(s.groups, groupData{})
			k = 2
		}
		g := len(s.groups) - (k - 1)
		s.refs = append(s.refs, formRef{group: g, place: len(s.groups[g].local)})
		s.groups[g].local = append(s.groups[g].local, f)
	}
	if r.done() != nil || len(redirects) > 0 {
		return nil, errDamaged
	}
	r = numbers{text: lines[3]}
	for i := range s.groups {
		s.groups[i].read(&r, h)
	}
	if err := r.done(); err != nil {
		return nil, err
	}
	if lines[4] != "" {
		for _, entry := range strings.Split(lines[4], "\t") {
			phrase, replacement, _ := strings.Cut(entry, "=")
			y := synonym{strings.Fields(phrase), strings.Fields(replacement)}
			if len(y.phrase) == 0 || len(y.replacement) == 0 {
				return nil, errDamaged
			}
			s.synonyms = append(s.synonyms, y)
		}
	}
	return s, nil
}

func (g *groupData) read(r *numbers, h *head) {
	if g.idf = r.next(maxNumber); g.idf == 0 {
		r.bad = true
	}
	flags := r.next(maxNumber)
	g.cut = flags&1 == 1
	g.forms = len(g.local) + flags>>1
	sets := []uint32{1}
	if g.forms > 1 {
		n := r.count()
		sets = make([]uint32, n)
		for i := range sets {
			sets[i] = uint32(r.next(1<<(maxPlace+1) - 1))
		}
	}
	n := r.count()
	if n > 0 && len(sets) == 0 {
		r.bad = true
		return
	}
	g.postings = make([]posting, 0, n)
	at := walker{r: r, h: h, page: -1}
	for range n {
		p := posting{fields: bodyOnly}
		p.page, p.section = at.next()
		impact := r.next(lastDigit + len(h.levels)<<4 - 1)
		if impact >= lastDigit {
			impact -= lastDigit
			p.fields = uint8(impact & 15)
			impact >>= 4
		}
		if impact >= len(h.levels) || impact > 255 {
			r.bad = true
		}
		p.level = uint8(impact)
		p.set = sets[0]
		if len(sets) > 1 {
			p.set = sets[r.next(len(sets)-1)]
		}
		if r.bad {
			return
		}
		g.postings = append(g.postings, p)
	}
}

// walker reads the pages and sections of a list.
type walker struct {
	r             *numbers
	h             *head
	page, section int
}

func (w *walker) next() (int32, uint16) {
	gap := w.r.next(w.h.pages - 1 - w.page)
	section := w.r.next(maxSections - 1)
	switch {
	case gap > 0:
		w.page, w.section = w.page+gap, section
	case w.page < 0:
		w.r.bad = true
		return 0, 0
	default:
		w.section += section + 1
	}
	if w.section >= min(w.h.sections, maxSections) {
		w.r.bad = true
	}
	return int32(w.page), uint16(w.section)
}

// lookup returns the place of a form in a sorted list.
func lookup(forms []string, form string) (int, bool) {
	return sort.Find(len(forms), func(i int) int { return words.CompareForms(form, forms[i]) })
}

// withPrefix returns the range of forms that begin with a prefix.
func withPrefix(forms []string, prefix string) (first, end int) {
	first, _ = lookup(forms, prefix)
	for end = first; end < len(forms) && strings.HasPrefix(forms[end], prefix); end++ {
	}
	return first, end
}

func decodePrefixes(payload string, h *head) ([]readyList, error) {
	lines, err := linesOf(payload)
	if err != nil || len(lines) != 2 {
		return nil, errDamaged
	}
	prefixes, err := readForms(lines[0])
	if err != nil {
		return nil, err
	}
	r := numbers{text: lines[1]}
	lists := make([]readyList, 0, len(prefixes))
	for _, p := range prefixes {
		l := readyList{prefix: p, idf: r.next(maxNumber)}
		if l.idf == 0 {
			r.bad = true
		}
		at := walker{r: &r, h: h, page: -1}
		for range r.count() {
			page, section := at.next()
			l.finds = append(l.finds, find{page, section, float64(readyUnit * r.next(maxNumber/readyUnit))})
		}
		lists = append(lists, l)
	}
	return lists, r.done()
}

// wordList is a decoded shard of words.
type wordList struct {
	words      []string
	commonness []int
}

func decodeWords(payload string) (*wordList, error) {
	lines, err := linesOf(payload)
	if err != nil || len(lines) != 2 {
		return nil, errDamaged
	}
	l := &wordList{}
	if l.words, err = readForms(lines[0]); err != nil {
		return nil, err
	}
	r := numbers{text: lines[1]}
	for range l.words {
		l.commonness = append(l.commonness, r.next(lastDigit-1))
	}
	return l, r.done()
}

// pageData is a page of a decoded shard of pages.
type pageData struct {
	url, title string
	trail      []string
	sections   []sectionData
}

type sectionData struct{ id, heading, text string }

// decodePages decodes a shard of n pages.
func decodePages(payload string, n int) ([]pageData, error) {
	lines, err := linesOf(payload)
	if err != nil {
		return nil, err
	}
	pages := make([]pageData, 0, min(n, len(lines)))
	for range n {
		if len(lines) < 4 {
			return nil, errDamaged
		}
		p := pageData{url: lines[0], title: lines[1]}
		if lines[2] != "" {
			p.trail = strings.Split(lines[2], "\t")
		}
		r := numbers{text: lines[3]}
		lines = lines[4:]
		count := r.next(len(lines))
		if r.done() != nil || count == 0 {
			return nil, errDamaged
		}
		for _, line := range lines[:count] {
			fields := strings.Split(line, "\t")
			if len(fields) != 3 {
				return nil, errDamaged
			}
			p.sections = append(p.sections, sectionData{fields[0], fields[1], fields[2]})
		}
		lines = lines[count:]
		pages = append(pages, p)
	}
	if len(lines) != 0 {
		return nil, errDamaged
	}
	return pages, nil
}

// labelValue is a value of a label, with the pages that have it.
type labelValue struct {
	shown string
	pages []int32
}

func decodeLabels(payload string, h *head) ([]labelValue, error) {
	lines, err := linesOf(payload)
	if err != nil || len(lines) != 2 {
		return nil, errDamaged
	}
	r := numbers{text: lines[1]}
	var list []labelValue
	for _, shown := range strings.Split(lines[0], "\t") {
		v := labelValue{shown: shown}
		last := -1
		for range r.count() {
			gap := r.next(h.pages - 1 - last)
			if gap == 0 {
				r.bad = true
				break
			}
			last += gap
			v.pages = append(v.pages, int32(last))
		}
		list = append(list, v)
	}
	return list, r.done()
}
