package main

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pandect/internal/search/client"
)

func TestOneMistakeIsInOneLongWord(t *testing.T) {
	const query = "can we use 08-451 in the indian vendors' offices"
	changed := map[int]bool{}
	random := rand.New(rand.NewPCG(1, 0))
	for range 1000 {
		mistyped, ok := mistype(query, random)
		if !ok {
			t.Fatal("no mistake was made")
		}
		before, after := strings.Fields(query), strings.Fields(mistyped)
		if len(after) != len(before) {
			t.Fatalf("%q has another number of words than %q", mistyped, query)
		}
		different := 0
		for i := range before {
			if before[i] != after[i] {
				changed[i] = true
				different++
				if longer := len(after[i]) - len(before[i]); longer < -1 || longer > 1 {
					t.Errorf("%q became %q", before[i], after[i])
				}
			}
		}
		if different != 1 {
			t.Errorf("%q differs in %d words from %q", mistyped, different, query)
		}
	}
	if len(changed) != 2 || !changed[6] || !changed[8] {
		t.Errorf("mistakes were made in words %v of %q, want the 6th and 8th from 0", changed, query)
	}
	if mistyped, ok := mistype("LPO in 08-451", random); ok {
		t.Errorf("a query without a long word became %q", mistyped)
	}
}

func TestTheLastWordIsCut(t *testing.T) {
	for query, want := range map[string]string{
		"cross border data": "cross border dat",
		"privilege":         "pri",
		"kovel law":         "",
		"opinion 08-451":    "",
	} {
		if short, ok := cutShort(query); short != want || ok != (want != "") {
			t.Errorf("%q became %q, want %q", query, short, want)
		}
	}
}

func TestAFolderOfMarkdownIsAsked(t *testing.T) {
	for name, content := range map[string]string{"markdown alone": "", "a site": "content"} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			for name, text := range map[string]string{
				"fruit.md":      "# Fruit\n\nAbout apples.\n\n## Pears\n\nThey are green.\n",
				"herbs/mint.md": "# Mint\n\nA herb for tea.\n",
			} {
				file := filepath.Join(folder, content, name)
				if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			l, err := open(t.Context(), folder)
			if err != nil {
				t.Fatal(err)
			}
			for query, want := range map[string]string{"pears": "fruit.md#pears", "apples": "fruit.md", "tea": "herbs/mint.md"} {
				answer, err := l.searcher.Search(query, client.Options{})
				if err != nil {
					t.Fatal(err)
				}
				if len(answer.Results) == 0 || l.place(answer.Results[0]) != want {
					t.Errorf("%q found %v, want %s", query, answer.Results, want)
				}
			}
		})
	}
}

func TestRanksAreAddedUp(t *testing.T) {
	var s score
	for _, rank := range []int{1, 2, 5, 10, 0} {
		s.add(rank)
	}
	if s.queries != 5 || s.first != 1 || s.inFive != 3 || s.reciprocal != 1+.5+.2+.1 {
		t.Errorf("got %+v", s)
	}
}
