package site

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// termIndex is one taxonomy with its terms.
type termIndex struct {
	taxonomy Taxonomy
	ref      *Ref    // the page that lists the terms
	terms    []*term // by title
	byFold   map[string]*term
}

type term struct {
	ref  *Ref
	docs []int
}

// makeTerms collects the terms of every declared taxonomy. Two spellings that differ only in case are one term, shown
// as it is spelled most often.
func (x *Index) makeTerms() {
	for _, taxonomy := range x.options.Taxonomies {
		base := Slug(taxonomy.Name)
		t := &termIndex{taxonomy: taxonomy, byFold: map[string]*term{}}
		t.ref = &Ref{URL: OutputPath(base+"/_index.md", "", x.options.URLs), Title: taxonomy.Title, Kind: KindTaxonomy}
		spellings := map[string]map[string]int{}
		for i, d := range x.docs {
			for _, written := range d.Meta.Taxonomies[taxonomy.Name] {
				key := Fold(strings.TrimSpace(written))
				if key == "" {
					continue
				}
				found := t.byFold[key]
				if found == nil {
					found = &term{}
					t.byFold[key] = found
					spellings[key] = map[string]int{}
				}
				if n := len(found.docs); n == 0 || found.docs[n-1] != i {
					found.docs = append(found.docs, i)
				}
				spellings[key][strings.TrimSpace(written)]++
			}
		}
		used := map[string]bool{}
		for _, key := range SortedKeys(t.byFold) {
			found := t.byFold[key]
			title := commonest(spellings[key])
			slug := Slug(title)
			for n := 2; used[slug]; n++ {
				slug = fmt.Sprintf("%s-%d", Slug(title), n)
			}
			used[slug] = true
			found.ref = &Ref{URL: PagePath(base+"/"+slug, x.options.URLs), Title: title, Kind: KindTerm, Count: len(found.docs)}
			found.ref.seal()
			slices.SortFunc(found.docs, func(a, b int) int {
				return cmp.Or(strings.Compare(x.docs[a].key.title, x.docs[b].key.title), cmp.Compare(a, b))
			})
			t.terms = append(t.terms, found)
		}
		t.ref.Count = len(t.terms)
		t.ref.seal()
		if len(t.terms) > 0 {
			x.terms = append(x.terms, t)
		}
	}
}

func commonest(spellings map[string]int) string {
	best := ""
	for _, s := range SortedKeys(spellings) {
		if best == "" || spellings[s] > spellings[best] {
			best = s
		}
	}
	return best
}

// termsOf returns the terms of one page, taxonomy by taxonomy, in the order in which its editor wrote them.
func (x *Index) termsOf(d *Doc) []TermList {
	var lists []TermList
	for _, t := range x.terms {
		terms := d.Meta.Taxonomies[t.taxonomy.Name]
		if len(terms) == 0 {
			continue
		}
		refs := make([]*Ref, 0, len(terms))
		for _, written := range terms {
			if found := t.byFold[Fold(strings.TrimSpace(written))]; found != nil && !slices.Contains(refs, found.ref) {
				refs = append(refs, found.ref)
			}
		}
		if len(refs) > 0 {
			lists = append(lists, TermList{Name: t.taxonomy.Name, Title: t.taxonomy.Title, Terms: refs})
		}
	}
	return lists
}

// What counts for related pages. A term that very many pages share says little about any two of them, so it is not
// looked at, which also bounds the work.
const (
	relatedMost   = 5   // pages shown
	relatedCommon = 100 // a term with more pages than this says nothing
	relatedLink   = 3.0 // one page links to the other
)

// makeRelated finds for every page those that share rare terms with it or are linked with it. The more pages have a
// term, the less it counts.
func (x *Index) makeRelated() {
	x.related = make([][]*Ref, len(x.docs))
	scores := make([]float64, len(x.docs))
	termsOf := make([][]*term, len(x.docs))
	for _, t := range x.terms {
		for _, found := range t.terms {
			if n := len(found.docs); n > 1 && n <= relatedCommon {
				for _, i := range found.docs {
					termsOf[i] = append(termsOf[i], found)
				}
			}
		}
	}
	var candidates []int
	for i := range x.docs {
		add := func(j int, score float64) {
			if j != i && !IsIndex(x.docs[j].Path) {
				if scores[j] == 0 {
					candidates = append(candidates, j)
				}
				scores[j] += score
			}
		}
		for _, found := range termsOf[i] {
			for _, j := range found.docs {
				add(j, 1+4/float64(len(found.docs)))
			}
		}
		for _, point := range x.links[i] {
			if point.doc >= 0 {
				add(point.doc, relatedLink)
			}
		}
		slices.SortFunc(candidates, func(a, b int) int { return cmp.Or(-cmp.Compare(scores[a], scores[b]), cmp.Compare(a, b)) })
		if most := min(relatedMost, len(candidates)); most > 0 {
			x.related[i] = make([]*Ref, most)
			for k, j := range candidates[:most] {
				x.related[i][k] = x.refs[j]
			}
		}
		for _, j := range candidates {
			scores[j] = 0
		}
		candidates = candidates[:0]
	}
}
