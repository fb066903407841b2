package search

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pandect/internal/search/words"
)

// dice makes random sites and queries in which everything that the format can say occurs.
type dice struct {
	*rand.Rand
	words []string
}

func newDice(seed uint64) *dice {
	d := &dice{Rand: rand.New(rand.NewPCG(seed, 1))}
	syllables := strings.Fields("ka ri pri vi le ge con tra in de su per ly an no ta or mu é ö")
	endings := []string{"", "", "", "s", "ed", "ing", "ation", "er"}
	for range 20 + d.IntN(150) {
		w := ""
		for range 1 + d.IntN(4) {
			w += d.one(syllables)
		}
		for range 1 + d.IntN(3) {
			d.words = append(d.words, w+d.one(endings))
		}
	}
	d.words = append(d.words, strings.Fields(`the of and to 5 5.3 28(3) 08-451 DD-04 e-discovery eDiscovery v1.2.3 client's l’accord R&D 漢字仮名 データ
		хранение σκοπός ΣΚΟΠΟΣ 𝔘nder \uE000x U.S. nǐ हिन्दी हिन्दियों a&b(c)d`)...)
	return d
}

func (d *dice) one(list []string) string { return list[d.IntN(len(list))] }

// word returns a word, the first ones much more often than the others.
func (d *dice) word() string {
	return d.words[int(float64(len(d.words))*d.Float64()*d.Float64())]
}

func (d *dice) text(n int) string {
	var b strings.Builder
	for range n {
		w := d.word()
		if d.IntN(8) == 0 {
			w = strings.ToUpper(w[:1]) + w[1:]
		}
		b.WriteString(w)
		b.WriteString(d.one([]string{" ", " ", " ", " ", ". ", ", ", " - ", "\n"}))
	}
	if d.IntN(10) == 0 {
		a, c := d.word(), d.word()
		fmt.Fprintf(&b, "the %s %s (%s) and", a, c, strings.ToUpper(a[:1]+c[:1]))
	}
	return strings.TrimSpace(b.String())
}

func (d *dice) pages() []Page {
	var pages []Page
	for i := range 1 + d.IntN(40) {
		p := Page{URL: fmt.Sprintf("p/%d.html", i), Title: d.text(1 + d.IntN(4)), Trail: []string{"p"}, Labels: map[string][]string{}}
		for range d.IntN(3) {
			p.Keywords = append(p.Keywords, d.word())
			p.Labels["tag"] = append(p.Labels["tag"], d.one([]string{"Red", "blue sky", "Grün"}))
		}
		if d.IntN(5) == 0 {
			p.Boost = .5 + d.Float64()
		}
		if d.IntN(3) == 0 {
			p.Labels["Section"] = []string{d.one([]string{"one", "two"})}
		}
		p.Sections = []Section{{Text: d.text(d.IntN(30))}}
		for s := range d.IntN(6) {
			p.Sections = append(p.Sections, Section{ID: fmt.Sprint("s", s), Heading: d.text(1 + d.IntN(3)), Text: d.text(d.IntN(40)), Links: d.text(d.IntN(3))})
		}
		pages = append(pages, p)
	}
	return pages
}

func (d *dice) query(pages []Page) string {
	var items []string
	for range 1 + d.IntN(4) {
		w := d.word()
		if d.IntN(4) == 0 {
			w = d.one(strings.Fields(pages[d.IntN(len(pages))].Title + " x"))
		}
		r := []rune(w)
		switch at := d.IntN(len(r)); d.IntN(8) {
		case 0: // a typo
			r[at] = 'e'
			w = string(r)
		case 1:
			w = string(append(r[:at:at], r[min(at+1, len(r)):]...))
		case 2:
			if at > 0 {
				r[at], r[at-1] = r[at-1], r[at]
			}
			w = string(r)
		case 3: // half a word
			w = string(r[:at+1])
		}
		switch d.IntN(14) {
		case 0:
			w = "-" + w
		case 1:
			w = `"` + w + " " + d.word() + `"`
		case 2:
			w = d.one([]string{"tag:red", `Tag:"blue sky"`, "section:one", "tag:none", "sec:one"})
		case 3:
			w = strings.ToUpper(w)
		case 4:
			w += "ity"
		}
		items = append(items, w)
	}
	return strings.Join(items, " ") + d.one([]string{"", "", "", " "})
}

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
		d := newDice(seed)
		pages := d.pages()
		language := d.one([]string{"en", "en", "fr", "hi", ""})
		keep := []int{3, 20, 10_000}[d.IntN(3)]
		terms := 40 << d.IntN(8)
		l := layout{terms: func(int) int { return terms }, words: 200, pages: 500 << d.IntN(4), keep: func(int) int { return keep }}
		o := BuildOptions{Inline: d.IntN(4) == 0, Synonyms: [][]string{{d.word(), d.word() + " " + d.word()}}}
		files := build(analyse(pages, Options{Language: language}), o, l)
		s, err := Open(trafficOf(files).read)
		if err != nil {
			t.Fatal(err)
		}
		var cases []answerVector
		x := newOracle(s, pages, language, o, keep)
		for range perSite {
			q := d.query(pages)
			limit, part := 12*(1+d.IntN(2)), 1+d.IntN(2)
			answer, err := s.Search(q, SearchOptions{Limit: limit, Page: part})
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
	each := (limit + 2*x.s.head.screen - 1) / (2 * x.s.head.screen)
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
