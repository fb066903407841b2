package house

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// mayStartGoroutines are packages that own their goroutines and wait for them.
var mayStartGoroutines = []string{"internal/fanout", "internal/serve", "internal/watch", "cmd/pandect"}

// startingNames are what starts a goroutine besides the go statement: of sync.WaitGroup and errgroup.Group, and of context
// and time.
var startingNames = []string{"Go", "TryGo", "AfterFunc"}

func TestOnlySomePackagesStartGoroutines(t *testing.T) {
	starts := map[string]bool{}
	for _, f := range product(t) {
		if f.test {
			continue
		}
		for _, found := range goroutines(f) {
			starts[f.dir] = true
			if !slices.Contains(mayStartGoroutines, f.dir) {
				t.Errorf("%s: only %s start goroutines", found, strings.Join(mayStartGoroutines, ", "))
			}
		}
	}
	for _, dir := range mayStartGoroutines {
		if !starts[dir] {
			t.Errorf("%s may start goroutines and does not: remove it from the list", dir)
		}
	}
}

// goroutines names what in a file starts goroutines, with places.
func goroutines(f goFile) (found []string) {
	ast.Inspect(f.ast, func(n ast.Node) bool {
		switch start := n.(type) {
		case *ast.GoStmt:
			found = append(found, f.place(n)+": go")
		case *ast.SelectorExpr: // called or not: whoever is given the function calls it
			if slices.Contains(startingNames, start.Sel.Name) {
				found = append(found, f.place(start.Sel)+": "+start.Sel.Name)
			}
		}
		return true
	})
	return found
}

func TestGoroutinesAreFound(t *testing.T) {
	f := parseFile(t, "work/work.go", []byte(`package work
import (
	"context"
	"sync"
	"golang.org/x/sync/errgroup"
)
type pool struct{ sync.WaitGroup }
func work(ctx context.Context, p *pool, f func() error) {
	go f()
	p.Go(func() { f() })
	group, ctx := errgroup.WithContext(ctx)
	group.Go(f)
	start := group.TryGo
	start(f)
	context.AfterFunc(ctx, func() {
		new(sync.WaitGroup).
			Go(func() {})
	})
	p.Wait()
}
`))
	want := []string{"work/work.go:9: go", "work/work.go:10: Go", "work/work.go:12: Go", "work/work.go:13: TryGo", "work/work.go:15: AfterFunc", "work/work.go:17: Go"}
	if found := goroutines(f); !slices.Equal(found, want) {
		t.Errorf("found %q, want %q", found, want)
	}
}
