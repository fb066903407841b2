package client

import (
	"slices"

	"pandect/internal/search/words"
)

// variant is a query as typed or with a synonym, after lookup.
type variant struct {
	terms  []term
	values []values // by term; set by ranking.score
	factor float64  // on the score
}

// maxVariants is the maximum number of variants besides the query as typed.
const maxVariants = 4

// variants looks up a query as typed and with synonyms.
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

// continues reports whether words begin with a phrase, outside quotes.
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

// skips reports whether a word is a stop word that is not looked up because there are others.
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
