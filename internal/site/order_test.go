package site

import (
	"slices"
	"testing"
)

// Titles stand in one order everywhere: that of the A-Z index.
func TestTitlesAreOrderedAsInTheIndex(t *testing.T) {
	titles := []string{"zebra", "Zoll", "Ärger", "Apfel", "Éclair", "Eis", "Öl", "Ordnung"}
	slices.SortFunc(titles, func(a, b string) int {
		x, y := keyOf(0, a, a), keyOf(0, b, b)
		return x.compare(&y)
	})
	if want := []string{"Apfel", "Ärger", "Éclair", "Eis", "Öl", "Ordnung", "zebra", "Zoll"}; !slices.Equal(titles, want) {
		t.Error(titles)
	}
	terms := &termIndex{taxonomy: Taxonomy{Name: "tags"}, byFold: map[string]*term{}, written: map[string]*spelling{}}
	terms.collect(0, []string{"Zebra", "Ärger", "Apfel"})
	terms.finish([]*Doc{{}}, 0)
	var got []string
	for _, one := range terms.terms {
		got = append(got, one.ref.Title)
	}
	if want := []string{"Apfel", "Ärger", "Zebra"}; !slices.Equal(got, want) {
		t.Error(got)
	}
}
