package search

import (
	"slices"
	"strings"
	"testing"

	"pandect/internal/search/words"
)

// fuzzHead is a head with room for what the seeds refer to.
func fuzzHead() *head { return &head{pages: 100, sections: 500, perShard: 4, levels: levelValues[:]} }

// seed adds the payloads of one kind of a small site.
func seed(f *testing.F, kind string) {
	for _, file := range build(analyse(library(6), Options{Language: "en"}), BuildOptions{Synonyms: [][]string{{"vendor", "third party"}}}, fine) {
		scripts, err := readScripts(file.Data())
		if err != nil {
			f.Fatal(err)
		}
		if scripts[0].kind == kind {
			f.Add(scripts[0].payload)
		}
	}
}

func FuzzTerms(f *testing.F) {
	seed(f, "terms")
	f.Fuzz(func(t *testing.T, payload string) {
		h := fuzzHead()
		s, err := decodeTerms(payload, h)
		if err != nil {
			return
		}
		if len(s.refs) != len(s.forms) || !slices.IsSortedFunc(s.forms, words.CompareForms) {
			t.Errorf("%d forms, %d references", len(s.forms), len(s.refs))
		}
		for _, g := range s.groups {
			at := doc{page: -1}
			for _, p := range g.postings {
				d := doc{p.page, p.section}
				if compareDocs(at, d) >= 0 || int(p.page) >= h.pages || int(p.level) >= len(h.levels) {
					t.Errorf("posting %v after %v", p, at)
				}
				at = d
			}
		}
	})
}

func FuzzPrefixes(f *testing.F) {
	seed(f, "prefixes")
	f.Fuzz(func(t *testing.T, payload string) {
		lists, err := decodePrefixes(payload, fuzzHead())
		for _, l := range lists {
			if err == nil && (l.idf == 0 || len(l.finds) > len(payload)) {
				t.Errorf("%+v", l)
			}
		}
	})
}

func FuzzWords(f *testing.F) {
	seed(f, "words")
	f.Fuzz(func(t *testing.T, payload string) {
		if l, err := decodeWords(payload); err == nil && len(l.words) != len(l.commonness) {
			t.Errorf("%d words, %d numbers", len(l.words), len(l.commonness))
		}
	})
}

func FuzzPages(f *testing.F) {
	seed(f, "pages")
	f.Fuzz(func(t *testing.T, payload string) {
		pages, err := decodePages(payload, 4)
		if err != nil {
			return
		}
		var out []byte
		for _, p := range pages {
			a := Analysed{url: p.url, title: p.title, trail: p.trail}
			out = append(append(out, strings.Join([]string{a.url, a.title, strings.Join(a.trail, "\t")}, "\n")...), '\n')
			out = append(appendNumber(out, len(p.sections)), '\n')
			for _, s := range p.sections {
				out = append(append(out, s.id+"\t"+s.heading+"\t"+s.text...), '\n')
			}
		}
		if again := string(out) + "end"; again != payload {
			t.Errorf("written again: %q, was %q", again, payload)
		}
	})
}

func FuzzLabels(f *testing.F) {
	seed(f, "labels")
	f.Fuzz(func(t *testing.T, payload string) {
		values, err := decodeLabels(payload, fuzzHead())
		for _, v := range values {
			if err == nil && (!slices.IsSorted(v.pages) || len(v.pages) > 100) {
				t.Errorf("%+v", v)
			}
		}
	})
}

func FuzzHead(f *testing.F) {
	seed(f, "head")
	f.Fuzz(func(t *testing.T, payload string) {
		h, err := readHead(payload)
		if err != nil {
			return
		}
		if again, err := readHead(string(h.payload())); err != nil || again.pages != h.pages || !slices.Equal(again.terms.firsts, h.terms.firsts) {
			t.Errorf("written again: %v", err)
		}
	})
}

// FuzzFile searches in an index of which one file is anything.
func FuzzFile(f *testing.F) {
	files := trafficOf(Build(analyse(library(6)[:4], Options{Language: "en"}), BuildOptions{Inline: true}))
	data, err := files.read(Head)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(data), "privilege")
	f.Add("pandectShard(2,\"head\",0,\"00000\",\"\");\n", `"vendor`)
	f.Fuzz(func(t *testing.T, file, query string) {
		s, err := Open(func(string) ([]byte, error) { return []byte(file), nil })
		if err == nil {
			s.Search(query, SearchOptions{Facets: true}) // must return
		}
	})
}

// FuzzText analyses any text and expects it back, with single spaces.
func FuzzText(f *testing.F) {
	for _, s := range []string{"Art. 28(3), “e-discovery” (and so on)", " a  b\n\nc\t", "x\x00\xffy", "漢字仮名、データ", "client’s\u00AD U.S.", "(A) ﷺ ½ \u2028 é", "Of 28(3) and 2,401 or U.S. firms\nlike a-b c-, (d) e’s wordings outsourcing12 abcdefghi x",
		"Privilege privilege PRIVILEGE McDonald I Ab SLAs Ärzte Abcdefghijklmnop Abcdefghijklmnopq Abcdefghijklmno.p Ab1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a := NewAnalyzer(Options{Language: "en"}).Page(Page{Sections: []Section{{Text: text}}})
		if got, want := string(a.appendText(nil, 0)), words.Clean(text); got != want {
			t.Errorf("text is %q, want %q", got, want)
		}
		parse(text, []string{"tag"})
	})
}
