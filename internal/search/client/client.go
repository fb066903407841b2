// Package client is the reference client: it answers queries from the files of an index by the steps that
// docs/search-format.md specifies, as the client in the browser does.
//
// A Searcher loads the head when it is opened, and each shard when a query first needs it. A query is parsed into words and
// phrases (query.go). The words are looked up, with synonyms, completions and corrections (variant.go, lookup.go, typo.go).
// Sections are ranked by the index alone (rank.go), and the best pages are reranked by their text (rerank.go). search.go
// composes these steps; why.go explains results and excerpt.go makes excerpts.
//
// Files are read by a function of the caller. A Searcher is safe for concurrent use and starts no goroutine.
package client

// Searcher answers queries over one index.
type Searcher struct {
	shards   *shards
	lookup   lookup
	ranking  ranking
	reranker reranker
}

// Open loads the head of an index. read returns a file by its path below the site's root. Errors name the file.
func Open(read func(name string) ([]byte, error)) (*Searcher, error) {
	shards, err := openShards(read)
	if err != nil {
		return nil, err
	}
	w := &shards.head.Weights
	return &Searcher{shards, lookup{shards, w}, ranking{shards.head, w}, reranker{shards, w}}, nil
}

// Options are the options of a search.
type Options struct {
	Limit   int                 // maximum number of results; 0 is 10
	Page    int                 // part of the results, from 1; 0 is 1. A part is whole rounds, see docs/search-format.md
	Filters map[string][]string // by label, values of which a page must have one; in addition to those in the query
	Facets  bool                // count the values of labels
}

// Answer is the answer to a query.
type Answer struct {
	Results []Result
	Total   int     // number of results; with More, of the pages that were checked
	Widened bool    // no section has all words
	More    bool    // further pages were not checked for phrases
	Facets  []Facet // if Options.Facets
}

// Result is a section.
type Result struct {
	URL     string   // below the site's root, with the fragment of the section
	Title   string   // of the page
	Section string   // heading; empty for the beginning of the page
	Path    string   // titles of the folders that hold the page
	Excerpt []string // pieces of text, of which every second one is a match
	Score   float64
	Why     []Why
}

// Why is why a word of the query counts for a result.
type Why struct {
	Word   string   // as typed, folded
	Form   string   // the form that was found
	How    string   // "exact", "joined", "stem", "prefix", "typo", "shortened", "elsewhere" in the page, or in its "title"
	Fields []string // "title", "heading", "body", "keywords"
}

// Facet is a label with the values that the pages of an answer have.
type Facet struct {
	Name   string
	Values []FacetValue
}

// FacetValue is a value of a label and how many pages have it.
type FacetValue struct {
	Value string
	Pages int
}
