package feed

import (
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"pandect/internal/site"
)

func day(d int) time.Time { return time.Date(2026, 11, d, 0, 0, 0, 0, time.UTC) }

var entries = []Entry{
	{URL: "index.html", Title: "Home"},
	{URL: "ethics/privilege.html", Markdown: "ethics/privilege.md", Title: "Privilege & [Kovel]", Summary: "One\nsentence <here>\x01.", Section: "Ethics", Date: day(1)},
	{URL: "ethics/fees.html", Title: "Fees", Section: "Ethics", Date: day(1), Updated: day(3)},
}

func TestAtom(t *testing.T) {
	for _, base := range []string{"", "https://example.org/lpo/"} {
		info := &site.Info{Title: "Test & Co", BaseURL: base}
		var feed struct {
			Updated string `xml:"updated"`
			Entries []struct {
				Title   string `xml:"title"`
				ID      string `xml:"id"`
				Updated string `xml:"updated"`
				Link    struct {
					Href string `xml:"href,attr"`
				} `xml:"link"`
			} `xml:"entry"`
		}
		data := Atom(info, "feed.xml", entries)
		if err := xml.Unmarshal(data, &feed); err != nil {
			t.Fatalf("%v in %s", err, data)
		}
		if len(feed.Entries) != 2 || feed.Entries[0].Title != "Fees" || feed.Entries[1].Title != entries[1].Title {
			t.Errorf("entries: %+v; want the dated pages, newest first", feed.Entries)
		}
		if feed.Updated != "2026-11-03T00:00:00Z" {
			t.Errorf("updated: %s", feed.Updated)
		}
		if want := base + "ethics/fees.html"; feed.Entries[0].Link.Href != want {
			t.Errorf("href %q, want %q", feed.Entries[0].Link.Href, want)
		}
		ids := map[string]bool{}
		for _, e := range feed.Entries {
			if !strings.HasPrefix(e.ID, "urn:uuid:") && !strings.HasPrefix(e.ID, "https://") || ids[e.ID] {
				t.Errorf("id %q", e.ID)
			}
			ids[e.ID] = true
		}
	}
}

func TestSitemapAndRobots(t *testing.T) {
	info := &site.Info{BaseURL: "https://example.org/lpo/"}
	text := string(Sitemap(info, entries))
	for _, want := range []string{"<loc>https://example.org/lpo/ethics/fees.html</loc>\n    <lastmod>2026-11-03</lastmod>", "<loc>https://example.org/lpo/index.html</loc>\n  </url>"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
	if got := string(Robots(info, "sitemap.xml")); !strings.Contains(got, "Sitemap: https://example.org/lpo/sitemap.xml\n") {
		t.Errorf("robots.txt: %s", got)
	}
	if got := string(Robots(info, "")); strings.Contains(got, "Sitemap") {
		t.Errorf("robots.txt without a sitemap: %s", got)
	}
}

func TestLLMs(t *testing.T) {
	got := string(LLMs(&site.Info{Title: "LPO", Description: "About\nLPO."}, entries))
	want := "# LPO\n\n> About LPO.\n\n- [Home](index.html)\n\n## Ethics\n\n" +
		"- [Privilege & \\[Kovel\\]](ethics/privilege.md): One sentence <here>.\n- [Fees](ethics/fees.html)\n"
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestRedirectEscapes(t *testing.T) {
	page := string(Redirect(&site.Info{Language: "en", BaseURL: "https://example.org/"}, "old/x.html", "new/a.html", `<script>"&`))
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for n := range root.Descendants() {
		switch n.Data {
		case "script":
			t.Error("a title became a script")
		case "a", "link", "meta":
			for _, a := range n.Attr {
				found[n.Data+" "+a.Key] = a.Val
			}
		case "title":
			found["title"] = n.FirstChild.Data
		}
	}
	for key, want := range map[string]string{"a href": "../new/a.html", "link href": "https://example.org/new/a.html", "title": `<script>"&`} {
		if found[key] != want {
			t.Errorf("%s is %q, want %q", key, found[key], want)
		}
	}
	if !strings.Contains(page, `content="0; url=../new/a.html"`) {
		t.Errorf("no refresh in %s", page)
	}
}
