package client

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pandect/internal/search/index"
	"pandect/internal/search/index/indextest"
	"pandect/internal/search/words"
)

// traffic counts what a client loads.
type traffic struct {
	files    map[string]func() []byte
	requests int
	bytes    int // compressed
}

func (c *traffic) read(name string) ([]byte, error) {
	data, ok := c.files[name]
	if !ok {
		return nil, fmt.Errorf("%s does not exist", name)
	}
	c.requests++
	out := data()
	c.bytes += indextest.Zipped(out)
	return out, nil
}

func trafficOf(files []index.File) *traffic {
	c := &traffic{files: map[string]func() []byte{}}
	for _, f := range files {
		c.files[f.Name] = f.Data
	}
	return c
}

// typicalQueries are words as readers type them: from titles, from headings, and from the text.
func typicalQueries(pages []index.Page, n int) []string {
	random := rand.New(rand.NewPCG(1, 2))
	from := func(text string, n int) string {
		w := words.Tokens(text)
		at := random.IntN(max(1, len(w)-n+1))
		return strings.ToLower(strings.Join(w[at:min(len(w), at+n)], " "))
	}
	var list []string
	for len(list) < n {
		p := &pages[random.IntN(len(pages))]
		s := &p.Sections[random.IntN(len(p.Sections))]
		q := ""
		switch len(list) % 4 {
		case 0:
			q = from(p.Title, 3)
		case 1:
			q = from(s.Heading, 2)
		case 2:
			q = from(s.Text, 3)
		case 3:
			q = from(s.Text, 1) + " " + from(p.Title, 1)
		}
		if strings.TrimSpace(q) != "" {
			list = append(list, q)
		}
	}
	return list
}

func median(list []int) int {
	slices.Sort(list)
	return list[len(list)/2]
}

// BenchmarkTraffic says what queries load: the first one, a second one, and one that is typed letter by letter.
func BenchmarkTraffic(b *testing.B) {
	pages := indextest.LargeCorpus(b)
	files := index.Build(indextest.Analyse(pages, index.Options{Language: "en"}), index.BuildOptions{})
	queries := typicalQueries(pages, 20)
	for b.Loop() {
		var cold, requests, second, typing, letters, results []int
		for i, q := range queries {
			c := trafficOf(files)
			ask := func(s *Searcher, q string) {
				answer, err := s.Search(q, Options{})
				if err != nil {
					b.Fatal(err)
				}
				results = append(results, len(answer.Results))
			}
			s, err := Open(c.read)
			if err != nil {
				b.Fatal(err)
			}
			ask(s, q)
			cold, requests = append(cold, c.bytes), append(requests, c.requests)
			b.Logf("%-40s %6d B %2d requests", q, c.bytes, c.requests)
			before := c.bytes
			ask(s, queries[(i+7)%len(queries)])
			second = append(second, c.bytes-before)

			c = trafficOf(files)
			if s, err = Open(c.read); err != nil {
				b.Fatal(err)
			}
			for at := range q {
				if at > 0 && q[at] == ' ' {
					ask(s, q[:at]) // the pages are only shown when the reader pauses
				} else if parsed := parse(q[:at], nil); at > 0 {
					if _, err := s.lookup.variants(&parsed); err != nil {
						b.Fatal(err)
					}
				}
			}
			ask(s, q)
			typing = append(typing, c.bytes)

			c = trafficOf(files)
			if s, err = Open(c.read); err != nil {
				b.Fatal(err)
			}
			for at := range q {
				ask(s, q[:at])
			}
			ask(s, q)
			letters = append(letters, c.bytes)
		}
		b.ReportMetric(float64(median(cold)), "B-cold")
		b.ReportMetric(float64(median(requests)), "requests-cold")
		b.ReportMetric(float64(median(second)), "B-second")
		b.ReportMetric(float64(median(typing)), "B-typing")
		b.ReportMetric(float64(median(letters)), "B-every-letter")
		b.ReportMetric(float64(median(results)), "results")
	}
}
