package markdown

import (
	"strings"
	"testing"

	"pandect/internal/checklist"
)

// A line that is read as an item can be given a reference, however it begins.
func TestWhatIsAnItemCanBeStamped(t *testing.T) {
	compiler := New(Options{Messages: inEnglish(t), Partials: counselPartials(t)})
	for _, start := range []string{"- [ ] ", "* [ ]", "+ [x] ", "1. [ ] ", "- [] ", "- [-] ", "• ☐ ", "•☐ ", "o [ ] ", "\uf0b7\u202f[ ] ", "\uf0a7 ☑ ", "\u200b- [ ] ", "☐ ", "- [\u00a0] ", "> - [ ] ", "- [  ] ", "- [x ] ", `- \[ \] `, "- □ ", "1. [✓] ", "- [_] "} {
		text := "---\ntype: checklist\nprefix: A\n---\n# List\n\n- [ ] First thing.\n" + start + "Second thing.\n- [ ] Third thing.\n"
		doc, _ := compiler.Compile(Source{Path: "a.md", Text: []byte(text)})
		if doc.Checklist == nil {
			t.Errorf("%q: no checklist", start)
			continue
		}
		page := checklist.Page{File: "content/a.md", List: doc.Checklist}
		stamps := checklist.Register(nil).Stamps(page, []checklist.Page{page})
		if _, _, err := checklist.Apply([]byte(text), stamps); err != nil {
			t.Errorf("%q is read as an item, and cannot be stamped: %v", start, err)
		}
		if !strings.HasPrefix(strings.TrimLeft(start, "> \u200b"), "☐") && len(stamps) < 2 {
			t.Errorf("%q: %d items", start, len(stamps))
		}
	}
}
