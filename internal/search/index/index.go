// Package index makes the search index of a site.
//
// An Analyzer turns each page into an Analysed, which is small, immutable and depends on that page alone. Build turns all of
// them into files: a head, and shards of a few kilobytes, of which a query needs a handful. The same pages and options give
// the same files. Stemming is done here only: a client folds a query and looks it up.
//
// The caller chooses what is indexed. Reading markdown, writing files and answering queries are other packages' matters.
// Nothing here starts a goroutine; an Analyzer belongs to one goroutine at a time, and everything else may be shared.
package index

import (
	"pandect/internal/memo"
	"pandect/internal/search/format"
)

// Page is a page to be indexed.
type Page struct {
	URL      string              // output path below the site's root
	Title    string              // plain text
	Trail    []string            // titles of the folders that hold the page, from the root
	Keywords []string            // further words under which it should be found
	Boost    float64             // factor on the score; 0 is 1
	Labels   map[string][]string // what it can be filtered by: name of a label to values
	Sections []Section           // the first, before the first heading, has no ID and no Heading
	Sum      memo.Sum            // what Options.Sum returns, if that was computed already
}

// Section is the text under one heading.
type Section struct {
	ID       string   // of the heading, for the end of the address
	Heading  string   // plain text
	Keywords []string // further words under which it should be found
	Text     string   // plain text
	Links    string   // text of lists of links, which weighs less because it is about other pages
}

// Options are the options of analysis.
type Options struct {
	Language string // a code like "en" or "pt-BR"; stems and stop words follow it where they are known
}

// BuildOptions are the options of Build.
type BuildOptions struct {
	Synonyms [][]string // lists of two or more names for the same thing
	Inline   bool       // one file, as for a preview
	Build    string     `memo:"-"` // identifies the edition in messages; it follows from the pages and the rest
}

// Sum is the digest of everything in the options that affects an index.
func (o BuildOptions) Sum() memo.Sum { return memo.SumOf("index.BuildOptions", o) }

// File is a file of the index.
type File struct {
	Name string        // below the site's root; names the content, except that of the head
	Data func() []byte // returns the content in a slice of package buffer; safe for concurrent use
}

// HeadFile is the name of the file that a client loads first.
const HeadFile = format.HeadFile
