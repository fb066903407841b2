package index

import (
	"slices"
	"strings"
	"testing"

	"pandect/internal/search/words"
)

// TestAnAbbreviationWithManyMeanings expects the commonest of them, and of equal ones those that sort first.
func TestAnAbbreviationWithManyMeanings(t *testing.T) {
	meanings := []string{"data protection authority", "deferred prosecution agreement", "doctor of public administration", "daily port activity", "data processing agreement"}
	a := NewAnalyzer(Options{Language: "en"})
	var pages []*Analysed
	for i, times := range []int{2, 1, 3, 1, 1} {
		pages = append(pages, a.Page(Page{Sections: []Section{{Text: strings.Repeat("See the "+meanings[i]+" (DPA). ", times)}}}))
	}
	var want []words.Abbreviation
	for _, i := range []int{2, 0, 3} {
		want = append(want, words.Abbreviation{Short: "dpa", Long: meanings[i]})
	}
	x := inverted{pages: pages}
	if got := x.abbreviations(); !slices.Equal(got, want) {
		t.Errorf("the meanings are %v, want %v", got, want)
	}
}
