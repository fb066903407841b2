package markdown

import (
	"strings"
	"testing"

	"pandect/internal/site"
)

// A title is a heading: it has an address, and what is marked in it appears there and nowhere else.
func TestTitles(t *testing.T) {
	tests := map[string]struct {
		text, title, id, html string
		body                  []string // what the body has
		headings              string   // ids
	}{
		"plain":                              {text: "# Security\n\nText.\n", title: "Security", id: "security"},
		"its own":                            {text: "# Security {#sec}\n\nText.\n", title: "Security", id: "sec"},
		"underlined":                         {text: "Security\n========\n", title: "Security", id: "security"},
		"in another script":                  {text: "# Übergang & Ende\n", title: "Übergang & Ende", id: "übergang-ende"},
		"before a heading of the same words": {text: "# Security\n\n## Security\n\nText.\n", title: "Security", id: "security", headings: "security-1"},
		"beside one that has the id by hand": {text: "# Security\n\n## Other {#security}\n", title: "Security", id: "security-1", headings: "security"},
		"of the front matter":                {text: "---\ntitle: Data *now*\n---\nText.\n", title: "Data *now*", id: "data-now"},
		"of the front matter, and a heading has it": {text: "---\ntitle: Fees\n---\n## Fees\n", title: "Fees", id: "", headings: "fees"},
		"of both":     {text: "---\ntitle: fees\n---\n# Fees[^1]\n\n[^1]: Note.\n", title: "fees", id: "fees", html: `Fees<sup id="fnref:1"><a href="#fn:1" class="footnote-ref" role="doc-noteref">1</a></sup>`},
		"of the file": {text: "Text.\n", title: "Page", id: "page"},
		"a footnote": {text: "# Fees[^1]\n\nText.[^2]\n\n[^1]: First.\n[^2]: Second.\n", title: "Fees", id: "fees",
			html: `Fees<sup id="fnref:1"><a href="#fn:1" class="footnote-ref" role="doc-noteref">1</a></sup>`, body: []string{`<li id="fn:1">`, `href="#fnref:1"`, `<sup id="fnref:2">`}},
		"code and emphasis": {text: "# The `draft` *key*\n", title: "The draft key", id: "the-draft-key", html: "The <code>draft</code> <em>key</em>"},
		"a comment":         {text: "# Fees %% ask Ann %%\n\nText.\n", title: "Fees", id: "fees", html: ""},
		"a comment within":  {text: "# Fees <!-- ask Ann --> now\n\nText.\n", title: "Fees now", id: "fees-now", html: "Fees  now"},
		"a link":            {text: "# See [the rule](rule.md)\n\n[other](other.md)\n", title: "See the rule", id: "see-the-rule", html: "See (1:0)the rule(3:0)", body: []string{"(1:1)other(3:1)"}},
		"a link by name":    {text: "# See [[rule]]\n", title: "See rule", id: "see-rule", html: "See (1:0)(2:0)(3:0)"},
		"a picture":         {text: "# ![Logo](logo.png) Firm\n", title: "Logo Firm", id: "logo-firm", html: "(4:0) Firm"},
		"struck out":        {text: "# ~~Old~~ New\n", title: "Old New", id: "old-new", html: "<del>Old</del> New"},
		"escaped":           {text: "# A \\* & <b>\n", title: "A * & <b>", id: "a-b"},
		"after a paragraph": {text: "Before.[^1]\n\n# Title[^2]\n\n[^1]: A.\n[^2]: B.\n", title: "Title", id: "title",
			html: `Title<sup id="fnref:2"><a href="#fn:2" class="footnote-ref" role="doc-noteref">2</a></sup>`},
		"Windows line ends": {text: "# Fees[^1]\n\n[^1]: First.\n", title: "Fees", id: "fees",
			html: `Fees<sup id="fnref:1"><a href="#fn:1" class="footnote-ref" role="doc-noteref">1</a></sup>`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			doc, found := New(goldenOptions(t, "")).Compile(Source{Path: "page.md", Text: []byte(test.text)})
			for _, d := range found {
				if d.Code != "empty-page" && d.Code != "raw-html" && d.Code != "heading-level" {
					t.Error(d)
				}
			}
			fill := func(b site.Body) string {
				return strings.TrimSpace(string(b.Fill(nil, func(dst []byte, h site.Hole) []byte {
					return append(dst, '(', byte('0'+h.Kind), ':', byte('0'+h.Index), ')')
				})))
			}
			var ids []string
			for _, h := range doc.Headings {
				ids = append(ids, h.ID)
			}
			if doc.Title != test.title || doc.TitleID != test.id || fill(doc.TitleBody) != test.html || strings.Join(ids, " ") != test.headings {
				t.Errorf("title %q, id %q, headings %v, HTML\n%s", doc.Title, doc.TitleID, ids, fill(doc.TitleBody))
			}
			for _, want := range test.body {
				if !strings.Contains(fill(doc.Body), want) {
					t.Errorf("want %q in\n%s", want, fill(doc.Body))
				}
			}
			for _, s := range doc.Sections {
				if strings.Contains(s.Text, test.title) && test.headings == "" && test.title != "Page" {
					t.Errorf("search reads the title in the text: %q", s.Text)
				}
			}
		})
	}
}
