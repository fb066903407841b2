package search

import (
	"maps"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"pandect/internal/buffer"
	"pandect/internal/memo"
	"pandect/internal/search/words"
	"pandect/internal/site"
)

// layout is how an index is divided. Sizes are bytes of payloads, roughly.
type layout struct {
	terms        func(sections int) int // of a shard
	words, pages int                    // likewise
	small        int                    // an index that is not larger is one file
	keep         func(sections int) int // how many postings of a group are kept
}

var standard = layout{
	terms: func(sections int) int {
		if sections > 2000 {
			return 8 << 10
		}
		return 4 << 10 // the head has room for twice as many
	},
	words: 10 << 10, pages: 12 << 10, small: 64 << 10,
	keep: func(sections int) int {
		if sections > 20_000 {
			return 500
		}
		return 2000 // in a small site it costs little to keep nearly all
	},
}

// shard is a shard that is ready to be written.
type shard struct {
	kind    string
	number  int
	digest  string
	payload func(dst []byte) []byte // appends it
}

// initials are the first letters of the files' names by kind.
var initials = map[string]string{"terms": "t", "prefixes": "x", "words": "v", "pages": "p", "labels": "l"}

func fileName(kind string, number int, digest string) string {
	return "search/" + initials[kind] + strconv.Itoa(number) + "-" + digest + ".js"
}

// made is the payload of a shard that is ready.
func made(payload []byte) func(dst []byte) []byte {
	return func(dst []byte) []byte { return append(dst, payload...) }
}

// script appends the call that hands the shard to the client.
func (s *shard) script(dst []byte) []byte {
	payload := s.payload(buffer.Get(0))
	defer buffer.Put(payload)
	return appendScript(dst, s.kind, s.number, s.digest, payload)
}

// file returns the script as bytes that come from package buffer.
func (s *shard) file() []byte { return s.script(buffer.Get(0)) }

// Build makes the files of the index of a site. Pages are in the order of their source paths; their number is part of
// the files, so the order should not change without need. The same pages and options give the same files.
func Build(pages []*Analysed, o BuildOptions) []File { return build(pages, o, standard) }

func build(pages []*Analysed, o BuildOptions, l layout) []File {
	x := newIndex(pages, l.keep)
	w := &standardWeights
	limit := l.terms(x.sections)
	spans := x.partition(limit)
	h := head{
		build: words.Clean(o.Build), language: x.language.Code, pages: len(pages), sections: x.sections, perShard: pagesAShard(pages, l.pages),
		stop: x.language.StopWords(), look: 5, screen: 5, further: 3, verify: 30, rare: idfOf(coarse(x.sections), 1), levels: levelValues[:],
		weights: w.thousandths(),
	}
	for _, s := range spans {
		h.terms.firsts = append(h.terms.firsts, s.prefix)
	}
	var shards []shard
	add := func(digests *[]string, kind string, payload []byte) {
		s := shard{kind, len(*digests), digestOf(memo.Of(payload)), made(payload)}
		*digests = append(*digests, s.digest)
		shards = append(shards, s)
	}
	synonyms := x.synonyms(o.Synonyms, h.terms.firsts)
	for i, s := range spans {
		add(&h.terms.digests, "terms", x.termsPayload(s, synonyms[i]))
	}
	for _, lists := range cutLists(x.readyLists(h.terms.firsts.widePrefixes(), w), limit) {
		h.prefixes.firsts = append(h.prefixes.firsts, lists[0].prefix)
		add(&h.prefixes.digests, "prefixes", prefixesPayload(lists))
	}
	for n := range h.letters {
		buckets, payloads := x.wordBuckets(n, l.words)
		h.letters[n] = buckets
		for _, p := range payloads {
			add(&h.words, "words", p)
		}
	}
	var labelPayloads [][]byte
	h.labels, labelPayloads = labelsOf(pages)
	for _, p := range labelPayloads {
		add(&h.labelDigests, "labels", p)
	}
	for first := 0; first < len(pages); first += h.perShard {
		s := pagesShard(len(h.pageDigests), pages[first:min(len(pages), first+h.perShard)])
		h.pageDigests = append(h.pageDigests, s.digest)
		shards = append(shards, s)
	}
	return filesOf(&h, shards, o.Inline || small(pages, shards, l.small))
}

// small reports whether all shards together are as small as a few of a large site.
func small(pages []*Analysed, shards []shard, limit int) bool {
	size := 0
	for _, p := range pages {
		for _, s := range p.sections {
			if size += int(s.lengths[inBody]) * 6; size > limit {
				return false
			}
		}
	}
	var all []byte
	for _, s := range shards {
		if all = s.payload(all); len(all) > limit {
			return false
		}
	}
	return true
}

// filesOf returns the head and the shards as files; if inline, all in one.
func filesOf(h *head, shards []shard, inline bool) []File {
	if inline {
		h.look = 50
	}
	payload := h.payload()
	first := shard{"head", 0, digestOf(memo.Of(payload)), made(payload)}
	if inline {
		return []File{{Head, func() []byte {
			out := first.file()
			for i := range shards {
				out = shards[i].script(out)
			}
			return out
		}}}
	}
	files := []File{{Head, first.file}}
	for i := range shards {
		s := &shards[i]
		files = append(files, File{fileName(s.kind, s.number, s.digest), s.file})
	}
	return files
}

// termsPayload writes a shard of terms.
func (x *index) termsPayload(s span, synonyms []string) []byte {
	texts := make([]string, 0, s.end-s.first)
	var kinds, redirects, records []byte
	begun := map[int32]int{} // groups of this shard
	for i := s.first; i < s.end; i++ {
		f := &x.forms[i]
		texts = append(texts, f.text)
		g := &x.groups[f.group]
		number, known := begun[f.group]
		switch {
		case g.forms[0] == int32(i):
			begun[f.group] = len(begun)
			kinds = appendNumber(kinds, 0)
			records = g.appendRecord(records, s.end)
		case known:
			kinds = appendNumber(kinds, len(begun)-number+1)
		default:
			kinds = appendNumber(appendNumber(kinds, 1), int(f.place))
			if len(redirects) > 0 {
				redirects = append(redirects, ' ')
			}
			redirects = append(redirects, x.forms[g.forms[0]].text...)
		}
	}
	out := append(appendForms(nil, texts), '\n')
	out = append(append(out, kinds...), '\n')
	out = append(append(out, redirects...), '\n')
	out = append(append(out, records...), '\n')
	out = append(out, strings.Join(synonyms, "\t")...)
	return append(out, "\nend"...)
}

// appendRecord appends a group; its forms from number end on lie in other shards.
func (g *group) appendRecord(dst []byte, end int) []byte {
	remote := 0
	for _, f := range g.forms {
		if int(f) >= end {
			remote++
		}
	}
	dst = appendNumber(dst, g.idf)
	dst = appendNumber(dst, remote<<1|bit(g.cut))
	var sets []uint32
	if len(g.forms) > 1 {
		for _, p := range g.postings {
			if !slices.Contains(sets, p.set) {
				sets = append(sets, p.set)
			}
		}
		dst = appendNumber(dst, len(sets))
		for _, set := range sets {
			dst = appendNumber(dst, int(set))
		}
	}
	dst = appendNumber(dst, len(g.postings))
	at := place{page: -1}
	for _, p := range g.postings {
		dst = at.append(dst, p.page, p.section)
		if p.fields == bodyOnly {
			dst = appendNumber(dst, int(p.level))
		} else {
			dst = appendNumber(dst, lastDigit+int(p.level)<<4+int(p.fields))
		}
		if len(sets) > 1 {
			dst = appendNumber(dst, slices.Index(sets, p.set))
		}
	}
	return dst
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// place is the page and section of the posting before.
type place struct {
	page    int32
	section uint16
}

// append appends the way from one posting to the next.
func (at *place) append(dst []byte, page int32, section uint16) []byte {
	if page == at.page {
		dst = appendNumber(appendNumber(dst, 0), int(section-at.section-1))
	} else {
		dst = appendNumber(appendNumber(dst, int(page-at.page)), int(section))
	}
	at.page, at.section = page, section
	return dst
}

// cutLists divides ready lists into shards.
func cutLists(lists []readyList, limit int) (shards [][]readyList) {
	size := 0
	for i, l := range lists {
		if i == 0 || size+len(l.finds)*4 > limit {
			shards = append(shards, nil)
			size = 0
		}
		size += len(l.finds) * 4
		shards[len(shards)-1] = append(shards[len(shards)-1], l)
	}
	return shards
}

func prefixesPayload(lists []readyList) []byte {
	var texts []string
	var records []byte
	for _, l := range lists {
		texts = append(texts, l.prefix)
		records = appendNumber(appendNumber(records, l.idf), len(l.finds))
		at := place{page: -1}
		for _, f := range l.finds {
			records = appendNumber(at.append(records, f.page, f.section), int(f.value/readyUnit))
		}
	}
	out := append(appendForms(nil, texts), '\n')
	return append(append(out, records...), "\nend"...)
}

const (
	minWord = 3 // characters of a word that a typo may lead to
	maxWord = 30
)

// wordBuckets divides the words by the letter at a place; it returns the letters of each shard and the payloads.
func (x *index) wordBuckets(at, limit int) (letters []string, payloads [][]byte) {
	byLetter := map[string][]int{}
	for i, f := range x.forms {
		if n := utf8.RuneCountInString(f.text); n < minWord || n > maxWord || !words.IsWord(f.text) || x.language.IsStop(f.text) {
			continue
		}
		l := letterAt(f.text, at)
		byLetter[l] = append(byLetter[l], i)
	}
	var list []int
	flush := func() {
		slices.Sort(list)
		var texts []string
		var common []byte
		for _, i := range list {
			texts = append(texts, x.forms[i].text)
			common = append(common, digit(bits.Len(uint(x.groups[x.forms[i].group].sections))))
		}
		out := append(appendForms(nil, texts), '\n')
		payloads = append(payloads, append(append(out, common...), "\nend"...))
		list = nil
	}
	for _, l := range site.SortedKeys(byLetter) {
		if len(list) > 0 && roughly(len(list)+len(byLetter[l])) > limit/5 {
			flush()
		}
		if len(list) == 0 {
			letters = append(letters, "")
		}
		letters[len(letters)-1] += l
		list = append(list, byLetter[l]...)
	}
	if len(list) > 0 {
		flush()
	}
	return letters, payloads
}

// labelsOf returns the names of all labels, and a payload for each.
func labelsOf(pages []*Analysed) (names []string, payloads [][]byte) {
	type value struct {
		shown string
		pages []int
	}
	labels := map[string]map[string]*value{} // by name, by key
	for number, p := range pages {
		for name, shown := range p.labels {
			name = words.Clean(name)
			for _, s := range shown {
				s = words.Clean(s)
				key := words.Key(s)
				if key == "" || name == "" {
					continue
				}
				if labels[name] == nil {
					labels[name] = map[string]*value{}
				}
				v := labels[name][key]
				if v == nil {
					v = &value{shown: s}
					labels[name][key] = v
				}
				v.shown = min(v.shown, s)
				if n := len(v.pages); n == 0 || v.pages[n-1] != number {
					v.pages = append(v.pages, number)
				}
			}
		}
	}
	for _, name := range site.SortedKeys(labels) {
		var shown []string
		var lists []byte
		values := labels[name]
		for _, key := range slices.SortedFunc(maps.Keys(values), words.CompareForms) {
			v := values[key]
			shown = append(shown, v.shown)
			lists = appendNumber(lists, len(v.pages))
			last := -1
			for _, p := range v.pages {
				lists = appendNumber(lists, p-last)
				last = p
			}
		}
		names = append(names, name)
		out := append([]byte(strings.Join(shown, "\t")), '\n')
		payloads = append(payloads, append(append(out, lists...), "\nend"...))
	}
	return names, payloads
}

// letterAt returns the character of a form at a place, counted in characters.
func letterAt(form string, at int) string {
	for i, r := range form {
		if at == 0 {
			return form[i : i+utf8.RuneLen(r)]
		}
		at--
	}
	return ""
}
