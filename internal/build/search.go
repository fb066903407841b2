package build

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"regexp"
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

// analyzers is a pool of analyzers for search, each with a cache of the words that it has seen.
type analyzers struct {
	mu      sync.Mutex
	options index.Options
	free    []*index.Analyzer
	queue   []*pageWords // to be analysed together; see batchSize
}

// analyse analyses a page with an analyzer from the pool. It may be called by several goroutines at once.
func (a *analyzers) analyse(p index.Page, o index.Options) *index.Analysed {
	analyzer := a.take(o)
	out := analyzer.Page(p)
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.options == o {
		a.free = append(a.free, analyzer)
	}
	return out
}

// take returns an analyzer with the given options. It drops those with other options.
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

// batchSize is how many pages are analysed in a row. Between single pages, compiling would evict the analyzer's words from the
// processor's cache.
const batchSize = 256

// enqueue analyses pages in batches, so that their text need not be kept. The last, incomplete batch is analysed when it is
// needed.
func (a *analyzers) enqueue(w *pageWords) {
	a.mu.Lock()
	a.queue = append(a.queue, w)
	var list []*pageWords
	if len(a.queue) == batchSize {
		list, a.queue = a.queue, nil
	}
	a.mu.Unlock()
	for _, w := range list {
		w.analyse()
	}
}

// pageWords is the text of a page for search. In a preview it is analysed when somebody searches, so that neither an edit nor the
// start has to wait for it.
type pageWords struct {
	sum     memo.Sum // of the whole text
	analyse func() *index.Analysed
}

// words returns the text of a Doc for search, or nil when search leaves the page out: because its front matter says so, or because
// it is the page of a folder without text, which only lists other pages. The text begins to be analysed at once, but for a preview.
func (c *compiler) words(d *site.Doc) *pageWords {
	m := &d.Meta.Search
	if !c.search || m.Exclude || len(d.Sections) == 0 && d.IsIndex() {
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
			p.Sections[i].ID, p.Sections[i].Heading, p.Sections[i].Keywords = h.ID, h.Text, anchorWords(h.ID, h.Text)
		}
	}
	pool, options := &c.load.b.analyzers, index.Options{Language: c.language}
	p.Sum = options.Sum(&p)
	w := &pageWords{p.Sum, sync.OnceValue(func() *index.Analysed { return pool.analyse(p, options) })}
	if !c.load.b.options.Preview {
		pool.enqueue(w)
	}
	return w
}

// slugOf returns the last part of an address: for the page of a folder, the name of the folder.
func slugOf(url string) string {
	if path.Base(url) == "index.html" {
		url = path.Dir(url)
	}
	return strings.TrimSuffix(path.Base(url), ".html")
}

// digestWord matches the digest at the end of an address, which nobody chose.
var digestWord = regexp.MustCompile(`^[0-9a-f]*(?:[0-9][a-f]|[a-f][0-9])[0-9a-f]*$`)

// addressWords returns the words of a slug that the title does not have. Somebody chose them, so they count as keywords.
func addressWords(slug, title string) (words []string) {
	own := strings.Split(site.Slug(title), "-")
	for _, word := range strings.Split(slug, "-") {
		if word != "" && word != "." && !(len(word) == 8 && digestWord.MatchString(word)) && !slices.Contains(own, site.Slug(word)) {
			words = append(words, word)
		}
	}
	return words
}

// anchorWords is addressWords for the id of a heading. If it was made from the heading, a number may tell it from that of another
// heading.
func anchorWords(id, heading string) []string {
	if rest, ok := strings.CutPrefix(site.Slug(id), site.Slug(heading)); ok && strings.Trim(rest, "-0123456789") == "" {
		return nil
	}
	return addressWords(id, heading)
}

// searchPages returns the analysed pages in the order of their files, each with its trail and labels.
func (l *load) searchPages(pages []placedPage) []*index.Analysed {
	list := make([]*index.Analysed, len(l.words))
	_ = l.each(context.Background(), len(l.words), func(i int) { // not cancellable, because the index has to be complete
		if words := l.words[i]; words != nil {
			list[i] = words.analyse().In(trail(pages[i].page), labels(pages[i].page))
		}
	})
	return slices.DeleteFunc(list, func(a *index.Analysed) bool { return a == nil })
}

// searchable returns the pages in the search index.
func (l *load) searchable() (docs []*site.Doc) {
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

// labels returns the labels by which a page can be filtered: its terms, jurisdictions, audiences and top folder. A taxonomy that
// is called like one of the others adds to it.
func labels(p *site.Page) map[string][]string {
	labels := map[string][]string{}
	add := func(name string, values ...string) {
		for _, value := range values {
			if !slices.Contains(labels[name], value) {
				labels[name] = append(labels[name], value)
			}
		}
	}
	if len(p.Open) > 1 {
		add("section", p.Open[1].Ref.Title)
	}
	add("jurisdiction", p.Meta.Jurisdiction...)
	add("audience", p.Meta.Audience...)
	for _, list := range p.Terms {
		name := list.Name
		if name == "tags" {
			name = "tag" // singular, as in queries: "tag:privilege"
		}
		for _, term := range list.Terms {
			add(name, term.Title)
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

// search adds the search index. plan is the key of the plan that placed the pages.
func (o *outputs) search(pages []placedPage, plan memo.Sum, cfg config.Config) {
	options := index.BuildOptions{Synonyms: cfg.Search.Synonyms, Inline: o.load.b.options.Preview}
	if options.Inline {
		o.searchOnDemand(pages, plan, options)
		return
	}
	list := o.load.searchPages(pages)
	key := searchKey(list, options)
	options.Build = key.Short(8)
	files, _ := o.load.b.searches.Get(key, func() (searchFiles, error) { return index.Build(list, options), nil })
	for _, f := range files {
		fileKey := key
		if f.Name != index.HeadFile {
			fileKey = memo.OfString(f.Name) // the name has a digest of the content
		}
		o.searchFile(f.Name, fileKey, f.Data, buffer.Put)
	}
}

// searchOnDemand adds the index as one file that is made when somebody searches, so that an edit does not wait for it.
func (o *outputs) searchOnDemand(pages []placedPage, plan memo.Sum, options index.BuildOptions) {
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

// searchFile adds a file of the index. release gets its bytes when they are not needed any more; it may be nil.
func (o *outputs) searchFile(name string, key memo.Sum, data func() []byte, release func([]byte)) {
	phase := site.PhaseDigested
	if name == index.HeadFile { // it has a stable name and refers to the others
		phase = site.PhaseFiles
	}
	o.add(site.Output{Path: name, Phase: phase, Key: key, Search: true, Release: release, Open: func(context.Context) ([]byte, []diag.Diagnostic, error) {
		return data(), nil, nil
	}})
}

// searchKey is the digest of all inputs of an index.
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
