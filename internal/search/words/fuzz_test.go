package words

import (
	"strings"
	"testing"
)

// FuzzTokens cuts any text into tokens and their forms. An Interner that looks ahead must find the same tokens.
func FuzzTokens(f *testing.F) {
	for _, s := range []string{"Art. 28(3), “e-discovery” (and so on)", " a  b\n\nc\t", "x\x00\xffy", "漢字仮名、データ", "client’s\u00AD U.S.", "(A) ﷺ ½ \u2028 é", "Of 28(3) and 2,401 or U.S. firms\nlike a-b c-, (d) e’s wordings outsourcing12 abcdefghi x",
		"Privilege privilege PRIVILEGE McDonald I Ab SLAs Ärzte Abcdefghijklmnop Abcdefghijklmnopq Abcdefghijklmno.p Ab1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		at, interner := 0, NewInterner()
		for more := true; more; {
			var tokens []Token
			tokens, more = interner.Lookahead(text, at)
			for _, token := range tokens {
				if start, end := NextToken(text, at); token.Start != start || token.End != end {
					t.Fatalf("from %d on there is a token at %d to %d, want %d to %d", at, token.Start, token.End, start, end)
				}
				at = token.End
			}
		}
		if start, end := NextToken(text, at); start < end {
			t.Errorf("there are tokens behind %d", at)
		}
		for start, end := NextToken(text, 0); start < end; start, end = NextToken(text, end) {
			for _, form := range FormsOf(text[start:end]) {
				if form == "" || strings.ContainsAny(form, " \t\n=") || strings.ToLower(form) != form {
					t.Errorf("%q has the form %q", text[start:end], form)
				}
			}
		}
		Split(text)
		LanguageOf("en").Abbreviations(nil, text)
	})
}
