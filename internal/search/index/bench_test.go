package index_test

import (
	"fmt"
	"runtime"
	"testing"

	"pandect/internal/search/index"
	"pandect/internal/search/index/indextest"
)

func BenchmarkAnalyse(b *testing.B) {
	pages := indextest.LargeCorpus(b)
	for b.Loop() {
		indextest.Analyse(pages, index.Options{Language: "en"})
	}
}

func BenchmarkBuild(b *testing.B) {
	pages := indextest.Analyse(indextest.LargeCorpus(b), index.Options{Language: "en"})
	for b.Loop() {
		index.Build(pages, index.BuildOptions{})
	}
}

func BenchmarkWrite(b *testing.B) {
	files := index.Build(indextest.Analyse(indextest.LargeCorpus(b), index.Options{Language: "en"}), index.BuildOptions{})
	for b.Loop() {
		for _, f := range files {
			f.Data()
		}
	}
}

// BenchmarkMemory says what the index takes: the analysed pages that stay, and what Build needs besides.
func BenchmarkMemory(b *testing.B) {
	pages := indextest.LargeCorpus(b)
	live := func() float64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc) / 1e6
	}
	for b.Loop() {
		before := live()
		list := indextest.Analyse(pages, index.Options{Language: "en"})
		analysed := live()
		var m0, m1 runtime.MemStats
		runtime.ReadMemStats(&m0)
		files := index.Build(list, index.BuildOptions{})
		runtime.ReadMemStats(&m1)
		built := live()
		b.ReportMetric(analysed-before, "MB-analysed")
		b.ReportMetric(built-analysed, "MB-files")
		b.ReportMetric(float64(m1.TotalAlloc-m0.TotalAlloc)/1e6, "MB-allocated")
		runtime.KeepAlive(files)
		runtime.KeepAlive(list)
	}
}

// BenchmarkSizes says how large the files are, by kind.
func BenchmarkSizes(b *testing.B) {
	files := index.Build(indextest.Analyse(indextest.LargeCorpus(b), index.Options{Language: "en"}), index.BuildOptions{})
	for b.Loop() {
		sizes, counts := map[byte]int{}, map[byte]int{}
		for _, f := range files {
			if kind := f.Name[len("search/")]; kind == 'p' && counts[kind] >= 100 {
				counts[kind]++
			} else {
				counts[kind]++
				sizes[kind] += indextest.Zipped(f.Data())
			}
		}
		for kind, n := range sizes {
			sampled := counts[kind]
			if kind == 'p' {
				sampled = min(sampled, 100)
			}
			b.ReportMetric(float64(n)/float64(sampled), fmt.Sprintf("B/%c", kind))
			b.ReportMetric(float64(counts[kind]), fmt.Sprintf("files/%c", kind))
		}
	}
}
