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

// indexForm is a form of the site.
type indexForm struct {
	text  string
	group int32
	place int32 // index among the forms of its group
}

// formPlace is the group of a form of an Analyzer.
type formPlace struct {
	group int32
	place int32 // index among the forms of its group; onlyForm if the Analyzer has no other form of the group
}

// onlyForm marks a form whose counts need not be added to those of other forms.
const onlyForm = -1

// group is the forms of one stem, with their postings.
type group struct {
	forms    []int32 // into inverted.forms, ascending
	sections int     // document frequency: sections that have one of them
	idf      int
	cut      bool             // only the best postings were kept
	postings []format.Posting // by page and section
}

// newInverted makes the posting lists. Of each group the best postings are kept, as many as keep returns.
func newInverted(pages []*Analysed, keep func(sections int) int) *inverted {
	x := &inverted{pages: pages, language: words.LanguageOf("")}
	for _, p := range pages {
		x.language = p.words.owner.language
		x.sections += len(p.sections)
	}
	bounds := x.numberForms()
	x.fillPostings(bounds, keep(x.sections))
	return x
}

// usage is the document frequencies of the forms of an Analyzer.
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

// numberForms finds all forms of the site and their groups. It returns for each group the sum of the document frequencies of
// its forms, an upper bound of its own.
func (x *inverted) numberForms() (bounds []int32) {
	uses, owners := x.usages()
	bounds = x.groupForms(formsOf(uses, owners))
	number := make(map[string]int32, len(x.forms))
	for i := range x.forms {
		number[x.forms[i].text] = int32(i)
	}
	x.numbers = map[*Analyzer][]formPlace{}
	for _, owner := range owners {
		x.numbers[owner] = x.places(uses[owner], number)
	}
	return bounds
}

// stemmed is a form with its stem and its document frequency.
type stemmed struct {
	stem     string
	sections int32
}

// formsOf unites the forms of all Analyzers. A form that is written with and without accents may have two stems: the lesser
// one counts.
func formsOf(uses map[*Analyzer]*usage, owners []*Analyzer) map[string]*stemmed {
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
	return all
}

// groupForms sorts the forms, groups them by stem, and returns the sums of document frequencies by group.
func (x *inverted) groupForms(all map[string]*stemmed) (bounds []int32) {
	x.forms = make([]indexForm, 0, len(all))
	byStem := map[string]int32{}
	for i, text := range slices.SortedFunc(maps.Keys(all), words.CompareForms) {
		s := all[text]
		g, ok := byStem[s.stem]
		if !ok {
			g = int32(len(x.groups))
			byStem[s.stem] = g
			x.groups = append(x.groups, group{})
			bounds = append(bounds, 0)
		}
		x.forms = append(x.forms, indexForm{text, g, int32(len(x.groups[g].forms))})
		x.groups[g].forms = append(x.groups[g].forms, int32(i))
		bounds[g] += s.sections
	}
	return bounds
}

// places returns the places of the forms of an Analyzer. number is the index of a form in x.forms.
func (x *inverted) places(u *usage, number map[string]int32) []formPlace {
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
	return list
}
