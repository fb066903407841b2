package client

import (
	"testing"

	"pandect/internal/search/format"
	"pandect/internal/search/index"
	"pandect/internal/search/index/indextest"
)

// FuzzFile searches in an index of which one file is anything.
func FuzzFile(f *testing.F) {
	files := trafficOf(index.Build(indextest.Analyse(indextest.Library(6)[:4], index.Options{Language: "en"}), index.BuildOptions{Inline: true}))
	data, err := files.read(format.HeadFile)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(data), "privilege")
	f.Add("pandectShard(2,\"head\",0,\"00000\",\"\");\n", `"vendor`)
	f.Fuzz(func(t *testing.T, file, query string) {
		s, err := Open(func(string) ([]byte, error) { return []byte(file), nil })
		if err == nil {
			s.Search(query, Options{Facets: true}) // must return
		}
	})
}

// FuzzQuery reads any query.
func FuzzQuery(f *testing.F) {
	for _, s := range []string{`tag:"data breach" -a “b c” d`, "2,401 hours", `-"`, "Art. 28(3) e-disc"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if q := parse(text, []string{"tag"}); len(q.words) > maxWords {
			t.Errorf("%d words are read", len(q.words))
		}
	})
}
