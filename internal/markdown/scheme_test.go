package markdown

import (
	"fmt"
	"strings"
	"testing"

	"pandect/internal/diag"
)

// TestOnlyListedSchemesAreLinks writes each scheme as every kind of link: what is not on the list is shown as text, with a
// warning that names the scheme.
func TestOnlyListedSchemesAreLinks(t *testing.T) {
	linked := []string{"http", "https", "HTTPS", "mailto", "tel", "ftp", "sms"}
	never := []string{"javascript", "JavaScript", "vbscript", "data", "blob", "filesystem", "view-source", "jar"}
	unlisted := []string{"ms-msdt", "search-ms", "intent", "ssh", "sip", "Android-App", "x+y.z"}
	c := New(Options{RawHTML: true, LinkSchemes: []string{"sms"}})
	for _, form := range []string{"[a](%s:b)", "<%s:b>", "[a]\n\n[a]: %s:b", "![a](%s:b)", "[![a](%[1]s:b)](%[1]s:b)", "- [*a*](<%s:b> 'c')", "# [a](%s:b)\n\n## [a](%[1]s:b)"} {
		check := func(schemes []string, link bool, code string) {
			for _, scheme := range schemes {
				text := fmt.Sprintf(form, scheme)
				for _, written := range [][]byte{[]byte(text), []byte(strings.Replace(text, scheme+":", scheme+"&#58;", 1))} {
					if strings.HasPrefix(form, "<") && strings.Contains(string(written), "&") {
						continue // no autolink
					}
					doc, found := c.Compile(Source{Path: "a.md", Text: written})
					fragment, _ := c.Fragment("a.md", written)
					for _, html := range []string{string(doc.Body.HTML), string(fragment)} {
						lower := strings.ToLower(html)
						is := strings.Contains(lower, `href="`+strings.ToLower(scheme)+":b") || strings.Contains(lower, `src="`+strings.ToLower(scheme)+":b")
						if is != link && !(strings.HasPrefix(form, "#") && link) {
							t.Errorf("%s is %s", written, html)
						}
					}
					if got := named(found, code, strings.ToLower(scheme)+":"); got == link && scheme != "data" {
						t.Errorf("%s: %v", written, found)
					}
				}
			}
		}
		check(linked, true, "link-scheme")
		check(never, false, "dangerous-link")
		check(unlisted, false, "link-scheme")
	}
}

// named reports whether a finding of a code names something.
func named(found []diag.Diagnostic, code, what string) bool {
	for _, d := range found {
		if d.Code == code && strings.Contains(d.Message, what) {
			return true
		}
	}
	return false
}

// TestAddressesWithoutSchemeAreOfTheWeb checks that a page which is opened as a file does not lead to network drives.
func TestAddressesWithoutSchemeAreOfTheWeb(t *testing.T) {
	doc, _ := New(Options{}).Compile(Source{Path: "a.md", Text: []byte("[a](//b.example/c) [d](\\\\\\e\\f) [g](/\\h.example)")})
	html := string(doc.Body.HTML)
	if !strings.Contains(html, `href="https://b.example/c"`) || strings.Count(html, "href") != 1 {
		t.Error(html)
	}
}
