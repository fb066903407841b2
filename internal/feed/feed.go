// Package feed writes the files of a site for machines: the Atom feed, the sitemap, robots.txt, llms.txt, and the pages that
// redirect from former addresses.
//
// Functions are pure. The caller chooses the pages.
package feed

import (
	"bytes"
	"crypto/sha1"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"html"
	"slices"
	"strings"
	"time"

	"pandect/internal/site"
)

// Entry is one page in a list for machines.
type Entry struct {
	URL      string // output path
	Markdown string // output path of its markdown; empty when that is not published
	Title    string
	Summary  string
	Section  string // title of the section at the top that holds it; empty for the home page and pages beside it
	Date     time.Time
	Updated  time.Time
}

// changed is the later of the two dates.
func (e *Entry) changed() time.Time {
	if e.Updated.After(e.Date) {
		return e.Updated
	}
	return e.Date
}

// mostEntries is how many pages a feed lists.
const mostEntries = 20

type atomLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	Title     string   `xml:"title"`
	ID        string   `xml:"id"`
	Link      atomLink `xml:"link"`
	Published string   `xml:"published,omitempty"`
	Updated   string   `xml:"updated"`
	Summary   string   `xml:"summary,omitempty"`
}

type atomFeed struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Title    string      `xml:"title"`
	Subtitle string      `xml:"subtitle,omitempty"`
	ID       string      `xml:"id"`
	Updated  string      `xml:"updated"`
	Author   string      `xml:"author>name"`
	Links    []atomLink  `xml:"link"`
	Entries  []atomEntry `xml:"entry"`
}

// Atom returns the Atom feed (RFC 4287) of the pages that carry a date, newest first. self is the feed's output path.
// Without a base URL the addresses are relative to the feed and the ids are URNs made from the site's title.
func Atom(info *site.Info, self string, entries []Entry) []byte {
	dated := slices.DeleteFunc(slices.Clone(entries), func(e Entry) bool { return e.changed().IsZero() })
	slices.SortStableFunc(dated, func(a, b Entry) int { return b.changed().Compare(a.changed()) })
	dated = dated[:min(mostEntries, len(dated))]
	feed := atomFeed{
		Title: info.Title, Subtitle: info.Description, ID: identifier(info, ""), Author: info.Title,
		Updated: time.Unix(0, 0).UTC().Format(time.RFC3339),
		Links:   []atomLink{{Rel: "self", Type: "application/atom+xml", Href: address(info, self, self)}, {Rel: "alternate", Type: "text/html", Href: address(info, self, "index.html")}},
	}
	if len(dated) > 0 {
		feed.Updated = dated[0].changed().UTC().Format(time.RFC3339)
	}
	for _, e := range dated {
		entry := atomEntry{
			Title: clean(e.Title), ID: identifier(info, e.URL), Link: atomLink{Href: address(info, self, e.URL)},
			Updated: e.changed().UTC().Format(time.RFC3339), Summary: clean(e.Summary),
		}
		if !e.Date.IsZero() {
			entry.Published = e.Date.UTC().Format(time.RFC3339)
		}
		feed.Entries = append(feed.Entries, entry)
	}
	return encode(feed)
}

// address is absolute if the site has a base URL, and otherwise relative to the file at from.
func address(info *site.Info, from, to string) string {
	if info.BaseURL != "" {
		return info.BaseURL + to
	}
	return site.Rel(from, to)
}

// identifier is a permanent id: the absolute address, or a version 5 UUID (RFC 9562) of the site's title and the path.
func identifier(info *site.Info, path string) string {
	if info.BaseURL != "" {
		return info.BaseURL + path
	}
	space, _ := hex.DecodeString("6ba7b8119dad11d180b400c04fd430c8") // the name space of URLs
	digest := sha1.Sum(append(space, info.Title+"/"+path...))
	digest[6] = digest[6]&0x0f | 0x50
	digest[8] = digest[8]&0x3f | 0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", digest[0:4], digest[4:6], digest[6:8], digest[8:10], digest[10:16])
}

type siteURL struct {
	Location string `xml:"loc"`
	Modified string `xml:"lastmod,omitempty"`
}

type urlSet struct {
	XMLName xml.Name  `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []siteURL `xml:"url"`
}

// Sitemap returns the sitemap (sitemaps.org, version 0.9). It needs absolute addresses, so the site must have a base URL.
func Sitemap(info *site.Info, entries []Entry) []byte {
	var set urlSet
	for _, e := range entries {
		u := siteURL{Location: info.BaseURL + e.URL}
		if t := e.changed(); !t.IsZero() {
			u.Modified = t.UTC().Format(time.DateOnly)
		}
		set.URLs = append(set.URLs, u)
	}
	return encode(set)
}

func encode(v any) []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	e := xml.NewEncoder(&b)
	e.Indent("", "  ")
	if err := e.Encode(v); err != nil {
		panic("feed: " + err.Error()) // the types above cannot fail
	}
	b.WriteByte('\n')
	return b.Bytes()
}

// clean drops control characters, which XML cannot hold.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' {
			return -1
		}
		return r
	}, s)
}

// Robots returns a robots.txt that allows everything. sitemap is the output path of the sitemap, or empty.
func Robots(info *site.Info, sitemap string) []byte {
	text := "User-agent: *\nAllow: /\n"
	if sitemap != "" {
		text += "\nSitemap: " + info.BaseURL + sitemap + "\n"
	}
	return []byte(text)
}

// LLMs returns llms.txt (llmstxt.org): the site's title and description, and its pages by section with a sentence each.
func LLMs(info *site.Info, entries []Entry) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n", oneLine(info.Title))
	if info.Description != "" {
		fmt.Fprintf(&b, "\n> %s\n", oneLine(info.Description))
	}
	var sections []string
	for _, e := range entries {
		if !slices.Contains(sections, e.Section) {
			sections = append(sections, e.Section)
		}
	}
	for _, section := range sections {
		if section != "" {
			fmt.Fprintf(&b, "\n## %s\n", oneLine(section))
		}
		b.WriteByte('\n')
		for _, e := range entries {
			if e.Section != section {
				continue
			}
			to := e.URL
			if e.Markdown != "" {
				to = e.Markdown
			}
			fmt.Fprintf(&b, "- [%s](%s)", strings.NewReplacer("[", `\[`, "]", `\]`).Replace(oneLine(e.Title)), address(info, "llms.txt", to))
			if e.Summary != "" {
				fmt.Fprintf(&b, ": %s", oneLine(e.Summary))
			}
			b.WriteByte('\n')
		}
	}
	return []byte(b.String())
}

func oneLine(s string) string { return strings.Join(strings.Fields(clean(s)), " ") }

// Redirect returns the page at a former address. It works without a server, without scripts and under any content security
// policy.
func Redirect(info *site.Info, from, to, title string) []byte {
	target := html.EscapeString(site.Rel(from, to))
	before, after := info.Messages.Split("redirect.moved", "link")
	canonical := ""
	if info.BaseURL != "" {
		canonical = `<link rel="canonical" href="` + html.EscapeString(info.BaseURL+to) + "\">\n"
	}
	return []byte(`<!doctype html>
<html lang="` + html.EscapeString(info.Language) + `">
<head>
<meta charset="utf-8">
<title>` + html.EscapeString(title) + `</title>
<meta http-equiv="refresh" content="0; url=` + target + `">
<meta name="robots" content="noindex">
` + canonical + `</head>
<body>
<p>` + html.EscapeString(before) + `<a href="` + target + `">` + html.EscapeString(title) + `</a>` + html.EscapeString(after) + `</p>
</body>
</html>
`)
}
