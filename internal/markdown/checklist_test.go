package markdown

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestThroughWordTheReferencesAreTheSame is acceptance test 20: what comes back when a checklist went to Word and back
// through pandoc, which writes boxes as characters, drops comments and may lose bold, asks the same questions.
func TestThroughWordTheReferencesAreTheSame(t *testing.T) {
	const front = "---\ntype: checklist\nid: vendor-dd\nprefix: VDD\n---\n\n"
	written := front + `## Standing (gate)

- [ ] **VDD-03** (critical) Obtain a "certificate" of good standing - dated within 90 days.
  - Why: A dissolved company cannot give an enforceable indemnity.
  - Evidence: Registry extract (required)
- [ ] **VDD-DP-04** Run a conflicts check.
`
	for name, back := range map[string]string{
		"pandoc": front + `## Standing (gate)

-   ☐ **VDD-03** (critical) Obtain a “certificate” of good standing – dated within 90 days.

    -   Why: A dissolved company cannot give an enforceable indemnity.

    -   Evidence: Registry extract (required)

-   ☐ **VDD-DP-04** Run a conflicts check.
`,
		"pandoc 2.17": front + `## Standing (gate)

-   [ ] **VDD-03** (critical) Obtain a \"certificate\" of good
    standing - dated within 90 days.
    -   Why: A dissolved company cannot give an enforceable indemnity.
    -   Evidence: Registry extract (required)
-   [ ] **VDD-DP-04** Run a conflicts check.
`,
		"bold lost":       front + "## Standing (gate)\n\n- ☐ VDD-03 (critical) Obtain a “certificate” of good standing – dated within 90 days.\n  - Why: A dissolved company cannot give an enforceable indemnity.\n  - Evidence: Registry extract (required)\n- ☐ VDD-DP-04 Run a conflicts check.\n",
		"bullets of Word": front + "## Standing (gate)\n\n• ☐ **VDD-03** (critical) Obtain a “certificate” of good standing – dated within 90\u00a0days.\n• ☐ **VDD-DP-04** Run a conflicts check.\n",
	} {
		t.Run(name, func(t *testing.T) {
			c := New(Options{Messages: inEnglish(t), Partials: counselPartials(t)})
			want, _ := c.Compile(Source{Path: "a.md", Text: []byte(written)})
			got, found := c.Compile(Source{Path: "a.md", Text: []byte(back)})
			type question struct{ ref, hash, severity string }
			questions := func(text string) (list []question) {
				doc, _ := c.Compile(Source{Path: "a.md", Text: []byte(text)})
				for _, i := range doc.Checklist.Items() {
					list = append(list, question{i.Ref, i.Hash, string(i.Severity)})
				}
				return list
			}
			if diff := cmp.Diff(questions(written), questions(back), cmp.AllowUnexported(question{})); diff != "" {
				t.Error(diff)
			}
			if name != "bullets of Word" && want.Checklist.Content != got.Checklist.Content {
				t.Error("the content hash is another one")
			}
			for _, d := range found {
				if strings.HasPrefix(d.Code, "duplicate") || d.Code == "empty-item" {
					t.Error(d)
				}
			}
		})
	}
}

// TestADuplicateReferenceNamesBothLines is acceptance test 25.
func TestADuplicateReferenceNamesBothLines(t *testing.T) {
	_, found := New(Options{Messages: inEnglish(t), Partials: counselPartials(t)}).Compile(Source{Path: "a.md", Text: []byte("---\ntype: checklist\n---\n- [ ] **X-1** One.\n- [ ] **X-1** Two.\n")})
	for _, d := range found {
		if d.Code == "duplicate-reference" && d.Place.Line == 5 && strings.Contains(d.Message, "line 4 of content/a.md") {
			return
		}
	}
	t.Error(found)
}
