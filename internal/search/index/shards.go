package index

import (
	"maps"
	"math/bits"
	"slices"
	"unicode/utf8"

	"pandect/internal/memo"
	"pandect/internal/search/format"
	"pandect/internal/search/words"
	"pandect/internal/site"
)

// terms makes t the shard of terms of a span, without synonyms. It reuses the memory of t.
func (x *inverted) terms(t *format.Terms, s span) {
	*t = format.Terms{Forms: t.Forms[:0], Refs: t.Refs[:0], Groups: t.Groups[:0]}
	local := make([]string, 0, s.end-s.first) // Group.Local of all groups
	begun := map[int32]int{}                  // groups to their indices in this shard
	for i := s.first; i < s.end; i++ {
		f := &x.forms[i]
		t.Forms = append(t.Forms, f.text)
		ref := format.FormRef{Place: int(f.place)}
		if number, known := begun[f.group]; known {
			ref.Group = number
		} else if home := x.groups[f.group].forms[0]; home == int32(i) {
			ref.Group = len(t.Groups)
			begun[f.group] = ref.Group
			var g format.Group
			g, local = x.groupOf(f.group, s.end, local)
			t.Groups = append(t.Groups, g)
		} else {
			ref.Group, ref.Redirect = -1, x.forms[home].text
		}
		t.Refs = append(t.Refs, ref)
	}
}

// groupOf returns a group as its shard has it. Its forms below end are in that shard and appended to local, which has the
// capacity.
func (x *inverted) groupOf(number int32, end int, local []string) (format.Group, []string) {
	g := &x.groups[number]
	from := len(local)
	for _, f := range g.forms {
		if int(f) < end {
			local = append(local, x.forms[f].text)
		}
	}
	return format.Group{IDF: g.idf, Cut: g.cut, Local: local[from:], Forms: len(g.forms), Postings: g.postings}, local
}

// cutLists divides ready lists into shards of about the given size.
func cutLists(lists []format.ReadyList, limit int) (shards [][]format.ReadyList) {
	size := 0
	for i, l := range lists {
		if i == 0 || size+len(l.Hits)*4 > limit {
			shards = append(shards, nil)
			size = 0
		}
		size += len(l.Hits) * 4
		shards[len(shards)-1] = append(shards[len(shards)-1], l)
	}
	return shards
}

// wordBuckets divides the words into shards by the letter at an index. It returns the letters of each shard and its forms,
// ascending.
func (x *inverted) wordBuckets(at, limit int) (letters []string, buckets [][]int) {
	byLetter := map[string][]int{}
	for i, f := range x.forms {
		if n := utf8.RuneCountInString(f.text); n < format.MinWord || n > format.MaxWord || !words.IsWord(f.text) || x.language.IsStop(f.text) {
			continue
		}
		l := format.LetterAt(f.text, at)
		byLetter[l] = append(byLetter[l], i)
	}
	var forms []int
	flush := func() {
		slices.Sort(forms)
		buckets = append(buckets, forms)
		forms = nil
	}
	for _, l := range site.SortedKeys(byLetter) {
		if len(forms) > 0 && roughly(len(forms)+len(byLetter[l])) > limit/5 {
			flush()
		}
		if len(forms) == 0 {
			letters = append(letters, "")
		}
		letters[len(letters)-1] += l
		forms = append(forms, byLetter[l]...)
	}
	if len(forms) > 0 {
		flush()
	}
	return letters, buckets
}

// wordList returns the shard of words of some forms.
func (x *inverted) wordList(forms []int) *format.WordList {
	list := &format.WordList{}
	for _, i := range forms {
		list.Words = append(list.Words, x.forms[i].text)
		list.Commonness = append(list.Commonness, uint8(bits.Len(uint(x.groups[x.forms[i].group].sections))))
	}
	return list
}

// labelsOf returns the names of all labels, and the values of each.
func labelsOf(pages []*Analysed) (names []string, values [][]format.LabelValue) {
	labels := map[string]map[string]*format.LabelValue{} // by name, by key
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
					labels[name] = map[string]*format.LabelValue{}
				}
				v := labels[name][key]
				if v == nil {
					v = &format.LabelValue{Shown: s}
					labels[name][key] = v
				}
				v.Shown = min(v.Shown, s)
				if n := len(v.Pages); n == 0 || v.Pages[n-1] != int32(number) {
					v.Pages = append(v.Pages, int32(number))
				}
			}
		}
	}
	for _, name := range site.SortedKeys(labels) {
		var list []format.LabelValue
		for _, key := range slices.SortedFunc(maps.Keys(labels[name]), words.CompareForms) {
			list = append(list, *labels[name][key])
		}
		names, values = append(names, name), append(values, list)
	}
	return names, values
}

// pagesAShard returns how many pages a shard has. It is a power of two, so that edits hardly ever change it.
func pagesAShard(pages []*Analysed, limit int) int {
	size := 0
	for _, p := range pages {
		size += 200
		for _, s := range p.sections {
			size += int(s.lengths[inBody]+s.lengths[inLinks])*7 + 40
		}
	}
	if size == 0 {
		return 1
	}
	return 1 << min(max(bits.Len(uint(limit*len(pages)/size)), 1)-1, 6)
}

// pagesShard returns the shard of some pages. Its payload is made on demand, because the text of all pages is the largest part
// of an index.
func pagesShard(number int, pages []*Analysed) shard {
	h := memo.NewHash("search.pages")
	h.Int(format.Version)
	for _, p := range pages {
		h.Sum(p.sum)
	}
	return shard{format.KindPages, number, format.Digest(h.Done()), func(dst []byte) []byte {
		for _, p := range pages {
			dst = p.appendRecord(dst)
		}
		return format.EndPages(dst)
	}}
}

func (a *Analysed) appendRecord(dst []byte) []byte {
	dst = format.AppendPage(dst, a.url, a.title, a.trail, len(a.sections))
	from := int32(0)
	for i := range a.sections {
		s := &a.sections[i]
		dst = format.AppendSection(dst, a.heads[from:s.idEnd], a.heads[s.idEnd:s.headingEnd], func(dst []byte) []byte { return a.appendText(dst, i) })
		from = s.headingEnd
	}
	return dst
}
