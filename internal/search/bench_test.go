package search

import (
	"compress/gzip"
	"fmt"
	"io"
	"runtime"
	"testing"
)

func BenchmarkAnalyse(b *testing.B) {
	pages := largeCorpus(b)
	for b.Loop() {
		analyse(pages, Options{Language: "en"})
	}
}

func BenchmarkBuild(b *testing.B) {
	pages := analyse(largeCorpus(b), Options{Language: "en"})
	for b.Loop() {
		Build(pages, BuildOptions{})
	}
}

func BenchmarkWrite(b *testing.B) {
	files := Build(analyse(largeCorpus(b), Options{Language: "en"}), BuildOptions{})
	for b.Loop() {
		for _, f := range files {
			f.Data()
		}
	}
}

// BenchmarkMemory says what the index takes: the analysed pages that stay, and what Build needs besides.
func BenchmarkMemory(b *testing.B) {
	pages := largeCorpus(b)
	live := func() float64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc) / 1e6
	}
	for b.Loop() {
		before := live()
		list := analyse(pages, Options{Language: "en"})
		analysed := live()
		var m0, m1 runtime.MemStats
		runtime.ReadMemStats(&m0)
		files := Build(list, BuildOptions{})
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
	files := Build(analyse(largeCorpus(b), Options{Language: "en"}), BuildOptions{})
	for b.Loop() {
		sizes, counts := map[byte]int{}, map[byte]int{}
		for _, f := range files {
			if kind := f.Name[len("search/")]; kind == 'p' && counts[kind] >= 100 {
				counts[kind]++
			} else {
				counts[kind]++
				sizes[kind] += zipped(f.Data())
			}
		}
		for kind, n := range sizes {
			b.ReportMetric(float64(n)/float64(min(counts[kind], 100+900*bit(kind != 'p'))), fmt.Sprintf("B/%c", kind))
			b.ReportMetric(float64(counts[kind]), fmt.Sprintf("files/%c", kind))
		}
	}
}

// zipped returns how many bytes data takes as hosts send it.
func zipped(data []byte) int {
	var n counter
	w, _ := gzip.NewWriterLevel(&n, gzip.BestCompression)
	w.Write(data)
	w.Close()
	return int(n)
}

type counter int

func (c *counter) Write(p []byte) (int, error) { *c += counter(len(p)); return len(p), nil }

var _ io.Writer = (*counter)(nil)
