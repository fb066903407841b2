package search

import (
	"strings"
	"testing"
)

// TestTokensOfEveryLength analyses texts of tokens of 1 to 20 bytes that differ in one byte only, at every place before
// the end of the text, so often that the table grows several times. Each must be told from all others, and come back.
func TestTokensOfEveryLength(t *testing.T) {
	a := NewAnalyzer(Options{})
	numbers := map[uint32]string{}
	var all []string
	for length := 1; length <= 20; length++ {
		for at := range length {
			for c := 'a'; c <= 'z'; c++ {
				all = append(all, strings.Repeat("q", at)+string(c)+strings.Repeat("q", length-at-1))
			}
		}
	}
	for range 2 {
		for rest := range 20 {
			text := strings.Join(all, " ") + strings.Repeat(".", rest)
			page := a.Page(Page{Sections: []Section{{Text: text}}})
			if got := string(page.appendText(nil, 0)); got != text {
				t.Fatalf("with %d characters behind them the tokens come back as another text", rest)
			}
		}
	}
	for _, s := range all {
		p := spot{}
		p.set(s, 0, len(s))
		a.number(s, &p)
		if before, ok := numbers[p.id]; ok && before != s {
			t.Errorf("%s and %s have one number", before, s)
		}
		numbers[p.id] = s
	}
}
