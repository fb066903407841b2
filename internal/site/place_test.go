package site

import (
	"fmt"
	pathpkg "path"
	"slices"
	"strings"
	"testing"
	"time"

	"pandect/internal/diag"
	"pandect/internal/memo"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// page makes a Doc as the markdown stage would: its title, and links to the given targets.
func page(path, title string, links ...string) *Doc {
	d := &Doc{Path: path, Title: title, URL: OutputPath(path, "", StyleFile)}
	for _, written := range links {
		target, fragment, _ := strings.Cut(written, "#")
		kind := PageLink
		if inner, ok := strings.CutPrefix(target, "[["); ok {
			kind, target = WikiLink, inner
		}
		written := target
		if target != "" && kind == PageLink {
			target = strings.TrimPrefix(pathpkg.Clean(target), "/")
		}
		d.Links = append(d.Links, Link{Kind: kind, Target: target, Fragment: fragment, Written: written, File: "content/" + path, Line: 3, Column: 1})
	}
	d.Seal()
	return d
}

// placed places docs, with every collection declared.
func placed(t *testing.T, docs []*Doc, change func(*PlaceOptions)) (map[string]*Page, []diag.Diagnostic) {
	t.Helper()
	slices.SortFunc(docs, func(a, b *Doc) int { return strings.Compare(a.Path, b.Path) })
	x := NewIndex(docs, []StaticFile{{Path: "ethics/plan.pdf", URL: "ethics/plan.pdf"}}, IndexOptions{Title: "Test", Taxonomies: []Taxonomy{{"tags", "Topics"}}})
	info := &Info{Title: "Test"}
	info.Seal()
	o := PlaceOptions{
		Info: info, IndexURL: "a-z.html", SearchURL: "search.html",
		Layout:    func(string) Uses { return Uses{true, true, true, true, true, true} },
		HasLayout: func(string) bool { return true },
		LayoutSum: func(string) memo.Sum { return memo.Sum{} },
	}
	if change != nil {
		change(&o)
	}
	placer := x.Placer(o)
	var found []diag.Diagnostic
	byURL := map[string]*Page{}
	add := func(p *Page) {
		if byURL[p.URL] != nil {
			t.Errorf("two pages have the address %q", p.URL)
		}
		byURL[p.URL] = p
	}
	for i, d := range docs {
		p, more := placer.Page(i, d, d.Meta.Review(Period{}, noon))
		found = append(found, more...)
		add(p)
	}
	for _, p := range placer.Others() {
		add(p)
	}
	return byURL, found
}

func titles(refs []*Ref) string {
	var list []string
	for _, r := range refs {
		list = append(list, r.Title)
	}
	return strings.Join(list, ", ")
}

func weighed(d *Doc, weight float64, tags ...string) *Doc {
	d.Meta.Weight = weight
	d.Meta.Taxonomies = map[string][]string{"tags": tags}
	d.Seal()
	return d
}

func knowledgeBase() []*Doc {
	return []*Doc{
		page("_index.md", "Home"),
		weighed(page("ethics/_index.md", "Ethics"), 2),
		weighed(page("ethics/privilege.md", "Privilege", "ethics/fees.md"), 1, "Core", "privilege"),
		weighed(page("ethics/fees.md", "Fees", "ethics/privilege.md", "ethics/privilege.md"), 0, "core"),
		weighed(page("differences/process.md", "Process"), 0, "privilege"),
		page("about.md", "About"),
	}
}

func TestNavigation(t *testing.T) {
	pages, found := placed(t, knowledgeBase(), nil)
	if len(found) > 0 {
		t.Errorf("diagnostics: %v", found)
	}
	home := pages["index.html"]
	if got := titles(home.Children); got != "Ethics, Differences, About" {
		t.Errorf("children of home: %s", got)
	}
	privilege := pages["ethics/privilege.html"]
	if got := titles(privilege.Breadcrumbs); got != "Home, Ethics" {
		t.Errorf("breadcrumbs: %s", got)
	}
	var order []string
	for p := home; ; p = pages[p.Next.URL] {
		order = append(order, p.Title)
		if p.Next == nil {
			break
		}
		if back := pages[p.Next.URL].Prev; back == nil || back.URL != p.URL {
			t.Errorf("the page after %q does not lead back", p.Title)
		}
	}
	if got := strings.Join(order, ", "); got != "Home, Ethics, Privilege, Fees, Differences, Process, About" {
		t.Errorf("reading order: %s", got)
	}
	if len(privilege.Open) != 2 || privilege.Open[1].Ref.Title != "Ethics" {
		t.Errorf("open branch: %v", privilege.Open)
	}
}

func TestBacklinksAreCountedOnce(t *testing.T) {
	pages, _ := placed(t, knowledgeBase(), nil)
	if got := titles(pages["ethics/privilege.html"].Backlinks); got != "Fees" {
		t.Errorf("backlinks: %s", got)
	}
}

func TestTermsIgnoreCase(t *testing.T) {
	pages, _ := placed(t, knowledgeBase(), nil)
	if got := titles(pages["tags/index.html"].Children); got != "Core, privilege" {
		t.Errorf("terms: %s", got)
	}
	if got := titles(pages["tags/core.html"].Children); got != "Fees, Privilege" {
		t.Errorf("pages of a term: %s", got)
	}
	if got := titles(pages["ethics/fees.html"].Terms[0].Terms); got != "Core" {
		t.Errorf("terms of a page: %s", got)
	}
}

func TestRelatedPagesShareTermsOrLinks(t *testing.T) {
	pages, _ := placed(t, knowledgeBase(), nil)
	if got := titles(pages["ethics/privilege.html"].Related); got != "Fees, Process" {
		t.Errorf("related: %s", got)
	}
}

func TestUndeclaredCollectionsStayEmpty(t *testing.T) {
	pages, _ := placed(t, knowledgeBase(), func(o *PlaceOptions) { o.Layout = func(string) Uses { return Uses{} } })
	for url, p := range pages {
		if p.Children != nil || p.Backlinks != nil || p.Related != nil || p.Recent != nil || p.Letters != nil {
			t.Errorf("%s holds a collection that its layout does not declare", url)
		}
	}
}

func TestReviewStates(t *testing.T) {
	day := func(month int) time.Time { return time.Date(2026, time.Month(month), 1, 0, 0, 0, 0, time.UTC) }
	cases := []struct {
		name          string
		meta          Meta
		site          Period
		want          ReviewState
		next, changed bool
	}{
		{"nothing said", Meta{}, Period{Months: 6}, ReviewNone, false, false},
		{"wanted, never done", Meta{ReviewEvery: Period{Months: 6}}, Period{}, ReviewMissing, false, false},
		{"done, no period", Meta{Reviewed: day(1)}, Period{}, ReviewCurrent, false, false},
		{"in time by the site's period", Meta{Reviewed: day(10)}, Period{Months: 6}, ReviewCurrent, true, false},
		{"its own period is over", Meta{Reviewed: day(10), ReviewEvery: Period{Months: 1}}, Period{Years: 1}, ReviewOverdue, true, false},
		{"changed since", Meta{Reviewed: day(10), Updated: day(11)}, Period{}, ReviewCurrent, false, true},
	}
	for _, c := range cases {
		r := c.meta.Review(c.site, noon)
		if r.State != c.want || !r.Next.IsZero() != c.next || r.Changed != c.changed {
			t.Errorf("%s: %+v", c.name, r)
		}
	}
}

// TestLinks checks where each way of writing a link leads, and what is said of those that lead nowhere.
func TestLinks(t *testing.T) {
	others := func() []*Doc {
		docs := knowledgeBase()
		docs[2].Meta.Aliases = []string{"old/kovel.html"}
		docs[2].Headings = []Heading{{Level: 2, ID: "kovel", Text: "The Kovel case"}}
		docs[2].Points = []string{"kovel.b.ii"}
		return append(docs, page("differences/fees.md", "Fees elsewhere"))
	}
	cases := []struct{ written, url, fragment, code, hint string }{
		{"ethics/privilege.md", "ethics/privilege.html", "", "", ""},
		{"ethics/privilege.md#kovel", "ethics/privilege.html", "kovel", "", ""},
		{"ethics/privilege.md#kovl", "ethics/privilege.html", "", "broken-fragment", "#kovel"},
		{"ethics/privilege.md#kovel.b.ii", "ethics/privilege.html", "kovel.b.ii", "", ""},
		{"ethics/privilege.md#kovel.b.iii", "ethics/privilege.html", "", "broken-fragment", "#kovel.b.ii"},
		{"ethics", "ethics/index.html", "", "", ""},
		{"differences", "differences/index.html", "", "", ""},
		{"ethics/plan.pdf", "ethics/plan.pdf", "", "", ""},
		{"old/plan.pdf", "ethics/plan.pdf", "", "moved-file", "ethics/plan.pdf"},
		{"ethics/Privilege.md", "ethics/privilege.html", "", "inexact-link", "ethics/privilege.md"},
		{"ethics/privlege.md", "ethics/privlege.md", "", "broken-link", "ethics/privilege.md"},
		{"ethics/privilege", "ethics/privilege.html", "", "inexact-link", "ethics/privilege.md"},
		{"ethics/privilege.html#kovel", "ethics/privilege.html", "kovel", "", ""},
		{"ethics/privilege.html#top", "ethics/privilege.html", "top", "", ""},
		{"ethics/index.html", "ethics/index.html", "", "", ""},
		{"differences/index.html", "differences/index.html", "", "", ""},
		{"index.html", "index.html", "", "", ""},
		{"a-z.html", "a-z.html", "", "", ""},
		{"search.html", "search.html", "", "", ""},
		{"tags/core.html", "tags/core.html", "", "", ""},
		{"tags/index.html", "tags/index.html", "", "", ""},
		{"tags/", "tags/index.html", "", "", ""},
		{"404.html", "404.html", "", "", ""},
		{"feed.xml", "feed.xml", "", "", ""},
		{"old/kovel.html", "ethics/privilege.html", "", "", ""},
		{"ethics/fees/", "ethics/fees.html", "", "inexact-link", "ethics/fees.md"},
		{"Ethics/Fees.htm", "ethics/fees.html", "", "inexact-link", "ethics/fees.md"},
		{"ethics/fees/index.html", "ethics/fees.html", "", "inexact-link", "ethics/fees.md"},
		{"ETHICS/", "ethics/index.html", "", "inexact-link", "ethics/"},
		{"/docs/ethics/fees/", "ethics/fees.html", "", "inexact-link", "ethics/fees.md"},
		{"/en/docs/ethics/fees.md", "ethics/fees.html", "", "inexact-link", "ethics/fees.md"},
		{"/docs/ethics/", "ethics/index.html", "", "inexact-link", "ethics/_index.md"},
		{"docs/ethics/fees/", "docs/ethics/fees/", "", "broken-link", "ethics/fees.md"},
		{"/articles/process-of-work/", "articles/process-of-work/", "", "broken-link", ""},
		{"/articles/process/", "articles/process/", "", "broken-link", "differences/process.md"},
		{"/articles/process.html", "articles/process.html", "", "broken-link", "differences/process.md"},
		{"/articles/fees", "articles/fees", "", "broken-link", "differences/fees.md"},
		{"drafts/x.html", "", "", "hidden-link", ""},
		{"drafts/x/", "", "", "hidden-link", ""},
		{"/docs/drafts/x/", "", "", "hidden-link", ""},
		{"drafts/y.html", "", "", "hidden-link", ""},
		{"editor@example.com", "mailto:editor@example.com", "", "bare-address", "mailto:editor@example.com"},
		{"www.example.com", "https://www.example.com", "", "bare-address", "https://www.example.com"},
		{"./javascript:x", "javascript:x", "", "broken-link", ""},
		{"../secret.md", "", "", "broken-link", ""},
		{"drafts/x.md", "", "", "hidden-link", ""},
		{"[[privilege", "ethics/privilege.html", "", "", ""},
		{"[[Privilege#The Kovel case", "ethics/privilege.html", "kovel", "", ""},
		{"[[ethics/fees", "ethics/fees.html", "", "", ""},
		{"[[fees", "", "", "ambiguous-link", "differences/fees"},
		{"[[Fees elsewhere", "differences/fees.html", "", "", ""},
		{"[[ethics", "ethics/index.html", "", "", ""},
		{"[[privlege", "", "", "broken-link", "privilege"},
		{"[[x", "", "", "hidden-link", ""},
		{"", "linking.html", "", "", ""},
	}
	for _, c := range cases {
		docs := append(others(), page("linking.md", "Linking", c.written))
		pages, found := placed(t, docs, func(o *PlaceOptions) {
			o.Hidden = map[string]string{"drafts/x.md": "it is a draft", "drafts/z.md": "it is a draft"}
			o.HiddenAt = map[string]string{"drafts/x.html": "drafts/x.md", "drafts/y.html": "drafts/z.md"}
			o.Made = []string{"feed.xml"}
		})
		got := pages["linking.html"].Targets[0]
		if got.URL+got.Address != c.url || got.Fragment != c.fragment {
			t.Errorf("%q leads to %q#%q, want %q#%q", c.written, got.URL, got.Fragment, c.url, c.fragment)
		}
		code, hint := "", ""
		for _, d := range found {
			code, hint = d.Code, d.Hint
			if d.Severity != diag.Warning || d.Place.File != "content/linking.md" || d.Place.Line != 3 {
				t.Errorf("%q: %+v", c.written, d)
			}
		}
		if code != c.code || !strings.Contains(hint, c.hint) {
			t.Errorf("%q: %s, hint %q; want %s, naming %q", c.written, code, hint, c.code, c.hint)
		}
	}
}

// TestKeysMoveWithWhatAPageShows edits one page and looks at whose key moved: the rule that makes rebuilding cheap.
func TestKeysMoveWithWhatAPageShows(t *testing.T) {
	var docs func() []*Doc
	docs = func() []*Doc {
		var list []*Doc
		for s := range 30 {
			list = append(list, page(fmt.Sprintf("s%02d/_index.md", s), fmt.Sprintf("Section %02d", s)))
			for p := range 10 {
				list = append(list, page(fmt.Sprintf("s%02d/p%d.md", s, p), fmt.Sprintf("Page %d", p)))
			}
		}
		return list
	}
	uses := func(o *PlaceOptions) {
		o.Layout = func(name string) Uses { return Uses{Children: true, Backlinks: true} }
	}
	moved := func(edit func(d *Doc)) []string {
		before, _ := placed(t, docs(), uses)
		list := docs()
		for _, d := range list {
			if d.Path == "s05/p5.md" {
				edit(d)
				d.Seal()
			}
		}
		after, _ := placed(t, list, uses)
		var urls []string
		for url, p := range after {
			if before[url].Sum != p.Sum {
				urls = append(urls, url)
			}
		}
		slices.Sort(urls)
		return urls
	}
	if got := moved(func(d *Doc) { d.Body.HTML = []byte("<p>new</p>") }); !slices.Equal(got, []string{"s05/p5.html"}) {
		t.Errorf("a body edit moves %v", got)
	}
	for _, url := range moved(func(d *Doc) { d.Title = "Renamed" }) {
		if !strings.HasPrefix(url, "s05/") && url != "s06/index.html" && url != "a-z.html" {
			t.Errorf("a title edit moves %s, which does not show that title", url)
		}
	}
}

func TestIndexLetters(t *testing.T) {
	docs := []*Doc{page("a.md", "Überblick"), page("b.md", "08-451"), page("c.md", "Utility"), page("d.md", "“Quoted”"), page("e.md", "…")}
	docs[1].Meta.Search.Keywords = []string{"ABA opinion"}
	docs[2].Meta.Search.Exclude = true
	pages, _ := placed(t, docs, nil)
	var got []string
	for _, letter := range pages["a-z.html"].Letters {
		for _, e := range letter.Entries {
			got = append(got, letter.Letter+": "+e.Text)
		}
	}
	slices.Sort(got)
	want := []string{"#: …", "0-9: 08-451", "A: ABA opinion", "Q: “Quoted”", "U: Überblick"}
	if !slices.Equal(got, want) {
		t.Errorf("letters: %q, want %q", got, want)
	}
}
