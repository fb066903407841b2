package index

import (
	"pandect/internal/buffer"
	"pandect/internal/memo"
	"pandect/internal/search/format"
	"pandect/internal/search/words"
)

// Layout says how an index is divided into files. Sizes are in bytes of payload, roughly.
type Layout struct {
	Terms        func(sections int) int // size of a shard, given the number of sections of the site
	Words, Pages int                    // size of a shard
	Small        int                    // size up to which an index is one file
	Keep         func(sections int) int // how many postings of a group are kept
}

// Standard is the Layout of Build.
var Standard = Layout{
	Terms: func(sections int) int {
		if sections > 2000 {
			return 8 << 10
		}
		return 4 << 10 // the head can list twice as many shards
	},
	Words: 10 << 10, Pages: 12 << 10, Small: 64 << 10,
	Keep: func(sections int) int {
		if sections > 20_000 {
			return 500
		}
		return 2000 // of a small site nearly all can be kept
	},
}

// weights are the weights of ranking.
var weights = format.Weights{
	Prefix: .75, PrefixBase: .4,
	OneEdit: .85, TwoEdits: .4, FirstEdit: .7,
	StemMate: .85, Joined: .9, Shortened: .5,
	Inherited: .75,
	Elsewhere: .15, ElsewherePresence: .3,
	Synonym:  .95,
	Nearness: .5,
	Heading:  .6,
	Full:     .9, Partial: .3, FurtherSection: .2,
	Beside: .8,
}

// Build makes the files of the index of a site. Pages are in the order of their source paths. Their numbers are part of the
// files, so another order changes most files. The same pages and options give the same files.
func Build(pages []*Analysed, o BuildOptions) []File { return Standard.Build(pages, o) }

// Build is Build with another layout.
func (l *Layout) Build(pages []*Analysed, o BuildOptions) []File {
	x := newInverted(pages, l.Keep)
	limit := l.Terms(x.sections)
	spans := x.partition(limit)
	h := format.Head{
		Build: words.Clean(o.Build), Language: x.language.Code, Pages: len(pages), Sections: x.sections, PerShard: pagesAShard(pages, l.Pages),
		Stop: x.language.StopWords(), Look: 5, Screen: 5, Further: 3, Verify: 30, Rare: idfOf(coarse(x.sections), 1), Levels: levelValues[:],
		Weights: weights,
	}
	for _, s := range spans {
		h.Terms.Firsts = append(h.Terms.Firsts, s.prefix)
	}
	var shards []shard
	add := func(digests *[]string, kind format.Kind, payload []byte) {
		s := shard{kind, len(*digests), format.Digest(memo.Of(payload)), made(payload)}
		*digests = append(*digests, s.digest)
		shards = append(shards, s)
	}
	synonyms := x.synonyms(o.Synonyms, h.Terms.Firsts)
	var terms format.Terms
	for i, s := range spans {
		x.terms(&terms, s)
		terms.Synonyms = synonyms[i]
		add(&h.Terms.Digests, format.KindTerms, terms.Payload())
	}
	for _, lists := range cutLists(x.readyLists(h.Terms.Firsts.WidePrefixes(), &weights), limit) {
		h.Prefixes.Firsts = append(h.Prefixes.Firsts, lists[0].Prefix)
		add(&h.Prefixes.Digests, format.KindPrefixes, format.PrefixesPayload(lists))
	}
	for n := range h.Letters {
		letters, buckets := x.wordBuckets(n, l.Words)
		h.Letters[n] = letters
		for _, forms := range buckets {
			add(&h.Words, format.KindWords, x.wordList(forms).Payload())
		}
	}
	names, values := labelsOf(pages)
	h.Labels = names
	for _, list := range values {
		add(&h.LabelDigests, format.KindLabels, format.LabelPayload(list))
	}
	for first := 0; first < len(pages); first += h.PerShard {
		s := pagesShard(len(h.PageDigests), pages[first:min(len(pages), first+h.PerShard)])
		h.PageDigests = append(h.PageDigests, s.digest)
		shards = append(shards, s)
	}
	return filesOf(&h, shards, o.Inline || small(pages, shards, l.Small))
}

// shard is a complete shard.
type shard struct {
	kind    format.Kind
	number  int
	digest  string
	payload func(dst []byte) []byte // appends it
}

// made returns the function of a payload that is complete.
func made(payload []byte) func(dst []byte) []byte {
	return func(dst []byte) []byte { return append(dst, payload...) }
}

// script appends the call that passes the shard to the client.
func (s *shard) script(dst []byte) []byte {
	payload := s.payload(buffer.Get(0))
	defer buffer.Put(payload)
	return format.AppendScript(dst, s.kind, s.number, s.digest, payload)
}

// file returns the script as bytes that come from package buffer.
func (s *shard) file() []byte { return s.script(buffer.Get(0)) }

// small reports whether all shards together are not larger than limit.
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
func filesOf(h *format.Head, shards []shard, inline bool) []File {
	if inline {
		h.Look = 50
	}
	payload := h.Payload()
	first := shard{format.KindHead, 0, format.Digest(memo.Of(payload)), made(payload)}
	if inline {
		return []File{{HeadFile, func() []byte {
			out := first.file()
			for i := range shards {
				out = shards[i].script(out)
			}
			return out
		}}}
	}
	files := []File{{HeadFile, first.file}}
	for i := range shards {
		s := &shards[i]
		files = append(files, File{format.FileName(s.kind, s.number, s.digest), s.file})
	}
	return files
}
