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
	written  map[string]*spelling // by text in front matter; nil for white space
}

type term struct {
	ref       *Ref // set when all spellings are known
	docs      []int
	spellings []*spelling
}

type spelling struct {
	term  *term
	text  string
	count int
}

// makeTerms collects the terms of every declared taxonomy, and those of each page in the order of its front matter.
// Spellings that differ only in case are one term, which is shown in the most frequent one.
func (x *Index) makeTerms() {
	x.termsOf = make([][]TermList, len(x.docs))
	for _, taxonomy := range x.options.Taxonomies {
		t := &termIndex{taxonomy: taxonomy, byFold: map[string]*term{}, written: map[string]*spelling{}}
		for i, d := range x.docs {
			if refs := t.collect(i, d.Meta.Taxonomies[taxonomy.Name]); len(refs) > 0 {
				x.termsOf[i] = append(x.termsOf[i], TermList{Name: taxonomy.Name, Title: taxonomy.Title, Terms: refs})
			}
		}
		if len(t.byFold) > 0 {
			t.finish(x.docs, x.options.URLs)
			x.terms = append(x.terms, t)
		}
	}
}

// collect records the terms of a page, and returns them, each once.
func (t *termIndex) collect(doc int, terms []string) []*Ref {
	if len(terms) == 0 {
		return nil
	}
	refs := make([]*Ref, 0, len(terms))
	for _, written := range terms {
		s := t.spelling(written)
		if s == nil {
			continue
		}
		s.count++
		if n := len(s.term.docs); n == 0 || s.term.docs[n-1] != doc {
			s.term.docs = append(s.term.docs, doc)
			refs = append(refs, s.term.ref)
		}
	}
	return refs
}

// spelling returns the spelling of a term as written; nil for white space.
func (t *termIndex) spelling(written string) *spelling {
	if s, known := t.written[written]; known {
		return s
	}
	text := strings.TrimSpace(written)
	if text != written {
		s := t.spelling(text)
		t.written[written] = s
		return s
	}
	if text == "" {
		t.written[written] = nil
		return nil
	}
	key := Fold(text)
	found := t.byFold[key]
	if found == nil {
		found = &term{ref: &Ref{}}
		t.byFold[key] = found
	}
	s := &spelling{term: found, text: text}
	found.spellings = append(found.spellings, s)
	t.written[written] = s
	return s
}

// finish titles and sorts the terms.
func (t *termIndex) finish(docs []*Doc, urls URLStyle) {
	base := Slug(t.taxonomy.Name)
	used := map[string]bool{}
	for _, key := range SortedKeys(t.byFold) {
		found := t.byFold[key]
		title := found.title()
		slug := Slug(title)
		for n := 2; used[slug]; n++ {
			slug = fmt.Sprintf("%s-%d", Slug(title), n)
		}
		used[slug] = true
		*found.ref = Ref{URL: PagePath(base+"/"+slug, urls), Title: title, Kind: KindTerm, Count: len(found.docs)}
		found.ref.seal()
		slices.SortFunc(found.docs, func(a, b int) int {
			return cmp.Or(strings.Compare(docs[a].key.order, docs[b].key.order), strings.Compare(docs[a].key.title, docs[b].key.title), cmp.Compare(a, b))
		})
		t.terms = append(t.terms, found)
	}
	slices.SortStableFunc(t.terms, func(a, b *term) int { return strings.Compare(unaccented(a.ref.Title), unaccented(b.ref.Title)) })
	t.ref = &Ref{URL: OutputPath(base+"/_index.md", "", urls), Title: t.taxonomy.Title, Kind: KindTaxonomy, Count: len(t.terms)}
	t.ref.seal()
}

// title is the most frequent spelling.
func (t *term) title() string {
	return slices.MinFunc(t.spellings, func(a, b *spelling) int {
		return cmp.Or(cmp.Compare(b.count, a.count), strings.Compare(a.text, b.text))
	}).text
}

// Related pages are scored: 1 + 4/n for a shared term that n pages have, and relatedLink for a link. Terms that very many
// pages have are ignored, because they say little and would cost quadratic time.
const (
	relatedMost   = 5   // length of Page.Related
	relatedCommon = 100 // a term of more pages is ignored
	relatedLink   = 3.0 // score of a link to the page
)

// makeRelated returns tasks that find the related pages of every page.
func (x *Index) makeRelated() (tasks []func()) {
	x.related = make([][]*Ref, len(x.docs))
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
	const parts = 4
	for k := range parts {
		tasks = append(tasks, func() { x.relate(len(x.docs)*k/parts, len(x.docs)*(k+1)/parts, termsOf) })
	}
	return tasks
}

// relate finds the pages that are related to docs[from:to].
func (x *Index) relate(from, to int, termsOf [][]*term) {
	scores := make([]float64, len(x.docs))
	var candidates []int
	for i := from; i < to; i++ {
		add := func(j int, score float64) {
			if j != i && !x.docs[j].IsIndex() {
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
