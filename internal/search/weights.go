package search

import "math"

// weights are the constants of ranking that travel in the head, so that clients need not be changed with them.
type weights struct {
	prefix, prefixBase            float64
	oneEdit, twoEdits, firstEdit  float64
	stemMate, joined, shortened   float64
	inherited                     float64
	elsewhere, elsewherePresence  float64
	synonym                       float64
	nearness, heading             float64
	full, partial, furtherSection float64
	beside                        float64
}

// fields returns the weights in the order of the head.
func (w *weights) fields() []*float64 {
	return []*float64{&w.prefix, &w.prefixBase, &w.oneEdit, &w.twoEdits, &w.firstEdit, &w.stemMate, &w.joined, &w.shortened,
		&w.inherited, &w.elsewhere, &w.elsewherePresence, &w.synonym, &w.nearness, &w.heading,
		&w.full, &w.partial, &w.furtherSection, &w.beside}
}

// standardWeights are the weights that Build writes.
var standardWeights = weights{
	prefix: .75, prefixBase: .4, // of a form of which the beginning was typed
	oneEdit: .85, twoEdits: .4, firstEdit: .7, // of a form that was mistyped
	stemMate: .85, joined: .9, shortened: .5, // of a form other than the typed one
	inherited: .75,                        // a section has its page's title and keywords in part
	elsewhere: .15, elsewherePresence: .3, // a word in another section of the page
	synonym:  .95,
	nearness: .5,              // of terms that were typed next to each other
	heading:  .6,              // that says what was typed
	full:     .9, partial: .3, // shares of the query's words with which a page counts as having all, or too few
	furtherSection: .2,
	beside:         .8, // a further section of a page, beside the best ones of others
}

// thousandths returns the weights as whole numbers, as they stand in the head.
func (w *weights) thousandths() (list []int) {
	for _, f := range w.fields() {
		list = append(list, int(math.Round(*f*1000)))
	}
	return list
}

// weightsOf returns weights from thousandths; there must be one for each.
func weightsOf(list []int) *weights {
	w := &weights{}
	for i, f := range w.fields() {
		*f = float64(list[i]) / 1000
	}
	return w
}

// ofPrefix returns the weight of a form of which the given number of characters was typed.
func (w *weights) ofPrefix(typed, length int) float64 {
	rest := float64(1 - w.prefixBase)
	part := float64(rest*float64(typed)) / float64(length)
	return float64(w.prefix * float64(w.prefixBase+part))
}
