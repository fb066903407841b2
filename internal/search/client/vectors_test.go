package client

import (
	"cmp"
	"testing"

	"pandect/internal/search/index"
	"pandect/internal/search/index/indextest"
	"pandect/internal/search/vectors"
	"pandect/internal/twins"
)

type wordVector struct {
	Form   string   `json:"form"`
	Others []string `json:"others,omitempty"`
	Pieces []string `json:"pieces,omitempty"`
	Phrase bool     `json:"phrase,omitempty"`
	Last   bool     `json:"last,omitempty"`
}

func wordVectors(list []word) []wordVector {
	out := make([]wordVector, 0, len(list))
	for _, w := range list {
		out = append(out, wordVector{w.Form, w.Others, w.Pieces, w.phrase, w.last})
	}
	return out
}

// TestQueryVectors: how queries are read.
func TestQueryVectors(t *testing.T) {
	type vectorCase struct {
		Text    string              `json:"text"`
		Words   []wordVector        `json:"words"`
		Phrases [][]string          `json:"phrases,omitempty"`
		Left    [][]string          `json:"left,omitempty"`
		Filters map[string][]string `json:"filters,omitempty"`
	}
	labels := []string{"jurisdiction", "section", "tag"}
	var cases []vectorCase
	for _, text := range append([]string{
		"", "  ", "privilege", "privilege ", "privilege.", "attorney client privilege", `"attorney client" privilege`, `"attorney client privilege"`, `"not closed`,
		`a "b`, `a"b c"d`, "“smart quotes” „and” more", "-waiver privilege", "privilege -waiver", `privilege -"work product"`, "- a", "--a", "-", `-"`, `""`, "a -",
		"tag:privilege vendor", "TAG:Privilege", `tag:"data breach" x`, "tag:", "tag: x", "tag:a tag:b section:c", "-tag:a", "unknown:value", "5:3", "2,401 hours", "2,401", "tag:...", `jurisdiction:“New York” x`,
		"e-discovery", "Art. 28(3)", "client's", "漢字仮名", `"漢字仮名"`, "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen",
		"a\u00a0b\ufeffc", "tag:a\u0085b -c\u0085d e\u0085f", "tag:É\u2028-é “É”", "-😀 -é 😀", "𝔘:x 😀:x é:x", "tag:😀", "tag:\u0301", `tag:"E\u0301lus İ"`, "tag:\u00adx", "\u00a0-\u3000x\u180ey", "é\u0301", "x\u0301 ", "漢字", "漢字 ", "कि", "\u200bx\u200b", "\u0000 x\u0000",
	}, twins.Texts...) {
		q := parse(text, labels)
		cases = append(cases, vectorCase{text, wordVectors(q.words), q.phrases, q.excluded, q.filters})
	}
	vectors.Compare(t, "queries.json", map[string]any{"labels": labels, "cases": cases})
}

type answerVector struct {
	Query   string              `json:"query"`
	Limit   int                 `json:"limit,omitempty"`
	Page    int                 `json:"page,omitempty"`
	Filters map[string][]string `json:"filters,omitempty"`
	Facets  bool                `json:"facets,omitempty"`
	Answer  Answer              `json:"answer"`
}

// TestAnswerVectors: a site in shards, and the same in one file, with answers. The oracle must agree with each.
func TestAnswerVectors(t *testing.T) {
	pages := exampleSite()
	o := index.BuildOptions{Build: "example", Synonyms: [][]string{{"Upjohn warning", "corporate Miranda"}}}
	var one []index.File
	for name, inline := range map[string]bool{"shards": false, "one file": true} {
		o.Inline = inline
		files := exampleLayout.Build(indextest.Analyse(pages, index.Options{Language: "en"}), o)
		s, err := Open(trafficOf(files).read)
		if err != nil {
			t.Fatal(err)
		}
		x := newOracle(s, pages, "en", o, 2000)
		var list []answerVector
		for _, v := range exampleQueries {
			if v.Answer, err = s.Search(v.Query, Options{v.Limit, v.Page, v.Filters, v.Facets}); err != nil {
				t.Fatalf("%s: %q: %v", name, v.Query, err)
			}
			if len(v.Filters) == 0 {
				limit, page := cmp.Or(v.Limit, 10), max(v.Page, 1)
				if got, want := describeAnswer(v.Answer), x.describe(v.Query, limit, page); got != want {
					t.Errorf("%s: %q:\ngot  %s\nwant %s", name, v.Query, got, want)
				}
			}
			list = append(list, v)
		}
		if inline {
			one = files
			vectors.Compare(t, "inline-answers.json", list)
			continue
		}
		vectors.Compare(t, "files.json", contentsOf(files))
		vectors.Compare(t, "answers.json", list)
	}
	vectors.Compare(t, "inline-files.json", contentsOf(one))
}

func contentsOf(files []index.File) map[string]string {
	contents := map[string]string{}
	for _, f := range files {
		contents[f.Name] = string(f.Data())
	}
	return contents
}
