package build

import (
	"slices"
	"strings"
	"time"

	"pandect/internal/config"
	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/site"
)

// Edition is a finished site: all files with their keys, and all problems. It is immutable.
type Edition struct {
	outputs    []site.Output
	found      []diag.Diagnostic
	sum        memo.Sum
	until      time.Time
	pages      int
	hidden     int
	docs       []*site.Doc
	searchable []*site.Doc // the pages in the search index
	language   string      // of the site, BCP 47
}

// edition makes the edition of a list of outputs.
func (l *load) edition(cfg config.Config, list []site.Output, order order, pages int) *Edition {
	l.report(order.found...) // collisions are errors, so nothing is published; the preview shows the first output
	e := &Edition{until: l.until, pages: pages, hidden: len(l.hiddenReasons), docs: l.docs, language: cfg.Language, searchable: l.searchable(), found: l.finish(), outputs: make([]site.Output, len(order.indexes))}
	all := memo.NewHash("edition")
	all.Sum(order.paths)
	for i, place := range order.indexes {
		o := &list[place]
		all.Sum(o.Key)
		e.outputs[i] = *o
	}
	e.sum = all.Done()
	return e
}

// Outputs returns the files of the site, sorted by path, each path once; a nil edition has none. The slice must not be changed.
func (e *Edition) Outputs() []site.Output {
	if e == nil {
		return nil
	}
	return e.outputs
}

// EachPath calls visit for every path of two editions in order, with nil for an output that one of them does not have. It leaves
// out the search index, which follows from the pages.
func EachPath(before, after *Edition, visit func(before, after *site.Output)) {
	from, to := before.Outputs(), after.Outputs()
	for len(from) > 0 || len(to) > 0 {
		var a, b *site.Output
		if len(to) == 0 || len(from) > 0 && from[0].Path <= to[0].Path {
			a = &from[0]
		}
		if len(from) == 0 || len(to) > 0 && to[0].Path <= from[0].Path {
			b = &to[0]
		}
		if a != nil {
			from = from[1:]
			if a.Search {
				a = nil
			}
		}
		if b != nil {
			to = to[1:]
			if b.Search {
				b = nil
			}
		}
		if a != nil || b != nil {
			visit(a, b)
		}
	}
}

// Diagnostics returns all problems, sorted, except those of rendering a page, which its Output returns.
func (e *Edition) Diagnostics() []diag.Diagnostic { return e.found }

// Sum is the digest of all paths and keys: equal sums mean equal sites.
func (e *Edition) Sum() memo.Sum { return e.sum }

// Until is the first time at which the same inputs give another edition, because a page appears, expires or becomes due for
// review. It is zero when that never happens.
func (e *Edition) Until() time.Time { return e.until }

// Pages is the number of markdown files that are published.
func (e *Edition) Pages() int { return e.pages }

// Docs returns the published pages that have a file, sorted by path. The slice must not be changed.
func (e *Edition) Docs() []*site.Doc { return e.docs }

// Hidden is the number of markdown files that are drafts, scheduled or expired.
func (e *Edition) Hidden() int { return e.hidden }

// Find returns the output at a path.
func (e *Edition) Find(path string) (site.Output, bool) {
	i, ok := slices.BinarySearchFunc(e.outputs, path, func(o site.Output, path string) int { return strings.Compare(o.Path, path) })
	if !ok {
		return site.Output{}, false
	}
	return e.outputs[i], true
}
