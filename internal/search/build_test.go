package search

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pandect/internal/search/words"
)

// small shards, so that a few pages have many.
var fine = layout{terms: func(int) int { return 400 }, words: 600, pages: 1500, keep: standard.keep}

// library is a site of a few dozen pages.
func library(seed uint64) []Page {
	d := newDice(seed)
	d.words = append(d.words, strings.Fields("privilege privileged vendor vendors waiver contract contracts")...)
	var pages []Page
	for len(pages) < 40 {
		pages = append(pages, d.pages()...)
	}
	for i := range pages {
		pages[i].URL = fmt.Sprintf("library/%03d.html", i)
	}
	return pages
}

func TestTheSamePagesGiveTheSameFiles(t *testing.T) {
	pages := library(1)
	want := inMemory(build(analyse(pages, Options{Language: "en"}), BuildOptions{}, fine))
	random := rand.New(rand.NewPCG(3, 4))
	for range 3 {
		workers := make([]*Analyzer, 3)
		for i := range workers {
			workers[i] = NewAnalyzer(Options{Language: "en"})
			for range 5 { // words of pages that are not in the site any more
				workers[i].Page(library(9)[random.IntN(40)])
			}
		}
		list := make([]*Analysed, len(pages))
		for _, i := range random.Perm(len(pages)) {
			list[i] = workers[random.IntN(len(workers))].Page(pages[i])
		}
		got := inMemory(build(list, BuildOptions{}, fine))
		if !maps.EqualFunc(got, want, bytes.Equal) {
			t.Fatalf("files differ: %d and %d of them", len(got), len(want))
		}
	}
}

func TestFilesAreNamedByTheirContent(t *testing.T) {
	names := map[string]string{}
	for seed := range uint64(4) {
		pages := library(seed % 2)
		pages[3].Sections[0].Text += fmt.Sprint(" edited ", seed)
		for name, data := range inMemory(build(analyse(pages, Options{Language: "en"}), BuildOptions{}, fine)) {
			if other, ok := names[name]; ok && other != string(data) && name != Head {
				t.Errorf("%s has two contents", name)
			}
			names[name] = string(data)
		}
	}
}

// TestAnEditChangesFewFiles adds words to a page and expects other files only where these words, those of the section,
// or the page are. Where a list has outgrown the size by which shards are cut, the cut to a neighbour may move; that
// must be rare.
func TestAnEditChangesFewFiles(t *testing.T) {
	moved := 0
	for seed := range uint64(12) {
		moved += editChangesFewFiles(t, library(seed))
	}
	if moved > 1 {
		t.Errorf("the cuts between shards moved in %d of 12 edits", moved)
	}
}

// editChangesFewFiles returns how many files changed because a cut moved.
func editChangesFewFiles(t *testing.T, pages []Page) (moved int) {
	pages[30].Sections[0].Text += " vendors privilege" // a word that is new to the site may move the cut between two shards
	before := build(analyse(pages, Options{Language: "en"}), BuildOptions{}, fine)
	s, err := Open(trafficOf(before).read)
	if err != nil {
		t.Fatal(err)
	}
	section := &pages[7].Sections[0]
	touched, beside := map[string]bool{}, map[string]bool{}
	touch := func(text string) {
		for start, end := words.NextToken(text, 0); start < end; start, end = words.NextToken(text, end) {
			for _, form := range words.FormsOf(text[start:end]) {
				for i := range form { // the ready lists of its beginnings
					if lists := s.head.prefixes; len(lists.firsts) > 0 && i > 0 {
						n := lists.firsts.find(form[:i])
						touched[fileName("prefixes", n, lists.digests[n])] = true
					}
				}
				g, _, err := s.group(form)
				if err != nil {
					t.Fatal(err)
				}
				if g == nil {
					t.Fatalf("%s is not known", form)
				}
				n := s.head.terms.firsts.find(g.local[0])
				touched[fileName("terms", n, s.head.terms.digests[n])] = true
				for n := max(0, n-1); n < min(n+3, len(s.head.terms.digests)); n++ {
					beside[fileName("terms", n, s.head.terms.digests[n])] = true
				}
			}
		}
	}
	section.Text += "\nvendors privilege"
	touch(pages[7].Title + " " + section.Text + " " + strings.Join(pages[7].Keywords, " "))
	touched[fileName("pages", 7/s.head.perShard, s.head.pageDigests[7/s.head.perShard])] = true

	after := map[string]bool{}
	for _, f := range build(analyse(pages, Options{Language: "en"}), BuildOptions{}, fine) {
		after[f.Name] = true
	}
	gone := 0
	for _, f := range before {
		if after[f.Name] {
			continue
		}
		gone++
		switch {
		case touched[f.Name], strings.HasPrefix(f.Name, "search/v"):
		case beside[f.Name]:
			moved++
		default:
			t.Errorf("%s is another file after an edit that does not concern it", f.Name)
		}
	}
	if gone == 0 || gone > len(before)/2 {
		t.Errorf("%d of %d files changed", gone, len(before))
	}
	return moved
}

func TestAnEditOfALetterChangesOneShardOfPages(t *testing.T) {
	pages := library(2)
	before := inMemory(build(analyse(pages, Options{Language: "en"}), BuildOptions{}, fine))
	pages[7].Sections[0].Text += " –"
	changed := 0
	for name := range inMemory(build(analyse(pages, Options{Language: "en"}), BuildOptions{}, fine)) {
		if _, ok := before[name]; !ok {
			changed++
		}
	}
	if changed != 1 {
		t.Errorf("%d files have other names, want the one with the text of the page", changed)
	}
}

func TestASmallSiteIsOneFile(t *testing.T) {
	pages := library(3)[:3]
	files := Build(analyse(pages, Options{}), BuildOptions{Build: "x"})
	if len(files) != 1 || files[0].Name != Head {
		t.Fatalf("%d files, the first %s", len(files), files[0].Name)
	}
	if files := Build(nil, BuildOptions{}); len(files) != 1 {
		t.Errorf("a site without pages has %d files", len(files))
	}
	s, err := Open(trafficOf(Build(nil, BuildOptions{})).read)
	if err != nil {
		t.Fatal(err)
	}
	if a, err := s.Search("anything at all", SearchOptions{}); err != nil || a.Total != 0 {
		t.Errorf("a site without pages answers %v, %v", a, err)
	}
}

// TestABrokenFileIsAnError replaces each file by something else and expects every query to give the right answer or an
// error.
func TestABrokenFileIsAnError(t *testing.T) {
	pages := library(4)
	files := build(analyse(pages, Options{Language: "en"}), BuildOptions{}, fine)
	whole := inMemory(files)
	other := inMemory(build(analyse(library(5), Options{Language: "en"}), BuildOptions{}, fine))
	queries := []string{"privilege waiver", "vendors", "contract priv", "tag:red ", "k", "privlege"}
	answers := map[string]string{}
	s, err := Open(trafficOf(files).read)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range queries {
		a, err := s.Search(q, SearchOptions{})
		if err != nil {
			t.Fatal(err)
		}
		answers[q] = describeAnswer(a)
	}
	sameKind := func(name string) []byte { // the file of another edition that is most like this one
		prefix, _, _ := strings.Cut(name, "-")
		for n, data := range other {
			if strings.HasPrefix(n, prefix+"-") && n != name {
				return data
			}
		}
		return other[Head]
	}
	damages := map[string]func(name string, data []byte) ([]byte, error){
		"missing":     func(string, []byte) ([]byte, error) { return nil, errors.New("no such file") },
		"empty":       func(string, []byte) ([]byte, error) { return nil, nil },
		"a page":      func(string, []byte) ([]byte, error) { return []byte("<!doctype html><title>Log in</title>\n"), nil },
		"half":        func(_ string, data []byte) ([]byte, error) { return data[:len(data)/2], nil },
		"all but end": func(_ string, data []byte) ([]byte, error) { return data[:len(data)-1], nil },
		"stale":       func(name string, _ []byte) ([]byte, error) { return sameKind(name), nil },
		"new format": func(_ string, data []byte) ([]byte, error) {
			return bytes.Replace(data, []byte("pandectShard(2,"), []byte("pandectShard(3,"), 1), nil
		},
		"half its payload": func(_ string, data []byte) ([]byte, error) {
			return append(data[:len(data)/2:len(data)/2], "\");\n"...), nil
		},
	}
	for damage, apply := range damages {
		failures := 0
		for _, broken := range slices.Sorted(maps.Keys(whole)) {
			if broken == Head && damage == "stale" {
				continue // another edition, whole: its shards are missing
			}
			read := func(name string) ([]byte, error) {
				if name == broken {
					return apply(name, whole[name])
				}
				if data, ok := whole[name]; ok {
					return data, nil
				}
				return nil, errors.New("no such file")
			}
			s, err := Open(read)
			if (err != nil) != (broken == Head) {
				t.Errorf("%s is %s: opened with %v", broken, damage, err)
			}
			if err != nil {
				continue
			}
			for _, q := range queries {
				a, err := s.Search(q, SearchOptions{})
				if err != nil {
					failures++
					if !strings.Contains(err.Error(), broken) {
						t.Errorf("%s is %s: the error does not name it: %v", broken, damage, err)
					}
				} else if got := describeAnswer(a); got != answers[q] {
					t.Errorf("%s is %s: %q gives another answer:\n%s\nwant\n%s", broken, damage, q, got, answers[q])
				}
			}
		}
		if failures == 0 {
			t.Errorf("no query met a file that is %s", damage)
		}
	}
}

func TestAMendedFileIsReadAgain(t *testing.T) {
	files := trafficOf(build(analyse(library(4), Options{Language: "en"}), BuildOptions{}, fine))
	broken := false
	s, err := Open(func(name string) ([]byte, error) {
		if broken {
			return nil, errors.New("the cable is out")
		}
		return files.read(name)
	})
	if err != nil {
		t.Fatal(err)
	}
	broken = true
	if _, err := s.Search("vendor", SearchOptions{}); err == nil || !strings.Contains(err.Error(), "the cable is out") {
		t.Fatalf("err = %v", err)
	}
	broken = false
	if a, err := s.Search("vendor", SearchOptions{}); err != nil || a.Total == 0 {
		t.Errorf("after the cable was in again: %d results, %v", a.Total, err)
	}
}
