package build

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// handbook is a site of n pages of about 5 KB in sections of 40, with links between neighbours.
func handbook(n int) input {
	in := input{"config.toml": "title = \"Handbook\"\n"}
	paragraph := strings.Repeat("The responsible lawyer supervises the work that is sent out and answers for it. ", 12)
	for i := range n {
		var text strings.Builder
		fmt.Fprintf(&text, "+++\ntitle = \"Page %d\"\ndescription = \"About page %d.\"\nweight = %d\ntags = [\"tag %d\", \"tag %d\"]\n+++\n\n", i, i, i%40+1, i%7, i%31)
		for h := range 4 {
			fmt.Fprintf(&text, "## Heading %d\n\n%s\n\n- one\n- two\n\n", h, paragraph)
			fmt.Fprintf(&text, "See [the next](page-%d.md) and [the web](https://example.com/).\n\n", i/40*40+(i+1+h)%40)
		}
		in[fmt.Sprintf("content/topic-%d/section-%d/page-%d.md", i/480, i/40%12, i)] = text.String()
	}
	return in
}

func BenchmarkLoadCold(b *testing.B) {
	tree := handbook(1000).tree(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := New(Options{Now: noon}).Load(context.Background(), tree); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoadWarm(b *testing.B) {
	edits := []struct {
		name  string
		apply func(in input, n int)
	}{
		{"nothing", func(input, int) {}},
		{"body", func(in input, n int) { in["content/topic-0/section-3/page-123.md"] += fmt.Sprintf("\nEdit %d.\n", n) }},
		{"title", func(in input, n int) {
			in["content/topic-0/section-3/page-123.md"] = fmt.Sprintf("# Title %d\n\nText.\n", n)
		}},
	}
	for _, pages := range []int{1000, 10000} {
		for _, edit := range edits {
			b.Run(fmt.Sprintf("%d/%s", pages, edit.name), func(b *testing.B) {
				in := handbook(pages)
				builder := New(Options{Now: noon})
				load := func(n int) {
					b.StopTimer()
					edit.apply(in, n)
					tree := in.tree(b)
					b.StartTimer()
					if _, err := builder.Load(context.Background(), tree); err != nil {
						b.Fatal(err)
					}
				}
				load(0)
				b.ReportAllocs()
				b.ResetTimer()
				for n := range b.N {
					load(n + 1)
				}
			})
		}
	}
}

func BenchmarkRenderPage(b *testing.B) {
	tree := handbook(1000).tree(b)
	e, err := New(Options{Now: noon}).Load(context.Background(), tree)
	if err != nil {
		b.Fatal(err)
	}
	page, ok := e.Find("topic-0/section-3/page-123.html")
	if !ok {
		b.Fatal("no page")
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := page.Open(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}
