package client

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"pandect/internal/search/format"
	"pandect/internal/search/index"
	"pandect/internal/search/words"
)

// oracle answers queries by looking through all sections, with the formula of docs/search-format.md and nothing else:
// no shards, no posting lists, no numbers of forms. It takes two things from the index: its head, because what a prefix
// finds depends on how many shards it spans, and the order of a list of results, which is made from scores alone.
type oracle struct {
	s        *Searcher // only its head, and the order of results
	head     *format.Head
	language *words.Language
	docs     []oracleDoc
	forms    map[string]string   // to stems
	groups   map[string][]string // stems to forms, sorted
	keep     int
	average  [fields]float64
	pages    []index.Page
	synonyms []format.Synonym
	found    map[string]*oracleGroup // by stem, as they were asked for
}

type oracleDoc struct {
	doc
	page    *index.Page
	words   map[string]*[fields]int
	lengths [fields]int
}

// oracleGroup is what the sections have of a stem.
type oracleGroup struct {
	idf      int
	sections map[doc]format.Posting // in sets, bits by the place of the form in the sorted group
}

func newOracle(s *Searcher, pages []index.Page, lang string, o index.BuildOptions, keep int) *oracle {
	x := &oracle{s: s, head: s.shards.head, language: words.LanguageOf(lang), forms: map[string]string{}, groups: map[string][]string{}, keep: keep, pages: pages, found: map[string]*oracleGroup{}}
	names := map[words.Abbreviation]int{}
	for number := range pages {
		p := &pages[number]
		for i, section := range p.Sections {
			d := oracleDoc{doc{int32(number), uint16(i)}, p, map[string]*[fields]int{}, [fields]int{}}
			if i == 0 {
				x.read(&d, inTitle, p.Title)
				for _, k := range p.Keywords {
					x.read(&d, inKeywords, k)
				}
			} else {
				x.read(&d, inHeading, section.Heading)
			}
			for _, k := range section.Keywords {
				x.read(&d, inKeywords, k)
			}
			x.read(&d, inBody, section.Text)
			x.read(&d, inLinks, section.Links)
			x.docs = append(x.docs, d)
			for _, n := range x.language.Abbreviations(nil, section.Text) {
				names[n]++
			}
		}
	}
	for form, stem := range x.forms {
		x.groups[stem] = append(x.groups[stem], form)
	}
	for _, forms := range x.groups {
		slices.SortFunc(forms, words.CompareForms)
	}
	x.average = averageLengths(x.docs)
	x.nameSynonyms(names, o.Synonyms)
	return x
}

// oracleTerm is a word looked up.
type oracleTerm struct {
	idf    int
	word   string
	forms  []string // that lead to it
	open   bool     // so do all that begin with the word
	values map[doc]float64
	best   map[doc]float64 // of a title, where its value is not the greatest
}

func (x *oracle) lookUp(w word) []oracleTerm {
	weights := map[string]float64{}
	var order []string
	add := func(form string, weight float64) {
		if _, known := x.forms[form]; known {
			if _, ok := weights[form]; !ok {
				weights[form] = weight
				order = append(order, form)
			}
		}
	}
	add(w.Form, 1)
	for _, other := range w.Others {
		add(other, x.head.Weights.Joined)
	}
	known := len(order) > 0
	var ready map[doc]float64
	readyIDF := 0
	if w.last {
		if x.wide(w.Form) {
			ready, readyIDF = x.ready(w.Form)
		} else {
			for _, f := range x.beginning(w.Form) {
				add(f, x.head.Weights.OfPrefix(utf8.RuneCountInString(w.Form), utf8.RuneCountInString(f)))
			}
		}
	}
	nothing := func() bool { return len(order) == 0 && ready == nil }
	if nothing() && len(w.Pieces) > 1 {
		var list []oracleTerm
		for i, p := range w.Pieces {
			list = append(list, x.lookUp(word{Word: words.Word{Form: p}, last: w.last && i == len(w.Pieces)-1})...)
		}
		return list
	}
	if nothing() {
		for _, c := range x.typos(w) {
			add(c.form, c.weight)
		}
	}
	runes := []rune(w.Form)
	for n := 1; n <= maxShortened && len(runes)-n >= minShortened && nothing(); n++ {
		if p := string(runes[:len(runes)-n]); !x.wide(p) {
			for _, f := range x.beginning(p) {
				add(f, x.head.Weights.Shortened)
			}
		}
	}
	t := oracleTerm{word: w.Form, open: ready != nil, values: map[doc]float64{}, best: map[doc]float64{}}
	for _, form := range order {
		stem := x.forms[form]
		g := x.group(stem)
		t.forms = append(t.forms, form)
		for _, mate := range x.groups[stem] {
			if x.shard(mate) == x.shard(x.groups[stem][0]) {
				t.forms = append(t.forms, mate)
			}
		}
		if t.idf == 0 || g.idf < t.idf && !known {
			t.idf = g.idf
		}
		place := slices.Index(x.groups[stem], form)
		for d, p := range g.sections {
			value := weights[form] * float64(g.idf) * float64(x.head.Levels[p.Level])
			if len(x.groups[stem]) > 1 && p.Set>>min(place, format.MaxPlace)&1 == 0 {
				value *= x.head.Weights.StemMate
			}
			t.values[d] = max(t.values[d], value)
			if p.Fields&pageFields != 0 {
				t.best[d] = max(t.best[d], value)
			}
		}
	}
	for d, value := range ready {
		t.values[d] = max(t.values[d], value)
	}
	if ready != nil && !known && (t.idf == 0 || readyIDF < t.idf) {
		t.idf = readyIDF
	}
	if t.idf == 0 {
		t.idf = idfOf(len(x.docs), 1)
	}
	return []oracleTerm{t}
}

// shard returns the number of the shard to which a form belongs.
func (x *oracle) shard(form string) (number int) {
	for i, first := range x.head.Terms.Firsts {
		if words.CompareForms(first, form) <= 0 {
			number = i
		}
	}
	return number
}

func (x *oracle) wide(prefix string) bool {
	n := 0
	for i, first := range x.head.Terms.Firsts {
		next := i+1 == len(x.head.Terms.Firsts) || words.CompareForms(x.head.Terms.Firsts[i+1], prefix) > 0
		if strings.HasPrefix(first, prefix) || words.CompareForms(first, prefix) <= 0 && next {
			n++
		}
	}
	return n > format.MaxSpan
}

// beginning returns the important forms that begin with a prefix.
func (x *oracle) beginning(prefix string) (list []string) {
	for form := range x.forms {
		if strings.HasPrefix(form, prefix) && !x.language.IsStop(form) {
			list = append(list, form)
		}
	}
	slices.SortFunc(list, words.CompareForms)
	return list
}

func (x *oracle) ready(prefix string) (map[doc]float64, int) {
	idf := 0
	best := map[doc]float64{}
	for _, form := range x.beginning(prefix) {
		g := x.group(x.forms[form])
		if idf == 0 || g.idf < idf {
			idf = g.idf
		}
		for d, p := range g.sections {
			w := x.head.Weights.OfPrefix(utf8.RuneCountInString(prefix), utf8.RuneCountInString(form))
			best[d] = max(best[d], w*float64(g.idf)*float64(x.head.Levels[p.Level]))
		}
	}
	if idf == 0 {
		return nil, 0
	}
	list := slices.SortedFunc(maps.Keys(best), func(a, b doc) int { return cmp.Or(cmp.Compare(best[b], best[a]), compareDocs(a, b)) })
	values := map[doc]float64{}
	for _, d := range list[:min(len(list), readyLength)] {
		values[d] = float64(int(best[d]/readyUnit)) * readyUnit
	}
	return values, idf
}

func (x *oracle) typos(w word) []candidate {
	typed := []rune(w.Form)
	if len(typed) < minTypo || len(typed) > format.MaxWord || !words.IsWord(w.Form) {
		return nil
	}
	limit := 1
	if len(typed) >= minTwoTypos {
		limit = 2
	}
	within := func(open bool, wanted func(form []rune) bool) (found []candidate) {
		for text, stem := range x.forms {
			form := []rune(text)
			if len(form) < format.MinWord || len(form) > format.MaxWord || !words.IsWord(text) || x.language.IsStop(text) || !wanted(form) {
				continue
			}
			if weight := x.s.lookup.typoWeight(typed, form, limit, open); weight > 0 {
				common, n := 0, 0
				for i := range x.docs {
					if slices.ContainsFunc(x.groups[stem], func(f string) bool { return x.docs[i].words[f] != nil }) {
						n++
					}
				}
				for ; n > 0; n /= 2 {
					common++
				}
				found = append(found, candidate{text, weight, common})
			}
		}
		return found
	}
	same := func(form []rune) bool { return form[0] == typed[0] }
	found := within(false, same)
	if len(found) == 0 && w.last && len(typed) >= minOpenTypo {
		found = within(true, same)
	}
	if len(found) == 0 {
		found = within(false, func(form []rune) bool {
			return form[1] == typed[1] || form[1] == typed[0] || form[0] == typed[1]
		})
	}
	slices.SortFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(b.commonness, a.commonness), words.CompareForms(a.form, b.form))
	})
	return found[:min(len(found), maxTypos)]
}

// score works out all sections for some words.
func (x *oracle) score(words []word, factor float64) (terms []oracleTerm, list []scored) {
	for _, w := range words {
		if !x.language.IsStop(w.Form) || !slices.ContainsFunc(words, func(w word) bool { return !x.language.IsStop(w.Form) }) {
			terms = append(terms, x.lookUp(w)...)
		}
	}
	for i := range x.docs {
		d := x.docs[i].doc
		sum, matched, total := 0.0, 0.0, 0.0
		candidate := false
		for _, t := range terms {
			idf := float64(t.idf)
			total += idf
			own := t.values[d]
			candidate = candidate || own > 0
			anywhere := 0.0
			for j := range x.pages[d.page].Sections {
				anywhere = max(anywhere, t.values[doc{d.page, uint16(j)}])
			}
			if d.section > 0 {
				own += x.head.Weights.Inherited * t.best[doc{page: d.page}]
			}
			switch {
			case own > 0:
				sum, matched = sum+own, matched+idf
			case anywhere > 0:
				sum, matched = sum+x.head.Weights.Elsewhere*anywhere, matched+x.head.Weights.ElsewherePresence*idf
			}
		}
		if candidate {
			list = append(list, scored{doc: d, score: sum * (matched / total) * (matched / total) * factor, share: matched / total})
		}
	}
	return terms, list
}

// search returns all results of a query in their order, and whether it was widened.
func (x *oracle) search(text string, part int) (rounds [][]scored, widened, more bool) {
	q := parse(text, x.head.Labels)
	best := map[doc]scored{}
	var asked [][]oracleTerm
	ask := func(words []word, factor float64) {
		terms, list := x.score(words, factor)
		for _, c := range list {
			if c.score > best[c.doc].score {
				c.variant = len(asked)
				best[c.doc] = c
			}
		}
		asked = append(asked, terms)
	}
	ask(q.words, 1)
	variants := 0
	for i, w := range q.words {
		if w.phrase || x.language.IsStop(w.Form) && slices.ContainsFunc(q.words, func(w word) bool { return !x.language.IsStop(w.Form) }) {
			continue
		}
		for _, y := range x.synonyms {
			if variants == maxVariants || !continues(q.words[i:], y.Phrase) {
				continue
			}
			variants++
			var replaced []word
			for _, form := range y.Replacement {
				replaced = append(replaced, word{Word: words.Word{Form: form}})
			}
			ask(slices.Concat(q.words[:i], replaced, q.words[i+len(y.Phrase):]), x.head.Weights.Synonym)
		}
	}
	var list []scored
	for _, d := range slices.SortedFunc(maps.Keys(best), compareDocs) {
		if x.passes(&q, d.page) {
			list = append(list, best[d])
		}
	}
	if len(q.words) == 0 && len(q.filters) > 0 {
		for i := range x.pages {
			if x.passes(&q, int32(i)) {
				list = append(list, scored{doc: doc{page: int32(i)}})
			}
		}
	}
	list, widened = x.s.ranking.dropWeak(list)
	pages := x.s.ranking.byPage(list)
	widened = widened && len(q.words) > 0
	if len(q.phrases)+len(q.excluded) > 0 {
		var kept []ranked
		for i, p := range pages {
			if len(kept) >= max(x.head.Look, part) || i >= x.head.Verify+part {
				more = true
				break
			}
			p.sections = slices.DeleteFunc(p.sections, func(c scored) bool { return !x.keeps(&q, c.doc) })
			if len(p.sections) > 0 {
				kept = append(kept, p)
			}
		}
		pages = kept
	}
	if len(q.words) > 0 {
		first := pages[:min(len(pages), x.head.Look)]
		for i := range first {
			for j := range first[i].sections {
				c := &first[i].sections[j]
				heading, text := x.texts(c.doc)
				c.score *= 1 + x.bonus(asked[c.variant], heading, text)
			}
			first[i].order()
		}
		orderPages(first)
	}
	return x.s.ranking.rounds(pages), widened, more
}

// bonus works out what the text adds, pair by pair.
func (x *oracle) bonus(terms []oracleTerm, heading, text []string) float64 {
	leads := func(t *oracleTerm, token string) bool {
		pieces, _ := words.Pieces(token)
		forms := []string{token}
		for _, p := range pieces {
			forms = append(forms, words.Fold(p.Text))
		}
		return slices.ContainsFunc(forms, func(f string) bool { return slices.Contains(t.forms, f) || t.open && strings.HasPrefix(f, t.word) })
	}
	important := func(tokens []string) []string {
		return slices.DeleteFunc(slices.Clone(tokens), func(token string) bool {
			return x.language.IsStop(token) && !slices.ContainsFunc(terms, func(t oracleTerm) bool { return leads(&t, token) })
		})
	}
	heading, text = important(heading), important(text)
	bonus := 0.0
	for i := range len(terms) - 1 {
		best := 0.0
		for _, tokens := range [][]string{heading, text} {
			for a := range tokens {
				for b := max(0, a-nearTokens); b < min(len(tokens), a+nearTokens+1); b++ {
					if a == b || !leads(&terms[i], tokens[a]) || !leads(&terms[i+1], tokens[b]) {
						continue
					}
					best = max(best, nearShare)
					if b == a+1 {
						best = 1
					}
				}
			}
		}
		bonus += best
	}
	if len(terms) > 1 {
		bonus = x.head.Weights.Nearness * bonus / float64(len(terms)-1)
	}
	if len(heading) == 0 {
		return bonus
	}
	tokens, has := 0, 0
	for _, token := range heading {
		if slices.ContainsFunc(terms, func(t oracleTerm) bool { return leads(&t, token) }) {
			tokens++
		}
	}
	for _, t := range terms {
		if slices.ContainsFunc(heading, func(token string) bool { return leads(&t, token) }) {
			has++
		}
	}
	return bonus + x.head.Weights.Heading*float64(tokens*has)/float64(len(heading)*len(terms))
}

func (x *oracle) texts(d doc) (heading, text []string) {
	p := &x.pages[d.page]
	s := &p.Sections[d.section]
	if d.section == 0 {
		return words.Tokens(p.Title), words.Tokens(s.Text + " " + s.Links)
	}
	return words.Tokens(s.Heading), words.Tokens(s.Text + " " + s.Links)
}

func (x *oracle) keeps(q *query, d doc) bool {
	heading, text := x.texts(d)
	has := func(phrase []string) bool {
		in := func(tokens []string) bool {
			return strings.Contains("\t"+strings.Join(tokens, "\t")+"\t", "\t"+strings.Join(phrase, "\t")+"\t")
		}
		return in(heading) || in(text)
	}
	return !slices.ContainsFunc(q.phrases, func(p []string) bool { return !has(p) }) && !slices.ContainsFunc(q.excluded, has)
}

func (x *oracle) passes(q *query, page int32) bool {
	for name, keys := range q.filters {
		ok := false
		for _, v := range x.pages[page].Labels[name] {
			ok = ok || slices.Contains(keys, words.Key(v))
		}
		if !ok {
			return false
		}
	}
	return true
}
