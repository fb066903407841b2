package client

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"pandect/internal/search/format"
	"pandect/internal/search/words"
)

// shards loads and caches the files of an index. A file that could not be loaded is tried again the next time. It is safe
// for concurrent use.
type shards struct {
	read func(name string) ([]byte, error)
	head *format.Head
	stop map[string]bool

	mu     sync.Mutex
	inline map[string]string // payloads that came with the head, by file name
	loaded map[string]any    // decoded shards by file name
}

// openShards loads the head.
func openShards(read func(name string) ([]byte, error)) (*shards, error) {
	data, err := read(format.HeadFile)
	if err != nil {
		return nil, err
	}
	scripts, err := format.ReadScripts(data)
	if err == nil && (scripts[0].Kind != format.KindHead || scripts[0].Number != 0) {
		err = format.ErrForeign
	}
	var h *format.Head
	if err == nil {
		h, err = format.ReadHead(scripts[0].Payload)
	}
	if err != nil {
		return nil, fileError(format.HeadFile, err)
	}
	s := &shards{read: read, head: h, stop: map[string]bool{}, inline: map[string]string{}, loaded: map[string]any{}}
	for _, w := range h.Stop {
		s.stop[w] = true
	}
	for _, x := range scripts[1:] {
		s.inline[format.FileName(x.Kind, x.Number, x.Digest)] = x.Payload
	}
	return s, nil
}

func fileError(name string, err error) error {
	return fmt.Errorf("%s cannot be used: %w. Build the site again, and publish all of its files together.", name, err)
}

// load returns a decoded shard.
func load[T any](s *shards, kind format.Kind, number int, digests []string, decode func(payload string) (T, error)) (value T, err error) {
	if number >= len(digests) {
		return value, fileError(format.HeadFile, format.ErrDamaged)
	}
	name := format.FileName(kind, number, digests[number])
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
		scripts, err := format.ReadScripts(data)
		if err != nil {
			return value, fileError(name, err)
		}
		x := scripts[0]
		if len(scripts) > 1 || x.Kind != kind || x.Number != number || x.Digest != digests[number] {
			return value, fileError(name, format.ErrForeign)
		}
		payload = x.Payload
	}
	if value, err = decode(payload); err != nil {
		return value, fileError(name, err)
	}
	s.loaded[name] = value
	return value, nil
}

// isStop reports whether a form is a stop word.
func (s *shards) isStop(form string) bool { return s.stop[form] }

func (s *shards) terms(number int) (*format.Terms, error) {
	return load(s, format.KindTerms, number, s.head.Terms.Digests, func(p string) (*format.Terms, error) { return format.ReadTerms(p, s.head) })
}

// page returns one page.
func (s *shards) page(number int32) (*format.Page, error) {
	shard := int(number) / s.head.PerShard
	first := shard * s.head.PerShard
	pages, err := load(s, format.KindPages, shard, s.head.PageDigests, func(p string) ([]format.Page, error) {
		return format.ReadPages(p, min(s.head.PerShard, s.head.Pages-first))
	})
	if err != nil {
		return nil, err
	}
	return &pages[int(number)-first], nil
}

// section returns a section and its page.
func (s *shards) section(d doc) (*format.Page, *format.Section, error) {
	p, err := s.page(d.page)
	if err != nil {
		return nil, nil, err
	}
	if int(d.section) >= len(p.Sections) {
		shard := int(d.page) / s.head.PerShard
		return nil, nil, fileError(format.FileName(format.KindPages, shard, s.head.PageDigests[shard]), format.ErrDamaged)
	}
	return p, &p.Sections[d.section], nil
}

// tokens returns the tokens of a section's heading, or of the page's title, and of its text.
func (s *shards) tokens(d doc) (heading, text []string, err error) {
	page, section, err := s.section(d)
	if err != nil {
		return nil, nil, err
	}
	if d.section == 0 {
		return words.Tokens(page.Title), words.Tokens(section.Text), nil
	}
	return words.Tokens(section.Heading), words.Tokens(section.Text), nil
}

// label returns the number of a label by its name in any case, or -1.
func (s *shards) label(name string) int {
	return slices.IndexFunc(s.head.Labels, func(n string) bool { return strings.EqualFold(n, name) })
}

func (s *shards) labelValues(number int) ([]format.LabelValue, error) {
	return load(s, format.KindLabels, number, s.head.LabelDigests, func(p string) ([]format.LabelValue, error) { return format.ReadLabel(p, s.head) })
}

// readyFor returns the ready list of a prefix, or nil.
func (s *shards) readyFor(prefix string) (*format.ReadyList, error) {
	table := &s.head.Prefixes
	if len(table.Firsts) == 0 {
		return nil, nil
	}
	lists, err := load(s, format.KindPrefixes, table.Firsts.Find(prefix), table.Digests, func(p string) ([]format.ReadyList, error) {
		return format.ReadPrefixes(p, s.head)
	})
	if err != nil {
		return nil, err
	}
	for i := range lists {
		if lists[i].Prefix == prefix {
			return &lists[i], nil
		}
	}
	return nil, nil
}

// group returns the group of a form, and the index of the form in it; nil if the site does not have the form.
func (s *shards) group(form string) (*format.Group, int, error) {
	table := &s.head.Terms
	if len(table.Firsts) == 0 {
		return nil, 0, nil
	}
	shard, err := s.terms(table.Firsts.Find(form))
	if err != nil {
		return nil, 0, err
	}
	i, ok := format.Lookup(shard.Forms, form)
	if !ok {
		return nil, 0, nil
	}
	ref := shard.Refs[i]
	if ref.Group >= 0 {
		return &shard.Groups[ref.Group], ref.Place, nil
	}
	number := table.Firsts.Find(ref.Redirect)
	home, err := s.terms(number)
	if err != nil {
		return nil, 0, err
	}
	if i, ok := format.Lookup(home.Forms, ref.Redirect); ok && home.Refs[i].Group >= 0 {
		if g := &home.Groups[home.Refs[i].Group]; ref.Place < g.Forms {
			return g, ref.Place, nil
		}
	}
	return nil, 0, fileError(format.FileName(format.KindTerms, number, table.Digests[number]), format.ErrDamaged)
}

// formsWith returns the forms with a prefix, without stop words; wide says that they are in too many shards to be searched.
func (s *shards) formsWith(prefix string) (forms []string, wide bool, err error) {
	firsts := s.head.Terms.Firsts
	if len(firsts) == 0 {
		return nil, false, nil
	}
	first, last := firsts.Span(prefix)
	if last-first >= format.MaxSpan {
		return nil, true, nil
	}
	for n := first; n <= last; n++ {
		shard, err := s.terms(n)
		if err != nil {
			return nil, false, err
		}
		from, end := format.WithPrefix(shard.Forms, prefix)
		for _, f := range shard.Forms[from:end] {
			if !s.isStop(f) {
				forms = append(forms, f)
			}
		}
	}
	return forms, false, nil
}

// synonymsOf returns the synonyms of phrases that begin with a form.
func (s *shards) synonymsOf(form string) ([]format.Synonym, error) {
	if len(s.head.Terms.Firsts) == 0 {
		return nil, nil
	}
	shard, err := s.terms(s.head.Terms.Firsts.Find(form))
	if err != nil {
		return nil, err
	}
	var list []format.Synonym
	for _, y := range shard.Synonyms {
		if y.Phrase[0] == form {
			list = append(list, y)
		}
	}
	return list, nil
}

// wordsBy returns the shard of words that has those with a letter at an index, among others.
func (s *shards) wordsBy(place int, letter string) (*format.WordList, error) {
	number := 0
	wanted, _ := utf8.DecodeRuneInString(letter)
	for at, lists := range s.head.Letters {
		for _, letters := range lists {
			if at == place && strings.ContainsRune(letters, wanted) {
				return load(s, format.KindWords, number, s.head.Words, format.ReadWords)
			}
			number++
		}
	}
	return &format.WordList{}, nil
}
