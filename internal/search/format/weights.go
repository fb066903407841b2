package format

import "math"

// Weights are the constants of ranking. They are part of the head, so that clients need not change with them.
type Weights struct {
	Prefix, PrefixBase           float64 // a form whose beginning was typed
	OneEdit, TwoEdits, FirstEdit float64 // a form that was mistyped
	StemMate, Joined, Shortened  float64 // another form than the typed one
	Inherited                    float64 // the page's title and keywords, for a section
	Elsewhere, ElsewherePresence float64 // a word in another section of the page: its value, and its share of the idf
	Synonym                      float64 // a query with a synonym
	Nearness                     float64 // terms that are as near each other as they were typed
	Heading                      float64 // a heading that equals the query
	Full                         float64 // least share of the query's idf with which a page counts as having all words
	Partial                      float64 // least share that a page must have, relative to the best page
	FurtherSection               float64 // least score of a further section, relative to the best of its page
	Beside                       float64 // a further section, in the order of results
}

// fields returns the weights in the order of the head.
func (w *Weights) fields() []*float64 {
	return []*float64{&w.Prefix, &w.PrefixBase, &w.OneEdit, &w.TwoEdits, &w.FirstEdit, &w.StemMate, &w.Joined, &w.Shortened,
		&w.Inherited, &w.Elsewhere, &w.ElsewherePresence, &w.Synonym, &w.Nearness, &w.Heading,
		&w.Full, &w.Partial, &w.FurtherSection, &w.Beside}
}

// thousandths returns the weights in thousandths, as the head has them.
func (w *Weights) thousandths() (list []int) {
	for _, f := range w.fields() {
		list = append(list, int(math.Round(*f*1000)))
	}
	return list
}

// readWeights decodes what thousandths returned.
func readWeights(list []int) (w Weights, err error) {
	fields := w.fields()
	if len(list) != len(fields) {
		return w, ErrDamaged
	}
	for i, f := range fields {
		*f = float64(list[i]) / 1000
	}
	return w, nil
}

// OfPrefix returns the weight of a form of which the given number of characters was typed.
func (w *Weights) OfPrefix(typed, length int) float64 {
	rest := float64(1 - w.PrefixBase)
	part := float64(rest*float64(typed)) / float64(length)
	return float64(w.Prefix * float64(w.PrefixBase+part))
}
