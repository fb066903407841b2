package markdown

import "testing"

// TestGFMAutolinks runs the examples of GFM's specification for bare addresses.
func TestGFMAutolinks(t *testing.T) {
	c := New(Options{})
	for text, want := range map[string]string{
		"www.commonmark.org": `<p><a href="http://www.commonmark.org">www.commonmark.org</a></p>`,
		"Visit www.commonmark.org/help for more information.":             `<p>Visit <a href="http://www.commonmark.org/help">www.commonmark.org/help</a> for more information.</p>`,
		"Visit www.commonmark.org.\n\nVisit www.commonmark.org/a.b.":      "<p>Visit <a href=\"http://www.commonmark.org\">www.commonmark.org</a>.</p>\n<p>Visit <a href=\"http://www.commonmark.org/a.b\">www.commonmark.org/a.b</a>.</p>",
		"www.google.com/search?q=Markup+(business)":                       `<p><a href="http://www.google.com/search?q=Markup+(business)">www.google.com/search?q=Markup+(business)</a></p>`,
		"www.google.com/search?q=Markup+(business)))":                     `<p><a href="http://www.google.com/search?q=Markup+(business)">www.google.com/search?q=Markup+(business)</a>))</p>`,
		"(www.google.com/search?q=Markup+(business))":                     `<p>(<a href="http://www.google.com/search?q=Markup+(business)">www.google.com/search?q=Markup+(business)</a>)</p>`,
		"(www.google.com/search?q=Markup+(business)":                      `<p>(<a href="http://www.google.com/search?q=Markup+(business)">www.google.com/search?q=Markup+(business)</a></p>`,
		"www.google.com/search?q=(business))+ok":                          `<p><a href="http://www.google.com/search?q=(business))+ok">www.google.com/search?q=(business))+ok</a></p>`,
		"www.google.com/search?q=commonmark&hl=en":                        `<p><a href="http://www.google.com/search?q=commonmark&amp;hl=en">www.google.com/search?q=commonmark&amp;hl=en</a></p>`,
		"www.google.com/search?q=commonmark&hl;":                          `<p><a href="http://www.google.com/search?q=commonmark">www.google.com/search?q=commonmark</a>&amp;hl;</p>`,
		"www.commonmark.org/he<lp":                                        `<p><a href="http://www.commonmark.org/he">www.commonmark.org/he</a>&lt;lp</p>`,
		"http://commonmark.org":                                           `<p><a href="http://commonmark.org">http://commonmark.org</a></p>`,
		"(Visit https://encrypted.google.com/search?q=Markup+(business))": `<p>(Visit <a href="https://encrypted.google.com/search?q=Markup+(business)">https://encrypted.google.com/search?q=Markup+(business)</a>)</p>`,
		"foo@bar.baz": `<p><a href="mailto:foo@bar.baz">foo@bar.baz</a></p>`,
		"hello@mail+xyz.example isn't valid, but hello+xyz@mail.example is.": `<p>hello@mail+xyz.example isn't valid, but <a href="mailto:hello+xyz@mail.example">hello+xyz@mail.example</a> is.</p>`,
		"a.b-c_d@a.b":         `<p><a href="mailto:a.b-c_d@a.b">a.b-c_d@a.b</a></p>`,
		"a.b-c_d@a.b.":        `<p><a href="mailto:a.b-c_d@a.b">a.b-c_d@a.b</a>.</p>`,
		"a.b-c_d@a.b-":        `<p>a.b-c_d@a.b-</p>`,
		"a.b-c_d@a.b_":        `<p>a.b-c_d@a.b_</p>`,
		"mailto:foo@bar.baz":  `<p><a href="mailto:foo@bar.baz">mailto:foo@bar.baz</a></p>`,
		"mailto:a.b-c_d@a.b.": `<p><a href="mailto:a.b-c_d@a.b">mailto:a.b-c_d@a.b</a>.</p>`,
	} {
		got, _ := c.Fragment("a.md", []byte(text))
		if string(got) != want+"\n" {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}
