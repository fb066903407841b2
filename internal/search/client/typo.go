package client

import (
	"cmp"
	"slices"

	"pandect/internal/search/format"
	"pandect/internal/search/words"
)

const (
	minTypo     = 4 // length in characters of a word that is corrected
	minTwoTypos = 8 // for two edits
	minOpenTypo = 5 // if the word is still being typed
	maxTypos    = 3 // corrections of a word
)

// candidate is a form that may be the correction of a typo.
type candidate struct {
	form       string
	weight     float64
	commonness int
}

// addTypos adds the best corrections of a word. It tries words with the same first letter, then completions of these, then
// words with another first letter, until there are any.
func (l *lookup) addTypos(t *term) error {
	typed := []rune(t.word.Form)
	if len(typed) < minTypo || len(typed) > format.MaxWord || !words.IsWord(t.word.Form) {
		return nil
	}
	limit := 1
	if len(typed) >= minTwoTypos {
		limit = 2
	}
	first, second := string(typed[0]), string(typed[1])
	var found []candidate
	for _, step := range []struct {
		open   bool
		places []int // indices in the word of the letters that select shards
		letter []string
	}{
		{false, []int{0}, []string{first}},
		{true, []int{0}, []string{first}},
		{false, []int{1, 1, 0}, []string{second, first, second}},
	} {
		if step.open && (!t.word.last || len(typed) < minOpenTypo) {
			continue
		}
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
			break
		}
	}
	slices.SortFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(b.commonness, a.commonness), words.CompareForms(a.form, b.form))
	})
	found = slices.CompactFunc(found, func(a, b candidate) bool { return a.form == b.form })
	for _, c := range found[:min(len(found), maxTypos)] {
		if err := l.add(t, c.form, c.weight, "typo"); err != nil {
			return err
		}
	}
	return nil
}

// typoWeight returns the weight of a form as a correction, or 0. If open, the word may be a prefix of the form.
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

// distance returns the optimal string alignment distance of two words, or a number above limit. If open, it is that of the
// first word and the nearest prefix of the second.
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
