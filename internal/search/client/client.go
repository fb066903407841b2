// Package client answers queries from the files of an index, as the client in the browser does: the same steps in the same
// order, which docs/search-format.md describes.
//
// A Searcher loads what a query needs: the head when it is opened, shards when they are first asked for, each once. A query
// is read into words and phrases (query.go), the words are looked up with all that may have been meant (variant.go,
// lookup.go, typo.go), sections are ranked by the numbers of the index (rank.go), and the first of them anew by their text
// (rerank.go); answer.go puts it together, and why.go and excerpt.go say what is to be shown.
//
// It is not for: making an index, or reading files by itself: the caller gives a function. Nothing here starts a goroutine;
// a Searcher may be used by several.
package client

// Searcher answers queries over one index.
type Searcher struct {
	shards   *shards
	lookup   lookup
	ranking  ranking
	reranker reranker
}

// Open reads the head of an index. read returns a file by its name below the site's root. What is wrong with a file is
// an error that names it, here or when a query needs it.
func Open(read func(name string) ([]byte, error)) (*Searcher, error) {
	shards, err := openShards(read)
	if err != nil {
		return nil, err
	}
	w := &shards.head.Weights
	return &Searcher{shards, lookup{shards, w}, ranking{shards.head, w}, reranker{shards, w}}, nil
}

// Options say which part of an answer is wanted.
type Options struct {
	Limit   int                 // how many results at most; 0 is 10
	Page    int                 // which part, from 1; 0 is 1. A part is whole rounds, see docs/search-format.md
	Filters map[string][]string // name of a label to values, one of which a page must have; besides those in the query
	Facets  bool                // count the values of labels
}

// Answer is what a query found.
type Answer struct {
	Results []Result
	Total   int     // of results; with More, of those that were looked at
	Widened bool    // no section has all words
	More    bool    // further pages could not be looked at for phrases
	Facets  []Facet // when asked for
}

// Result is a section.
type Result struct {
	URL     string   // below the site's root, with the fragment of the section
	Title   string   // of the page
	Section string   // heading; empty for the beginning of the page
	Path    string   // titles of the folders that hold the page
	Excerpt []string // pieces of text; every second one is to be marked
	Score   float64
	Why     []Why
}

// Why says why a word counts for a result.
type Why struct {
	Word   string   // as typed, folded
	Form   string   // what was found
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
