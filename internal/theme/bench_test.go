package theme_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pandect/internal/site"
)

// BenchmarkRender shows one ordinary page with the default theme: 12 sections, 40 pages beside it, 12 headings, 3 terms
// and a body of 12 KB.
func BenchmarkRender(b *testing.B) {
	th := counsel(b)
	p := ordinary()
	out, found := th.Render(p)
	if len(found) > 0 {
		b.Fatal(found)
	}
	b.SetBytes(int64(len(out)))
	b.ReportAllocs()
	for b.Loop() {
		th.Render(p)
	}
}

func ordinary() *site.Page {
	ref := func(url, title string) *site.Ref { return &site.Ref{URL: url, Title: title} }
	nav := &site.NavNode{Ref: ref("index.html", "Guidance"), Total: 10000}
	for i := range 12 {
		folder := fmt.Sprintf("section-%d/", i)
		n := &site.NavNode{Ref: ref(folder+"index.html", fmt.Sprintf("Section %d on outsourcing", i))}
		for k := range 40 {
			n.Pages = append(n.Pages, ref(fmt.Sprintf("%spage-%d.html", folder, k), fmt.Sprintf("A page about matter %d", k)))
		}
		nav.Sections = append(nav.Sections, n)
	}
	here := nav.Sections[5]
	reviewed := time.Date(2026, 10, 12, 0, 0, 0, 0, time.UTC)
	p := &site.Page{
		Site: info(), Kind: site.KindPage, Layout: "page", URL: here.Pages[20].URL, Title: here.Pages[20].Title,
		Description: "What a lawyer has to know before the work leaves the department.",
		Alternates:  []site.Alternate{{Name: "markdown", MediaType: "text/markdown; charset=utf-8", URL: "section-5/page-20.md", Linked: true}},
		Meta:        &site.Meta{Description: "What a lawyer has to know before the work leaves the department.", Jurisdiction: []string{"United States"}},
		Review:      site.Review{State: site.ReviewCurrent, Owner: "Legal Operations", Reviewed: reviewed, Next: reviewed.AddDate(0, 6, 0)},
		Nav:         nav, Open: []*site.NavNode{nav, here}, Breadcrumbs: []*site.Ref{nav.Ref, here.Ref},
		Prev: here.Pages[19], Next: here.Pages[21], ShowTOC: true,
		Terms:     []site.TermList{{Name: "tags", Title: "Topics", Terms: []*site.Ref{ref("tags/a.html", "A"), ref("tags/b.html", "B"), ref("tags/c.html", "C")}}},
		Backlinks: here.Pages[:5], Related: here.Pages[30:34],
	}
	for i := range 12 {
		title := fmt.Sprintf("What to do in case %d", i)
		p.Headings = append(p.Headings, site.Heading{Level: 2 + i%2, ID: fmt.Sprintf("case-%d", i), Text: title, HTML: site.HTML(title)})
	}
	body := strings.Repeat("<p>Privilege protects confidential communications between a lawyer and a client made to give or obtain advice.</p>\n", 105)
	p.Doc = &site.Doc{Path: "section-5/page-20.md", Body: site.Body{HTML: []byte(body)}}
	return p
}
