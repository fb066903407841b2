package search

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"pandect/internal/search/words"
)

// term is a word of a query with all that it finds.
type term struct {
	word    word
	entries []entry
	ready   *readyList
	idf     int
}

// entry is a form that a word leads to.
type entry struct {
	form   string
	how    string
	weight float64
	group  *groupData
	place  int // of the form in its group
}

// add adds an entry for a form, if the site has it and the term does not.
func (s *Searcher) add(t *term, form string, weight float64, how string) error {
	for _, e := range t.entries {
		if e.form == form {
			return nil
		}
	}
	g, place, err := s.group(form)
	if g != nil {
		t.entries = append(t.entries, entry{form, how, weight, g, place})
	}
	return err
}

// lookUp returns the terms of a word: one, or one for each piece.
func (s *Searcher) lookUp(w word) ([]term, error) {
	t := term{word: w}
	if err := s.addExact(&t); err != nil {
		return nil, err
	}
	known := len(t.entries) > 0
	if w.last {
		if err := s.addLonger(&t); err != nil {
			return nil, err
		}
	}
	if len(t.entries) == 0 && t.ready == nil && len(w.Pieces) > 1 {
		var list []term
		for i, p := range w.Pieces {
			more, err := s.lookUp(word{Word: words.Word{Form: p}, last: w.last && i == len(w.Pieces)-1})
			if err != nil {
				return nil, err
			}
			list = append(list, more...)
		}
		return list, nil
	}
	for _, widen := range []func(*term) error{s.addTypos, s.addShortened} {
		if len(t.entries) > 0 || t.ready != nil {
			break
		}
		if err := widen(&t); err != nil {
			return nil, err
		}
	}
	t.idf = s.idfOf(&t, known)
	return []term{t}, nil
}

// idfOf returns what it says that a section has a term.
func (s *Searcher) idfOf(t *term, known bool) int {
	if known {
		return t.entries[0].group.idf
	}
	idf := 0
	for _, e := range t.entries {
		if idf == 0 || e.group.idf < idf {
			idf = e.group.idf
		}
	}
	if t.ready != nil && (idf == 0 || t.ready.idf < idf) {
		idf = t.ready.idf
	}
	if idf == 0 {
		return s.head.rare
	}
	return idf
}

func (s *Searcher) addExact(t *term) error {
	if err := s.add(t, t.word.Form, 1, "exact"); err != nil {
		return err
	}
	for _, other := range t.word.Others {
		if err := s.add(t, other, s.w.joined, "joined"); err != nil {
			return err
		}
	}
	return nil
}

// addLonger adds what the word that is being typed may become.
func (s *Searcher) addLonger(t *term) error {
	forms, wide, err := s.formsWith(t.word.Form)
	if err != nil {
		return err
	}
	if wide {
		t.ready, err = s.readyFor(t.word.Form)
		return err
	}
	typed := utf8.RuneCountInString(t.word.Form)
	for _, f := range forms {
		if f == t.word.Form {
			continue
		}
		if err := s.add(t, f, s.w.ofPrefix(typed, utf8.RuneCountInString(f)), "prefix"); err != nil {
			return err
		}
	}
	return nil
}

const (
	leastShortened = 5 // characters that stay of a word of which the end is taken away
	mostShortened  = 3 // characters that are taken away
)

// addShortened adds forms that begin like the word: the site may have it with another ending.
func (s *Searcher) addShortened(t *term) error {
	runes := []rune(t.word.Form)
	for n := 1; n <= mostShortened && len(runes)-n >= leastShortened; n++ {
		forms, wide, err := s.formsWith(string(runes[:len(runes)-n]))
		if err != nil {
			return err
		}
		if wide || len(forms) == 0 {
			continue
		}
		for _, f := range forms {
			if err := s.add(t, f, s.w.shortened, "shortened"); err != nil {
				return err
			}
		}
		return nil
	}
	return nil
}

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
func (s *Searcher) addTypos(t *term) error {
	typed := []rune(t.word.Form)
	if len(typed) < leastTypo || len(typed) > maxWord || !words.IsWord(t.word.Form) {
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
			list, err := s.wordsBy(step.places[i], letter)
			if err != nil {
				return err
			}
			for j, form := range list.words {
				if letterAt(form, step.places[i]) != letter {
					continue // a shard holds the words of several letters
				}
				if w := s.typoWeight(typed, []rune(form), limit, step.open); w > 0 {
					found = append(found, candidate{form, w, list.commonness[j]})
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
		if err := s.add(t, c.form, c.weight, "typo"); err != nil {
			return err
		}
	}
	return nil
}

// wordsBy returns the words that have a letter at a place, among others.
func (s *Searcher) wordsBy(place int, letter string) (*wordList, error) {
	number := 0
	for at, lists := range s.head.letters {
		for _, letters := range lists {
			if at == place && containsLetter(letters, letter) {
				return s.words(number)
			}
			number++
		}
	}
	return &wordList{}, nil
}

func containsLetter(letters, letter string) bool {
	for _, r := range letters {
		if string(r) == letter {
			return true
		}
	}
	return false
}

// typoWeight returns the weight of a form that may have been meant, or 0. If open, the word may be the beginning of a
// longer one.
func (s *Searcher) typoWeight(typed, form []rune, limit int, open bool) float64 {
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
		w = s.w.oneEdit
	case 2:
		w = s.w.twoEdits
	}
	if typed[0] != form[0] {
		w = float64(w * s.w.firstEdit)
	}
	if open {
		w = float64(w * s.w.ofPrefix(len(typed), len(form)))
	}
	return w
}

// distance returns the optimal string alignment distance of two words, or more than limit. If open, of the first and
// the nearest beginning of the second.
func distance(a, b []rune, limit int, open bool) int {
	if open {
		b = b[:min(len(b), len(a)+limit)]
	}
	var buffer [3][maxWord + 4]int
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
