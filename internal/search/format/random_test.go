package format

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pandect/internal/memo"
	"pandect/internal/search/words"
)

// dice makes random values that the format can say.
type dice struct{ *rand.Rand }

func newDice(seed uint64) dice { return dice{rand.New(rand.NewPCG(seed, 1))} }

// testHead is a head with room for what dice make.
func testHead() *Head { return &Head{Pages: 100, Sections: 500, PerShard: 4, Levels: make([]int, 46)} }

func (d dice) form() string {
	parts := []string{"pri", "vi", "lege", "a", "é", "28(3)", "5.3", "漢字", "𠀀", "\uE000", "हि", "con", "tract", "s"}
	form := ""
	for range 1 + d.IntN(6) {
		form += parts[d.IntN(len(parts))]
	}
	return form
}

// list returns up to n things; nil if none, as readers do.
func list[T any](d dice, n int, one func() T) (out []T) {
	for range d.IntN(n + 1) {
		out = append(out, one())
	}
	return out
}

// forms returns a sorted list of forms.
func (d dice) forms(n int) []string {
	set := map[string]bool{}
	for _, f := range list(d, n, d.form) {
		set[f] = true
	}
	return slices.SortedFunc(maps.Keys(set), words.CompareForms)
}

// sections calls visit with sections of a site in their order.
func (d dice) sections(visit func(page int32, section uint16)) {
	for page := d.Int32N(50); page < 100; page += 1 + d.Int32N(30) {
		for section := d.IntN(400); section < 500; section += 1 + d.IntN(200) {
			visit(page, uint16(section))
		}
	}
}

func (d dice) group(local []string) Group {
	g := Group{IDF: 1 + d.IntN(200), Cut: d.IntN(2) == 0, Local: local, Forms: len(local) + d.IntN(3)*d.IntN(2), Postings: []Posting{}}
	sets := []uint32{1, 1, 3, 1 << MaxPlace}[:1+d.IntN(4)]
	if g.Forms == 1 {
		sets = sets[:1]
	}
	if d.IntN(5) > 0 || g.Forms > 1 {
		d.sections(func(page int32, section uint16) {
			p := Posting{Page: page, Section: section, Level: uint8(d.IntN(46)), Fields: Body, Set: sets[d.IntN(len(sets))]}
			if d.IntN(3) == 0 {
				p.Fields = uint8(1 + d.IntN(15))
			}
			g.Postings = append(g.Postings, p)
		})
	}
	return g
}

func (d dice) terms() *Terms {
	t := &Terms{Forms: d.forms(30)}
	var local [][]string
	for _, f := range t.Forms {
		switch n := d.IntN(4); {
		case n == 0:
			t.Refs = append(t.Refs, FormRef{Group: -1, Redirect: "a" + d.form(), Place: 1 + d.IntN(30)})
		case n == 1 && len(local) > 0:
			g := d.IntN(len(local))
			t.Refs = append(t.Refs, FormRef{Group: g, Place: len(local[g])})
			local[g] = append(local[g], f)
		default:
			t.Refs = append(t.Refs, FormRef{Group: len(local)})
			local = append(local, []string{f})
		}
	}
	for _, forms := range local {
		t.Groups = append(t.Groups, d.group(forms))
	}
	some := func() []string { return append(list(d, 2, d.form), d.form()) }
	t.Synonyms = list(d, 3, func() Synonym { return Synonym{some(), some()} })
	return t
}

func (d dice) readyLists() []ReadyList {
	lists := []ReadyList{}
	for _, p := range d.forms(8) {
		l := ReadyList{Prefix: p, IDF: 1 + d.IntN(200)}
		d.sections(func(page int32, section uint16) {
			l.Hits = append(l.Hits, Hit{page, section, float64(readyUnit * d.IntN(5000))})
		})
		lists = append(lists, l)
	}
	return lists
}

func (d dice) wordList() *WordList {
	l := &WordList{Words: d.forms(30)}
	for range l.Words {
		l.Commonness = append(l.Commonness, uint8(d.IntN(30)))
	}
	return l
}

// text returns a text on one line.
func (d dice) text() string {
	parts := []string{"privilege", " ", ", ", "\"", "\\", "–", "\u2028", "\u2029", "\u202a", "é", "漢", "…", "x", "\xe2"}
	var b strings.Builder
	for range d.IntN(40) {
		b.WriteString(parts[d.IntN(len(parts))])
	}
	return b.String()
}

func (d dice) pages() []Page {
	pages := []Page{}
	for range 1 + d.IntN(4) {
		pages = append(pages, Page{
			URL: d.form(), Title: d.text(), Trail: list(d, 3, d.form),
			Sections: append(list(d, 4, func() Section { return Section{d.form(), d.text(), d.text()} }), Section{"", "", d.text()}),
		})
	}
	return pages
}

func pagesPayload(pages []Page) []byte {
	var dst []byte
	for _, p := range pages {
		dst = AppendPage(dst, p.URL, p.Title, p.Trail, len(p.Sections))
		for _, s := range p.Sections {
			dst = AppendSection(dst, s.ID, s.Heading, func(dst []byte) []byte { return append(dst, s.Text...) })
		}
	}
	return EndPages(dst)
}

func (d dice) label() []LabelValue {
	values := []LabelValue{{Shown: d.form()}}
	for range d.IntN(4) {
		v := LabelValue{Shown: "x" + d.form()}
		for page := d.Int32N(10); page < 100; page += 1 + d.Int32N(90) {
			v.Pages = append(v.Pages, page)
		}
		values = append(values, v)
	}
	return values
}

func (d dice) digest() string {
	return Digest(memo.OfString(fmt.Sprint(d.Uint64())))
}

func (d dice) digests(n int) (list []string) {
	for range n {
		list = append(list, d.digest())
	}
	return list
}

func (d dice) head() *Head {
	h := &Head{
		Build: d.form(), Language: "en", Pages: d.IntN(100), Sections: 100 + d.IntN(500), PerShard: 1 + d.IntN(8), Look: d.IntN(50), Screen: 1 + d.IntN(9),
		Further: d.IntN(5), Verify: d.IntN(50), Rare: 1 + d.IntN(100), Levels: []int{1, 14, 5000}, Stop: append(d.forms(5), "the"),
		Labels: append(list(d, 3, d.form), "tag"),
	}
	for _, f := range h.Weights.fields() {
		*f = float64(d.IntN(2000)) / 1000
	}
	h.Terms.Firsts = append(Boundaries{""}, d.forms(9)...)
	h.Terms.Digests = d.digests(len(h.Terms.Firsts))
	h.Prefixes.Firsts = append(d.forms(3), "\uFFFD")
	h.Prefixes.Digests = d.digests(len(h.Prefixes.Firsts))
	h.Letters = [2][]string{{"abc", "dé"}, {"a"}}
	h.Words = d.digests(3)
	h.PageDigests = d.digests((h.Pages + h.PerShard - 1) / h.PerShard)
	h.LabelDigests = d.digests(len(h.Labels))
	return h
}

// TestRoundTrips writes random values and expects the same back.
func TestRoundTrips(t *testing.T) {
	same := func(seed uint64, what string, got, want any, err error) {
		t.Helper()
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: the %s are read with %v as\n%+v\nwant\n%+v", seed, what, err, got, want)
		}
	}
	for seed := range uint64(500) {
		d := newDice(seed)
		terms := d.terms()
		readTerms, err := ReadTerms(string(terms.Payload()), testHead())
		same(seed, "terms", readTerms, terms, err)
		lists := d.readyLists()
		readLists, err := ReadPrefixes(string(PrefixesPayload(lists)), testHead())
		same(seed, "ready lists", readLists, lists, err)
		wordList := d.wordList()
		readList, err := ReadWords(string(wordList.Payload()))
		same(seed, "words", readList, wordList, err)
		pages := d.pages()
		readPages, err := ReadPages(string(pagesPayload(pages)), len(pages))
		same(seed, "pages", readPages, pages, err)
		values := d.label()
		readValues, err := ReadLabel(string(LabelPayload(values)), testHead())
		same(seed, "values of a label", readValues, values, err)
		head := d.head()
		readHead, err := ReadHead(string(head.Payload()))
		same(seed, "head", readHead, head, err)

		scripts := list(d, 4, func() Script {
			return Script{[]Kind{KindTerms, KindPages}[d.IntN(2)], d.IntN(1000), d.digest(), d.text() + "\n" + d.text()}
		})
		var file []byte
		for _, s := range scripts {
			file = AppendScript(file, s.Kind, s.Number, s.Digest, []byte(s.Payload))
		}
		if bytes.Count(file, []byte("\n")) != len(scripts) {
			t.Fatalf("seed %d: %d lines for %d scripts", seed, bytes.Count(file, []byte("\n")), len(scripts))
		}
		if readScripts, err := ReadScripts(file); len(scripts) > 0 {
			same(seed, "scripts", readScripts, scripts, err)
		}
	}
}

// TestGroupSize expects the size that is used for cutting to be near the one that is written.
func TestGroupSize(t *testing.T) {
	written, said := 0, 0
	for seed := range uint64(300) {
		g := newDice(seed).group([]string{"a"})
		written += len(g.append(nil))
		said += GroupSize(len(g.Postings), 100)
	}
	if said < written/2 || said > written*2 {
		t.Errorf("groups are said to take %d characters, and take %d", said, written)
	}
}

// TestBoundaries compares where forms and prefixes are sought with a look at all boundaries.
func TestBoundaries(t *testing.T) {
	for seed := range uint64(500) {
		d := newDice(seed)
		b := append(Boundaries{""}, d.forms(12)...)
		form := d.form()
		at := 0
		for i, first := range b {
			if words.CompareForms(first, form) <= 0 {
				at = i
			}
		}
		if got := b.Find(form); got != at {
			t.Fatalf("%q lies in shard %d of %q, want %d", form, got, b, at)
		}
		last := at
		for i, first := range b {
			if strings.HasPrefix(first, form) {
				last = max(last, i)
			}
		}
		if first, end := b.Span(form); first != at || end != last {
			t.Fatalf("%q spans shards %d to %d of %q, want %d to %d", form, first, end, b, at, last)
		}
		wide := map[string]bool{}
		for _, boundary := range b {
			for i := range boundary + "x" {
				if first, end := b.Span(boundary[:i]); i > 0 && end-first >= MaxSpan {
					wide[boundary[:i]] = true
				}
			}
		}
		got := b.WidePrefixes()
		if want := slices.SortedFunc(maps.Keys(wide), words.CompareForms); !slices.Equal(got, want) {
			t.Fatalf("the wide prefixes of %q are %q, want %q", b, got, want)
		}
	}
}
