package build

import (
	"slices"
	"strings"
	"time"

	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/site"
)

// Edition is a finished site: every file with its key, and everything that is wrong with it. It does not change.
type Edition struct {
	outputs []site.Output
	found   []diag.Diagnostic
	sum     memo.Sum
	until   time.Time
	pages   int
	hidden  int
}

// edition closes the list of outputs.
func (l *load) edition(o *outputs, pages int) *Edition {
	o.collisions()
	e := &Edition{until: l.until, pages: pages, hidden: len(l.hidden), found: l.finish(), outputs: make([]site.Output, 0, len(o.list))}
	slices.SortStableFunc(o.list, func(a, b claimed) int { return strings.Compare(a.Path, b.Path) })
	all, salt := memo.NewHash("edition"), memo.OfString(l.b.options.Salt)
	for i, c := range o.list {
		if i > 0 && c.Path == o.list[i-1].Path { // reported as an error, so nothing is published; the preview shows the first
			continue
		}
		c.Key = memo.Join(salt, c.Key)
		all.String(c.Path)
		all.Sum(c.Key)
		e.outputs = append(e.outputs, c.Output)
	}
	e.sum = all.Done()
	return e
}

// Outputs returns the files of the site, sorted by path, each path once. The slice must not be changed.
func (e *Edition) Outputs() []site.Output { return e.outputs }

// Diagnostics returns all that is wrong, sorted. What only shows when a page is rendered comes with its Output.
func (e *Edition) Diagnostics() []diag.Diagnostic { return e.found }

// Sum is the digest of all paths and keys: equal sums mean equal sites.
func (e *Edition) Sum() memo.Sum { return e.sum }

// Until is the first instant at which the same inputs give another edition, because a page appears, expires or falls
// due for review. It is zero when that never happens.
func (e *Edition) Until() time.Time { return e.until }

// Pages is the number of markdown files that are published.
func (e *Edition) Pages() int { return e.pages }

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
