package words_test

import (
	"strings"
	"testing"

	"pandect/internal/search/vectors"
	"pandect/internal/search/words"
	"pandect/internal/twins"
)

// TestFoldingVectors: how typed text is cut and folded.
func TestFoldingVectors(t *testing.T) {
	type wordVector struct {
		Form   string   `json:"form"`
		Others []string `json:"others,omitempty"`
		Pieces []string `json:"pieces,omitempty"`
	}
	type vectorCase struct {
		Text  string       `json:"text"`
		Words []wordVector `json:"words"`
	}
	var cases []vectorCase
	for _, text := range append([]string{
		"", " . ", "Kovel", "08-451", "5.3", "2,401", "1,234,567", "9,401.5", "5,3", "2,4012", "2,401a", "x,401", "1320,401b", "Art. 28(3)", "1.6(b)(3)", "DD-04", "dd04", "e-discovery", "E‑Discovery", "eDiscovery", "v1.2.3",
		"attorney's fees", "client’s", "l’accord d'exportation", "R&D", "U.S. v. Smith", "snake_case", "word(s)", "re(d)act", "a&b(c)d(e)", "f(123456789)", "a-", "-a", "a--b", "(x)", "x()",
		"Café ÉTÉ naïve", "Müller Straße", "Łódź Æther Œuvre Øre đ þ ı İstanbul", "ﬁnance ½ № ² Ⅳ", "ΣΊΣΥΦΟΣ σίσυφος", "Ёлка ёлка", "שָׁלוֹם", "مُحَمَّد ـحـ", "हिन्दी क़ानून",
		"漢字", "漢", "法律事務所のデータ", "กฎหมาย", "AI法律 2026年", "한국어", "soft\u00adhyphen zero\u200bwidth", "ｆｕｌｌ ＷＩＤＴＨ １２", "𝔘nder 😀 x", "tab\tand\nline", "ﷺ",
		"The quick (brown) fox — jumped", strings.Repeat("long", 15), "a'b'c", "''", "o’", "ʼn ʼ x",
		"a-\u00ad-b", "\u00ad", "x\u00ad'y\u200b", "é-é e\u0301-e\u0301", "İ-ı.ß&ﬁ", "漢x字 x漢 12漢34", "\u3099 カ\u3099カ \u30fc", "٣٠ 30٣ ٣,٣٣٣", "1,٣٣٣", "😀-x 𝔘-𝔘 𐐀1", "a\u0000-b", "R\u0301&D\u0301", "Ⅳ(é)ß", "x(😀)", "a(\u0301b)", "é(12345678)ß", "é(123456789)ß", "l\u2019e\u0301te\u0301 d'ÿ",
	}, twins.Texts...) {
		list := []wordVector{}
		for _, w := range words.Split(text) {
			list = append(list, wordVector{w.Form, w.Others, w.Pieces})
		}
		cases = append(cases, vectorCase{text, list})
	}
	vectors.Compare(t, "words.json", cases)
}
