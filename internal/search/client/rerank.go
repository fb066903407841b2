package client

import "pandect/internal/search/format"

// reranker reranks the best pages by their text.
type reranker struct {
	shards  *shards
	weights *format.Weights
}

// rerank changes the scores and the order of the first Head.Look pages.
func (r *reranker) rerank(variants []variant, pages []ranked) error {
	marksByVariant := make([]*marks, len(variants))
	first := pages[:min(len(pages), r.shards.head.Look)]
	for i := range first {
		for j := range first[i].sections {
			c := &first[i].sections[j]
			heading, text, err := r.shards.tokens(c.doc)
			if err != nil {
				return err
			}
			if marksByVariant[c.variant] == nil {
				marksByVariant[c.variant] = marksOf(&variants[c.variant])
			}
			c.score = float64(c.score * float64(1+r.bonus(len(variants[c.variant].terms), marksByVariant[c.variant], heading, text)))
		}
		first[i].order()
	}
	orderPages(first)
	return nil
}

const (
	nearTokens = 8  // distance up to which terms are near each other
	nearShare  = .5 // their nearness; that of neighbours is 1
)

// bonus returns the bonus of a section for n terms: for terms that are near each other as in the query, and for a heading
// that consists of the terms.
func (r *reranker) bonus(n int, m *marks, heading, text []string) float64 {
	inHeading, inText := r.important(m, heading), r.important(m, text)
	bonus := 0.0
	if n > 1 {
		near := make([]float64, n-1)
		nearness(near, inHeading)
		nearness(near, inText)
		sum := 0.0
		for _, share := range near {
			sum += share
		}
		bonus = float64(r.weights.Nearness*sum) / float64(n-1)
	}
	if len(inHeading) > 0 {
		tokens := 0
		has := map[int]bool{}
		for _, terms := range inHeading {
			if len(terms) > 0 {
				tokens++
			}
			for _, t := range terms {
				has[t] = true
			}
		}
		bonus += float64(r.weights.Heading*float64(tokens*len(has))) / float64(len(inHeading)*n)
	}
	return bonus
}

// important returns the terms that each token matches, leaving out stop words that match none.
func (r *reranker) important(m *marks, tokens []string) (list [][]int) {
	for _, token := range tokens {
		if terms := m.of(nil, token); len(terms) > 0 || !r.shards.isStop(token) {
			list = append(list, terms)
		}
	}
	return list
}

// nearness raises the nearness of each term to the next one: 1 if it is directly before it.
func nearness(near []float64, tokens [][]int) {
	last := make([]int, len(near)+1) // last position of each term, from 1
	for i, terms := range tokens {
		at := i + 1
		for _, t := range terms {
			if t > 0 && last[t-1] > 0 && at-last[t-1] <= nearTokens {
				share := nearShare
				if at-last[t-1] == 1 {
					share = 1
				}
				near[t-1] = max(near[t-1], share)
			}
			if t < len(near) && last[t+1] > 0 && at-last[t+1] <= nearTokens {
				near[t] = max(near[t], nearShare)
			}
		}
		for _, t := range terms {
			last[t] = at
		}
	}
}
