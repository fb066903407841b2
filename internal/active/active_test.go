package active

import (
	"strings"
	"testing"
)

const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">`

func TestWhatRuns(t *testing.T) {
	for _, e := range []struct{ name, content, want string }{
		{"a.html", "", "HTML"}, {"a.HTM", "", "HTML"}, {"b/a.xhtml", "", "HTML"}, {"a.js", "", "script"}, {"a.Mjs", "", "script"}, {"a.swf", "", "program"},
		{"a.svgz", "\x1f\x8b", "compressed"},
		{"a.svg", svg + "<script>1</script></svg>", "<script>"},
		{"a.svg", "\ufeff\n" + svg + "<g><a:script xmlns:a='http://www.w3.org/2000/svg'/></g></svg>", "<script>"},
		{"a.SVG", svg + "<g onload='x'/></svg>", "onload"},
		{"a.svg", `<svg ONCLICK="x"/>`, "ONCLICK"},
		{"a.svg", svg + "<foreignObject/></svg>", "<foreignObject>"},
		{"a.svg", svg + "<x:p xmlns:x='http://www.w3.org/1999/xhtml'/></svg>", "<p>"},
		{"a.svg", svg + "<a xlink:href='java&#10;script:x'/></svg>", "address"},
		{"a.svg", svg + "<a href='&#x01;javascript:x'/></svg>", "well formed"},
		{"a.svg", svg + "<image href='data:image/svg+xml;base64,x'/></svg>", "address"},
		{"a.svg", svg + "<use href='data:text/html,x'/></svg>", "address"},
		{"a.svg", svg + "<set attributeName='xlink:href' to='x'/></svg>", "links"},
		{"a.svg", `<?xml-stylesheet href="a.xsl" type="text/xsl"?>` + svg + "</svg>", "style sheet"},
		{"a.svg", `<!DOCTYPE svg [<!ENTITY a "<script/>">]>` + svg + "&a;</svg>", "entities"},
		{"a.svg", `<!DOCTYPE svg [<!ENTITY % a SYSTEM "x"> %a;]>` + svg + "</svg>", "entities"},
		{"a.svg", `<!DOCTYPE svg [<!ENTITY a "javascript:x">]>` + svg + "<a href='&a;'/></svg>", "address"},
		{"a.svg", `<!DOCTYPE svg [<!ATTLIST svg onload CDATA "x">]>` + svg + "</svg>", "entities"},
		{"a.svg", svg + "<g></svg>", "well formed"},
		{"a.svg", `<?xml version="1.0" encoding="UTF-7"?>` + svg + "</svg>", "well formed"},
		{"a.svg", "\xff\xfe<\x00s\x00", "encoding"},
		{"a.xml", "<a><script xmlns='http://www.w3.org/1999/xhtml'>1</script></a>", "<script>"},
		{"a.xsl", "<a><b><script/></b></a>", "<script>"},
		{"page", "<!doctype html><script>1</script>", "HTML"},
		{"page", " <SCRIPT>1</SCRIPT>", "HTML"},
		{"page.unknown", "<a><![CDATA[><script>1</script>]]></a>", "HTML"},
		{"page.php", "<p onclick=x>", "HTML"},
		{"page", "<?xml version='1.0'?><a><script/></a>", "<script>"},
	} {
		if got := What(e.name, []byte(e.content)); !strings.Contains(got, e.want) {
			t.Errorf("%s of %q is %q, want %s", e.name, e.content, got, e.want)
		}
	}
}

func TestWhatDoesNotRun(t *testing.T) {
	for name, content := range map[string]string{
		"a.svg": `<?xml version="1.0" encoding="ISO-8859-1"?><!-- é --><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [<!ENTITY ns_svg "http://www.w3.org/2000/svg">]>` +
			`<svg xmlns="&ns_svg;"><style>a{b:c}</style><title>on</title><a href="https://a.example/b:c"><path d="M0"/></a><use href="#a"/><image href="data:image/png;base64,x"/><image href="b.png"/></svg>`,
		"b.svg":       svg + `<animate attributeName="opacity" values="0;1"/></svg>`,
		"a.xml":       "<?xml version='1.0'?><items><item ok='1'>x</item></items>",
		"a.gpx":       "<?xml version='1.0'?><gpx><wpt lat='1'/></gpx>",
		"a.pdf":       "<script>",
		"a.txt":       "<script>",
		"data":        "1 < 2",
		"LICENSE":     "Copyright",
		"a.zip":       "PK",
		"a.unknown":   "",
		"b.unknown":   "<3",
		"archive.bin": "\x00\x01",
	} {
		if got := What(name, []byte(content)); got != "" {
			t.Errorf("%s is %s", name, got)
		}
	}
}

// FuzzWhat checks that nothing panics, and that what has a script in plain sight is never harmless.
func FuzzWhat(f *testing.F) {
	for _, text := range []string{svg + "</svg>", "<?xml version='1.0'?><a b='c'/>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"} {
		f.Add(text, "<script/>")
		f.Add(text, "<a onload='x'/>")
	}
	f.Fuzz(func(t *testing.T, text, more string) {
		What("a.svg", []byte(text+more))
		if at := strings.LastIndex(text, "</svg>"); at >= 0 && What("a.svg", []byte(text)) == "" && What("a.svg", []byte(text[:at]+"<script/></svg>")) == "" && !strings.Contains(text[at:], "-->") && !strings.Contains(text[at:], "]]>") && !strings.Contains(text[at:], "?>") {
			t.Errorf("a script passes in %q", text)
		}
	})
}
