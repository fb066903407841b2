package watch

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// BenchmarkPrompt puts one of 10,000 files of a folder in another's place, as careful editors do, and measures how long
// the prompt hint and the full one take. An operation is both.
func BenchmarkPrompt(b *testing.B) {
	root, err := filepath.EvalSymlinks(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	name := func(i int) string { return filepath.Join(root, "content", fmt.Sprintf("%05d.md", i%10_000)) }
	for i := range 10_000 {
		if err := writeFile(name(i), []byte("a page")); err != nil {
			b.Fatal(err)
		}
	}
	watcher, err := New(b.Context(), realOptions(root))
	if err != nil {
		b.Fatal(err)
	}
	defer watcher.Close()
	temporary := filepath.Join(root, "content", "page.tmp")
	var prompt, full time.Duration
	n := 0
	for b.Loop() {
		n++
		if err := os.WriteFile(temporary, fmt.Append(nil, n), 0o644); err != nil {
			b.Fatal(err)
		}
		began := time.Now()
		if err := os.Rename(temporary, name(n)); err != nil {
			b.Fatal(err)
		}
		h := <-watcher.Hints()
		if !h.Prompt || len(h.Paths) != 1 || h.Paths[0] != name(n) {
			b.Fatalf("hint %+v", h)
		}
		prompt += time.Since(began)
		for h.Prompt {
			h = <-watcher.Hints()
		}
		full += time.Since(began)
	}
	b.ReportMetric(float64(prompt.Microseconds())/1000/float64(n), "ms/prompt")
	b.ReportMetric(float64(full.Microseconds())/1000/float64(n), "ms/full")
}
