package search

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the test vectors anew")

// vector compares a value with a file of testdata/vectors, which the client in the browser is tested with too.
func vector(t *testing.T, name string, value any) {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(value); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("testdata", "vectors", name)
	if *update {
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), want) {
		t.Errorf("%s is not what the code gives: if that is meant, write it anew with -update and read the difference", file)
	}
}

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
	for _, text := range []string{
		"", "  ", "privilege", "privilege ", "privilege.", "attorney client privilege", `"attorney client" privilege`, `"attorney client privilege"`, `"not closed`,
		`a "b`, `a"b c"d`, "“smart quotes” „and” more", "-waiver privilege", "privilege -waiver", `privilege -"work product"`, "- a", "--a", "-", `-"`, `""`, "a -",
		"tag:privilege vendor", "TAG:Privilege", `tag:"data breach" x`, "tag:", "tag: x", "tag:a tag:b section:c", "-tag:a", "unknown:value", "5:3", "2,401 hours", "2,401", "tag:...", `jurisdiction:“New York” x`,
		"e-discovery", "Art. 28(3)", "client's", "漢字仮名", `"漢字仮名"`, "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen",
		"a\u00a0b\ufeffc",
	} {
		q := parse(text, labels)
		cases = append(cases, vectorCase{text, wordVectors(q.words), q.phrases, q.left, q.filters})
	}
	vector(t, "queries.json", map[string]any{"labels": labels, "cases": cases})
}

// TestDecodingVectors: how numbers and lists of forms are written.
func TestDecodingVectors(t *testing.T) {
	type numberVector struct {
		Number int    `json:"number"`
		Text   string `json:"text"`
	}
	var list []numberVector
	for _, n := range []int{0, 1, 2, 57, 58, 59, 61, 62, 63, 92, 93, 1983, 1984, 65535, 61534, 1 << 20, maxNumber} {
		text := string(appendNumber(nil, n))
		r := numbers{text: text}
		if got := r.next(maxNumber); got != n || r.done() != nil {
			t.Errorf("%d is read as %d from %q", n, got, text)
		}
		list = append(list, numberVector{n, text})
	}
	damagedNumbers := []string{"", "~", "~~~~~~~~", "\"", "é", "~~~~~~a", "\n"}
	for _, text := range damagedNumbers {
		r := numbers{text: text}
		if r.next(maxNumber); r.done() == nil {
			t.Errorf("%q is read as a number", text)
		}
	}
	type formsVector struct {
		Forms []string `json:"forms"`
		Text  string   `json:"text"`
	}
	var forms []formsVector
	for _, f := range [][]string{
		{}, {""}, {"", "a"}, {"privacy", "privilege", "privileged", "privileges"}, {"5", "5.3", "28(3)"}, {strings.Repeat("a", 30), strings.Repeat("a", 30) + "b"},
		{"𠀀", "𠀀𠀁", "\uE000"}, {"हिन", "हिनद"},
	} {
		if len(f) > 2 && f[0] == "5" {
			f = []string{"28(3)", "5", "5.3"}
		}
		text := string(appendForms(nil, f))
		if got, err := readForms(text); err != nil || strings.Join(got, " ") != strings.Join(f, " ") {
			t.Errorf("%q is read as %q, %v", text, got, err)
		}
		forms = append(forms, formsVector{f, text})
	}
	damagedForms := []string{"privacy", "Ba", "AaA", "AbAa", "AaAa", "[x", "A𠀀Bx"}
	for _, text := range damagedForms {
		if f, err := readForms(text); err == nil {
			t.Errorf("%q is read as %q", text, f)
		}
	}
	scripts := map[string]string{
		"good":    string(appendScript(nil, "pages", 12, "k3f9a", []byte("a\"b\\c\nd\u2028\u2029\te"))),
		"payload": "a\"b\\c\nd\u2028\u2029\te",
	}
	vector(t, "decoding.json", map[string]any{"numbers": list, "damagedNumbers": damagedNumbers, "forms": forms, "damagedForms": damagedForms, "script": scripts})
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
	o := BuildOptions{Build: "example", Synonyms: [][]string{{"Upjohn warning", "corporate Miranda"}}}
	var one []File
	for name, inline := range map[string]bool{"shards": false, "one file": true} {
		o.Inline = inline
		files := build(analyse(pages, Options{Language: "en"}), o, exampleLayout)
		s, err := Open(trafficOf(files).read)
		if err != nil {
			t.Fatal(err)
		}
		x := newOracle(s, pages, "en", o, 2000)
		var list []answerVector
		for _, v := range exampleQueries {
			if v.Answer, err = s.Search(v.Query, SearchOptions{v.Limit, v.Page, v.Filters, v.Facets}); err != nil {
				t.Fatalf("%s: %q: %v", name, v.Query, err)
			}
			if len(v.Filters) == 0 {
				limit, page := max(v.Limit, 10*bit(v.Limit == 0)), max(v.Page, 1)
				if got, want := describeAnswer(v.Answer), x.describe(v.Query, limit, page); got != want {
					t.Errorf("%s: %q:\ngot  %s\nwant %s", name, v.Query, got, want)
				}
			}
			list = append(list, v)
		}
		if inline {
			one = files
			vector(t, "inline-answers.json", list)
			continue
		}
		vector(t, "files.json", contentsOf(files))
		vector(t, "answers.json", list)
	}
	vector(t, "inline-files.json", contentsOf(one))
}

func contentsOf(files []File) map[string]string {
	contents := map[string]string{}
	for _, f := range files {
		contents[f.Name] = string(f.Data())
	}
	return contents
}
