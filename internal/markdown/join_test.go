package markdown

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"pandect/internal/prepare"
)

// FuzzJoin joins two texts by an include, in the page, in a quotation and in a list item. Each must be rendered as it is
// alone, but for the place: numbers of footnotes and ids.
func FuzzJoin(f *testing.F) {
	list := examples(f)
	for i, e := range list {
		f.Add(e.Markdown, list[(i*7+3)%len(list)].Markdown, i%2 == 0)
	}
	for _, name := range []string{"blocks", "comments", "links", "labels", "html-kept", "search"} {
		inputs := goldenInputs(f, name)
		for i, text := range inputs {
			f.Add(text, inputs[(i+1)%len(inputs)], i%2 == 0)
		}
	}
	f.Add("[a]\n\n[a]: /page\n", "[a] [b]\n\n[a]: /included\n", false)
	f.Add("[^a]\n\n[^a]: page\n", "[^a]\n\n[^a]: included\n", false)
	plain, kept := New(Options{Typographer: true}), New(Options{RawHTML: true})
	f.Fuzz(func(t *testing.T, first, second string, rawHTML bool) {
		if !joinable(first) || !joinable(second) {
			return
		}
		c := plain
		if rawHTML {
			c = kept
		}
		first, second = "First.\n\n"+strings.TrimRight(first, "\n")+"\n", "Second.\n\n"+strings.TrimRight(second, "\n")+"\n"
		body := func(text string) string {
			doc, _ := c.Compile(Source{Path: "a.md", Text: []byte("---\ntitle: The title of the page\n---\n" + text), Includes: map[prepare.IncludeRef]prepare.Included{
				{From: "a.md", Written: "b"}: {Path: "b.md", Text: []byte(second)},
			}})
			return withoutPlace(filled(doc))
		}
		page, alone := body(first), body(second)
		joins := []struct{ name, text, want string }{
			{"directly after a line", "Begin.\n![[b]]\n" + first, "<p>Begin.</p>\n" + alone + page},
			{"inside a quotation", "> Begin.\n> ![[b]]\n\n" + first, "<blockquote>\n<p>Begin.</p>\n" + alone + "</blockquote>\n" + page},
			{"first inside an item", "- ![[b]]\n\n  End.\n\n" + first, "<ul>\n<li>\n" + alone + "<p>End.</p>\n</li>\n</ul>\n" + page},
		}
		if after := first + "\n![[b]]\n"; !rawHTML && prepare.Includes([]byte(after)) != nil { // the page may leave an element open, or a comment
			joins = append(joins, struct{ name, text, want string }{"after", after, page + alone})
		}
		for _, join := range joins {
			if strings.Contains(join.name, "inside") && misreadInside.MatchString(second) {
				continue
			}
			if diff := cmp.Diff(join.want, body(join.text)); diff != "" {
				t.Fatalf("%s:\n%q\nincluding\n%q\n%s", join.name, join.text, second, diff)
			}
		}
	})
}

// joinable reports whether a text can be joined to another at all. A tab is as wide as its place makes it, and goldmark drops the
// spaces of blank lines of code in list items.
func joinable(text string) bool {
	return utf8.ValidString(text) && !strings.Contains(text, "![[") && !strings.Contains(text, "file=") && !strings.ContainsAny(text, "\t\r\x00") && !spaceLine.MatchString(text)
}

var (
	anyID    = regexp.MustCompile(` id="[^"]*"`)
	noteLink = regexp.MustCompile(`(?s)<sup id="fnref[^"]*">(?:<a href="#fn:\d+"[^>]*>)?(\d+)(?:</a>)?</sup>`)
	noteItem = regexp.MustCompile(`(?s)<li id="fn:(\d+)">\n(.*?)</li>\n(<li id="fn:|</ol>\n</section>)`)
	noteBack = regexp.MustCompile(` <a href="#fnref[^>]*>↩︎</a>`)
	// goldmark takes blank lines at an empty item of a list in a list, and at a definition in a quotation, for others than they are
	misreadInside = regexp.MustCompile(`(?m)^[ >]*(([-+*]|[0-9]+[.)])\s*$|:(\s|$))`)
	spaceLine     = regexp.MustCompile(`(?m)^[ >]* $`)
	noteStart     = `<section class="footnotes"`
)

// withoutPlace takes ids from the HTML of a page, and writes its footnotes in place of their numbers.
func withoutPlace(page string) string {
	page, notes, _ := strings.Cut(page, noteStart)
	texts := map[string]string{}
	for notes != "" {
		at := noteItem.FindStringSubmatchIndex(notes)
		if at == nil {
			break
		}
		texts[notes[at[2]:at[3]]] = noteBack.ReplaceAllString(notes[at[4]:at[5]], "")
		notes = notes[at[6]:]
	}
	inner := func(string) string { return "(note)" } // in a footnote: in full, footnotes in footnotes could take all memory
	page = noteLink.ReplaceAllStringFunc(page, func(s string) string {
		return fmt.Sprintf("(%s)", noteLink.ReplaceAllStringFunc(texts[noteLink.FindStringSubmatch(s)[1]], inner))
	})
	return anyID.ReplaceAllString(page, "")
}
