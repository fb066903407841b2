package search

// weights are the constants of ranking that travel in the head, so that clients need not be changed with them.
type weights struct {
	prefix, prefixBase            float64
	oneEdit, twoEdits, firstEdit  float64
	stemMate, joined, shortened   float64
	inherited                     float64
	elsewhere, elsewherePresence  float64
	synonym                       float64
	adjacency                     float64
	titleEqual, titleBegins       float64
	full, partial, furtherSection float64
}

// fields returns the weights in the order of the head.
func (w *weights) fields() []*float64 {
	return []*float64{&w.prefix, &w.prefixBase, &w.oneEdit, &w.twoEdits, &w.firstEdit, &w.stemMate, &w.joined, &w.shortened,
		&w.inherited, &w.elsewhere, &w.elsewherePresence, &w.synonym, &w.adjacency, &w.titleEqual, &w.titleBegins,
		&w.full, &w.partial, &w.furtherSection}
}

// thousandths are the weights that Build writes.
var thousandths = []int{750, 500, 700, 400, 700, 850, 900, 500, 300, 250, 500, 950, 250, 500, 150, 900, 500, 200}

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
