package client

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pandect/internal/search/index"
	"pandect/internal/search/index/indextest"
	"pandect/internal/search/words"
)

// TestOracle compares answers with those of the oracle, for random queries over random sites. ORACLE_QUERIES asks for
// more of them; ORACLE_VECTORS names a file into which sites and answers are written, one site a line, for the tests of
// the client in the browser.
func TestOracle(t *testing.T) {
	queries := 400
	if s := os.Getenv("ORACLE_QUERIES"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		queries = n
	}
	var vectors *json.Encoder
	if name := os.Getenv("ORACLE_VECTORS"); name != "" {
		file, err := os.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		vectors = json.NewEncoder(file)
	}
	const perSite = 40
	results := 0
	for seed := range uint64(queries+perSite-1) / perSite {
		d := indextest.NewDice(seed)
		pages := d.Pages()
		language := d.One([]string{"en", "en", "fr", "hi", ""})
		keep := []int{3, 20, 10_000}[d.IntN(3)]
		terms := 40 << d.IntN(8)
		l := index.Layout{Terms: func(int) int { return terms }, Words: 200, Pages: 500 << d.IntN(4), Keep: func(int) int { return keep }}
		o := index.BuildOptions{Inline: d.IntN(4) == 0, Synonyms: [][]string{{d.Word(), d.Word() + " " + d.Word()}}}
		files := l.Build(indextest.Analyse(pages, index.Options{Language: language}), o)
		s, err := Open(trafficOf(files).read)
		if err != nil {
			t.Fatal(err)
		}
		var cases []answerVector
		x := newOracle(s, pages, language, o, keep)
		for range perSite {
			q := d.Query(pages)
			limit, part := 12*(1+d.IntN(2)), 1+d.IntN(2)
			answer, err := s.Search(q, Options{Limit: limit, Page: part})
			if err != nil {
				t.Fatalf("seed %d, %q: %v", seed, q, err)
			}
			results += len(answer.Results)
			if got, want := describeAnswer(answer), x.describe(q, limit, part); got != want {
				t.Fatalf("seed %d, query %+q, language %q, keep %d:\ngot  %s\nwant %s", seed, q, language, keep, got, want)
			}
			cases = append(cases, answerVector{Query: q, Limit: limit, Page: part, Answer: answer})
		}
		if vectors != nil {
			if err := vectors.Encode(map[string]any{"files": contentsOf(files), "cases": cases}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if results < queries {
		t.Errorf("only %d results: the queries test little", results)
	}
}

func describeAnswer(a Answer) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d %v %v", a.Total, a.Widened, a.More)
	for _, r := range a.Results {
		fmt.Fprintf(&b, "\n%s %s %v", r.URL, r.Section, r.Score)
	}
	return b.String()
}

func (x *oracle) describe(q string, limit, part int) string {
	rounds, widened, more := x.search(q, limit*part)
	a := Answer{Widened: widened, More: more}
	for _, r := range rounds {
		a.Total += len(r)
	}
	each := (limit + 2*x.head.Screen - 1) / (2 * x.head.Screen)
	from := min(len(rounds), (part-1)*each)
	for _, c := range slices.Concat(rounds[from:min(len(rounds), from+each)]...) {
		if len(a.Results) == limit {
			break
		}
		p := &x.pages[c.page]
		r := Result{URL: p.URL, Section: words.Clean(p.Sections[c.section].Heading), Score: c.score}
		if c.section > 0 {
			r.URL += "#" + p.Sections[c.section].ID
		}
		a.Results = append(a.Results, r)
	}
	return describeAnswer(a)
}
