package format

import "math"

// Weights are the constants of ranking that travel in the head, so that clients need not be changed with them. They stand
// here because both sides use them: who makes an index chooses them and works ready lists out with some, and who asks
// takes them from the head.
type Weights struct {
	Prefix, PrefixBase            float64 // of a form of which the beginning was typed
	OneEdit, TwoEdits, FirstEdit  float64 // of a form that was mistyped
	StemMate, Joined, Shortened   float64 // of a form other than the typed one
	Inherited                     float64 // of the page's title and keywords for a section
	Elsewhere, ElsewherePresence  float64 // of a word in another section of the page
	Synonym                       float64
	Nearness                      float64 // of terms that were typed next to each other
	Heading                       float64 // that says what was typed
	Full, Partial, FurtherSection float64 // shares of the query's words with which a page counts as having all, or too few; of the best section's score
	Beside                        float64 // of a further section of a page, beside the best ones of others
}

// fields returns the weights in the order of the head.
func (w *Weights) fields() []*float64 {
	return []*float64{&w.Prefix, &w.PrefixBase, &w.OneEdit, &w.TwoEdits, &w.FirstEdit, &w.StemMate, &w.Joined, &w.Shortened,
		&w.Inherited, &w.Elsewhere, &w.ElsewherePresence, &w.Synonym, &w.Nearness, &w.Heading,
		&w.Full, &w.Partial, &w.FurtherSection, &w.Beside}
}

// thousandths returns the weights as whole numbers, as they stand in the head.
func (w *Weights) thousandths() (list []int) {
	for _, f := range w.fields() {
		list = append(list, int(math.Round(*f*1000)))
	}
	return list
}

// readWeights reads what thousandths wrote.
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
