package build

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"pandect/internal/buffer"
	"pandect/internal/config"
	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/search/client"
	"pandect/internal/search/index"
	"pandect/internal/site"
)

// analyzers are the readers of text for search, each with the words that it has met. There are as many as ever worked at
// the same time.
type analyzers struct {
	mu      sync.Mutex
	options index.Options
	free    []*index.Analyzer
	waiting []*words // to be analysed soon
}

// page analyses a page.
func (a *analyzers) page(p index.Page, o index.Options) *index.Analysed {
	analyzer := a.take(o)
	out := analyzer.Page(p)
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.options == o {
		a.free = append(a.free, analyzer)
	}
	return out
}

// take returns a reader with the options. Those with other options are given up.
func (a *analyzers) take(o index.Options) *index.Analyzer {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.options != o {
		a.options, a.free = o, nil
	}
	n := len(a.free)
	if n == 0 {
		return index.NewAnalyzer(o)
	}
	analyzer := a.free[n-1]
	a.free = a.free[:n-1]
	return analyzer
}

// batch is how many pages are analysed one after the other. Between two pages that are compiled nothing is left near the
// processor of the words that have been met.
const batch = 256

// soon sees to it that words are analysed before long, so that the text they come from is not kept. The last ones are
// when they are needed.
func (a *analyzers) soon(w *words) {
	a.mu.Lock()
	a.waiting = append(a.waiting, w)
	var list []*words
	if len(a.waiting) == batch {
		list, a.waiting = a.waiting, nil
	}
	a.mu.Unlock()
	for _, w := range list {
		w.analysed()
	}
}

// words are what search reads of a page. In a preview they are analysed when somebody searches: an edit does not wait for
// it, and nor does the start.
type words struct {
	sum      memo.Sum // of all that is read
	analysed func() *index.Analysed
}

// words returns what search reads of a Doc, or nil when it leaves the page out: because its front matter says so, or
// because it is the page of a folder and says nothing of its own, so that it only lists what is found anyway.
func (c *compiler) words(d *site.Doc) *words {
	m := &d.Meta.Search
	if !c.search || m.Exclude || len(d.Sections) == 0 && site.IsIndex(d.Path) {
		return nil
	}
	p := index.Page{
		URL: d.URL, Title: d.Title, Keywords: slices.Concat(m.Keywords, addressWords(slugOf(d.URL), d.Title)), Boost: m.Boost,
		Sections: make([]index.Section, len(d.Sections)),
	}
	for i, s := range d.Sections {
		p.Sections[i].Text, p.Sections[i].Links = s.Text, s.Links
		if s.Heading >= 0 {
			h := &d.Headings[s.Heading]
			p.Sections[i].ID, p.Sections[i].Heading, p.Sections[i].Keywords = h.ID, h.Text, addressWords(h.ID, h.Text)
		}
	}
	readers, options := &c.load.b.analyzers, index.Options{Language: c.language}
	p.Sum = options.Sum(&p)
	w := &words{p.Sum, sync.OnceValue(func() *index.Analysed { return readers.page(p, options) })}
	if !c.load.b.options.Preview {
		readers.soon(w)
	}
	return w
}

// slugOf returns the part of an address that names its page: of a folder's page the name of the folder.
func slugOf(url string) string {
	return path.Base(strings.TrimSuffix(strings.TrimSuffix(url, "index.html"), ".html"))
}

// addressWords returns the words of a slug that a title does not have: somebody chose them to name the same thing.
func addressWords(slug, title string) (words []string) {
	own := site.Slug(title)
	if rest, ok := strings.CutPrefix(slug, own); ok && strings.Trim(rest, "-0123456789") == "" {
		return nil // the address that a title has by itself
	}
	named := strings.Split(own, "-")
	for _, word := range strings.Split(slug, "-") {
		if word != "" && word != "." && !slices.Contains(named, word) {
			words = append(words, word)
		}
	}
	return words
}

// searchPages returns the pages that search finds, in the order of their files, each with its place in the site.
func (l *load) searchPages(pages []placed) []*index.Analysed {
	list := make([]*index.Analysed, len(l.words))
	_ = l.each(context.Background(), len(l.words), func(i int) { // an index is wanted whole
		if words := l.words[i]; words != nil {
			list[i] = words.analysed().In(trail(pages[i].page), labels(pages[i].page))
		}
	})
	return slices.DeleteFunc(list, func(a *index.Analysed) bool { return a == nil })
}

// searched returns the pages that search finds.
func (l *load) searched() (docs []*site.Doc) {
	for i, words := range l.words {
		if words != nil {
			docs = append(docs, l.docs[i])
		}
	}
	return docs
}

// trail returns the titles of the folders that hold a page, without the site itself.
func trail(p *site.Page) (titles []string) {
	for _, r := range p.Breadcrumbs[min(1, len(p.Breadcrumbs)):] {
		titles = append(titles, r.Title)
	}
	return titles
}

// labels returns by what a page can be filtered: its terms, where it applies, whom it is for, and the folder at the top
// in which it lies.
func labels(p *site.Page) map[string][]string {
	labels := map[string][]string{}
	if len(p.Open) > 1 {
		labels["section"] = []string{p.Open[1].Ref.Title}
	}
	if len(p.Meta.Jurisdiction) > 0 {
		labels["jurisdiction"] = p.Meta.Jurisdiction
	}
	if len(p.Meta.Audience) > 0 {
		labels["audience"] = p.Meta.Audience
	}
	for _, list := range p.Terms {
		name := list.Name
		if name == "tags" {
			name = "tag" // as one asks for one: "tag:privilege"
		}
		labels[name] = nil
		for _, term := range list.Terms {
			labels[name] = append(labels[name], term.Title)
		}
	}
	return labels
}

// searchFiles are the files of a search index.
type searchFiles []index.File

// Equal reports whether all names and bytes are the same.
func (f searchFiles) Equal(g searchFiles) bool {
	return slices.EqualFunc(f, g, func(a, b index.File) bool { return a.Name == b.Name && bytes.Equal(a.Data(), b.Data()) })
}

// search adds the index over pages, which were placed by the plan with the key plan.
func (o *outputs) search(pages []placed, plan memo.Sum, cfg config.Config) {
	options := index.BuildOptions{Synonyms: cfg.Search.Synonyms, Inline: o.load.b.options.Preview}
	if options.Inline {
		o.searchLater(pages, plan, options)
		return
	}
	list := o.load.searchPages(pages)
	key := searchKey(list, options)
	options.Build = key.Short(8)
	files, _ := o.load.b.searches.Get(key, func() (searchFiles, error) { return index.Build(list, options), nil })
	for _, f := range files {
		if f.Name != index.HeadFile {
			key = memo.OfString(f.Name) // which follows from what it holds
		}
		o.searchFile(f.Name, key, f.Data, buffer.Put)
	}
}

// searchLater adds the index as one file, which is not made before somebody searches: an edit does not wait for it.
func (o *outputs) searchLater(pages []placed, plan memo.Sum, options index.BuildOptions) {
	l := o.load
	h := memo.NewHash("search.Later")
	h.Sum(plan) // covers the trails and the labels
	h.Sum(options.Sum())
	for _, words := range l.words {
		if h.Bool(words != nil); words != nil {
			h.Sum(words.sum)
		}
	}
	key, table := h.Done(), l.b.searches
	table.Keep(key)
	o.searchFile(index.HeadFile, key, func() []byte {
		files, _ := table.Get(key, func() (searchFiles, error) {
			list := l.searchPages(pages)
			options.Build = searchKey(list, options).Short(8)
			files := index.Build(list, options)
			data := files[0].Data()
			files[0].Data = func() []byte { return data }
			return files, nil
		})
		return files[0].Data()
	}, nil)
}

func (o *outputs) searchFile(name string, key memo.Sum, data func() []byte, release func([]byte)) {
	phase := site.PhaseDigested
	if name == index.HeadFile { // which names the others
		phase = site.PhaseFiles
	}
	o.add(site.Output{Path: name, Phase: phase, Key: key, Search: true, Release: release, Open: func(context.Context) ([]byte, []diag.Diagnostic, error) {
		return data(), nil, nil
	}})
}

// searchKey is the digest of all that an index is made of.
func searchKey(pages []*index.Analysed, options index.BuildOptions) memo.Sum {
	h := memo.NewHash("search.Build")
	h.Sum(options.Sum())
	h.Int(len(pages))
	for _, p := range pages {
		h.Sum(p.Sum())
	}
	return h.Done()
}

// Searcher answers queries over the edition, from the files that are published. It is nil when the site has no search.
func (e *Edition) Searcher(ctx context.Context) (*client.Searcher, error) {
	if _, ok := e.Find(index.HeadFile); !ok {
		return nil, nil
	}
	return client.Open(func(name string) ([]byte, error) {
		out, ok := e.Find(name)
		if !ok {
			return nil, fmt.Errorf("there is no file %s", name)
		}
		data, _, err := out.Open(ctx)
		return data, err
	})
}
