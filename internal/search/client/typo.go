package client

import (
	"cmp"
	"slices"

	"pandect/internal/search/format"
	"pandect/internal/search/words"
)

const (
	leastTypo     = 4 // characters of a word in which a typo is sought
	leastTwoTypos = 8
	leastOpenTypo = 5 // likewise, when the word may go on
	bestTypos     = 3
)

// candidate is a form that may have been meant.
type candidate struct {
	form       string
	weight     float64
	commonness int
}

// addTypos adds the forms that were probably meant.
func (l *lookup) addTypos(t *term) error {
	typed := []rune(t.word.Form)
	if len(typed) < leastTypo || len(typed) > format.MaxWord || !words.IsWord(t.word.Form) {
		return nil
	}
	limit := 1
	if len(typed) >= leastTwoTypos {
		limit = 2
	}
	first, second := string(typed[0]), string(typed[1])
	steps := [][]candidate{}
	for _, step := range []struct {
		open   bool
		places []int // of the letter by which the shard is sought
		letter []string
	}{
		{false, []int{0}, []string{first}},
		{true, []int{0}, []string{first}},
		{false, []int{1, 1, 0}, []string{second, first, second}},
	} {
		if step.open && (!t.word.last || len(typed) < leastOpenTypo) {
			continue
		}
		var found []candidate
		for i, letter := range step.letter {
			list, err := l.shards.wordsBy(step.places[i], letter)
			if err != nil {
				return err
			}
			for j, form := range list.Words {
				if format.LetterAt(form, step.places[i]) != letter {
					continue // a shard holds the words of several letters
				}
				if w := l.typoWeight(typed, []rune(form), limit, step.open); w > 0 {
					found = append(found, candidate{form, w, int(list.Commonness[j])})
				}
			}
		}
		if len(found) > 0 {
			steps = append(steps, found)
			break
		}
	}
	if len(steps) == 0 {
		return nil
	}
	found := steps[0]
	slices.SortFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(b.commonness, a.commonness), words.CompareForms(a.form, b.form))
	})
	found = slices.CompactFunc(found, func(a, b candidate) bool { return a.form == b.form })
	for _, c := range found[:min(len(found), bestTypos)] {
		if err := l.add(t, c.form, c.weight, "typo"); err != nil {
			return err
		}
	}
	return nil
}

// typoWeight returns the weight of a form that may have been meant, or 0. If open, the word may be the beginning of a
// longer one.
func (l *lookup) typoWeight(typed, form []rune, limit int, open bool) float64 {
	if open && len(form) <= len(typed) || len(form) < len(typed)-limit || !open && len(form) > len(typed)+limit {
		return 0
	}
	edits := distance(typed, form, limit, open)
	if edits > limit {
		return 0
	}
	w := 1.0
	switch edits {
	case 1:
		w = l.weights.OneEdit
	case 2:
		w = l.weights.TwoEdits
	}
	if typed[0] != form[0] {
		w = float64(w * l.weights.FirstEdit)
	}
	if open {
		w = float64(w * l.weights.OfPrefix(len(typed), len(form)))
	}
	return w
}

// distance returns the optimal string alignment distance of two words, or more than limit. If open, of the first and
// the nearest beginning of the second.
func distance(a, b []rune, limit int, open bool) int {
	if open {
		b = b[:min(len(b), len(a)+limit)]
	}
	var buffer [3][format.MaxWord + 4]int
	before, last, row := buffer[0][:len(b)+1], buffer[1][:len(b)+1], buffer[2][:len(b)+1]
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if least > limit {
			return limit + 1
		}
		before, last, row = last, row, before
	}
	if open {
		return slices.Min(last)
	}
	return last[len(b)]
}
