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

// Edition is a finished site: every file with its key, and everything that is wrong with it. It does not change.
type Edition struct {
	outputs  []site.Output
	found    []diag.Diagnostic
	sum      memo.Sum
	until    time.Time
	pages    int
	hidden   int
	docs     []*site.Doc
	searched []*site.Doc // those that search knows
	language string      // of the site, BCP 47
}

// edition closes the list of outputs.
func (l *load) edition(cfg config.Config, list []site.Output, order order, pages int) *Edition {
	l.report(order.found...) // of two outputs for one path the preview shows the first; nothing is published
	e := &Edition{until: l.until, pages: pages, hidden: len(l.hidden), docs: l.docs, language: cfg.Language, searched: l.searched(), found: l.finish(), outputs: make([]site.Output, len(order.places))}
	all := memo.NewHash("edition")
	all.Sum(order.paths)
	for i, place := range order.places {
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

// Diagnostics returns all that is wrong, sorted. What only shows when a page is rendered comes with its Output.
func (e *Edition) Diagnostics() []diag.Diagnostic { return e.found }

// Sum is the digest of all paths and keys: equal sums mean equal sites.
func (e *Edition) Sum() memo.Sum { return e.sum }

// Until is the first instant at which the same inputs give another edition, because a page appears, expires or falls
// due for review. It is zero when that never happens.
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
