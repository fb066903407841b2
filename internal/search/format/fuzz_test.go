package format

import (
	"slices"
	"testing"

	"pandect/internal/search/words"
)

// seed adds the payloads of random values.
func seed(f *testing.F, payload func(d dice) []byte) {
	for n := range uint64(8) {
		f.Add(string(payload(newDice(n))))
	}
}

func FuzzTerms(f *testing.F) {
	seed(f, func(d dice) []byte { return d.terms().Payload() })
	f.Fuzz(func(t *testing.T, payload string) {
		h := testHead()
		s, err := ReadTerms(payload, h)
		if err != nil {
			return
		}
		if len(s.Refs) != len(s.Forms) || !slices.IsSortedFunc(s.Forms, words.CompareForms) {
			t.Errorf("%d forms, %d references", len(s.Forms), len(s.Refs))
		}
		for _, g := range s.Groups {
			page, section := int32(-1), uint16(0)
			for _, p := range g.Postings {
				if p.Page < page || p.Page == page && p.Section <= section || int(p.Page) >= h.Pages || int(p.Level) >= len(h.Levels) {
					t.Errorf("posting %v after %d, %d", p, page, section)
				}
				page, section = p.Page, p.Section
			}
		}
	})
}

func FuzzPrefixes(f *testing.F) {
	seed(f, func(d dice) []byte { return PrefixesPayload(d.readyLists()) })
	f.Fuzz(func(t *testing.T, payload string) {
		lists, err := ReadPrefixes(payload, testHead())
		for _, l := range lists {
			if err == nil && (l.IDF == 0 || len(l.Hits) > len(payload)) {
				t.Errorf("%+v", l)
			}
		}
	})
}

func FuzzWords(f *testing.F) {
	seed(f, func(d dice) []byte { return d.wordList().Payload() })
	f.Fuzz(func(t *testing.T, payload string) {
		if l, err := ReadWords(payload); err == nil && len(l.Words) != len(l.Commonness) {
			t.Errorf("%d words, %d numbers", len(l.Words), len(l.Commonness))
		}
	})
}

func FuzzPages(f *testing.F) {
	seed(f, func(d dice) []byte { return pagesPayload(d.pages()) })
	f.Fuzz(func(t *testing.T, payload string) {
		pages, err := ReadPages(payload, 4)
		if err != nil {
			return
		}
		if again := string(pagesPayload(pages)); again != payload {
			t.Errorf("written again: %q, was %q", again, payload)
		}
	})
}

func FuzzLabels(f *testing.F) {
	seed(f, func(d dice) []byte { return LabelPayload(d.label()) })
	f.Fuzz(func(t *testing.T, payload string) {
		values, err := ReadLabel(payload, testHead())
		for _, v := range values {
			if err == nil && (!slices.IsSorted(v.Pages) || len(v.Pages) > 100) {
				t.Errorf("%+v", v)
			}
		}
	})
}

func FuzzHead(f *testing.F) {
	seed(f, func(d dice) []byte { return d.head().Payload() })
	f.Fuzz(func(t *testing.T, payload string) {
		h, err := ReadHead(payload)
		if err != nil {
			return
		}
		if again, err := ReadHead(string(h.Payload())); err != nil || again.Pages != h.Pages || !slices.Equal(again.Terms.Firsts, h.Terms.Firsts) {
			t.Errorf("written again: %v", err)
		}
	})
}
