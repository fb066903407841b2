package search

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Searcher answers queries from the files of an index, as the client in the browser does. It may be used by several
// goroutines.
type Searcher struct {
	read func(name string) ([]byte, error)
	head *head
	w    *weights
	stop map[string]bool

	mu     sync.Mutex
	inline map[string]string // payloads that came with the head, by file name
	loaded map[string]any    // decoded shards by file name
}

// Open reads the head of an index. read returns a file by its name below the site's root. What is wrong with a file is
// an error that names it, here or when a query needs it.
func Open(read func(name string) ([]byte, error)) (*Searcher, error) {
	data, err := read(Head)
	if err != nil {
		return nil, err
	}
	scripts, err := readScripts(data)
	if err == nil && (scripts[0].kind != "head" || scripts[0].number != 0) {
		err = errForeign
	}
	var h *head
	if err == nil {
		h, err = readHead(scripts[0].payload)
	}
	if err != nil {
		return nil, fileError(Head, err)
	}
	s := &Searcher{read: read, head: h, w: weightsOf(h.weights), stop: map[string]bool{}, inline: map[string]string{}, loaded: map[string]any{}}
	for _, w := range h.stop {
		s.stop[w] = true
	}
	for _, x := range scripts[1:] {
		s.inline[fileName(x.kind, x.number, x.digest)] = x.payload
	}
	return s, nil
}

func fileError(name string, err error) error {
	return fmt.Errorf("%s cannot be used: %w. Build the site again, and publish all of its files together.", name, err)
}

// load returns a decoded shard. What could not be loaded is tried again the next time.
func load[T any](s *Searcher, kind string, number int, digests []string, decode func(payload string) (T, error)) (value T, err error) {
	if number >= len(digests) {
		return value, fileError(Head, errDamaged)
	}
	name := fileName(kind, number, digests[number])
	s.mu.Lock()
	defer s.mu.Unlock()
	if v, ok := s.loaded[name]; ok {
		return v.(T), nil
	}
	payload, ok := s.inline[name]
	if !ok {
		data, err := s.read(name)
		if err != nil {
			return value, fileError(name, err)
		}
		scripts, err := readScripts(data)
		if err != nil {
			return value, fileError(name, err)
		}
		x := scripts[0]
		if len(scripts) > 1 || x.kind != kind || x.number != number || x.digest != digests[number] {
			return value, fileError(name, errForeign)
		}
		payload = x.payload
	}
	if value, err = decode(payload); err != nil {
		return value, fileError(name, err)
	}
	s.loaded[name] = value
	return value, nil
}

func (s *Searcher) terms(number int) (*termsShard, error) {
	return load(s, "terms", number, s.head.terms.digests, func(p string) (*termsShard, error) { return decodeTerms(p, s.head) })
}

func (s *Searcher) words(number int) (*wordList, error) {
	return load(s, "words", number, s.head.words, decodeWords)
}

// page returns one page.
func (s *Searcher) page(number int32) (*pageData, error) {
	shard := int(number) / s.head.perShard
	first := shard * s.head.perShard
	pages, err := load(s, "pages", shard, s.head.pageDigests, func(p string) ([]pageData, error) {
		return decodePages(p, min(s.head.perShard, s.head.pages-first))
	})
	if err != nil {
		return nil, err
	}
	return &pages[int(number)-first], nil
}

// section returns a section of a page that a posting names.
func (s *Searcher) section(d doc) (*pageData, *sectionData, error) {
	p, err := s.page(d.page)
	if err != nil {
		return nil, nil, err
	}
	if int(d.section) >= len(p.sections) {
		shard := int(d.page) / s.head.perShard
		return nil, nil, fileError(fileName("pages", shard, s.head.pageDigests[shard]), errDamaged)
	}
	return p, &p.sections[d.section], nil
}

func (s *Searcher) labelValues(number int) ([]labelValue, error) {
	return load(s, "labels", number, s.head.labelDigests, func(p string) ([]labelValue, error) { return decodeLabels(p, s.head) })
}

// readyFor returns the ready list of a prefix, or nil.
func (s *Searcher) readyFor(prefix string) (*readyList, error) {
	if len(s.head.prefixes.firsts) == 0 {
		return nil, nil
	}
	lists, err := load(s, "prefixes", s.head.prefixes.firsts.find(prefix), s.head.prefixes.digests, func(p string) ([]readyList, error) {
		return decodePrefixes(p, s.head)
	})
	if err != nil {
		return nil, err
	}
	for i := range lists {
		if lists[i].prefix == prefix {
			return &lists[i], nil
		}
	}
	return nil, nil
}

// group returns the group of a form, and the form's place in it; nil if the site does not have the form.
func (s *Searcher) group(form string) (*groupData, int, error) {
	if len(s.head.terms.firsts) == 0 {
		return nil, 0, nil
	}
	shard, err := s.terms(s.head.terms.firsts.find(form))
	if err != nil {
		return nil, 0, err
	}
	i, ok := lookup(shard.forms, form)
	if !ok {
		return nil, 0, nil
	}
	ref := shard.refs[i]
	if ref.group >= 0 {
		return &shard.groups[ref.group], ref.place, nil
	}
	number := s.head.terms.firsts.find(ref.redirect)
	home, err := s.terms(number)
	if err != nil {
		return nil, 0, err
	}
	if i, ok := lookup(home.forms, ref.redirect); ok && home.refs[i].group >= 0 {
		if g := &home.groups[home.refs[i].group]; ref.place < g.forms {
			return g, ref.place, nil
		}
	}
	return nil, 0, fileError(fileName("terms", number, s.head.terms.digests[number]), errDamaged)
}

// formsWith returns the important forms that begin with a prefix; wide says that they lie in too many shards to be
// sought.
func (s *Searcher) formsWith(prefix string) (forms []string, wide bool, err error) {
	firsts := s.head.terms.firsts
	if len(firsts) == 0 {
		return nil, false, nil
	}
	first, last := firsts.span(prefix)
	if last-first >= maxSpan {
		return nil, true, nil
	}
	for n := first; n <= last; n++ {
		shard, err := s.terms(n)
		if err != nil {
			return nil, false, err
		}
		from, end := withPrefix(shard.forms, prefix)
		for _, f := range shard.forms[from:end] {
			if !s.stop[f] {
				forms = append(forms, f)
			}
		}
	}
	return forms, false, nil
}

// synonymsOf returns the synonyms of phrases that begin with a form.
func (s *Searcher) synonymsOf(form string) ([]synonym, error) {
	if len(s.head.terms.firsts) == 0 {
		return nil, nil
	}
	shard, err := s.terms(s.head.terms.firsts.find(form))
	if err != nil {
		return nil, err
	}
	var list []synonym
	for _, y := range shard.synonyms {
		if y.phrase[0] == form {
			list = append(list, y)
		}
	}
	return list, nil
}

// label returns the number of a label by its name in any case; -1 if there is none.
func (s *Searcher) label(name string) int {
	return slices.IndexFunc(s.head.labels, func(n string) bool { return strings.EqualFold(n, name) })
}
