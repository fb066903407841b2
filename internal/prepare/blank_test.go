package prepare_test

import (
	"strings"
	"testing"

	"pandect/internal/diag"
	"pandect/internal/prepare"
)

// TestBlankLinesAreBounded has far more blank lines than a page needs: those that are too many go, with one warning, and what
// follows keeps its place.
func TestBlankLinesAreBounded(t *testing.T) {
	for _, blank := range []string{"\n", "  \n", "\t\n"} {
		text := "First.\n" + strings.Repeat(blank, 6000) + "- a\n\n  b\n" + strings.Repeat(blank, 3000) + "Last.\n"
		var found []diag.Diagnostic
		p := prepare.Prepare(prepare.Input{Path: "a.md", Text: []byte(text), Report: func(d diag.Diagnostic) { found = append(found, d) }})
		if n := strings.Count(string(p.Bytes), "\n"); n > 5010 || !strings.HasSuffix(string(p.Bytes), "- a\n\n  b\n"+blank+"Last.\n") {
			t.Errorf("%q: %d lines are left, which end in %q", blank, n, p.Bytes[max(0, len(p.Bytes)-40):])
		}
		if len(found) != 1 || found[0].Code != "blank-lines" || found[0].Place.Line != 5003 {
			t.Errorf("%q: %+v", blank, found)
		}
		if place, _ := p.Place(strings.Index(string(p.Bytes), "Last.")); place.Line != 9005 {
			t.Errorf("%q: the last line is said to be %d", blank, place.Line)
		}
	}
}
