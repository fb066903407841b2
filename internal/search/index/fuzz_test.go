package index

import (
	"testing"

	"pandect/internal/search/words"
)

// FuzzText analyses any text and expects it back, with single spaces.
func FuzzText(f *testing.F) {
	for _, s := range []string{"Art. 28(3), “e-discovery” (and so on)", " a  b\n\nc\t", "x\x00\xffy", "漢字仮名、データ", "client’s\u00AD U.S.", "(A) ﷺ ½ \u2028 é", "Of 28(3) and 2,401 or U.S. firms\nlike a-b c-, (d) e’s wordings outsourcing12 abcdefghi x",
		"Privilege privilege PRIVILEGE McDonald I Ab SLAs Ärzte Abcdefghijklmnop Abcdefghijklmnopq Abcdefghijklmno.p Ab1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a := NewAnalyzer(Options{Language: "en"}).Page(Page{Sections: []Section{{Text: text}}})
		if got, want := string(a.appendText(nil, 0)), words.Clean(text); got != want {
			t.Errorf("text is %q, want %q", got, want)
		}
	})
}
