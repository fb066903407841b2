package serve

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"pandect/internal/build"
	"pandect/internal/diag"
)

// BenchmarkPublish publishes a site of 10,000 pages after one of them changed.
func BenchmarkPublish(b *testing.B) {
	in := input{"config.toml": "title = \"T\"\n"}
	for i := range 10000 {
		in[fmt.Sprintf("content/topic-%d/section-%d/page-%d.md", i/480, i/40%12, i)] = fmt.Sprintf("# Page %d\n\n%s\n", i, strings.Repeat("Some words. ", 20))
	}
	builder := newBuilder(b)
	var editions [2]*build.Edition
	for i := range editions {
		edited := maps.Clone(in)
		edited["content/topic-1/section-1/page-530.md"] += strings.Repeat("More.\n", i)
		editions[i] = builder.load(edited)
	}
	wrong := diag.Diagnostic{Severity: diag.Error, Code: "x", Place: diag.Place{File: "content/topic-1/section-1/page-531.md"}, Message: "Wrong."}
	for name, more := range map[string][]diag.Diagnostic{"clean": nil, "with-an-error": {wrong}} {
		b.Run(name, func(b *testing.B) {
			s := newServer(b, Options{})
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				s.Publish(editions[i%2], more...)
			}
		})
	}
}
