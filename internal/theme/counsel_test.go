package theme_test

import (
	"bytes"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"pandect/internal/config"
	"pandect/internal/site"
)

// rendered is every page of the fixture as the default theme shows it.
func rendered(t *testing.T, s *site.Info) map[string]*html.Node {
	t.Helper()
	th := counsel(t)
	out := map[string]*html.Node{}
	for _, p := range pages(t, s, th) {
		markup, found := th.Render(p)
		if len(found) > 0 {
			t.Fatal(found)
		}
		root, err := html.Parse(bytes.NewReader(markup))
		if err != nil {
			t.Fatal(err)
		}
		out[p.URL] = root
	}
	return out
}

func TestTheThemeDeclaresWhatItHas(t *testing.T) {
	files := map[string][]byte{}
	for _, f := range counselFiles(t) {
		files[f.Path] = f.Data
	}
	manifest, found := config.ParseTheme("theme.toml", files["theme.toml"])
	if len(found) > 0 {
		t.Fatal(found)
	}
	for _, kind := range kinds {
		if _, ok := manifest.Layouts[string(kind)]; !ok {
			t.Errorf("theme.toml has no layout for the kind %q", kind)
		}
	}
	for name := range manifest.Layouts {
		if files["layouts/"+name+".html"] == nil {
			t.Errorf("theme.toml declares the layout %q, which has no file", name)
		}
	}
}

func TestPagesAreWellMade(t *testing.T) {
	th := counsel(t)
	shown := map[site.Kind]bool{}
	for _, p := range pages(t, info(), th) {
		shown[p.Kind] = true
		markup, found := th.Render(p)
		if len(found) > 0 {
			t.Fatal(found)
		}
		if i := bytes.IndexFunc(markup, func(r rune) bool { return r >= 0x80 }); i >= 0 {
			t.Errorf("%s is not ASCII at byte %d", p.URL, i)
		}
		if charset := bytes.Index(markup, []byte(`<meta charset="utf-8">`)); charset < 0 || bytes.Count(markup[:charset], []byte("<")) != 3 {
			t.Errorf("%s: the charset is not the first thing in the head", p.URL)
		}
		again, _ := th.Render(p)
		if !bytes.Equal(markup, again) {
			t.Errorf("%s: rendering twice gave two results", p.URL)
		}
		root, err := html.Parse(bytes.NewReader(markup))
		if err != nil {
			t.Fatal(err)
		}
		checkPage(t, p, root)
	}
	for _, kind := range kinds {
		if !shown[kind] {
			t.Errorf("the fixture has no page of the kind %q", kind)
		}
	}
}

// checkPage looks at what every page has in common.
func checkPage(t *testing.T, p *site.Page, root *html.Node) {
	t.Helper()
	count, ids, landmarks := map[string]int{}, map[string]bool{}, []string{}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		count[n.Data]++
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("%s: <%s> has the attribute %s", p.URL, n.Data, a.Key)
			}
			if a.Key == "id" {
				if ids[a.Val] {
					t.Errorf("%s: the id %q is used twice", p.URL, a.Val)
				}
				ids[a.Val] = true
			}
		}
		switch n.Data {
		case "style":
			t.Errorf("%s has a style element", p.URL)
		case "script":
			if n.FirstChild != nil {
				t.Errorf("%s has an inline script", p.URL)
			}
		case "nav", "aside", "main":
			landmarks = append(landmarks, n.Data+" "+attr(n, "aria-label"))
		}
	}
	for _, once := range []string{"title", "h1", "main"} {
		if count[once] != 1 {
			t.Errorf("%s has %d <%s>", p.URL, count[once], once)
		}
	}
	if !slices.Contains(landmarks, "nav Guidance") {
		t.Errorf("%s has no navigation: %q", p.URL, landmarks)
	}
	for n := range root.Descendants() {
		for _, key := range []string{"aria-labelledby", "for"} {
			if id := attr(n, key); id != "" && !ids[id] {
				t.Errorf("%s: %s names %q, which does not exist", p.URL, key, id)
			}
		}
	}
}

// A folder that is copied anywhere works: every address is relative and leads to a page, an asset or an id.
func TestEveryLinkLeadsSomewhere(t *testing.T) {
	s := info()
	s.BaseURL = ""
	all := rendered(t, s)
	files := map[string]bool{s.Feed: true}
	for url := range all {
		files[url] = true
		files[strings.TrimSuffix(url, ".html")+".md"] = true
	}
	for _, a := range s.Assets {
		files[a] = true
	}
	for url, root := range all {
		for n := range root.Descendants() {
			for _, key := range []string{"href", "src", "action"} {
				to := attr(n, key)
				if to == "" || strings.HasPrefix(to, "https://") {
					continue
				}
				file, fragment, _ := strings.Cut(to, "#")
				target := path.Join(path.Dir(url), file)
				if file == "" {
					target = url
				}
				if strings.HasPrefix(to, "/") || !files[target] {
					t.Errorf("%s: %q leads nowhere", url, to)
				}
				if fragment != "" && !hasID(all[target], fragment) {
					t.Errorf("%s: %q leads to an id that does not exist", url, to)
				}
			}
		}
	}
}

func TestThePageThatIsNotFoundLinksFromTheRoot(t *testing.T) {
	root := rendered(t, info())["404.html"]
	for n := range root.Descendants() {
		for _, key := range []string{"href", "src", "action"} {
			if to := attr(n, key); to != "" && !strings.HasPrefix(to, "/legal/") && !strings.HasPrefix(to, "#") {
				t.Errorf("%q does not begin at the root of the site", to)
			}
		}
	}
}

func TestTheSidebarOpensTheBranchOfThePage(t *testing.T) {
	all := rendered(t, info())
	for url, open := range map[string][]string{
		"ethics/privilege.html":             {"Ethics"},
		"ethics/index.html":                 {"Ethics"},
		"choosing/exit/return-of-data.html": {"Choosing a provider", "Exit"},
		"about.html":                        nil,
	} {
		var got []string
		current := 0
		for n := range sidebar(t, all[url]).Descendants() {
			if n.Data == "details" && has(n, "open") {
				got = append(got, text(n.FirstChild))
			}
			if attr(n, "aria-current") == "page" {
				current++
			}
		}
		if !slices.Equal(got, open) {
			t.Errorf("%s: open are %q, want %q", url, got, open)
		}
		if current != 1 {
			t.Errorf("%s: %d entries are the current page", url, current)
		}
	}
}

// Above 200 pages the other sections are links only, or every page would carry the whole site.
func TestTheSidebarOfALargeSiteListsOneBranch(t *testing.T) {
	th := counsel(t)
	for total, want := range map[int]int{200: 4, 201: 2} {
		for _, p := range pages(t, info(), th) {
			if p.URL != "choosing/exit/return-of-data.html" {
				continue
			}
			nav := *p.Nav
			nav.Total = total
			p.Nav = &nav
			markup, _ := th.Render(p)
			root, err := html.Parse(bytes.NewReader(markup))
			if err != nil {
				t.Fatal(err)
			}
			sections := 0
			for n := range sidebar(t, root).Descendants() {
				if n.Data == "summary" {
					sections++
				}
			}
			if sections != want {
				t.Errorf("with %d pages %d sections can be opened, want %d", total, sections, want)
			}
		}
	}
}

func TestTheHead(t *testing.T) {
	all := rendered(t, info())
	head := func(url string) map[string]string {
		found := map[string]string{}
		for n := range all[url].Descendants() {
			switch {
			case n.Data == "title" && n.Parent.Data == "head":
				found["title"] = text(n)
			case n.Data == "meta":
				found[attr(n, "name")+attr(n, "property")] = attr(n, "content")
			case n.Data == "link":
				found[strings.TrimSpace(attr(n, "rel")+" "+attr(n, "type"))] = attr(n, "href")
			}
		}
		return found
	}
	for url, want := range map[string]map[string]string{
		"ethics/privilege.html": {
			"title":                          "Attorney-client privilege - LPO Guidance",
			"og:title":                       "Attorney-client privilege",
			"og:type":                        "article",
			"og:site_name":                   "LPO Guidance",
			"og:url":                         "https://guidance.example/legal/ethics/privilege.html",
			"canonical":                      "https://guidance.example/legal/ethics/privilege.html",
			"alternate application/atom+xml": "../feed.xml",
			"alternate text/markdown":        "privilege.md",
			"robots":                         "",
		},
		"ethics/consent.html": {"robots": "noindex"},
		"index.html":          {"og:type": "website"},
		"404.html":            {"canonical": "", "alternate text/markdown": ""},
	} {
		got := head(url)
		for _, key := range slices.Sorted(maps.Keys(want)) {
			if got[key] != want[key] {
				t.Errorf("%s: %s is %q, want %q", url, key, got[key], want[key])
			}
		}
	}
}

func TestTheStatusLine(t *testing.T) {
	all := rendered(t, info())
	for url, want := range map[string]string{
		"ethics/privilege.html": "Reviewed 12 October 2026 | Owner Legal Operations | Next review 12 April 2027 | " +
			"Jurisdiction United States, England and Wales | For In-house counsel, Legal operations",
		"ethics/conflicts.html":      "Review overdue since 3 May 2026 | Last reviewed 3 November 2025 | Changed after its review, on 14 April 2026 | Owner General Counsel",
		"ethics/consent.html":        "Not yet reviewed | Owner General Counsel",
		"differences/standards.html": "Updated 2 September 2026",
		"about.html":                 "",
	} {
		var facts []string
		for n := range all[url].Descendants() {
			if n.Data == "li" && n.Parent.Parent.Data == "aside" {
				facts = append(facts, strings.TrimSpace(text(n)))
			}
		}
		if got := strings.Join(facts, " | "); got != want {
			t.Errorf("%s: %q, want %q", url, got, want)
		}
	}
}

func sidebar(t *testing.T, root *html.Node) *html.Node {
	t.Helper()
	for n := range root.Descendants() {
		if slices.Contains(strings.Fields(attr(n, "class")), "sidebar") {
			return n
		}
	}
	t.Fatal("the page has no sidebar")
	return nil
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

func hasID(root *html.Node, id string) bool {
	for n := range root.Descendants() {
		if attr(n, "id") == id {
			return true
		}
	}
	return false
}

func text(n *html.Node) string {
	var b strings.Builder
	if n.Type == html.TextNode {
		b.WriteString(n.Data)
	}
	for child := range n.ChildNodes() {
		fmt.Fprint(&b, text(child))
	}
	return b.String()
}
