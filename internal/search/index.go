package search

import (
	"maps"
	"math"
	"slices"

	"pandect/internal/search/words"
)

// index is the posting lists of a site, in memory.
type index struct {
	pages    []*Analysed
	language *words.Language
	sections int         // of all pages
	forms    []indexForm // sorted by compareForms
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
	place int32 // among the forms of its group; alone if the Analyzer has no other of that group
}

const alone = -1

// group is the forms of one stem, with their postings.
type group struct {
	forms    []int32 // into index.forms, ascending
	sections int     // that have one of them
	idf      int
	cut      bool      // postings are the best only
	postings []posting // by page and section
}

// posting says that forms of a group stand in a section.
type posting struct {
	page    int32
	section uint16
	level   uint8
	fields  uint8  // bits: inTitle to inKeywords
	set     uint32 // bits: places of the forms in their group
}

// maxPlace is the highest place of a form in its group that has a bit of its own in a set.
const maxPlace = 23

// Ranking: BM25 for each field, added up.
const (
	saturation = 1.2 // k1
	idfScale   = 16
)

var (
	fieldWeight = [fields]float64{inTitle: 3, inHeading: 2, inBody: 1, inKeywords: 1.5, inLinks: .25}
	fieldLength = [fields]float64{inTitle: .5, inHeading: .75, inBody: .4, inKeywords: 0, inLinks: .4} // b
)

// newIndex makes the posting lists. Of each group the best keep postings stay.
func newIndex(pages []*Analysed, keep func(sections int) int) *index {
	x := &index{pages: pages, language: words.LanguageOf("")}
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
func (x *index) usages() (uses map[*Analyzer]*usage, owners []*Analyzer) {
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
func (x *index) numberForms() (bounds []int32) {
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
				f.place = alone
			}
		}
		x.numbers[owner] = list
	}
	return bounds
}

// found is what a section has of a group while it is read.
type found struct {
	counts [fields]uint16
	beyond uint16 // the sum of the counts outside the body
	set    uint32
}

func (f *found) add(c counts, place int32) {
	f.set |= 1 << min(place, maxPlace)
	n := c.of(inBody)
	f.counts[inBody] += uint16(n)
	if c == counts(n)<<(8*inBody) {
		return
	}
	for field := range fields {
		if n := uint16(c.of(field)); field != inBody && n > 0 {
			f.counts[field] += n
			f.beyond += n
		}
	}
}

// fill makes the postings of all groups. It lowers the bounds to the numbers of sections.
func (x *index) fill(bounds []int32, keep int) {
	lists := newLists(bounds, keep)
	average := x.averageLengths()
	seen := make([]found, len(x.groups))
	var touched []int32
	for number, p := range x.pages {
		numbers := x.numbers[p.words.owner]
		for s := range p.sections {
			weigh := scaleOf(&p.sections[s].lengths, &average, p.boost)
			add := func(g int32, f *found) {
				if level, fields := weigh.level(f); level >= lists.floor[g] {
					lists.add(g, posting{page: int32(number), section: uint16(s), set: f.set, level: level, fields: fields})
				}
			}
			w := p.wordsOf(s)
			for w.next() {
				to := numbers[w.form]
				if to.place == alone {
					var f found
					f.add(w.counts, 0)
					add(to.group, &f)
					continue
				}
				f := &seen[to.group]
				if f.set == 0 {
					touched = append(touched, to.group)
				} else {
					bounds[to.group]-- // one section with two forms
				}
				f.add(w.counts, to.place)
			}
			for _, g := range touched {
				add(g, &seen[g])
				seen[g] = found{}
			}
			touched = touched[:0]
		}
	}
	n := coarse(x.sections)
	for i := range x.groups {
		g := &x.groups[i]
		g.sections, g.postings = int(bounds[i]), lists.take(i)
		g.idf = idfOf(n, g.sections)
		g.cut = len(g.postings) < g.sections
	}
}

// scale weighs the words of a section.
type scale struct {
	norm  [fields]float64
	boost float64
	body  [8]uint8 // one more than the level of what stands so often in the body and nowhere else; 0 as long as it is not known
}

func scaleOf(lengths *[fields]int32, average *[fields]float64, boost float64) scale {
	s := scale{boost: boost}
	for field, length := range lengths {
		s.norm[field] = saturation * (1 - fieldLength[field] + fieldLength[field]*float64(length)/average[field])
	}
	return s
}

// level returns the level and the fields of what was found.
func (s *scale) level(at *found) (level, fields uint8) {
	n := int(at.counts[inBody])
	if n < len(s.body) && at.beyond == 0 {
		if s.body[n] == 0 {
			level, _ = s.weigh(at)
			s.body[n] = level + 1
		}
		return s.body[n] - 1, bodyOnly
	}
	return s.weigh(at)
}

func (s *scale) weigh(at *found) (level, fields uint8) {
	impact := 0.0
	for field, n := range at.counts {
		if n == 0 {
			continue
		}
		impact += fieldWeight[field] * float64(n) * (saturation + 1) / (float64(n) + s.norm[field])
		fields |= 1 << field
	}
	if fields >= 1<<inLinks {
		fields = fields&^(1<<inLinks) | 1<<inBody
	}
	return levelOf(impact * s.boost), fields
}

// averageLengths returns how long each field is where it is not empty, rounded so coarsely that editing a page hardly
// ever moves it: everything else would have another impact.
func (x *index) averageLengths() (average [fields]float64) {
	var sum, n [fields]int
	for _, p := range x.pages {
		for s := range p.sections {
			for field, length := range p.sections[s].lengths {
				if length > 0 {
					sum[field] += int(length)
					n[field]++
				}
			}
		}
	}
	for field := range average {
		average[field] = 1
		if n[field] > 0 {
			average[field] = math.Exp2(math.Round(4*math.Log2(float64(sum[field])/float64(n[field]))) / 4)
		}
	}
	return average
}

// coarse rounds a number to two digits.
func coarse(n int) int {
	unit := 1
	for n/unit >= 100 {
		unit *= 10
	}
	return (n + unit/2) / unit * unit
}

// idfOf returns how much it says that a section has a word that n of all sections have.
func idfOf(all, n int) int {
	ratio := (float64(max(all, n)-n) + .5) / (float64(n) + .5)
	return max(1, int(math.Round(idfScale*math.Log(1+ratio))))
}

// The impacts of postings are rounded to levels, each a tenth above the one below.
const (
	levels     = 46
	levelScale = 64
	leastLevel = .2
	levelStep  = 1.1
)

var levelValues, levelTable = func() (values [levels]int, table [1024]uint8) {
	for i := range values {
		values[i] = int(math.Round(levelScale * leastLevel * math.Pow(levelStep, float64(i))))
	}
	for i := range table {
		impact := (float64(i) + .5) / levelScale
		l := math.Round(math.Log(impact/leastLevel) / math.Log(levelStep))
		table[i] = uint8(min(max(l, 0), levels-1))
	}
	return values, table
}()

func levelOf(impact float64) uint8 {
	return levelTable[int(min(max(impact*levelScale, 0), float64(len(levelTable)-1)))]
}
