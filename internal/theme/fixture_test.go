package theme_test

import (
	"bytes"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"pandect/internal/config"
	"pandect/internal/memo"
	"pandect/internal/message"
	"pandect/internal/partial"
	"pandect/internal/site"
	"pandect/internal/theme"
	"pandect/themes"
)

// english returns the messages of the default theme in English.
func english(t testing.TB) *message.Table {
	t.Helper()
	const name = "counsel/messages/en.toml"
	data, err := fs.ReadFile(themes.FS, name)
	if err != nil {
		t.Fatal(err)
	}
	table, found := config.Messages("en", []config.MessageFile{{Path: name, Text: data}}, nil)
	if len(found) > 0 {
		t.Fatalf("the messages have mistakes: %v", found)
	}
	return table
}

// partials returns the partials of the default theme in English.
func partials(t testing.TB) *partial.Set {
	t.Helper()
	var files []partial.File
	for _, f := range counselFiles(t) {
		if path.Dir(f.Path) == "partials" && !strings.HasPrefix(path.Base(f.Path), "checklist-") { // those are the markdown stage's
			files = append(files, partial.File{Path: f.Origin, Text: f.Data})
		}
	}
	set, found := partial.Parse(files, slices.Concat(theme.Partials, site.Partials), theme.Entry, english(t))
	if len(found) > 0 {
		t.Fatalf("the partials have mistakes: %v", found)
	}
	return set
}

// counselFiles returns every file of the default theme.
func counselFiles(t testing.TB) []theme.File {
	t.Helper()
	root, err := fs.Sub(themes.FS, "counsel")
	if err != nil {
		t.Fatal(err)
	}
	var files []theme.File
	err = fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, name)
		files = append(files, theme.File{Path: name, Data: data, Origin: "themes/counsel/" + name})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// counsel returns the default theme, with layouts that use everything.
func counsel(t testing.TB) *theme.Theme {
	t.Helper()
	all := site.Uses{Children: true, Backlinks: true, Related: true, Recent: true, Letters: true, Checklists: true}
	layouts := map[string]site.Uses{}
	for _, kind := range kinds {
		layouts[string(kind)] = all
	}
	parsed, found := theme.Parse(counselFiles(t), layouts, partials(t), english(t))
	if len(found) > 0 {
		t.Fatalf("the default theme has mistakes: %v", found)
	}
	return parsed
}

var kinds = []site.Kind{site.KindHome, site.KindSection, site.KindPage, site.KindTaxonomy, site.KindTerm, site.KindIndex, site.KindSearch, site.KindRuns, site.KindNotFound}

func info() *site.Info {
	return &site.Info{
		Title: "LPO Guidance", Description: "Guidance on legal process outsourcing", Language: "en-GB",
		BaseURL: "https://guidance.example/legal/", Version: "2026-11", Footer: "General information, not legal advice.",
		Menu:  []site.Ref{{Title: "Vendor due diligence", URL: "choosing/due-diligence.html"}, {Title: "About", URL: "about.html"}},
		Feed:  "feed.xml",
		Index: "index-a-z.html", Search: "search.html", Runs: "runs.html",
		Assets: map[string]string{"app.js": "assets/app.js", "checklist.js": "assets/checklist.js", "paper.js": "assets/paper.js", "runs.css": "assets/runs.css", "runs.js": "assets/runs.js", "boot.js": "assets/boot.js", "main.css": "assets/main.css",
			"favicon.svg": "assets/favicon.svg"},
	}
}

// pages places the fixture of testdata/site.txtar.
func pages(t testing.TB, s *site.Info, th *theme.Theme) []*site.Page {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/site.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var docs []*site.Doc
	for _, f := range archive.Files {
		docs = append(docs, doc(t, f.Name, f.Data))
	}
	slices.SortFunc(docs, func(a, b *site.Doc) int { return strings.Compare(a.Path, b.Path) })
	index := site.NewIndex(docs, nil, site.IndexOptions{Title: s.Title, Taxonomies: []site.Taxonomy{{Name: "tags", Title: "Topics"}}})
	placer := index.Placer(site.PlaceOptions{
		Info: s, IndexURL: s.Index, SearchURL: s.Search, RunsURL: s.Runs,
		Alternates: func(p *site.Page) []site.Alternate {
			if p.Doc == nil {
				return nil
			}
			return []site.Alternate{{Name: "markdown", MediaType: "text/markdown; charset=utf-8", URL: strings.TrimSuffix(p.URL, ".html") + ".md", Linked: true}}
		},
		Layout: th.Uses, HasLayout: th.Has, LayoutSum: func(string) memo.Sum { return th.Sum() },
	})
	placed := placer.Others()
	for i, d := range docs {
		page, found := placer.Page(i, d, d.Meta.Review(site.Period{}, time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)))
		if len(found) > 0 {
			t.Fatalf("the fixture has mistakes: %v", found)
		}
		placed = append(placed, page)
	}
	return placed
}

var (
	headingTag = regexp.MustCompile(`<h([1-6]) id="([^"]+)">(.*?)</h[1-6]>`)
	holeLink   = regexp.MustCompile(`(?s)<a href="([a-z/-]+)\.html">(.*?)</a>`)
)

// doc reads one page of the fixture.
func doc(t testing.TB, name string, data []byte) *site.Doc {
	t.Helper()
	front, body, _ := bytes.Cut(data, []byte("\n\n"))
	d := &site.Doc{Path: name, URL: site.OutputPath(name, "", site.StyleFile)}
	for line := range strings.Lines(string(front)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		list := strings.Split(value, "; ")
		switch key {
		case "title":
			d.Title, d.Meta.Title = value, value
		case "description":
			d.Summary, d.Meta.Description = value, value
		case "owner":
			d.Meta.Owner = value
		case "reviewed":
			d.Meta.Reviewed = day(t, value)
		case "updated":
			d.Meta.Updated = day(t, value)
		case "every":
			d.Meta.ReviewEvery = site.Period{Months: 6}
		case "jurisdiction":
			d.Meta.Jurisdiction = list
		case "audience":
			d.Meta.Audience = list
		case "tags":
			d.Meta.Taxonomies = map[string][]string{"tags": list}
		case "keywords":
			d.Meta.Search.Keywords = list
		case "draft":
			d.Meta.Draft = true
		case "":
		default:
			t.Fatalf("%s: unknown key %q", name, key)
		}
	}
	for _, m := range headingTag.FindAllSubmatch(body, -1) {
		d.Headings = append(d.Headings, site.Heading{Level: int(m[1][0] - '0'), ID: string(m[2]), Text: string(m[3]), HTML: site.HTML(m[3])})
	}
	d.Body = holes(d, body)
	d.Seal()
	return d
}

// holes takes links to other pages out of a body, as the markdown stage does.
func holes(d *site.Doc, body []byte) (b site.Body) {
	at := 0
	for _, m := range holeLink.FindAllSubmatchIndex(body, -1) {
		b.HTML = append(b.HTML, body[at:m[0]]...)
		index := int32(len(d.Links))
		target := strings.TrimSuffix(string(body[m[2]:m[3]]), "index") + map[bool]string{true: "_index"}[bytes.HasSuffix(body[m[2]:m[3]], []byte("index"))] + ".md"
		d.Links = append(d.Links, site.Link{Kind: site.PageLink, Target: join(d.Path, target), Text: true, File: d.Path, Line: 1, Column: 1})
		b.Holes = append(b.Holes, site.Hole{Offset: int32(len(b.HTML)), Kind: site.LinkOpen, Index: index})
		b.HTML = append(b.HTML, body[m[4]:m[5]]...)
		b.Holes = append(b.Holes, site.Hole{Offset: int32(len(b.HTML)), Kind: site.LinkClose, Index: index})
		at = m[1]
	}
	b.HTML = append(b.HTML, body[at:]...)
	return b
}

func join(from, to string) string {
	if i := strings.LastIndexByte(from, '/'); i >= 0 && !strings.Contains(to, "/") {
		return from[:i+1] + to
	}
	return to
}

func day(t testing.TB, s string) time.Time {
	t.Helper()
	parsed, err := time.Parse(time.DateOnly, s)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}
