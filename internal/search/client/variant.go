package client

import (
	"slices"

	"pandect/internal/search/words"
)

// variant is a query, as typed or with a synonym, looked up.
type variant struct {
	terms  []term
	values []values // of the terms, once the variant was scored
	factor float64
}

// maxVariants is how many synonyms of a query are tried.
const maxVariants = 4

// variants looks a query up, as typed and with synonyms.
func (l *lookup) variants(q *query) ([]variant, error) {
	first, err := l.variant(q.words, 1)
	if err != nil {
		return nil, err
	}
	list := []variant{first}
	for i, w := range q.words {
		if w.phrase || l.skips(q.words, w) {
			continue
		}
		synonyms, err := l.shards.synonymsOf(w.Form)
		if err != nil {
			return nil, err
		}
		for _, y := range synonyms {
			if len(list) > maxVariants || !continues(q.words[i:], y.Phrase) {
				continue
			}
			var replaced []word
			replaced = append(replaced, q.words[:i]...)
			for _, form := range y.Replacement {
				replaced = append(replaced, word{Word: words.Word{Form: form}})
			}
			replaced = append(replaced, q.words[i+len(y.Phrase):]...)
			v, err := l.variant(replaced, l.weights.Synonym)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
	}
	return list, nil
}

// continues reports whether words are those of a phrase, as far as that goes.
func continues(words []word, phrase []string) bool {
	if len(words) < len(phrase) {
		return false
	}
	for i, form := range phrase {
		if words[i].Form != form || words[i].phrase {
			return false
		}
	}
	return true
}

// skips reports whether a word is not looked up because it says little and others say more.
func (l *lookup) skips(words []word, w word) bool {
	return l.shards.isStop(w.Form) && slices.ContainsFunc(words, func(w word) bool { return !l.shards.isStop(w.Form) })
}

func (l *lookup) variant(words []word, factor float64) (variant, error) {
	v := variant{factor: factor}
	for _, w := range words {
		if l.skips(words, w) {
			continue
		}
		terms, err := l.terms(w)
		if err != nil {
			return v, err
		}
		v.terms = append(v.terms, terms...)
	}
	return v, nil
}
