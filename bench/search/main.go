// Command search measures how well the search of a site answers the questions in queries.tsv: as written, with a typo in each, and
// with the last word incomplete. README.md describes the questions.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"path/filepath"
	"strings"

	"pandect/internal/search/client"
)

// results is how many results of a query are looked at.
const results = 10

func main() {
	log.SetFlags(0)
	folder := flag.String("site", ".", "`folder` with content/ and config.toml, or of markdown alone")
	file := flag.String("queries", "", "the `file` of questions (default queries.tsv in the folder)")
	seed := flag.Uint64("seed", 1, "of the mistakes")
	rounds := flag.Int("rounds", 5, "how many different mistakes are made in each query")
	verbose := flag.Bool("v", false, "list the questions that are not answered first")
	flag.Parse()
	if *file == "" {
		*file = filepath.Join(*folder, "queries.tsv")
	}
	if err := run(context.Background(), *folder, *file, *seed, *rounds, *verbose); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, folder, file string, seed uint64, rounds int, verbose bool) error {
	questions, err := readQuestions(file)
	if err != nil {
		return err
	}
	l, err := open(ctx, folder)
	if err != nil {
		return err
	}
	fmt.Printf("%-22s %8s %8s %8s %8s\n", "", "queries", "MRR@10", "first", "in five")
	for _, m := range []struct {
		name   string
		change func(query string, random *rand.Rand) (string, bool)
		rounds int
	}{
		{"as written", func(q string, _ *rand.Rand) (string, bool) { return q, true }, 1},
		{"one mistake", mistype, rounds},
		{"last word cut short", func(q string, _ *rand.Rand) (string, bool) { return cutShort(q) }, 1},
	} {
		t := tally{byKind: map[string]*score{}}
		random := rand.New(rand.NewPCG(seed, 0))
		for range m.rounds {
			for _, q := range questions {
				query, ok := m.change(q.query, random)
				if !ok {
					continue
				}
				if err := t.ask(l, q, query); err != nil {
					return err
				}
			}
		}
		t.print(m.name, verbose)
	}
	return nil
}

// tally is how well a set of queries was answered.
type tally struct {
	all    score
	byKind map[string]*score
	failed []string
}

// score adds up the ranks of right answers.
type score struct {
	queries, first, inFive int
	reciprocal             float64
}

// add counts an answer at a rank from 1, or 0 for none.
func (s *score) add(rank int) {
	s.queries++
	if rank > 0 {
		s.reciprocal += 1 / float64(rank)
	}
	if rank == 1 {
		s.first++
	}
	if rank >= 1 && rank <= 5 {
		s.inFive++
	}
}

func (s *score) print(name string) {
	n := float64(max(s.queries, 1))
	fmt.Printf("%-22s %8d %8.3f %8.3f %8.3f\n", name, s.queries, s.reciprocal/n, float64(s.first)/n, float64(s.inFive)/n)
}

// ask asks one query.
func (t *tally) ask(l *library, q question, query string) error {
	answer, err := l.searcher.Search(query, client.Options{Limit: results})
	if err != nil {
		return err
	}
	rank := 0
	var places []string
	for i, r := range answer.Results {
		place := l.place(r)
		places = append(places, place)
		if rank == 0 && q.answeredBy(place) {
			rank = i + 1
		}
	}
	t.all.add(rank)
	if t.byKind[q.kind] == nil {
		t.byKind[q.kind] = &score{}
	}
	t.byKind[q.kind].add(rank)
	if rank != 1 {
		t.failed = append(t.failed, fmt.Sprintf("%3d  %s\n     want  %s\n     found %s", rank, query,
			strings.Join(q.answers, " "), strings.Join(places[:min(len(places), 5)], " ")))
	}
	return nil
}

func (t *tally) print(name string, verbose bool) {
	t.all.print(name)
	for _, k := range kinds {
		if s := t.byKind[k]; s != nil {
			s.print("  " + k)
		}
	}
	if verbose {
		for _, f := range t.failed {
			fmt.Println(f)
		}
	}
}
