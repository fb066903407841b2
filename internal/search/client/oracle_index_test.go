package client

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"pandect/internal/search/format"
	"pandect/internal/search/words"
	"pandect/internal/site"
)

// What the oracle knows of an index: the formulas of docs/search-format.md by which one is made, and what follows from
// them for the sections of a site, looked through one by one.

// The fields of a section, and the constants of docs/search-format.md that belong to how an index is made.
const (
	inTitle = iota
	inHeading
	inBody
	inKeywords
	inLinks
	fields
)

const (
	maxCount    = 200
	maxMeanings = 3
	readyLength = 100
	readyUnit   = 128
	saturation  = 1.2
)

var (
	fieldWeight = [fields]float64{3, 2, 1, 1.5, .25}
	fieldLength = [fields]float64{.5, .75, .4, 0, .4}
)

// averageLengths returns how long each field is where it is not empty, rounded to a quarter of a power of two.
func averageLengths(docs []oracleDoc) (average [fields]float64) {
	for field := range fields {
		sum, n := 0, 0
		for _, d := range docs {
			if d.lengths[field] > 0 {
				sum, n = sum+d.lengths[field], n+1
			}
		}
		average[field] = 1
		if n > 0 {
			average[field] = math.Pow(2, math.Round(4*math.Log2(float64(sum)/float64(n)))/4)
		}
	}
	return average
}

// idfOf returns what it says that a section has a word that n of all sections have, where all is rounded to two digits.
func idfOf(all, n int) int {
	unit := 1
	for all/unit >= 100 {
		unit *= 10
	}
	all = max((all+unit/2)/unit*unit, n)
	return max(1, int(math.Round(16*math.Log(1+(float64(all-n)+.5)/(float64(n)+.5)))))
}

// levelOf returns the level nearest to an impact, which is cut to 64ths and at most 16.
func levelOf(impact float64) uint8 {
	impact = (math.Floor(min(impact*64, 1023)) + .5) / 64
	return uint8(max(0, min(45, math.Round(math.Log(impact/.2)/math.Log(1.1)))))
}

func (x *oracle) read(d *oracleDoc, field int, text string) {
	for start, end := words.NextToken(text, 0); start < end; start, end = words.NextToken(text, end) {
		forms := words.FormsOf(text[start:end])
		for i, form := range forms {
			raw := form
			if i == 0 && !words.IsSpaceless(text[start:end]) {
				raw = text[start:end]
			}
			stem := x.language.Stem(form, raw)
			if other, ok := x.forms[form]; !ok || stem < other {
				x.forms[form] = stem
			}
			if d.words[form] == nil {
				d.words[form] = &[fields]int{}
			}
			d.words[form][field]++
		}
		if len(forms) > 0 {
			d.lengths[field]++
		}
	}
}

func (x *oracle) nameSynonyms(names map[words.Abbreviation]int, lists [][]string) {
	all := map[string]bool{}
	add := func(a, b string) {
		words := strings.Fields(a)
		for len(words) > 1 && x.language.IsStop(words[0]) {
			words = words[1:]
		}
		if a = strings.Join(words, " "); a != "" && b != "" && a != b {
			all[a+"="+b] = true
		}
	}
	for _, list := range lists {
		for _, a := range list {
			for _, b := range list {
				add(words.Key(a), words.Key(b))
			}
		}
	}
	for n, count := range names {
		better := 0
		for m, other := range names {
			if m.Short == n.Short && (other > count || other == count && m.Long < n.Long) {
				better++
			}
		}
		if better < maxMeanings {
			add(n.Short, n.Long)
			add(n.Long, n.Short)
		}
	}
	for _, entry := range site.SortedKeys(all) {
		phrase, replacement, _ := strings.Cut(entry, "=")
		x.synonyms = append(x.synonyms, format.Synonym{Phrase: strings.Fields(phrase), Replacement: strings.Fields(replacement)})
	}
}

// group looks through all sections for the forms of a stem.
func (x *oracle) group(stem string) *oracleGroup {
	if g := x.found[stem]; g != nil {
		return g
	}
	g := &oracleGroup{sections: map[doc]format.Posting{}}
	var list []format.Posting
	for i := range x.docs {
		d := &x.docs[i]
		p := format.Posting{Page: d.doc.page, Section: d.section}
		impact := 0.0
		for field := range fields {
			n := 0
			for place, form := range x.groups[stem] {
				if c := d.words[form]; c != nil && c[field] > 0 {
					n += min(c[field], maxCount)
					p.Set |= 1 << min(place, format.MaxPlace)
				}
			}
			if n == 0 {
				continue
			}
			norm := saturation * (1 - fieldLength[field] + fieldLength[field]*float64(d.lengths[field])/x.average[field])
			impact += fieldWeight[field] * float64(n) * (saturation + 1) / (float64(n) + norm)
			if field == inLinks {
				p.Fields |= format.Body
			} else {
				p.Fields |= 1 << field
			}
		}
		if p.Set == 0 {
			continue
		}
		boost := d.page.Boost
		if boost == 0 {
			boost = 1
		}
		p.Level = levelOf(impact * boost)
		list = append(list, p)
	}
	g.idf = idfOf(len(x.docs), len(list))
	slices.SortStableFunc(list, func(a, b format.Posting) int { return cmp.Compare(b.Level, a.Level) })
	for _, p := range list[:min(len(list), x.keep)] {
		g.sections[doc{p.Page, p.Section}] = p
	}
	x.found[stem] = g
	return g
}
