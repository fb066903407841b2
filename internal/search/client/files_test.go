package client

import (
	"bytes"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"pandect/internal/search/format"
	"pandect/internal/search/index"
	"pandect/internal/search/index/indextest"
	"pandect/internal/search/words"
)

// TestAnEditChangesFewFiles adds words to a page and expects other files only where these words, those of the section,
// or the page are. Where a list has outgrown the size by which shards are cut, the cut to a neighbour may move; that
// must be rare.
func TestAnEditChangesFewFiles(t *testing.T) {
	moved := 0
	for seed := range uint64(12) {
		moved += editChangesFewFiles(t, indextest.Library(seed))
	}
	if moved > 1 {
		t.Errorf("the cuts between shards moved in %d of 12 edits", moved)
	}
}

// editChangesFewFiles returns how many files changed because a cut moved.
func editChangesFewFiles(t *testing.T, pages []index.Page) (moved int) {
	pages[30].Sections[0].Text += " vendors privilege" // a word that is new to the site may move the cut between two shards
	before := indextest.Fine.Build(indextest.Analyse(pages, index.Options{Language: "en"}), index.BuildOptions{})
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
					if lists := s.shards.head.Prefixes; len(lists.Firsts) > 0 && i > 0 {
						n := lists.Firsts.Find(form[:i])
						touched[format.FileName(format.KindPrefixes, n, lists.Digests[n])] = true
					}
				}
				g, _, err := s.shards.group(form)
				if err != nil {
					t.Fatal(err)
				}
				if g == nil {
					t.Fatalf("%s is not known", form)
				}
				n := s.shards.head.Terms.Firsts.Find(g.Local[0])
				touched[format.FileName(format.KindTerms, n, s.shards.head.Terms.Digests[n])] = true
				for n := max(0, n-1); n < min(n+3, len(s.shards.head.Terms.Digests)); n++ {
					beside[format.FileName(format.KindTerms, n, s.shards.head.Terms.Digests[n])] = true
				}
			}
		}
	}
	section.Text += "\nvendors privilege"
	touch(pages[7].Title + " " + section.Text + " " + strings.Join(pages[7].Keywords, " "))
	touched[format.FileName(format.KindPages, 7/s.shards.head.PerShard, s.shards.head.PageDigests[7/s.shards.head.PerShard])] = true

	after := map[string]bool{}
	for _, f := range indextest.Fine.Build(indextest.Analyse(pages, index.Options{Language: "en"}), index.BuildOptions{}) {
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

func TestASmallSiteIsOneFile(t *testing.T) {
	pages := indextest.Library(3)[:3]
	files := index.Build(indextest.Analyse(pages, index.Options{}), index.BuildOptions{Build: "x"})
	if len(files) != 1 || files[0].Name != format.HeadFile {
		t.Fatalf("%d files, the first %s", len(files), files[0].Name)
	}
	if files := index.Build(nil, index.BuildOptions{}); len(files) != 1 {
		t.Errorf("a site without pages has %d files", len(files))
	}
	s, err := Open(trafficOf(index.Build(nil, index.BuildOptions{})).read)
	if err != nil {
		t.Fatal(err)
	}
	if a, err := s.Search("anything at all", Options{}); err != nil || a.Total != 0 {
		t.Errorf("a site without pages answers %v, %v", a, err)
	}
}

// TestABrokenFileIsAnError replaces each file by something else and expects every query to give the right answer or an
// error.
func TestABrokenFileIsAnError(t *testing.T) {
	pages := indextest.Library(4)
	files := indextest.Fine.Build(indextest.Analyse(pages, index.Options{Language: "en"}), index.BuildOptions{})
	whole := indextest.InMemory(files)
	other := indextest.InMemory(indextest.Fine.Build(indextest.Analyse(indextest.Library(5), index.Options{Language: "en"}), index.BuildOptions{}))
	queries := []string{"privilege waiver", "vendors", "contract priv", "tag:red ", "k", "privlege"}
	answers := map[string]string{}
	s, err := Open(trafficOf(files).read)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range queries {
		a, err := s.Search(q, Options{})
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
		return other[format.HeadFile]
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
			if broken == format.HeadFile && damage == "stale" {
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
			if (err != nil) != (broken == format.HeadFile) {
				t.Errorf("%s is %s: opened with %v", broken, damage, err)
			}
			if err != nil {
				continue
			}
			for _, q := range queries {
				a, err := s.Search(q, Options{})
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
	files := trafficOf(indextest.Fine.Build(indextest.Analyse(indextest.Library(4), index.Options{Language: "en"}), index.BuildOptions{}))
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
	if _, err := s.Search("vendor", Options{}); err == nil || !strings.Contains(err.Error(), "the cable is out") {
		t.Fatalf("err = %v", err)
	}
	broken = false
	if a, err := s.Search("vendor", Options{}); err != nil || a.Total == 0 {
		t.Errorf("after the cable was in again: %d results, %v", a.Total, err)
	}
}
