// Package twins holds functions that exist in Go and in the scripts of the theme to one contract: a file of vectors, which is
// written by the Go package that owns the function and which e2e/tests/twins.spec.ts runs in a browser. Only tests use it.
package twins

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the vectors anew")

// Texts have in them what functions over texts get wrong: letters that change their number when they are lowered or
// decomposed, marks that stand apart, scripts without capitals or spaces, what is beyond 16 bits, and what nobody sees.
var Texts = []string{
	"", " ", "plain text", "Élus, élu; ELUS", "E\u0301lus e\u0301lu", "élus", "ÉLUS.", "Straße STRASSE ẞ", "İstanbul ıstanbul ISTANBUL i\u0307",
	"ﬁnance ﬀ ﬃ Ǆ ǆ ĳ", "ΣΊΣΥΦΟΣ σίσυφος ΑΣ", "Ёлка ёлка Е\u0308", "漢字かな交じり文 カ\u3099 ｶﾞ", "한국어 \u1112\u1161\u11ab", "مُحَمَّد ـحـ ﷺ", "שָׁלוֹם", "हिन्दी क़ानून क\u093cानून", "กำหนด",
	"😀 👨\u200d👩\u200d👧 🏴\U000e0067\U000e0062\U000e007f", "𝔘𝔫𝔦 𠀀 𐐀𐐨", "a\u0000b", "tab\tline\nreturn\r\u0085\u2028\u2029end", "a\u00a0b\u202fc\u3000d\ufeffe", "soft\u00adhyphen zero\u200bwidth\u2060joiner\u200d",
	"‘a’ “b” «c» ‹d› ‐‑–—−", "Ⅻ ½ ㎏ H₂O x² ٣ ९०", "K Å Ω ſ ŉ ǰ ΐ", "\u202eright to left\u202c \u2066isolated\u2069 \u061c", "\ufffd", `"\/` + "\b\f\x1f\x7f", `\u2028 \u007f \\u2029`, "'=1+1 =1 ''@x ＝1",
	strings.Repeat("very long ", 100), strings.Repeat("é", 300), strings.Repeat("😀", 150), "x" + strings.Repeat("😀", 150), "_x000D_ _x005F_ &amp; <b> ]]>",
}

// Compare compares values with a file of vectors, beside which the test runs. With the flag -update it writes the file anew.
func Compare(t *testing.T, file string, vectors any) {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(vectors); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), want) {
		t.Errorf("%s is not what the code gives. If that is meant, write it anew with -update, read the difference, and have the script follow", file)
	}
}
