package client

import (
	"unicode/utf8"

	"pandect/internal/search/format"
	"pandect/internal/search/words"
)

// lookup finds the forms and groups that the words of a query match.
type lookup struct {
	shards  *shards
	weights *format.Weights
}

// term is a word of a query with its matches.
type term struct {
	word    word
	entries []entry
	ready   *format.ReadyList // of a prefix with too many forms; else nil
	idf     int
}

// entry is a form that a word matches.
type entry struct {
	form   string
	how    string // as in Why
	weight float64
	group  *format.Group
	place  int // index of the form in its group
}

// terms returns the terms of a word: one, or one for each piece if the site does not have the word.
func (l *lookup) terms(w word) ([]term, error) {
	t := term{word: w}
	if err := l.addExact(&t); err != nil {
		return nil, err
	}
	known := len(t.entries) > 0
	if w.last {
		if err := l.addCompletions(&t); err != nil {
			return nil, err
		}
	}
	if len(t.entries) == 0 && t.ready == nil && len(w.Pieces) > 1 {
		var list []term
		for i, p := range w.Pieces {
			more, err := l.terms(word{Word: words.Word{Form: p}, last: w.last && i == len(w.Pieces)-1})
			if err != nil {
				return nil, err
			}
			list = append(list, more...)
		}
		return list, nil
	}
	for _, widen := range []func(*term) error{l.addTypos, l.addShortened} {
		if len(t.entries) > 0 || t.ready != nil {
			break
		}
		if err := widen(&t); err != nil {
			return nil, err
		}
	}
	t.idf = l.idfOf(&t, known)
	return []term{t}, nil
}

// add adds an entry for a form, if the site has it and the term does not.
func (l *lookup) add(t *term, form string, weight float64, how string) error {
	for _, e := range t.entries {
		if e.form == form {
			return nil
		}
	}
	g, place, err := l.shards.group(form)
	if g != nil {
		t.entries = append(t.entries, entry{form, how, weight, g, place})
	}
	return err
}

func (l *lookup) addExact(t *term) error {
	if err := l.add(t, t.word.Form, 1, "exact"); err != nil {
		return err
	}
	for _, other := range t.word.Others {
		if err := l.add(t, other, l.weights.Joined, "joined"); err != nil {
			return err
		}
	}
	return nil
}

// addCompletions adds the forms that begin with the word, which is still being typed.
func (l *lookup) addCompletions(t *term) error {
	forms, wide, err := l.shards.formsWith(t.word.Form)
	if err != nil {
		return err
	}
	if wide {
		t.ready, err = l.shards.readyFor(t.word.Form)
		return err
	}
	typed := utf8.RuneCountInString(t.word.Form)
	for _, f := range forms {
		if f == t.word.Form {
			continue
		}
		if err := l.add(t, f, l.weights.OfPrefix(typed, utf8.RuneCountInString(f)), "prefix"); err != nil {
			return err
		}
	}
	return nil
}

const (
	minShortened = 5 // characters that a shortened word keeps
	maxShortened = 3 // characters that are removed
)

// addShortened adds forms that begin like the word, which the site may have with another ending.
func (l *lookup) addShortened(t *term) error {
	runes := []rune(t.word.Form)
	for n := 1; n <= maxShortened && len(runes)-n >= minShortened; n++ {
		forms, wide, err := l.shards.formsWith(string(runes[:len(runes)-n]))
		if err != nil {
			return err
		}
		if wide || len(forms) == 0 {
			continue
		}
		for _, f := range forms {
			if err := l.add(t, f, l.weights.Shortened, "shortened"); err != nil {
				return err
			}
		}
		return nil
	}
	return nil
}

// idfOf returns the idf of a term. known says that the first entry is the word itself.
func (l *lookup) idfOf(t *term, known bool) int {
	if known {
		return t.entries[0].group.IDF
	}
	idf := 0
	for _, e := range t.entries {
		if idf == 0 || e.group.IDF < idf {
			idf = e.group.IDF
		}
	}
	if t.ready != nil && (idf == 0 || t.ready.IDF < idf) {
		idf = t.ready.IDF
	}
	if idf == 0 {
		return l.shards.head.Rare
	}
	return idf
}
