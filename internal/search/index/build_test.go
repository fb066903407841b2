package index_test

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"testing"

	"pandect/internal/search/index"
	"pandect/internal/search/index/indextest"
)

func TestTheSamePagesGiveTheSameFiles(t *testing.T) {
	pages := indextest.Library(1)
	want := indextest.InMemory(indextest.Fine.Build(indextest.Analyse(pages, index.Options{Language: "en"}), index.BuildOptions{}))
	random := rand.New(rand.NewPCG(3, 4))
	for range 3 {
		workers := make([]*index.Analyzer, 3)
		for i := range workers {
			workers[i] = index.NewAnalyzer(index.Options{Language: "en"})
			for range 5 { // words of pages that are not in the site any more
				workers[i].Page(indextest.Library(9)[random.IntN(40)])
			}
		}
		list := make([]*index.Analysed, len(pages))
		for _, i := range random.Perm(len(pages)) {
			list[i] = workers[random.IntN(len(workers))].Page(pages[i])
		}
		got := indextest.InMemory(indextest.Fine.Build(list, index.BuildOptions{}))
		if !maps.EqualFunc(got, want, bytes.Equal) {
			t.Fatalf("files differ: %d and %d of them", len(got), len(want))
		}
	}
}

func TestFilesAreNamedByTheirContent(t *testing.T) {
	names := map[string]string{}
	for seed := range uint64(4) {
		pages := indextest.Library(seed % 2)
		pages[3].Sections[0].Text += fmt.Sprint(" edited ", seed)
		for name, data := range indextest.InMemory(indextest.Fine.Build(indextest.Analyse(pages, index.Options{Language: "en"}), index.BuildOptions{})) {
			if other, ok := names[name]; ok && other != string(data) && name != index.HeadFile {
				t.Errorf("%s has two contents", name)
			}
			names[name] = string(data)
		}
	}
}

func TestAnEditOfALetterChangesOneShardOfPages(t *testing.T) {
	pages := indextest.Library(2)
	before := indextest.InMemory(indextest.Fine.Build(indextest.Analyse(pages, index.Options{Language: "en"}), index.BuildOptions{}))
	pages[7].Sections[0].Text += " –"
	changed := 0
	for name := range indextest.InMemory(indextest.Fine.Build(indextest.Analyse(pages, index.Options{Language: "en"}), index.BuildOptions{})) {
		if _, ok := before[name]; !ok {
			changed++
		}
	}
	if changed != 1 {
		t.Errorf("%d files have other names, want the one with the text of the page", changed)
	}
}
