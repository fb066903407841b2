package theme_test

import (
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"strings"
	"testing"

	"pandect/internal/site"
	"pandect/internal/theme"
)

// oneFile is a layout with everything inside.
const oneFile = `<head>{{policy . "a.css" "a.js" "b.js"}}
{{inlineStyle . "a.css"}}{{inlineScript . "a.js"}}</head><body>{{.Title}}{{inlineScript . "b.js"}}</body>`

func inlinePage() *site.Page {
	return &site.Page{
		Site: &site.Info{Assets: map[string]string{"a.css": "assets/a.css", "a.js": "assets/a.js", "b.js": "assets/b.js"}},
		Kind: site.KindPage, Layout: "page", URL: "x/page.html", Title: "„b()“ <script>alert(\"ü\")</script>",
		Inline: map[string][]byte{"a.css": []byte("\n.a::before{content:\"</style>\"}\n"), "a.js": []byte("a()\n"), "b.js": []byte("b(/[“”]/,'</script>')")},
	}
}

func TestAPageThatIsOneFile(t *testing.T) {
	got := show(t, oneFile, inlinePage())
	for _, want := range []string{
		`<style>.a::before{content:"<\/style>"}</style><script>a()</script></head>`,
		`<script>b(/[“”]/,'<\/script>')</script></body>`, // as it is: nothing reads character references in a script
		`<body>&#8222;b()&#8220; &lt;script&gt;alert(&#34;&#252;&#34;)&lt;/script&gt;`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s\nis not in\n%s", want, got)
		}
	}
	// What a browser digests is what stands between the tags.
	policy := `<head><meta http-equiv="content-security-policy" content="default-src 'none'; script-src`
	style := ""
	for _, m := range regexp.MustCompile(`(?s)<(style|script)>(.*?)</(?:style|script)>`).FindAllStringSubmatch(got, -1) {
		sum := sha256.Sum256([]byte(m[2]))
		source := " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
		if m[1] == "style" {
			style += source
		} else {
			policy += source
		}
	}
	if want := policy + "; style-src" + style + `; base-uri 'none'; form-action 'none'">`; !strings.HasPrefix(got, want) {
		t.Errorf("the page begins with\n%s\nwant\n%s", got, want)
	}
}

func TestOtherPagesHaveNothingInline(t *testing.T) {
	p := inlinePage()
	p.Inline = nil
	p.Title = "x"
	want := `<head>
<link rel="stylesheet" href="../assets/a.css"><script src="../assets/a.js"></script></head><body>x<script src="../assets/b.js"></script></body>`
	if got := show(t, oneFile, p); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestWhatIsInlineMustBeThere(t *testing.T) {
	for _, name := range []string{"policy", "inlineStyle", "inlineScript"} {
		th, _ := theme.Parse([]theme.File{{Path: "layouts/base.html", Data: []byte(`{{` + name + ` . "none.js"}}`)}, {Path: "layouts/page.html"}}, nil, partials(t), english(t))
		if html, found := th.Render(inlinePage()); html != nil || len(found) != 1 || !strings.Contains(found[0].Message, "none.js") {
			t.Errorf("%s: %s %v", name, html, found)
		}
	}
}

// TestTheLayoutOfOneFile shows a page of the default theme as one file: nothing that it loads lies elsewhere.
func TestTheLayoutOfOneFile(t *testing.T) {
	th, s := counsel(t), info()
	for _, p := range pages(t, s, th) {
		if p.Kind != site.KindPage {
			continue
		}
		one := *p
		one.Layout, one.Inline = "single", map[string][]byte{}
		for name := range s.Assets {
			one.Inline[name] = []byte("/* " + name + " */")
		}
		html, found := th.Render(&one)
		if len(found) > 0 {
			t.Fatal(found)
		}
		for _, loaded := range []string{" src=", `rel="stylesheet"`, `rel="icon"`} {
			if strings.Contains(string(html), loaded) {
				t.Errorf("%s as one file has %s", p.URL, loaded)
			}
		}
		for _, name := range []string{"main.css", "boot.js", "app.js", "checklist.js", "paper.js"} {
			if !strings.Contains(string(html), "/* "+name+" */") {
				t.Errorf("%s as one file has no %s", p.URL, name)
			}
		}
		break
	}
}
