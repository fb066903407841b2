package build

import (
	"strings"
	"testing"
)

// The title of a page can be linked to, and its marks are on the page and in no name of it.
func TestTitleIsAHeading(t *testing.T) {
	in := input{
		"config.toml":         "title = \"Case\"\n",
		"content/security.md": "# Security[^1] of `data`\n\n- [Security](#security-of-data)\n  - [Reporting](#reporting)\n\n## Reporting\n\nText. See [[#Security of data]].\n\n[^1]: A note.\n",
		"content/other.md":    "# Other\n\n[x](security.md#security-of-data) and [[security#Security of data|y]]\n",
	}
	out, found := made(t, New(Options{Now: noon, Verify: true}), in.tree(t))
	if len(found) > 0 {
		t.Error(list(found))
	}
	for _, test := range []struct {
		page, text string
		want       bool
	}{
		{"security.html", `<h1 id="security-of-data">Security<sup id="fnref:1">`, true},
		{"security.html", `<code>data</code></h1>`, true},
		{"security.html", `<title>Security of data`, true},
		{"security.html", `<li id="fn:1">`, true},
		{"security.html", `href="#security-of-data"`, true},
		{"other.html", `href="security.html#security-of-data">x</a>`, true},
		{"other.html", `href="security.html#security-of-data">y</a>`, true},
		{"index.html", "Security of data</a>", true},
		{"index.html", "<sup", false},
		{"feed.xml", "<sup", false},
	} {
		if got := strings.Contains(string(out[test.page]), test.text); got != test.want {
			t.Errorf("%s has %q: %v", test.page, test.text, got)
		}
	}
}
