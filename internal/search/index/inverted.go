package index

import (
	"maps"
	"slices"

	"pandect/internal/search/format"
	"pandect/internal/search/words"
)

// inverted is the inverted index of a site: its forms, grouped by stem, and the postings of each group.
type inverted struct {
	pages    []*Analysed
	language *words.Language
	sections int         // of all pages
	forms    []indexForm // sorted by words.CompareForms
	groups   []group     // in the order of their first forms
	numbers  map[*Analyzer][]formPlace
}

// indexForm is a form that the site has.
type indexForm struct {
	text  string
	group int32
	place int32 // among the forms of its group
}

// formPlace is where a form of an Analyzer belongs.
type formPlace struct {
	group int32
	place int32 // among the forms of its group; onlyForm if the Analyzer has no other of that group
}

// onlyForm is the place of a form whose counts need not be added to those of others.
const onlyForm = -1

// group is the forms of one stem, with their postings.
type group struct {
	forms    []int32 // into inverted.forms, ascending
	sections int     // that have one of them
	idf      int
	cut      bool             // postings are the best only
	postings []format.Posting // by page and section
}

// newInverted makes the posting lists. Of each group the best keep postings stay.
func newInverted(pages []*Analysed, keep func(sections int) int) *inverted {
	x := &inverted{pages: pages, language: words.LanguageOf("")}
	for _, p := range pages {
		x.language = p.words.owner.language
		x.sections += len(p.sections)
	}
	bounds := x.numberForms()
	x.fill(bounds, keep(x.sections))
	return x
}

// usage is in how many sections each form of an Analyzer stands.
type usage struct {
	words    *vocabulary
	sections []int32
}

// usages returns the usage of each Analyzer, and the Analyzers in the order of their first pages.
func (x *inverted) usages() (uses map[*Analyzer]*usage, owners []*Analyzer) {
	uses = map[*Analyzer]*usage{}
	for _, p := range x.pages {
		u := uses[p.words.owner]
		if u == nil {
			u = &usage{}
			uses[p.words.owner] = u
			owners = append(owners, p.words.owner)
		}
		if u.words == nil || u.words.forms.n < p.words.forms.n {
			u.words = p.words
			u.sections = append(u.sections, make([]int32, p.words.forms.n-len(u.sections))...)
		}
		w := wordReader{rest: p.postings}
		for w.next() {
			u.sections[w.form]++
		}
	}
	return uses, owners
}

// numberForms finds the forms that stand anywhere and their groups. It returns for each group in how many sections its
// forms stand, counted one by one.
func (x *inverted) numberForms() (bounds []int32) {
	uses, owners := x.usages()

	// One form may have two stems, if it is written with and without accents: the lower one counts.
	type stemmed struct {
		stem     string
		sections int32
	}
	all := map[string]*stemmed{}
	for _, owner := range owners {
		u := uses[owner]
		for i, n := range u.sections {
			if n == 0 {
				continue
			}
			f := u.words.forms.at(uint32(i))
			s := all[f.text]
			if s == nil {
				all[f.text] = &stemmed{f.stem, n}
				continue
			}
			s.stem = min(s.stem, f.stem)
			s.sections += n
		}
	}
	texts := slices.SortedFunc(maps.Keys(all), words.CompareForms)
	x.forms = make([]indexForm, len(texts))
	number := make(map[string]int32, len(texts))
	byStem := map[string]int32{}
	for i, text := range texts {
		s := all[text]
		g, ok := byStem[s.stem]
		if !ok {
			g = int32(len(x.groups))
			byStem[s.stem] = g
			x.groups = append(x.groups, group{})
			bounds = append(bounds, 0)
		}
		x.forms[i] = indexForm{text, g, int32(len(x.groups[g].forms))}
		x.groups[g].forms = append(x.groups[g].forms, int32(i))
		bounds[g] += s.sections
		number[text] = int32(i)
	}
	x.numbers = map[*Analyzer][]formPlace{}
	for _, owner := range owners {
		u := uses[owner]
		list := make([]formPlace, len(u.sections))
		members := make([]int32, len(x.groups))
		for i, n := range u.sections {
			if n > 0 {
				f := &x.forms[number[u.words.forms.at(uint32(i)).text]]
				list[i] = formPlace{f.group, f.place}
				members[f.group]++
			}
		}
		for i := range list {
			if f := &list[i]; members[f.group] == 1 && f.place == 0 {
				f.place = onlyForm
			}
		}
		x.numbers[owner] = list
	}
	return bounds
}
