package theme_test

import (
	"html/template"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"pandect/internal/site"
	"pandect/internal/theme"
)

// The lists are partials because html/template is too slow for them. Here html/template writes the same lists,
// from texts and addresses that try to break out, and both must be the same elements to a browser.
func TestListsEscapeAsHTMLTemplateDoes(t *testing.T) {
	for name, c := range map[string]struct{ list, oracle string }{
		"link-item": {`<ul>{{list "link-item" . .Related}}</ul>`, `<ul>{{range .Related}}<li><a href="{{.URL}}">{{.Title}}</a></li>
{{end}}</ul>`},
		"menu": {`<ul>{{list "link-item" . .Site.Menu}}</ul>`, `<ul>{{range .Site.Menu}}<li><a href="{{.URL}}">{{.Title}}</a></li>
{{end}}</ul>`},
		"crumbs": {`<ol>{{list "crumb" . .Breadcrumbs}}</ol>`, `<ol>{{range .Breadcrumbs}}<li><a href="{{.URL}}">{{.Title}}</a></li>
{{end}}</ol>`},
		"cards": {`<ul>{{list "card" . .Related}}</ul>`, `<ul>{{range .Related}}<li><a href="{{.URL}}">{{.Title}}</a>
{{- if .Count}} <span class="count">{{.Count}} page{{if gt .Count 1}}s{{end}}</span>{{end}}
{{- with .Description}}<p>{{.}}</p>{{end}}</li>
{{end}}</ul>`},
		"dated": {`<ul>{{list "dated" . .Related}}</ul>`, `<ul>{{range .Related}}<li><a href="{{.URL}}">{{.Title}}</a> {{/**/ -}}
<time datetime="{{.Updated.Format "2006-01-02"}}">{{.Updated.Format "2 January 2006"}}</time></li>
{{end}}</ul>`},
		"contents": {`<ul>{{contents .}}</ul>`, `<ul>{{range $i, $h := .Headings}}{{if $i}}</li>
{{end}}<li><a href="#{{.ID}}">{{.Text}}</a>{{end}}</li>
</ul>`},
		"terms": {`<dl>{{terms .}}</dl>`, `<dl>{{range .Terms}}<div><dt>{{.Title}}</dt>
{{- range .Terms}}<dd><a href="{{.URL}}">{{.Title}}</a></dd>{{end}}</div>
{{end}}</dl>`},
		"tree": {`<ul>{{tree .}}</ul>`, `<ul>{{range .Nav.Sections}}<li><details><summary>{{.Ref.Title}}</summary>
<ul>
<li><a href="{{.Ref.URL}}">Overview<span class="visually-hidden"> of {{.Ref.Title}}</span></a></li>
{{range .Pages}}<li><a href="{{.URL}}">{{.Title}}</a></li>
{{end}}</ul>
</details></li>
{{end}}</ul>`},
		"letters": {`<nav class="letter-links" aria-label="Letters">
<ul>
{{letterLinks .}}</ul>
</nav>
{{letters .}}`, `<nav class="letter-links" aria-label="Letters">
<ul>
{{range .Letters}}<li><a href="#_{{.Letter}}">{{.Letter}}</a></li>
{{end}}</ul>
</nav>
{{range .Letters}}<section class="letter"><h2 id="_{{.Letter}}">{{.Letter}}</h2>
<ul>
{{range .Entries}}<li><a href="{{.Ref.URL}}">{{.Text}}</a> <span class="see">in {{.Ref.Title}}</span></li>
{{end}}</ul>
</section>
{{end}}`},
		"running": {`<p>{{running .}}</p>`, `<p><span>{{.Site.Title}}</span> <span>{{.Title}}</span> <span>Edition {{.Site.Version}} </span></p>`},
		"metadata": {`{{metadata .}}`, `<title>{{.Title}} - {{.Site.Title}}</title>
<meta name="description" content="{{.Description}}">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#fbfaf7" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#171614" media="(prefers-color-scheme: dark)">
<meta property="og:title" content="{{.Title}}">
<meta property="og:description" content="{{.Description}}">
<meta property="og:type" content="article">
<meta property="og:site_name" content="{{.Site.Title}}">
<link rel="alternate" type="application/atom+xml" title="{{.Site.Title}}" href="{{.Site.Feed}}">
<link rel="alternate" type="text/markdown" href="{{(.Alternate "markdown").URL}}">
`},
	} {
		t.Run(name, func(t *testing.T) {
			p := nasty()
			want := &strings.Builder{}
			if err := template.Must(template.New("").Parse(c.oracle)).Execute(want, p); err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tree(t, want.String()), tree(t, show(t, c.list, p))); d != "" {
				t.Errorf("html/template (-) and the list (+) differ:\n%s", d)
			}
		})
	}
}

// show renders p with a theme whose only layout is the given text.
func show(t testing.TB, layout string, p *site.Page) string {
	t.Helper()
	th, found := theme.Parse([]theme.File{{Path: "layouts/base.html", Data: []byte(layout)}, {Path: "layouts/page.html"}}, nil, partials(t), english(t))
	if len(found) > 0 {
		t.Fatal(found)
	}
	out, found := th.Render(p)
	if len(found) > 0 {
		t.Fatal(found)
	}
	return string(out)
}

// tree returns what a browser makes of markup, one element or text a line.
func tree(t testing.TB, markup string) (lines []string) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(markup))
	for z.Next() != html.ErrorToken {
		token := z.Token()
		lines = append(lines, token.Type.String()+" "+token.Data)
		for _, a := range token.Attr {
			lines = append(lines, "  "+a.Key+"="+a.Val)
		}
	}
	return lines
}

// nasty is a page whose every text and address tries to break out of its place.
func nasty() *site.Page {
	const text = "</script><b>\"x\" & 'y' \u2028 ü 法 &amp; + {{.}}"
	ref := func(n string) *site.Ref {
		return &site.Ref{Title: n + text, URL: n + `/a"b'c<d>e&f g(h)ü.html`, Description: text + n, Count: len(n), Updated: time.Date(2026, 10, 12, 0, 0, 0, 0, time.UTC)}
	}
	section := &site.NavNode{Ref: ref("s"), Pages: []*site.Ref{ref("s1"), ref("s2")}}
	return &site.Page{
		Site: &site.Info{Title: "site " + text, Version: text, Menu: []site.Ref{*ref("m"), *ref("n")}, Feed: `feed"<>.xml`},
		Kind: site.KindPage, Layout: "page", URL: "page.html", Title: text, Description: text, Alternates: []site.Alternate{
			{Name: "markdown", MediaType: "text/markdown; charset=utf-8", URL: `a"<&>.md`, Linked: true}, {Name: "csv", MediaType: "text/csv", URL: "a.csv"}},
		Meta:    &site.Meta{Jurisdiction: []string{text, "<i>"}, Audience: []string{text}},
		Related: []*site.Ref{ref("r"), ref("rr")},
		Prev:    ref("p"), Next: ref("n"), Breadcrumbs: []*site.Ref{ref("b")},
		Nav:      &site.NavNode{Ref: ref("h"), Sections: []*site.NavNode{section}, Total: 3},
		Terms:    []site.TermList{{Title: text, Terms: []*site.Ref{ref("t")}}},
		Headings: []site.Heading{{Level: 2, ID: `a"b<c>`, Text: "<b>", HTML: "&lt;b&gt;"}, {Level: 2, ID: "ü", Text: "x", HTML: "x"}},
		Letters:  []site.Letter{{Letter: "<", Entries: []site.IndexEntry{{Text: text, Ref: ref("l")}}}, {Letter: "É", Entries: []site.IndexEntry{{Text: "É", Ref: ref("e")}}}},
		Review:   site.Review{State: site.ReviewMissing, Owner: text},
	}
}

func FuzzTitle(f *testing.F) {
	for _, s := range []string{"", "a", "<b>", `"'&`, "\x00", "\xff\xfe", "ü\u2028法", "&#60;", "]]>", "a + b", "%", "%2", "%2f", "%zz", "\u0085\u009f"} {
		f.Add(s)
	}
	oracle := template.Must(template.New("").Parse(`<ul><li><a href="{{.URL}}">{{.Title}}</a></li>
</ul>`))
	f.Fuzz(func(t *testing.T, text string) {
		ref := &site.Ref{Title: text, URL: "a/" + strings.ToValidUTF8(text, "")}
		var want strings.Builder
		if err := oracle.Execute(&want, &site.Ref{Title: strings.ReplaceAll(text, "\x00", ""), URL: strings.ReplaceAll(ref.URL, "\x00", "%00")}); err != nil {
			t.Fatal(err)
		}
		got := show(t, `<ul>{{list "link-item" . .Related}}</ul>`, &site.Page{Site: &site.Info{}, Layout: "page", Related: []*site.Ref{ref}})
		shown := strings.Map(func(r rune) rune {
			if 0x80 <= r && r <= 0x9f { // HTML has no such characters
				return ' '
			}
			return r
		}, want.String())
		if d := cmp.Diff(tree(t, shown), tree(t, got)); d != "" {
			t.Error(d)
		}
		for i := range len(got) {
			if got[i] >= 0x80 {
				t.Fatalf("%q is not ASCII", got)
			}
		}
	})
}

func headings(levels ...int) []site.Heading {
	var list []site.Heading
	for i, level := range levels {
		name := string(rune('a' + i))
		list = append(list, site.Heading{Level: level, ID: name, Text: name, HTML: site.HTML(name)})
	}
	return list
}

func TestContentsNestTwoLevels(t *testing.T) {
	for _, c := range []struct {
		levels []int
		want   string
	}{
		{nil, ""},
		{[]int{2}, "a"},
		{[]int{2, 2}, "a b"},
		{[]int{2, 3, 3, 2}, "a(b c) d"},
		{[]int{2, 3, 4, 3}, "a(b d)"},
		{[]int{3, 2, 3}, "a b(c)"},
		{[]int{4, 4, 5}, "a b(c)"},
		{[]int{2, 4, 2}, "a c"},
	} {
		markup := show(t, `<ul>{{contents .}}</ul>`, &site.Page{Site: &site.Info{}, Layout: "page", Headings: headings(c.levels...)})
		root, err := html.Parse(strings.NewReader(markup))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimSpace(outline(root, 0)); got != c.want {
			t.Errorf("levels %v: %q, want %q in %s", c.levels, got, c.want, markup)
		}
	}
}

// outline writes nested lists as "a(b c) d".
func outline(n *html.Node, depth int) string {
	var b strings.Builder
	for child := range n.ChildNodes() {
		switch {
		case child.Type == html.ElementNode && child.Data == "a":
			b.WriteString(" " + child.FirstChild.Data)
		case child.Type == html.ElementNode && child.Data == "ul" && depth > 0:
			b.WriteString("(" + strings.TrimSpace(outline(child, depth+1)) + ")")
		case child.Type == html.ElementNode && child.Data == "ul":
			b.WriteString(outline(child, depth+1))
		default:
			b.WriteString(outline(child, depth))
		}
	}
	return b.String()
}
