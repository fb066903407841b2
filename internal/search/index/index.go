// Package index makes the search index of a site.
//
// An Analyzer turns each page into an Analysed, small and immutable, which depends on that page alone. Build turns all of
// them into files: a head, and shards of a few kilobytes of which a query needs a handful. The same pages and options give
// the same files. All that needs to know languages happens here: whoever reads the index folds what was typed and looks it
// up.
//
// It is not for: choosing what is indexed (the caller leaves pages and blocks out), reading markdown, writing files, or
// answering queries. Nothing here starts a goroutine; an Analyzer belongs to one goroutine at a time, and everything else
// may be shared.
package index

import (
	"pandect/internal/memo"
	"pandect/internal/search/format"
)

// Page is what search knows of a page.
type Page struct {
	URL      string              // output path below the site's root
	Title    string              // plain text
	Trail    []string            // titles of the folders that hold the page, from the root
	Keywords []string            // further words under which it should be found
	Boost    float64             // what its words weigh, in relation to other pages; 0 is 1
	Labels   map[string][]string // what it can be filtered by: name of a label to values
	Sections []Section           // the first has no ID and no Heading: what stands before the first heading
	Sum      memo.Sum            // what Options.Sum returns, if that is known already
}

// Section is the text under one heading.
type Section struct {
	ID       string   // of the heading, for the end of the address
	Heading  string   // plain text
	Keywords []string // further words under which it should be found
	Text     string   // plain text
	Links    string   // the text of links in long lists, which weighs less because it is about other pages
}

// Options say how text is read.
type Options struct {
	Language string // a code like "en" or "pt-BR"; stems and stop words follow it where they are known
}

// BuildOptions say how an index is made.
type BuildOptions struct {
	Synonyms [][]string // names for the same thing, each list two or more
	Inline   bool       // one file, as for a preview
	Build    string     `memo:"-"` // a name of the edition, for messages; it follows from the pages and the rest
}

// Sum is the digest of all that the options change in an index.
func (o BuildOptions) Sum() memo.Sum { return memo.SumOf("index.BuildOptions", o) }

// File is a file of the index.
type File struct {
	Name string        // below the site's root; names the content, except that of the head
	Data func() []byte // makes the content, which comes from package buffer; may be called at any time and by several goroutines
}

// HeadFile is the name of the file that a client loads first.
const HeadFile = format.HeadFile
