package markdown

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"pandect/internal/site"
)

func TestQuotes(t *testing.T) {
	for _, c := range []struct{ language, text, want string }{
		{"en", `'*Hickman v Taylor*' and '[the rule](page.md)' and '**never**', "*these*", 'plain'`, "‘Hickman v Taylor’ and ‘the rule’ and ‘never’, “these”, ‘plain’"},
		{"en", `"I never—" said the witness. "docs/" and "R v X-". "And--" he "..." went`, "“I never—” said the witness. “docs/” and “R v X-”. “And–” he “…” went"},
		{"en", "'`code`' and \"`code`\" and '<b>' and '![plan](p.png)' and '[[page]]'", "‘code’ and “code” and ‘<b>’ and ‘’ and ‘’"},
		{"en", `***'all'*** *"a* b" ("c") ['d'] {"e"} 'f'. "g"; 'h'!`, "‘all’ “a b” (“c”) [‘d’] {“e”} ‘f’. “g”; ‘h’!"},
		{"en", `"'inner' first" and 'the "other" way' and "ends 'inner'"`, "“‘inner’ first” and ‘the “other” way’ and “ends ‘inner’”"},
		{"en", `and/"or" well-"known" x--"y" --'z'-- [“'a'”]`, "and/“or” well-“known” x–“y” –‘z’– [“‘a’”]"},
		{"en", `the '90s, '68, 'tis, 'em, rock 'n' roll, it's *Smith*'s, the 'cello, ('twas), the ’80s`, "the ’90s, ’68, ’tis, ’em, rock ’n’ roll, it’s Smith’s, the ’cello, (’twas), the ’80s"},
		{"en", `'90 days' and the clients' rights and "the 'cello"`, "‘90 days’ and the clients’ rights and “the ’cello”"},
		{"en", `5" pipe, 6' tall, 5'10", "a 5" pipe" and "in 1990" and 'in 1991'`, "5″ pipe, 6′ tall, 5′10″, “a 5″ pipe” and “in 1990” and ‘in 1991’"},
		{"en", "and so on... (...) he \"...\" went\nand on...", "and so on… (…) he “…” went\nand on…"},
		{"en", `"unclosed and more`, "“unclosed and more"},
		{"en", `'goes on in the next paragraph`, "‘goes on in the next paragraph"},
		{"en", `\"literal\" &quot;entity&quot; "(\"x\")"`, `"literal" "entity" “("x")”`},
		{"en", "\"over\n*two lines*\" and 'over\nthree'", "“over\ntwo lines” and ‘over\nthree’"},
		{"de", `'*Hickman*' und "der 'erste' Fall", ich hab's, 's ist, die '68er, Hans' Rad, ("so")`, "‚Hickman‘ und „der ‚erste‘ Fall“, ich hab’s, ’s ist, die ’68er, Hans’ Rad, („so“)"},
		{"fr", `"*L'avocat*" (l'"acte")`, "«\u00a0L’avocat\u00a0» (l’«\u00a0acte\u00a0»)"},
		{"hu", `"a 'b' c"`, "„a »b« c”"},
		{"pt-PT", `"a 'b' c"`, "«a “b” c»"},
	} {
		if got := shownText(New(Options{Typographer: true, Language: c.language}), c.text); got != c.want {
			t.Errorf("%s: %s\n got %q\nwant %q", c.language, c.text, got, c.want)
		}
	}
}

// shownText returns the text of a page of one paragraph.
func shownText(c *Compiler, text string) string {
	doc, _ := c.Compile(Source{Path: "a.md", Text: []byte("First.\n\n" + text + "\n")})
	html := string(doc.Body.Fill(nil, func(dst []byte, h site.Hole) []byte { return dst }))
	html = regexp.MustCompile(`<[^>]*>`).ReplaceAllString(strings.TrimPrefix(html, "<p>First.</p>\n"), "")
	return strings.TrimSpace(strings.NewReplacer("&quot;", `"`, "&lt;", "<", "&gt;", ">").Replace(html))
}

// TestQuotesNest writes quotations in quotations, in markup and punctuation of every kind, and wants the marks that belong there.
func TestQuotesNest(t *testing.T) {
	for language, q := range quotesByLanguage {
		c := New(Options{Typographer: true, Language: language})
		for seed := range uint64(300) {
			g := nesting{rand.New(rand.NewPCG(seed, 1)), q}
			text, want := g.sentence(3, 0)
			text, want = "x "+text, "x "+want
			if got := shownText(c, text); got != want {
				t.Fatalf("%s, seed %d:\n%s\n got %q\nwant %q", language, seed, text, got, want)
			}
		}
	}
}

// nesting makes random sentences with quotations.
type nesting struct {
	*rand.Rand
	q quotes
}

func (g nesting) one(of ...string) string { return of[g.IntN(len(of))] }

// sentence returns a text and what is shown of it. kind is 0 if quotations in it have double marks, and 1 for single ones.
func (g nesting) sentence(depth, kind int) (text, want string) {
	for i := range 1 + g.IntN(3) {
		if i > 0 {
			between := g.one(" ", " ", ", ", "; ", " — ", "—", "/", ": ", " it's ")
			text, want = text+between, want+strings.ReplaceAll(between, "'", "’")
		}
		a, b := g.piece(depth, kind)
		text, want = text+a, want+b
	}
	return text, want
}

func (g nesting) piece(depth, kind int) (text, want string) {
	if depth == 0 {
		word := g.one("law", "Kind", "don't", "naïve", "право", "a-b", "R v X-", "docs/", "why?", "no—")
		return word, strings.ReplaceAll(word, "'", "’")
	}
	switch g.IntN(6) {
	case 0:
		a, b := g.sentence(depth-1, kind)
		return "(" + a + ")", "(" + b + ")"
	case 1:
		a, b := g.piece(0, kind)
		mark := g.one("*", "**", "***", "~~")
		a, b = strings.TrimRight(a, "-/?—"), strings.TrimRight(b, "-/?—")
		return mark + a + mark, b
	case 2:
		a, b := g.piece(0, kind)
		return "[" + a + "](https://example.com)", b
	case 3, 4:
		mark := []string{`"`, "'"}[kind]
		a, b := g.sentence(depth-1, 1-kind)
		return mark + a + mark, g.q[2*kind] + b + g.q[2*kind+1]
	}
	return g.piece(0, kind)
}
