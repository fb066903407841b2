package build

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pandect/internal/search/client"
	"pandect/internal/search/index"
)

// ask returns the addresses that a query finds, the best first, and the answer.
func ask(t *testing.T, e *Edition, query string) ([]string, client.Answer) {
	t.Helper()
	s, err := e.Searcher(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	answer, err := s.Search(query, client.Options{Facets: true})
	if err != nil {
		t.Fatal(err)
	}
	var urls []string
	for _, r := range answer.Results {
		urls = append(urls, r.URL)
	}
	return urls, answer
}

func edition(t *testing.T, b *Builder, in input) *Edition {
	t.Helper()
	e, err := b.Load(context.Background(), in.tree(t))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// TestWhatSearchFinds asks for words in every place that search reads, and in those that it does not.
func TestWhatSearchFinds(t *testing.T) {
	in := input{
		"config.toml":               "title = \"T\"\n[taxonomies]\ntags = \"Topics\"\npractice = \"Practice\"\n[search]\nsynonyms = [[\"okapi\", \"forest giraffe\"]]\n",
		"content/_index.md":         "# Home\n\nAardvark.\n",
		"content/ethics/_index.md":  "# Ethics of lemurs\n",
		"content/ethics/a.md":       "---\ntitle: Zebra\ntags: [Stripes]\npractice: [Zoology]\njurisdiction: [Kenya]\nsearch: {keywords: [equid]}\n---\n\nBadger.\n\n## Camel\n\nDingo.\n\n<!-- search: off -->\n\nHidden1.\n\n<!-- search: on -->\n",
		"content/ethics/deep/b.md":  "---\ntitle: Deep page\nsearch: {boost: 3}\n---\n\nElephant and ferret.\n",
		"content/ethics/weak.md":    "# Weak page\n\nElephant and ferret.\n",
		"content/out.md":            "---\nsearch: {exclude: true}\n---\n# Hidden2\n",
		"content/draft.md":          "---\ndraft: true\n---\n# Hidden3\n",
		"content/parts.md":          "# Parts\n\n![[_part]]\n\nThe okapi.\n",
		"content/_part.md":          "Gnu.\n",
		"content/x/y/z.md":          "# Lonely\n\nIbex.\n",
		"content/forms-jackal.md":   "# Forms\n\nPapers and their SLAs. The organisation.\n\n## Opinion {#nc-feo}\n\nText.\n",
		"content/picture.md":        "# A title alone\n",
		"content/ethics/deep/c.pdf": "Hidden4",
	}
	for _, preview := range []bool{false, true} {
		e := edition(t, New(Options{Now: noon, Preview: preview, Verify: true}), in)
		for query, want := range map[string]string{
			"aardvark": "index.html", "zebra": "ethics/a.html", "equid": "ethics/a.html", "badger": "ethics/a.html", "camel": "ethics/a.html#camel",
			"dingo": "ethics/a.html#camel", "elephant": "ethics/deep/b.html ethics/weak.html", "gnu": "parts.html", "forest giraffe": "parts.html",
			"title alone": "picture.html", "tag:stripes": "ethics/a.html", "practice:zoology": "ethics/a.html", "jurisdiction:kenya": "ethics/a.html",
			"section:\"ethics of lemurs\" ferret": "ethics/deep/b.html ethics/weak.html", "section:x": "x/y/z.html", "tag:x": "",
			"sla": "forms-jackal.html", "organization": "forms-jackal.html",
			"jackal": "forms-jackal.html", "feo": "forms-jackal.html#nc-feo",
			"lemurs": "", "hidden1": "", "hidden2": "", "hidden3": "", "hidden4": "", "topics": "",
		} {
			if got, _ := ask(t, e, query); strings.Join(got, " ") != want {
				t.Errorf("preview %v: %s finds %q, want %q", preview, query, got, want)
			}
		}
		_, answer := ask(t, e, "elephant")
		if r := answer.Results[0]; r.Path != "Ethics of lemurs › Deep" {
			t.Errorf("the path is %q", r.Path)
		}
	}
}

// TestSearchIsMadeWhenItIsWanted counts how often the index is made: in a preview when somebody asks for it and not
// again before a page says something else; in a build when something that it reads has changed.
func TestSearchIsMadeWhenItIsWanted(t *testing.T) {
	const unread = "what search does not read" // a preview does not look so closely
	edits := []struct {
		name    string
		edit    func(in input)
		another bool // index
	}{
		{"nothing", func(input) {}, false},
		{"a paragraph", func(in input) { in["content/p3.md"] += "\nMore.\n" }, true},
		{"a title", func(in input) { in["content/p3.md"] = "# New\n\nText.\n" }, true},
		{"a label", func(in input) { in["content/p4.md"] = "---\njurisdiction: India\n---\n" + in["content/p4.md"] }, true},
		{"a page of a folder", func(in input) { in["content/sub/_index.md"] = "# Another folder\n" }, true}, // it stands above its pages
		{"a page deleted", func(in input) { delete(in, "content/p5.md") }, true},
		{unread, func(in input) { in["content/p3.md"] = "---\nreviewed: 2026-11-01\n---\n\n# New\n\n*Text*.\n" }, false},
		{"a synonym", func(in input) { in["config.toml"] += "[search]\nsynonyms = [[\"a\", \"b\"]]\n" }, true},
		{"a stylesheet", func(in input) { in["themes/counsel/styles/print.css"] = "" }, false},
	}
	for _, preview := range []bool{false, true} {
		in := input{"config.toml": "title = \"T\"\n", "content/sub/_index.md": "# Folder\n", "content/sub/p.md": "# Sub\n\nText.\n"}
		for i := range 20 {
			in[fmt.Sprintf("content/p%d.md", i)] = fmt.Sprintf("# Page %d\n\nText.\n", i)
		}
		b := New(Options{Now: noon, Preview: preview})
		made := func() int {
			for _, c := range b.Counters() {
				if c.Name == "search" {
					return c.Misses
				}
			}
			return -1
		}
		sum := func(e *Edition) string {
			o, _ := e.Find(index.HeadFile)
			return o.Key.String()
		}
		before := edition(t, b, in)
		if preview {
			if made() != 0 {
				t.Error("a preview makes the index before anybody asks for it")
			}
			ask(t, before, "page")
		}
		for _, c := range edits {
			count := made()
			another := c.another || preview && c.name == unread
			c.edit(in)
			after := edition(t, b, in)
			if preview && made() != count {
				t.Errorf("%s: a preview makes the index before anybody asks for it", c.name)
			}
			ask(t, after, "page")
			ask(t, after, "text")
			if got, want := made()-count, map[bool]int{true: 1}[another]; got != want || (sum(before) != sum(after)) != another {
				t.Errorf("preview %v, %s: the index was made %d times, want %d", preview, c.name, got, want)
			}
			ask(t, before, "text") // for somebody who still looks at it
			before = after
		}
	}
}

// TestAnEditMovesFewShards compares the names of the files before and after an edit in a site of many shards.
func TestAnEditMovesFewShards(t *testing.T) {
	in := handbook(200)
	for name, text := range in {
		if strings.HasSuffix(name, ".md") {
			in[name] = text + "\n" + strings.Repeat(fmt.Sprintf("Word%x of %s. ", len(name)*31, name), 30)
		}
	}
	b := New(Options{Now: noon})
	names := func() map[string]bool {
		all := map[string]bool{}
		for _, o := range edition(t, b, in).Outputs() {
			if o.Search {
				all[o.Path] = true
			}
		}
		return all
	}
	before := names()
	in["content/topic-0/section-3/page-123.md"] += "\nAn okapi.\n"
	after := names()
	maps.DeleteFunc(after, func(name string, _ bool) bool { return before[name] })
	if len(before) < 50 || len(after) == 0 || len(after) > len(before)/5 {
		t.Errorf("of %d files these are new: %v", len(before), slices.Sorted(maps.Keys(after)))
	}
}

// TestNoSearch builds a site that wants none.
func TestNoSearch(t *testing.T) {
	e := edition(t, New(Options{Now: noon}), input{"config.toml": "[outputs]\nsearch = false\n", "content/a.md": "# A\n\nText.\n"})
	for _, o := range e.Outputs() {
		if o.Search || strings.HasPrefix(o.Path, "search") {
			t.Errorf("there is %s", o.Path)
		}
		data, _, err := o.Open(context.Background())
		if err != nil || bytes.Contains(data, []byte("search.html")) {
			t.Errorf("%s leads to a search page, or %v", o.Path, err)
		}
	}
	if s, err := e.Searcher(context.Background()); s != nil || err != nil {
		t.Errorf("there is a searcher, or %v", err)
	}
	if found, err := e.UnfoundTitles(context.Background(), nil, 1); len(found) > 0 || err != nil {
		t.Errorf("%v, %v", found, err)
	}
}

func TestUnreached(t *testing.T) {
	in := input{
		"content/a.md": "# \"Plain\": a -title, really\n\nText.\n", // what has a meaning in a query
		"content/b.md": "---\nsearch: {exclude: true}\n---\n# Same\n",
		"content/c.md": "# The\n\nText.\n",
	}
	for i := range 12 {
		in[fmt.Sprintf("content/same-%02d.md", i)] = "---\nowner: Me\ntitle: Same\n---\n\nText.\n"
	}
	tree := in.tree(t)
	e, err := New(Options{Now: noon}).Load(context.Background(), tree)
	if err != nil {
		t.Fatal(err)
	}
	found, err := e.UnfoundTitles(context.Background(), tree, 2)
	if err != nil || len(found) != 1 || len(found[0].Related) != 3 {
		t.Fatalf("%v:\n%s", err, list(found))
	}
	want := `content/same-05.md:3:8: warning: Who searches for "Same" does not find the page of that title among the first 5.
  3 | title: Same
    |        ^^^^
  fix: Say in the title what only this page is about, or keep it out of search with exclude: true below search: in its front matter.
  content/same-06.md:3:8: has the same title
  content/same-07.md:3:8: has the same title
  content/same-08.md:3:8: has the same title, and so have 3 more
`
	if got := list(found); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// The words of an address that its title lacks are keywords, and those that were made from it are not.
func TestAddressWords(t *testing.T) {
	for _, c := range []struct{ url, title, want string }{
		{"reindex.html", "Reindex", ""},
		{"a/fee-index.html", "Costs", "fee index"},
		{"a/fees/index.html", "Costs", "fees"},
		{"gdpr-2016-679.html", "GDPR", "2016 679"},
	} {
		if got := strings.Join(addressWords(slugOf(c.url), c.title), " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.url, got, c.want)
		}
	}
	for _, c := range []struct{ id, heading, want string }{
		{"données-à-caractère-personnel", "Données à caractère personnel", ""},
		{"scope-2", "Scope", ""},
		{"reach", "Scope", "reach"},
	} {
		if got := strings.Join(anchorWords(c.id, c.heading), " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.id, got, c.want)
		}
	}
}
