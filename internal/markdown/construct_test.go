package markdown

import (
	"testing"

	"github.com/yuin/goldmark/ast"
)

// TestEveryConstructHasItsCase compiles the file that each construct names as its test case: every node that it writes,
// and every node of others that it takes, must be in there.
func TestEveryConstructHasItsCase(t *testing.T) {
	owner := map[ast.NodeKind]int{}
	for i, describe := range dialect {
		c := describe()
		if c.testcase == "" {
			t.Errorf("construct %d names no test case", i)
			continue
		}
		compiler := New(goldenOptions(t, "options: html admonitions"))
		written, taken := map[ast.NodeKind]bool{}, map[ast.NodeKind]bool{}
		for kind := range c.render {
			if other, ok := owner[kind]; ok {
				t.Errorf("both construct %d and %d write %s", other, i, kind)
			}
			owner[kind] = i
			write := compiler.renderings[kind].render
			compiler.renderings[kind].render = func(p *page, n ast.Node) {
				written[kind] = true
				write(p, n)
			}
		}
		for kind, take := range c.overrides {
			compiler.renderings[kind].overrides = []overrideFunc{func(p *page, n ast.Node) bool {
				ok := take(p, n)
				taken[kind] = taken[kind] || ok
				return ok
			}}
		}
		for _, text := range goldenInputs(t, c.testcase) {
			compiler.Compile(Source{Path: "topic/a.md", Text: []byte(text)})
		}
		for kind := range c.render {
			if !written[kind] {
				t.Errorf("construct %d: no %s is written in %s.txtar", i, kind, c.testcase)
			}
		}
		for kind := range c.overrides {
			if !taken[kind] {
				t.Errorf("construct %d: no %s is taken in %s.txtar", i, kind, c.testcase)
			}
		}
	}
}
