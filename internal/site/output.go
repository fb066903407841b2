package site

import (
	"context"

	"pandect/internal/diag"
	"pandect/internal/memo"
)

// Output is one file of the finished site. Its key is known before its bytes are: equal keys mean equal bytes.
type Output struct {
	Path      string // below the output folder, slash-separated
	MediaType string // for example "text/html; charset=utf-8"
	Key       memo.Sum
	Source    string // the input that a person would change to move it: a file or folder of the site; empty for none in particular
	Phase     Phase
	Page      bool // a page that readers open, not a file that pages need
	Blank     bool // a page whose file has no text
	Copied    bool // a file of content/ that is published as it is
	Search    bool // a part of the search index, which pages do not show: a script asks for it when a reader searches
	// Open makes the bytes. It may be called more than once and from several goroutines; the result must not be changed.
	// Its diagnostics concern only this output; an error means that the build was cancelled or a file could not be read.
	Open func(context.Context) ([]byte, []diag.Diagnostic, error)
	// Release, unless nil, may be given the bytes that Open returned, once, when they are not needed any more: they become
	// room for others.
	Release func([]byte)
}

// Phase is when an output is put in place. Publishing goes through them in ascending order, so that nothing that a reader can
// open is there before what it needs.
type Phase int

const (
	PhaseDigested Phase = iota // files whose names hold the digest of their content: nobody asks for one before it is there
	PhaseFiles                 // other files that pages need
	PhasePages
	PhaseEntry // the page at which readers come in, and redirects, which lead to pages
	Phases     = iota
)
